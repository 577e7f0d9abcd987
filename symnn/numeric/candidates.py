"""Other programs for one part of the line: compensated exponents, split exponentials, conjugates, leading forms."""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Mapping
from fractions import Fraction

from flint import arb

from symnn.numeric.analytic import Analytic, NoValueError
from symnn.numeric.direct import direct
from symnn.numeric.exponential_programs import Style
from symnn.numeric.field import Field, elements
from symnn.numeric.leading import leading, substituted
from symnn.numeric.nodes import Node
from symnn.numeric.parts import Part, sign_at
from symnn.numeric.programs import Builder
from symnn.numeric.ratios import NoFormError, Ratio, gens
from symnn.term import Sym, Term, op

Scale = tuple[Term, Node, Node]  # an exponential as a term, as a program, and the program of its square root


def candidates(part: Part, k: int, var: Sym) -> list[tuple[Node, str, Scale | None]]:
    """Other programs for one part: compensated exponents, split exponentials, conjugates, leading forms."""
    sign = sign_at(var, part.inside)
    out: list[tuple[Node, str, Scale | None]] = []
    try:
        field_, rows = elements(var, part.terms, side=sign)
        halves = _under_roots(field_)
        if halves:  # √(e^w + …) is about e^{w/2} far out
            field_, rows = elements(var, (*part.terms, *halves), side=sign)
    except NoFormError:
        return out
    row = rows[k]
    styles: dict[int, Style] = {}
    growth: dict[int, int] = {}
    vanishing: set[int] = set()
    far = Fraction(2) ** 12 * (1 if part.inside > 0 else -1)
    for i, atom in enumerate(field_.atoms):
        if atom.kind == "exp" and not field_.is_number(i):
            assert atom.of is not None
            w = field_.term_of(atom.of)
            s = sign(w)
            styles[i], growth[i] = ("down", 1) if s > 0 else ("up", -1)
            if not _unbounded(w, var, far):
                del growth[i]
                vanishing.add(i)
    side = 1 if part.inside > 0 else -1
    forms: list[tuple[Ratio, str]] = [(row, "exact exponents")]
    conjugate = field_.conjugate(row)
    if conjugate is not None:
        forms.append((conjugate, "conjugate"))
    flat = _without_growth(field_, row, styles)
    if flat is not None:
        forms.append((flat, "growth taken out"))
    x = next((i for i, a in enumerate(field_.atoms) if a.kind == "var"), None)
    far_out = math.isinf(part.high if side > 0 else part.low)
    if far_out:
        for base in [r for r, _ in forms]:
            for more in ({}, {x: 1}) if x is not None else ({},):
                lead = leading(field_, base, {**growth, **more}, frozenset(vanishing), side)
                if lead is not None and lead != base:
                    forms.append((lead, "leading form"))
    plain, plain_rows = elements(var, part.terms)
    if far_out and any(a.kind == "phi" for a in plain.atoms):
        out += _plain_leading(plain, plain_rows[k], var, part, far)
    if x is not None and 0 in (part.low, part.high):
        lead = leading(field_, row, {x: -1}, frozenset(styles), side)
        if lead is not None:
            forms.append((lead, "leading form at zero"))
    for i, atom in enumerate(field_.atoms):  # those of leading forms
        if atom.kind == "exp" and atom.of is not None and i not in styles and not field_.is_number(i):
            styles[i] = "down" if sign(field_.term_of(atom.of)) > 0 else "up"
    crooked = any(_crooked(field_, i) for i in styles)
    for form, reason in forms:
        for halved, careful in itertools.product((False, True), (False, True) if crooked else (False,)):
            builder = Builder(field_, styles, compensated=True, careful=careful, halved=halved, side=sign)
            scale = _scale(field_, form, styles, builder) if reason != "leading form at zero" and not halved else None
            why = reason if not halved else "split exponentials" if form is row else f"{reason}, split exponentials"
            out.append((builder.programs([form])[0], why, scale))
    with contextlib.suppress(NoFormError):  # a function that NumPy does not have
        out.append((direct(part.terms[k], var), "as written", None))
    if any(a.kind == "log" and not field_.is_number(i) for i, a in enumerate(field_.atoms)):
        builder = Builder(field_, styles, compensated=True, side=sign, whole_logs=True)
        out.append((builder.programs([row])[0], "logarithm of a product", None))
    return [row for j, row in enumerate(out) if row[2] is not None or all(row[0] != m for m, _, _ in out[:j])]


def _under_roots(field_: Field) -> list[Term]:
    """The square roots of the exponentials under roots."""
    under = {i for a in field_.atoms if a.kind == "root" and a.of is not None for i in gens(a.of.n)}
    inside = [a.of for i in sorted(under) if (a := field_.atoms[i]).kind == "exp" and not field_.is_number(i)]
    return [op("exp", field_.term_of(field_.scale(of, Fraction(1, 2)))) for of in inside if of is not None]


def _without_growth(field_: Field, row: Ratio, styles: Mapping[int, Style]) -> Ratio | None:
    """log R = k·w + log(R/e^{kw}) for the one growing exponential in R: lines cancel before any rounding."""
    out = row
    for j, atom in list(enumerate(field_.atoms)):
        if atom.kind != "log" or atom.of is None or not (int(out.n.degrees()[j]) or int(out.d.degrees()[j])):
            continue
        growing = [i for i, s in styles.items() if s == "down" and {i} & {*gens(atom.of.n), *gens(atom.of.d)}]
        k = int(atom.of.n.degrees()[growing[0]]) - int(atom.of.d.degrees()[growing[0]]) if len(growing) == 1 else 0
        w = field_.atoms[growing[0]].of if k else None
        if w is not None:
            rest = field_.bare_log(field_.mul(atom.of, field_.gen(growing[0], -k)))
            out = substituted(field_, out, j, field_.add(field_.scale(w, k), rest))
    return None if out == row else out


def _plain_leading(
    field_: Field, row: Ratio, var: Sym, part: Part, far: Fraction
) -> list[tuple[Node, str, Scale | None]]:
    """Leading forms in which Φ̂ itself is expanded."""
    sign = sign_at(var, part.inside)
    styles: dict[int, Style] = {}
    growth: dict[int, int] = {}
    for i, atom in enumerate(field_.atoms):
        if (
            atom.kind == "exp"
            and atom.of is not None
            and not field_.is_number(i)
            and _unbounded(field_.term_of(atom.of), var, far)
        ):
            s = sign(field_.term_of(atom.of))
            styles[i], growth[i] = ("down", 1) if s > 0 else ("up", -1)
    flat = frozenset(
        i
        for i, atom in enumerate(field_.atoms)
        if atom.kind == "phi" and atom.of is not None and _vanishes(field_.term_of(atom.of), var, far)
    )
    builders = [Builder(field_, styles, compensated=True, halved=h, side=sign) for h in (False, True)]
    out: list[tuple[Node, str, Scale | None]] = [(builders[0].programs([row])[0], "exact exponents", None)]
    lead = leading(field_, row, growth, frozenset(), 1 if part.inside > 0 else -1, flat)
    if lead is not None and lead != row:
        out += [(b.programs([lead])[0], "leading form", None) for b in builders]
    return out


def _scale(field_: Field, lead: Ratio, styles: Mapping[int, Style], builder: Builder) -> Scale | None:
    """The power of one exponential in the leading form, by which a function is divided before it is tabulated.

    With its square root as two factors, one after the other, a product does not sink below the normal numbers too
    early.
    """
    powers = {
        i: k for i in styles if (k := int(max(m[i] for m in lead.n.monoms())) - int(max(m[i] for m in lead.d.monoms())))
    }
    if len(powers) != 1:
        return None
    ((i, k),) = powers.items()
    whole = field_.gen(i, k)
    return field_.term_of(whole), builder.programs([whole])[0], builder.half_exponential(i, k)


def _crooked(field_: Field, i: int) -> bool:
    """Whether the exponent is more than a polynomial in x."""
    of = field_.atoms[i].of
    return (of is not None and any(field_.atoms[j].kind != "var" and not field_.is_number(j) for j in gens(of.n))) or (
        of is not None and not of.d.is_constant()
    )


def _unbounded(w: Term, var: Sym, far: Fraction) -> bool:
    """Also where only a logarithm grows."""
    side = 1 if far > 0 else -1
    try:
        return any(bool(abs(Analytic(w, var).value(at)) > 40) for at in (far, arb((side, 60000))))
    except NoValueError:
        return True


def _vanishes(z: Term, var: Sym, far: Fraction) -> bool:
    try:
        return bool(abs(Analytic(z, var).value(far)) < arb(2) ** -60)
    except NoValueError:
        return False

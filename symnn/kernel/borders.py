"""Where the sign of a term may change as one parameter moves: the real zeros of its factors in that parameter alone.

A zero is a rational, a + √b with rational a and b, or c·log r; a factor with other real zeros raises ``Border``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from flint import fmpq, fmpq_poly

from symnn.kernel import balls
from symnn.kernel import cells as split
from symnn.kernel import ratio as rat
from symnn.kernel.build import difference, minus, total
from symnn.kernel.elementary import Unsupported
from symnn.kernel.normal import Form
from symnn.kernel.ratio import GiveUp, Poly
from symnn.kernel.readback import term_of
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, walk

DIGITS = 192  # bits


class Border(GiveUp):
    """A border that is no rational number, square root or logarithm; or two that were not told apart."""


def numbers_in(terms: Iterable[Term], name: Sym) -> Iterator[Term]:
    """The numbers to which conditions compare the name: c and -c for |γ| ≤ c."""
    for term in terms:
        match term:
            case Op("and" | "or" | "not" | "chain", parts):
                yield from numbers_in(parts, name)
            case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge", (a, b)):
                cuts, _ = zeros((difference(a, b),), name)
                yield from cuts
            case _:
                continue


def zeros(terms: Iterable[Term], name: Sym, facts: tuple[Term, ...] = ()) -> tuple[list[Term], list[Term]]:
    """All real zeros of the factors in the name alone, and those factors that have irrational ones, as terms."""
    cuts: list[Term] = []
    borders: list[Term] = []
    for term in terms:
        if name not in free_symbols(term):
            continue
        if any(isinstance(n, Op) and n.head in _KINKS for n in walk(term)):
            for smooth in _smooth(term):
                more, also = zeros((smooth,), name, facts)
                cuts, borders = cuts + more, borders + also
            continue
        try:
            form = Form((term,), facts)
            _, found = rat.factors(form.kernels.tidy_top(form.ratios[0].top))
            _, below = rat.factors(form.ratios[0].bottom)
        except (GiveUp, Unsupported):
            continue
        for p, _ in (*found, *below):
            here = _of_factor(form, p, name)
            cuts += here
            if any(not isinstance(c, Num) for c in here):
                borders.append(term_of(form.kernels, p))
    return cuts, borders


_KINKS = frozenset("abs max min sign indicator cases".split())


def _smooth(term: Term) -> list[Term]:
    try:
        rows = split.cells((term,), (), lambda f: False, lambda a, b, f: True, frozenset())
        return list(
            dict.fromkeys(t for c in rows for t in (c.sides[0], *(f.args[0] for f in c.facts if isinstance(f, Op))))
        )
    except (GiveUp, Unsupported):
        return []


def _of_factor(form: Form, p: Poly, name: Sym) -> list[Term]:
    """The real zeros of an irreducible polynomial in the name, or in e^(c·name)."""
    used = rat.used(p)
    if len(used) != 1:
        return []
    kernel = form.kernels.kernels[used[0]]
    coefficients = {m.get(used[0], 0): c for m, c in rat.monomials(p)}
    if kernel.sort == "name" and kernel.inside == (name,):
        return _roots(coefficients)
    if kernel.sort == "exp" and kernel.base is not None and kernel.base.bottom.is_one():
        inner = rat.monomials(kernel.base.top)
        index = form.kernels.index.get(("name", name))
        if len(inner) == 1 and index is not None and inner[0][0] == {index: 1}:
            unit = kernel.unit * inner[0][1]
            return [_scaled(op("log", r), 1 / unit) for r in _roots(coefficients) if _positive(r)]
    return []


def _positive(r: Term) -> bool:
    return bool(balls.evaluate(r, {}, DIGITS) > 0)


def _scaled(term: Term, c: Fraction) -> Term:
    if isinstance(term, Op) and term.head == "log" and term.args[0] == num(1):
        return num(0)
    return term if c == 1 else minus(term) if c == -1 else op("mul", num(c), term)


def _roots(c: dict[int, Fraction]) -> list[Term]:
    """Real zeros of an irreducible polynomial over ℚ, by coefficient; ``Border`` if they have no short form."""
    degree = max(c)
    if degree == 1:
        return [num(-c.get(0, Fraction(0)) / c[1])]
    if degree == 2:
        middle = -c.get(1, Fraction(0)) / (2 * c[2])
        square = middle**2 - c.get(0, Fraction(0)) / c[2]
        if square < 0:
            return []
        root = op("sqrt", num(square))
        return [total(num(middle), minus(root)), total(num(middle), root)] if middle else [minus(root), root]
    p = fmpq_poly([fmpq(x.numerator, x.denominator) for x in (c.get(i, Fraction(0)) for i in range(degree + 1))])
    if any(r.imag.contains(0) for r, _ in p.numer().complex_roots()):
        raise Border("a border that is a root of degree three or more")
    return []

"""Main programs: one for each formula on the line, in its cheapest good style, joined by selection."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, Literal

import numpy as np
from flint import fmpq, fmpq_mat

from symnn.numeric.analytic import Analytic, NoValueError
from symnn.numeric.dense import share_to_patch
from symnn.numeric.direct import direct
from symnn.numeric.evaluate import evaluate
from symnn.numeric.exponential_programs import Style
from symnn.numeric.field import Field, elements
from symnn.numeric.nodes import NAN, Node, X, apply, constant, is_square_exponent, order, select
from symnn.numeric.parts import Part, has_root, sign_at, undefined
from symnn.numeric.programs import Builder
from symnn.numeric.ratios import NoFormError, Ratio, Side
from symnn.numeric.samples import EXTENDED, Reference, Samples, ulps
from symnn.term import Sym

Mode = Literal["accurate", "fast", "naive"]
COSTS = {
    "exp": 0.63, "expm1": 1.05, "log1p": 1.3, "log": 1.07, "tanh": 1.2, "div": 0.55, "reciprocal": 0.55, "sqrt": 1.0,
    "min": 0.33, "clamp": 0.33, "max": 0.33, "sin": 11.0, "cos": 11.0, "tan": 20.0, "half_erfcx": 7.0, "erf": 16.0,
    "normal_cdf": 6.5, "select": 1.3, "copysign": 0.55, "step": 0.37, "less": 0.1, "input": 0.0, "const": 0.0,
    "exact_exp": 30.0, "table_exp": 6.0, "careful_exp": 900.0, "cbrt": 10.0, "sinh": 8.0, "cosh": 8.0, "asinh": 10.0,
}  # fmt: skip
FAR = 40.0
PATCH = 30.0  # nanoseconds of a patched element, with finding it
_BOTH: tuple[Style, Style] = ("up", "down")


def main_programs(
    parts: list[Part],
    var: Sym,
    grid: Samples,
    exact: tuple[Reference, Reference],
    mode: Mode,
    overflowing: bool = False,
) -> tuple[Node, Node]:
    """The programs of f and f′; ``overflowing`` ones may have no number far out in fast mode, where patches can."""
    groups: list[tuple[list[Part], tuple[Node, Node]]] = []
    merged = _merged(parts)
    for group in merged:
        here = np.zeros(grid.x.shape, dtype=bool)
        for part in group:
            here |= part.holds(grid.x)
        groups.append(
            (group, _program(group, var, grid.x[here], tuple(restricted(e, here) for e in exact), mode, overflowing))
        )
    return _joined(groups, 0), _joined(groups, 1)


def restricted(exact: Reference, here: Any) -> Reference:
    return Reference(exact.high[here], exact.low[here])


def _merged(parts: list[Part]) -> list[list[Part]]:
    """Neighbours with one formula are one program, unless a root makes the sides of zero differ."""
    out: list[list[Part]] = []
    for part in parts:
        if out and out[-1][-1].terms == part.terms and not has_root(part.terms):
            out[-1].append(part)
        else:
            out.append([part])
    return out


def _joined(groups: list[tuple[list[Part], tuple[Node, Node]]], k: int) -> Node:
    node = groups[-1][1][k]
    for group, programs in reversed(groups[:-1]):
        border = constant(Fraction(group[-1].high))
        node = select(apply("less", X, border), programs[k], node)
    return node


def _program(
    group: list[Part], var: Sym, x: Any, exact: tuple[Reference, ...], mode: Mode, overflowing: bool
) -> tuple[Node, Node]:
    part = group[0]
    if undefined(part):
        return NAN, NAN
    if mode == "naive":
        return direct(part.terms[0], var), direct(part.terms[1], var)
    side = sign_at(var, part.inside) if len(group) == 1 and has_root(part.terms) else None
    try:
        field_, rows = elements(var, part.terms)
    except NoFormError:
        return direct(part.terms[0], var), direct(part.terms[1], var)
    if mode == "accurate" and any(a.head == "cos" for a in field_.atoms):
        halves = elements(var, part.terms, half_angles=True)
        if _misses(halves, x, exact, side) < _misses((field_, rows), x, exact, side):
            field_, rows = halves
    styles = _definite(field_, var, x)
    fast = mode == "fast"
    builders = [Builder(field_, styles, side=side, tabulated=fast)]
    if not fast and EXTENDED:
        if any(a.kind == "phi" for a in field_.atoms):
            builders.append(Builder(field_, styles, side=side, tabulated=True))
        if any(a.kind == "exp" for a in field_.atoms):
            builders.append(Builder(field_, styles, side=side, tabulated=True, tabled=True))
    pairs = [i for i, a in enumerate(field_.atoms) if a.kind == "exp" and i not in styles]
    if pairs and (fast or EXTENDED):
        builders += [
            Builder(
                field_, {**styles, **dict.fromkeys(pairs, s)}, clamped=c, reciprocals=fast, side=side, tabulated=fast
            )
            for s in _BOTH
            for c in ((True, False) if fast and overflowing else (True,))
        ]
        if not fast:
            builders += [
                Builder(
                    field_, {**styles, **dict.fromkeys(pairs, s)}, clamped=True, side=side, tabulated=True, tabled=True
                )
                for s in _BOTH
            ]
    best: tuple[float, tuple[Node, Node]] | None = None
    for number_, builder in enumerate(builders):
        value, slope = builder.programs(rows)
        if mode == "fast":
            own = _through_value(field_, rows, value)
            if own is not None and cost((value, own)) < 0.75 * cost((value, slope)):
                slope = own
        found = (cost((value, slope)), (value, slope))
        if mode == "fast" and number_ and not (_usable(value, x, exact[0]) and _usable(slope, x, exact[1])):
            continue
        if mode == "accurate" and len(builders) > 1:
            patched = share_to_patch(value, x) + share_to_patch(slope, x)
            found = (found[0] + PATCH * patched, found[1])
        if best is None or found[0] < best[0]:
            best = found
    assert best is not None
    return best[1]


def _misses(found: tuple[Field, tuple[Ratio, ...]], x: Any, exact: tuple[Reference, ...], side: Side | None) -> int:
    """At how many sample points the plain programs of f and f′ miss the goal."""
    programs = Builder(found[0], {}, side=side).programs(found[1])
    return sum(int(np.sum(ulps(evaluate(p, x), e) > 4)) for p, e in zip(programs, exact, strict=True))


def cost(roots: Sequence[Node]) -> float:
    """Nanoseconds an element on a machine with wide vectors; only comparisons count."""
    return sum(2.5 if is_square_exponent(n) else COSTS.get(n.op, 0.2) for n in order(roots))


def _usable(node: Node, x: Any, exact: Reference) -> bool:
    """No NaN, no infinity, no lost digits but below the normal numbers and far out, where patches mend it."""
    values = evaluate(node, x)
    error = ulps(values, exact)
    small = np.maximum(np.abs(exact.high), np.abs(values)) < 1e-290
    return bool(np.all((error < 64) | small | (np.abs(x) > FAR)))


def _definite(field_: Field, var: Sym, x: Any) -> dict[int, Style]:
    """Exponentials whose argument has one sign need one of the pair only."""
    styles: dict[int, Style] = {}
    probe = x[:: max(1, len(x) // 40)]
    for i, atom in enumerate(field_.atoms):
        if atom.kind != "exp":
            continue
        assert atom.of is not None
        w = Analytic(field_.term_of(atom.of), var)
        try:
            signs = {bool(w.value(float(t)) > 0) for t in probe}
        except NoValueError:
            continue
        if len(signs) == 1:
            styles[i] = "down" if signs.pop() else "up"
    return styles


def _through_value(field_: Field, rows: tuple[Ratio, ...], value: Node) -> Node | None:
    """f′ = c₀ + c₁f + c₂f² where that holds: tanh′ = 1 − tanh²."""
    f, d = rows
    found = quadratic(field_, f, d)
    if found is None or not found[2]:
        return None
    c0, c1, c2 = (constant(c) for c in found)
    squared = apply("mul", c2, apply("mul", value, value))
    return apply("add", apply("add", c0, squared), apply("mul", c1, value)) if found[1] else apply("add", c0, squared)


def quadratic(field_: Field, f: Ratio, d: Ratio) -> tuple[Fraction, Fraction, Fraction] | None:
    """Rational c with d = c₀ + c₁f + c₂f², found from the coefficients of the common denominator."""
    one = field_.const(1)
    powers = [one, f, field_.mul(f, f)]
    bottom = reduce(lambda p, q: p * (q // p.gcd(q)), [p.d for p in (*powers, d)])
    tops = [(r.n * (bottom // r.d)).to_dict() for r in (*powers, d)]
    keys = sorted({m for t in tops for m in t})
    zero = fmpq(0)
    matrix = fmpq_mat([[t.get(m, zero) for t in tops] for m in keys])
    reduced, rank = matrix.rref()
    if rank != 3 or any(reduced[r, r] != 1 for r in range(3)):
        return None
    c = [Fraction(int(reduced[r, 3].p), int(reduced[r, 3].q)) for r in range(3)]
    return c[0], c[1], c[2]

"""Exact values at breakpoints and at ±∞."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from flint import arb

from symnn.kernel import balls
from symnn.kernel.elementary import Unsupported
from symnn.numeric.analytic import BITS, Analytic, NoValueError, split
from symnn.numeric.lines import Line, evaluate_line
from symnn.numeric.parts import Part, undefined
from symnn.term import Op, Sym, Term, transform

FAR = (10**300, 10**200, 10**30, 10**15, 60000, 10000, 900, 100, 40, 20, 12, 10, 9, 8)
# powers of two, the first two with values count: log(log x) needs far ones
CLOSE = (1000, 4000)  # negative powers of two beside the end of a domain
STRETCHES = (32, 35, 41, 47, 54, 61)  # what oscillates differs at these multiples


def at_points(line: Line, k: int, term: Term, var: Sym, parts: list[Part], kinks: Mapping[Fraction, Fraction]) -> None:
    """Exact values at breakpoints and at zero, where the code gives something else."""
    for left, right in itertools.pairwise(parts):
        at = Fraction(left.high)
        sides = [_limit_at(p.terms[k], var, at, s) for p, s in ((left, -1), (right, 1))]
        aside = (at > left.end) - (at < left.end) if left.end is not None else 0
        wanted: float | None
        if k == 0:
            try:
                wanted = _value_at(term, var, at)
            except (Unsupported, ArithmeticError, ValueError):
                wanted = math.nan
            if math.isnan(wanted):
                wanted = sides[0] if None is not sides[0] == sides[1] else _at_edge(left, right, var, at)
        elif aside:  # the border is no double, the nearest one is inside a part
            wanted = sides[1] if aside > 0 else sides[0]
        elif at in kinks and (sides[0] != sides[1] or _jumps(left, right, var, at)):
            wanted = float(kinks[at])
        elif (
            _jumps(left, right, var, at)
            or None in sides
            or (sides[0] != sides[1] and (math.isinf(sides[0] or 0) or math.isinf(sides[1] or 0)))
        ):
            wanted = _edge_limit(left, right, 1, var, at)
        else:
            assert sides[0] is not None
            assert sides[1] is not None
            wanted = sides[0] if sides[0] == sides[1] else (sides[0] + sides[1]) / 2
        if wanted is None:
            wanted = math.nan
        found = float(evaluate_line(line, np.array([left.high]))[0])
        near = abs(found - wanted) <= 4e-16 * abs(wanted) if math.isfinite(wanted) else found == wanted
        if not (near or (math.isnan(found) and math.isnan(wanted))):
            line.points.append((left.high, wanted))


def _value_at(term: Term, var: Sym, at: Fraction) -> float:
    """The value of the formula at a point, the first case that applies counting; NaN where it is not certain."""
    here = {var: balls.rational(at)}

    def first(node: Term) -> Term | None:
        if not (isinstance(node, Op) and node.head == "cases"):
            return None
        for case in node.args:
            match case:
                case Op("case", (value, condition)):
                    holds = balls.truth(condition, here)
                    if holds:
                        return value
                    if holds is None:
                        return None
        return None

    found = balls.evaluate(transform(term, first), here)
    return split(found)[0] if found.is_zero() or found.rel_accuracy_bits() >= BITS else math.nan


def _at_edge(left: Part, right: Part, var: Sym, at: Fraction) -> float:
    """The value where a domain ends, if the formula has one there: 0^(1/3)."""
    inner = [p for p in (left, right) if not undefined(p)]
    try:
        return split(Analytic(inner[0].terms[0], var).value(at))[0] if len(inner) == 1 else math.nan
    except NoValueError:
        return _edge_limit(left, right, 0, var, at)


def _edge_limit(left: Part, right: Part, k: int, var: Sym, at: Fraction) -> float:
    """The one-sided limit where the domain ends, as of log x at 0; NaN where there is none."""
    sides = [(p, s) for p, s in ((left, -1), (right, 1)) if not undefined(p)]
    if len(sides) != 1:
        return math.nan
    ((part, side),) = sides
    f = Analytic(part.terms[k], var)
    try:
        near, close = (
            [split(f.value(at + side * Fraction(stretch, 2**power)))[0] for stretch in reversed(STRETCHES)]
            for power in CLOSE
        )
    except NoValueError:
        return math.nan
    return _limit(near, close)


def _jumps(left: Part, right: Part, var: Sym, at: Fraction) -> bool:
    """Whether f has two different limits, and so no derivative."""
    if left.terms == right.terms or undefined(left) or undefined(right):
        return False
    below, above = _limit_at(left.terms[0], var, at, -1), _limit_at(right.terms[0], var, at, 1)
    return None not in (below, above) and below != above


def _limit_at(term: Term, var: Sym, at: Fraction, side: int) -> float | None:
    """The one-sided limit of a smooth formula, by its value there, or by values close to it that agree."""
    f = Analytic(term, var)
    try:
        return split(f.value(at))[0]
    except NoValueError:
        pass
    found = []
    for k in (150, 200):
        try:
            found.append(split(f.value(at + side * Fraction(1, 2**k)))[0])
        except NoValueError:
            return None
    if found[0] == found[1]:
        return found[0]
    if abs(found[1]) > 1e30:
        return math.copysign(math.inf, found[1])
    return 0.0 if abs(found[1]) < 1e-30 else None


def ends(k: int, parts: list[Part], var: Sym) -> tuple[float, float]:
    return _end(parts[0], k, var, -1), _end(parts[-1], k, var, 1)


def _end(part: Part, k: int, var: Sym, side: int) -> float:
    """The limit at ±∞: what the values far out tend to; NaN where they tend to nothing."""
    if undefined(part):
        return math.nan
    f = Analytic(part.terms[k], var)
    beyond: list[float] = []
    for power in FAR:
        try:
            far = [split(f.value(arb((side * stretch, power - 5))))[0] for stretch in STRETCHES]
        except NoValueError:
            continue
        if beyond:
            return _limit(far, beyond)
        beyond = far
    return math.nan


def _limit(near: list[float], far: list[float]) -> float:
    """What values at two distances tend to."""
    every = [*near, *far]
    if len(set(every)) == 1:
        return far[0]
    sizes = [abs(v) for v in every]
    one_sign = len({v > 0 for v in every}) == 1
    if one_sign and min(sizes) > 20 and sizes == sorted(sizes) and sizes[0] * 1.05 < sizes[-1]:
        return math.copysign(math.inf, far[0])
    return 0.0 if max(sizes) < 0.01 and max(map(abs, far)) < max(map(abs, near)) else math.nan

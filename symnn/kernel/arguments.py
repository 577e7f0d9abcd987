"""Direct arguments for an inequality: multipliers, exponentiating a sum of logarithms, growth along a ray.

Each takes a problem and returns the rows of a proof or ``None``; ``Show`` proves a smaller problem.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import Any

from symnn.domain import Interval
from symnn.kernel import cells as split
from symnn.kernel import normal
from symnn.kernel import ratio as rat
from symnn.kernel.build import ZERO, E, depends, difference, minus, power, product, quotient
from symnn.kernel.definedness import constant
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.kernel.feasibility import combined
from symnn.kernel.normal import Form
from symnn.kernel.problem import FRESH, Problem, has_value
from symnn.kernel.ratio import GiveUp
from symnn.kernel.readback import term_of
from symnn.term import Op, Term, num, op, substitute, to_json

Rows = list[dict[str, Any]]
Show = Callable[[Problem], Rows | None]
_HIGHEST = 6


def by_multipliers(problem: Problem) -> Rows | None:
    """f < 0 (or ≤ 0) and the facts contradict each other by multipliers."""
    fails = op("le" if problem.strict else "lt", problem.term, ZERO)
    rows = [f for f in (*problem.cell(), fails) if isinstance(f, Op) and f.head in split.NEGATED]
    try:
        form = Form([difference(*f.args) for f in rows], rows)
        found = combined(form, rows)
    except (GiveUp, Unsupported):
        return None
    if found is None:
        return None
    cases = [[[to_json(term_of(form.kernels, r.poly)), str(x), r.by] for r, x in part] for part in found]
    return [{"by": "multipliers", "term": to_json(problem.term), "cases": cases}]


def exponentiated(problem: Problem, show: Show) -> Rows | None:
    """Σ cᵢ·log pᵢ + R ≥ 0 exactly where Π pᵢ^cᵢ·e^R ≥ 1."""
    try:
        form = Form((problem.term,), problem.cell())
    except (GiveUp, Unsupported):
        return None
    kernels, r = form.kernels, form.kernels.tidy(form.ratios[0])
    if not r.bottom.is_constant():
        return None
    logs: list[tuple[Term, Fraction]] = []
    rest = rat.POLY_ZERO
    for exponents, c in rat.monomials(r.top):
        kernel = kernels.kernels[next(iter(exponents))] if len(exponents) == 1 else None
        if kernel is not None and kernel.sort == "log" and list(exponents.values()) == [1]:
            if not kernels.signs.of(kernel.poly) <= {1}:
                return None
            logs.append((term_of(kernels, kernel.poly), c))
        else:
            rest = rest + rat.monomial(exponents, c)
    below = lcm(1, *(c.denominator for _, c in logs))
    if not logs or any(abs(c * below) > _HIGHEST for _, c in logs):
        return None
    tail = product(num(below), term_of(kernels, rest))
    above = product(*(power(p, int(c * below)) for p, c in logs if c > 0))
    under = product(*(power(p, -int(c * below)) for p, c in logs if c < 0))
    grown = Problem(
        difference(above, product(under, op("pow", E, minus(tail)) if tail != ZERO else num(1))),
        problem.where,
        problem.facts,
        problem.strict,
    )
    rows = show(grown)
    return None if rows is None else [{"by": "exponentiated", "term": to_json(grown.term)}, *rows]


def rising(problem: Problem, show: Show) -> Rows | None:
    """With v = (t - r)/c for a fact c·v + r ≥ 0: f ≥ 0 at t = 0 and ∂f/∂t ≥ 0 for all t ≥ 0.

    The facts about v are dropped, for they need not hold on the way from t = 0; v has to range over ℝ.
    """
    if problem.strict:
        return None
    for fact in problem.facts:
        gap = _side(fact)
        for v in problem.names if gap is not None else ():
            assert gap is not None
            if problem.where.get(v, Interval()) != Interval() or not depends(gap, v):
                continue
            slope = constant(derivative(gap, v))
            if not slope:
                continue
            rest = substitute(gap, {v: ZERO})
            value = quotient(difference(FRESH, rest), num(slope))
            facts = tuple(f for f in problem.facts if not depends(f, v))
            where = {**problem.where, FRESH: Interval(Fraction(0), None, False)}
            term = substitute(problem.term, {v: value})
            moved = Problem(term, where, facts, False)
            if not has_value(term, moved.cell()):
                continue
            at_zero = Problem(substitute(term, {FRESH: ZERO}), problem.where, facts, False)
            start: Rows | None = [{"by": "zero"}] if normal.is_zero(at_zero.term, at_zero.cell()) else show(at_zero)
            growth = None if start is None else show(Problem(derivative(term, FRESH), where, facts, False))
            if start is not None and growth is not None:
                row = {"by": "rising", "fact": to_json(fact), "variable": to_json(v), "value": to_json(value)}
                return [row, *start, *growth]
    return None


def _side(fact: Term) -> Term | None:
    match fact:
        case Op("ge" | "gt", (a, b)):
            return difference(a, b)
        case Op("le" | "lt", (a, b)):
            return difference(b, a)
    return None

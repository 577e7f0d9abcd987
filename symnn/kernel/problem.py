"""An inequality in several variables, the cases of its kinks, and the smaller problems that imply it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from symnn.domain import Interval
from symnn.kernel import balls, normal
from symnn.kernel.build import depends, difference, replace_term, total
from symnn.kernel.build import product as times
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute, to_json, walk

ZERO = num(0)
FRESH = Sym("u~")


@dataclass(frozen=True)
class Problem:
    """term ≥ 0 (or > 0 if ``strict``) for all values in the intervals at which the facts hold."""

    term: Term
    where: Mapping[Sym, Interval]
    facts: tuple[Term, ...]
    strict: bool

    @property
    def names(self) -> tuple[Sym, ...]:
        return tuple(sorted(free_symbols(self.term), key=lambda s: s.text))

    def cell(self) -> tuple[Term, ...]:
        return (*self.facts, *(c for s, i in self.where.items() for c in bounds_of(s, i)))


def bounds_of(sym: Sym, where: Interval) -> Iterator[Term]:
    if where.low is not None:
        yield op("gt" if where.low_open else "ge", sym, num(where.low))
    if where.high is not None:
        yield op("lt" if where.high_open else "le", sym, num(where.high))


def reductions(problem: Problem) -> Iterator[tuple[Problem, dict[str, Any]]]:
    """Smaller problems that imply this one.  A name may be fixed only if the fixed term has a value everywhere."""
    yield from _inner_term(problem)
    for reduced, row in (*_translations(problem), *_scalings(problem), *_lowest(problem)):
        if has_value(reduced.term, reduced.cell()):
            yield reduced, row


def has_value(term: Term, cell: tuple[Term, ...]) -> bool:
    """Whether every denominator, logarithm, root and power in the term has a value wherever the cell holds."""
    for node in walk(term):
        match node:
            case Op("div", (_, u)):
                good = 0 not in normal.sign(u, cell)
            case Op("log", (u,)) | Op("pow", (u, Sym() | Op())) if u != op("e"):
                good = normal.sign(u, cell) <= {1}
            case Op("sqrt", (u,)):
                good = normal.sign(u, cell) <= {0, 1}
            case Op("pow", (u, Num(q))):
                positive = normal.sign(u, cell) if q.denominator != 1 or q <= 0 else frozenset({1})
                good = positive <= {1} if q.denominator != 1 else 0 not in positive
            case Op(head) if head in _PARTIAL:
                return False
            case _:
                continue
        if not good:
            return False
    return True


_PARTIAL = frozenset("root log_base csch coth acosh atanh tan cot sec csc asin acos factorial binomial".split())


def _inner_term(problem: Problem) -> Iterator[tuple[Problem, dict[str, Any]]]:
    """f = g(u(x, y, …)) with g of one variable: enough that g ≥ 0 for all real u."""
    seen: set[Term] = set()
    for node in walk(problem.term):
        if not isinstance(node, Op) or node in seen or len(free_symbols(node)) < 2 or node == problem.term:
            continue
        seen.add(node)
        outer = replace_term(problem.term, node, FRESH)
        if free_symbols(outer) == {FRESH}:
            row = {"by": "inner term", "inner": to_json(node)}
            yield Problem(outer, {FRESH: Interval()}, (), problem.strict), row


def _translations(problem: Problem) -> Iterator[tuple[Problem, dict[str, Any]]]:
    """f(x + t) = f(x) for a set of names that range over ℝ, the facts invariant too: one of them may be 0."""
    free = [s for s in problem.names if problem.where.get(s, Interval()) == Interval()]
    for names in _subsets(free):
        moved: dict[Sym, Term] = {s: op("add", s, FRESH) for s in names}
        touched = [_gap(f) for f in problem.facts if any(depends(f, s) for s in names)]
        if all(g is not None and _same(substitute(g, moved), g, ()) for g in (problem.term, *touched)):
            yield _fixed(problem, names[0], ZERO), {"by": "translation", "names": [to_json(s) for s in names]}


def _same(a: Term, b: Term, cell: tuple[Term, ...]) -> bool:
    gap = difference(a, b)
    return _may_vanish(gap) and normal.is_zero(gap, cell)


def _subsets(names: list[Sym]) -> Iterator[list[Sym]]:
    if len(names) >= 2:
        yield names
    if len(names) > 2:
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                yield [a, b]


def _gap(fact: Term) -> Term | None:
    match fact:
        case Op("lt" | "le" | "gt" | "ge" | "eq" | "ne", (a, b)):
            return difference(a, b)
    return None


def _scalings(problem: Problem) -> Iterator[tuple[Problem, dict[str, Any]]]:
    """f(λ^w·v) = λ^d·f(v) for λ > 0: the sign of f does not change; a positive name with weight 1 may be 1."""
    gaps = [_gap(f) for f in problem.facts]
    if any(g is None for g in gaps):
        return
    for chosen in (s for s in problem.names if problem.where.get(s, Interval()) == Interval(Fraction(0))):
        others = [s for s in problem.names if s != chosen]
        if len(others) > 3:
            continue
        for weights in product((0, 1, -1), repeat=len(others)):
            row = [(chosen, 1), *zip(others, weights, strict=True)]
            if not any(weights) or any(w and not _cone(problem.where.get(s, Interval())) for s, w in row):
                continue
            if all(_homogeneous(t, row, problem.cell()) for t in (problem.term, *gaps) if t is not None):
                data = {"by": "scaling", "weights": [[to_json(s), w] for s, w in row]}
                yield _fixed(problem, chosen, num(1)), data
                return


def _cone(where: Interval) -> bool:
    return where.low in (None, 0) and where.high in (None, 0)


def _homogeneous(term: Term, row: list[tuple[Sym, int]], cell: tuple[Term, ...]) -> bool:
    scale = {1: lambda s: op("mul", FRESH, s), -1: lambda s: op("div", s, FRESH)}
    moved = substitute(term, {s: scale[w](s) for s, w in row if w})
    here = (*cell, op("gt", FRESH, ZERO))
    for degree in (0, 1, -1, 2, -2):
        gap = difference(moved, op("mul", op("pow", FRESH, num(degree)), term))
        if _may_vanish(gap) and normal.is_zero(gap, here):
            return True
    return False


def _may_vanish(term: Term) -> bool:
    """Not certainly nonzero at one arbitrary point."""
    values = {s: balls.rational(Fraction(3 + 2 * i, 2 + i)) for i, s in enumerate(sorted_names(term))}
    try:
        return bool(balls.evaluate(term, values, 64).contains(0))
    except (Undefined, Unsupported):
        return True


def sorted_names(term: Term) -> list[Sym]:
    return sorted(free_symbols(term), key=lambda s: s.text)


def _lowest(problem: Problem) -> Iterator[tuple[Problem, dict[str, Any]]]:
    """f = a·(v - v₀)² + f(v₀) with a > 0 and v ∈ ℝ: lowest at v₀."""
    for v in problem.names:
        if problem.where.get(v, Interval()) != Interval() or any(depends(f, v) for f in problem.facts):
            continue
        first = derivative(problem.term, v)
        second = substitute(derivative(first, v), {v: ZERO})
        if depends(second, v) or not normal.sign(second, problem.cell()) <= {1}:
            continue
        at_zero = substitute(first, {v: ZERO})
        at: Term = ZERO if normal.is_zero(at_zero) else op("neg", op("div", at_zero, second))
        lowest = substitute(problem.term, {v: at})
        square = times(num(Fraction(1, 2)), second, op("pow", difference(v, at), num(2)))
        if normal.is_zero(difference(problem.term, total(lowest, square)), problem.cell()):
            yield _fixed(problem, v, at), {"by": "lowest point", "variable": to_json(v), "at": to_json(at)}


def _fixed(problem: Problem, sym: Sym, at: Term) -> Problem:
    values = {sym: at}
    where = {s: i for s, i in problem.where.items() if s != sym}
    facts = tuple(substitute(f, values) for f in problem.facts)
    return Problem(substitute(problem.term, values), where, facts, problem.strict)


def vertices(problem: Problem) -> tuple[list[Problem], dict[str, Any]] | None:
    """f = a + b·v: enough that f holds at the ends of the interval of v, or at its one end where f grows from there."""
    for v in problem.names:
        where = problem.where.get(v, Interval())
        if where.low is None and where.high is None:
            continue
        facts = tuple(f for f in problem.facts if not depends(f, v))
        free = Problem(problem.term, problem.where, facts, problem.strict)
        slope = derivative(problem.term, v)
        if depends(slope, v) and not normal.is_zero(derivative(slope, v), free.cell()):
            continue
        slope = substitute(slope, {v: ZERO}) if depends(slope, v) else slope
        ends = [x for x in (where.low, where.high) if x is not None]
        needed = [_fixed(free, v, num(x)) for x in ends]
        lines = [_on_line(problem.term, e.term, slope, v, x, free.cell()) for e, x in zip(needed, ends, strict=True)]
        if not all(lines):
            continue
        if len(ends) == 1:
            needed.append(Problem(slope if where.low is not None else op("neg", slope), free.where, facts, False))
        if all(has_value(p.term, p.cell()) for p in needed):
            return needed, {"by": "straight line", "variable": to_json(v)}
    return None


def _on_line(term: Term, at_end: Term, slope: Term, v: Sym, end: Fraction, cell: tuple[Term, ...]) -> bool:
    """f(v) = f(end) + slope·(v - end)."""
    return normal.is_zero(difference(term, total(at_end, times(slope, difference(v, num(end))))), cell)

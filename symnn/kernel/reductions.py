"""Inequalities in several variables, brought down to one variable by equivalences.

In turn: sign cells of kinks; the sign that the form shows; a common inner term; translation (x ↦ x + t) and scaling
(x ↦ λ^w x) under which the sign of f does not change; the lowest point of a quadratic; the fibre argument (f = 0 on
v = u and (v - u)·∂f/∂v ≥ 0); boxes on a compact domain.  What remains in one variable goes to ``positivity``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from symnn.domain import Interval
from symnn.kernel import normal
from symnn.kernel.arguments import Show, by_multipliers, exponentiated, rising
from symnn.kernel.boxes import positive_on
from symnn.kernel.build import depends, difference, replace_term
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.kernel.enclosure import Field
from symnn.kernel.narrowing import absorbed, intervals
from symnn.kernel.positivity import Fails, Shown, sign_at, sign_holds
from symnn.kernel.problem import FRESH, ZERO, Problem, has_value, reductions, vertices
from symnn.term import Op, Term, num, op, substitute, to_json, walk

_DEEPEST = 9
_MOST_CELLS = 24
Rows = list[dict[str, Any]]


def shown(problem: Problem, depth: int = 0) -> Rows | None:
    """The rows of a proof, or ``None``.  Facts that no step uses are dropped: that proves more than was asked."""
    if depth > _DEEPEST:
        return None
    try:
        problem = absorbed(problem)
        names = problem.names
        if any(i.empty for i in problem.where.values()):
            return [{"by": "empty"}]
        if len(names) <= 1:
            rows = one_variable(problem)
            return None if isinstance(rows, Fails) else rows or (by_multipliers(problem) if names else None)
        cells = list(_cells(problem))
        if len(cells) > 1:
            return _all(cells, problem.facts, depth)
        for step in (_by_form, _compact):
            rows = step(problem)
            if rows is not None:
                return rows
        for reduced, row in reductions(problem):
            rows = shown(reduced, depth + 1)
            if rows is not None:
                return [row, *rows]
        ends = vertices(problem)
        if ends is not None:
            proofs = [shown(end, depth + 1) for end in ends[0]]
            if all(p is not None for p in proofs):
                return [ends[1], *(row for p in proofs if p for row in p)]
        fibre = _fibre(problem) or by_multipliers(problem)
        if fibre is not None:
            return fibre
        return exponentiated(problem, _deeper(depth)) or rising(problem, _deeper(depth))
    except Unsupported:
        return None


def _deeper(depth: int) -> Show:
    return lambda problem: shown(problem, depth + 3)


def _all(cells: list[Problem], given: tuple[Term, ...], depth: int) -> Rows | None:
    out: Rows = []
    if len(cells) > _MOST_CELLS:
        return None
    for cell in cells:
        rows = shown(cell, depth + 1) or _impossible(cell, given, depth)
        if rows is None:
            return None
        out += [{"by": "cell", "facts": [to_json(f) for f in cell.facts]}, *rows]
    return out


def _impossible(cell: Problem, given: tuple[Term, ...], depth: int) -> Rows | None:
    """One of the facts that the cell adds contradicts the others."""
    for fact in cell.facts:
        if fact in given or not isinstance(fact, Op) or fact.head not in ("lt", "le", "gt", "ge"):
            continue
        a, b = fact.args if fact.head in ("lt", "le") else fact.args[::-1]
        others = tuple(f for f in cell.facts if f != fact)
        rows = shown(Problem(difference(a, b), cell.where, others, fact.head in ("le", "ge")), depth + 3)
        if rows is not None:
            return [{"by": "impossible", "fact": to_json(fact)}, *rows]
    return None


# -- one variable ----------------------------------------------------------------------------------------------------


def bounded(problem: Problem) -> Rows | None:
    """In one name, where boxes do not end: the sign cells one by one, each by multipliers, as for sin and cos."""
    cells = list(_cells(problem))
    if len(cells) == 1:
        return by_multipliers(problem)
    out: Rows = []
    for cell in cells:
        rows = bounded(cell) if len(cells) <= 3 else None
        if rows is None:
            return None
        out += [{"by": "cell", "facts": [to_json(f) for f in cell.facts]}, *rows]
    return out


def one_variable(problem: Problem) -> Rows | Fails | None:
    """The proof, or the point where the relation fails, for a problem in at most one name."""
    if not problem.names:
        return _constant(problem)
    (var,) = problem.names
    where = intervals(var, problem.where.get(var, Interval()), problem.facts)
    if where.empty:
        return [{"by": "empty"}]
    found = sign_holds(problem.term, var, where, problem.strict)
    if not isinstance(found, Shown):
        return found
    row = {"term": to_json(problem.term), "variable": to_json(var), "interval": str(where), "strict": problem.strict}
    return [{"by": "one variable", **row, "boxes": found.boxes, "zeros": list(found.zeros), "cover": list(found.rows)}]


def _constant(problem: Problem) -> Rows | None:
    s = sign_at(problem.term, FRESH, Fraction(0))
    return [{"by": "value"}] if s == 1 or (s == 0 and not problem.strict) else None


# -- sign cells ------------------------------------------------------------------------------------------------------


def _cells(problem: Problem) -> Iterator[Problem]:
    """The innermost kink resolved in each of its sign cases; a case list by its conditions in order."""
    kink = _innermost(problem.term)
    if kink is None:
        yield problem
        return
    for facts, value in _resolutions(kink):
        term = replace_term(problem.term, kink, value)
        yield Problem(term, problem.where, (*problem.facts, *facts), problem.strict)


def _innermost(term: Term) -> Op | None:
    for node in walk(term):
        if (
            isinstance(node, Op)
            and node.head in _KINKS
            and not any(isinstance(n, Op) and n.head in _KINKS for a in node.args for n in walk(a))
        ):
            return node
    return None


_KINKS = frozenset("abs max min sign cases".split())


def _resolutions(kink: Op) -> Iterator[tuple[tuple[Term, ...], Term]]:
    match kink:
        case Op("abs", (u,)):
            yield (op("ge", u, ZERO),), u
            yield (op("lt", u, ZERO),), op("neg", u)
        case Op("sign", (u,)):
            for head, s in (("gt", 1), ("lt", -1), ("eq", 0)):
                yield (op(head, u, ZERO),), num(s)
        case Op("max" | "min" as head, args):
            for a in args:
                others = [b for b in args if b != a]
                yield tuple(op("ge" if head == "max" else "le", a, b) for b in others), a
        case Op("cases", rows):
            before: tuple[Term, ...] = ()
            for row in rows:
                if not isinstance(row, Op) or row.head != "case":
                    raise Unsupported("cases")
                value, condition = row.args
                here = () if condition == op("true") else (condition,)
                yield (*before, *here), value
                before = (*before, *(_negation(c) for c in here))


def _negation(condition: Term) -> Term:
    flip = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}
    match condition:
        case Op(head, args) if head in flip:
            return Op(flip[head], args)
    return op("not", condition)


# -- direct arguments ------------------------------------------------------------------------------------------------


def _by_form(problem: Problem) -> Rows | None:
    signs = normal.sign(problem.term, problem.cell())
    if signs <= ({1} if problem.strict else {0, 1}):
        return [{"by": "form", "term": to_json(problem.term)}]
    for fact in problem.facts:
        if (side := _larger_side(fact, problem.strict)) and normal.is_zero(difference(problem.term, side)):
            return [{"by": "fact", "fact": to_json(fact)}]
    return None


def _larger_side(fact: Term, strict: bool) -> Term | None:
    """g for a fact that says g ≥ 0 (or g > 0)."""
    match fact:
        case Op("gt" | "lt" as head, (a, b)):
            return difference(a, b) if head == "gt" else difference(b, a)
        case Op("ge" | "le" as head, (a, b)) if not strict:
            return difference(a, b) if head == "ge" else difference(b, a)
    return None


def _compact(problem: Problem) -> Rows | None:
    """f > 0 on a closed box, with a margin, by subdivision; only where every variable is bounded."""
    box = []
    for s in problem.names:
        i = problem.where.get(s, Interval())
        if i.low is None or i.high is None:
            return None
        box.append((i.low, i.high))
    found = positive_on(Field(problem.term, problem.names), tuple(box), 400, Fraction(1, 64))
    if found.undecided or found.violation is not None:
        return None
    return [{"by": "boxes", "term": to_json(problem.term), "boxes": found.count}]


def _fibre(problem: Problem) -> Rows | None:
    """f(v = u) = 0 and (v - u)·∂f/∂v ≥ 0 for all v of an interval that holds u: then f ≥ 0.

    The interval of v must not depend on anything else, so no fact may mention v.
    """
    cell = problem.cell()
    if problem.strict or not has_value(problem.term, cell):
        return None
    for v in problem.names:
        if any(depends(f, v) for f in problem.facts):
            continue
        slope = derivative(problem.term, v)
        for u in problem.names:
            inside = problem.where.get(u, Interval()) == problem.where.get(v, Interval())
            if u == v or not inside or not normal.is_zero(substitute(problem.term, {v: u})):
                continue
            above = normal.sign(slope, (*cell, op("gt", v, u)))
            below = normal.sign(slope, (*cell, op("lt", v, u)))
            if above <= {0, 1} and below <= {-1, 0}:
                row = {"term": to_json(problem.term), "variable": to_json(v), "anchor": to_json(u)}
                return [{"by": "fibre", **row}]
    return None

"""For every value of the parameters the claim fails: a witness is a value of each other variable, maybe in them.

The claim "for all x" fails where some x contradicts it.  Shown is that the witness lies in the domain, that both sides
are defined there, and that the contradiction holds for all parameters at which the facts hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from symnn.claim import Claim, Variable
from symnn.domain import Interval
from symnn.kernel import cells as split
from symnn.kernel.build import ZERO, difference, minus, quotient, total
from symnn.kernel.definedness import open_requirements
from symnn.kernel.differentiate import derivative, resolved
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import flat, integers_of
from symnn.kernel.identity_work import Work
from symnn.kernel.points import axis
from symnn.kernel.problem import Problem
from symnn.kernel.ratio import GiveUp
from symnn.kernel.reductions import shown
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute, walk

MOST_WITNESSES = 60
Witness = dict[Sym, Term]


@dataclass(frozen=True)
class Failure:
    """A relation that contradicts the claim; ``needs`` must hold beside it, and ``bodies`` have a value."""

    relation: Op
    needs: tuple[Term, ...]
    bodies: tuple[Term, ...]
    variables: tuple[Variable, ...]


def failures(claim: Claim) -> list[Failure]:
    """The ways in which the claim can fail at a point; none for a claim whose failure is more than a comparison."""
    return list(_failures(claim, claim.relation))


def _failures(claim: Claim, relation: Term) -> Iterator[Failure]:
    match relation:
        case Op("chain" | "and", parts):
            for part in parts:
                yield from _failures(claim, part)
        case Op("eq" | "equiv" | "ne" | "lt" | "le" | "gt" | "ge" as head, (a, b)):
            if any(isinstance(n, Op) and n.head in ("lim", "order") for n in walk(relation)):
                return
            try:
                left, right = resolved(a), resolved(b)
            except Unsupported:
                return
            opposite = op(split.NEGATED["eq" if head == "equiv" else head], left.term, right.term)
            smooth = (*left.smooth, *right.smooth)
            yield Failure(opposite, smooth, (*left.bodies, *right.bodies), claim.variables)
        case Op("in", (_, Op(head))) if head.startswith("interval_"):
            for part in flat((relation,)):
                yield from _failures(claim, part)
        case Op("monotone", (term, Sym() as var, Num(sign))):
            other = Sym(var.name + "~", var.subs, var.sups, var.font, var.accents)
            moved = substitute(term, {var: other})
            rise = difference(moved, term) if sign > 0 else difference(term, moved)
            more = tuple(replace(v, sym=other) for v in claim.variables if v.sym == var)
            beside = tuple(substitute(a, {var: other}) for a in claim.assumptions if var in free_symbols(a))
            yield Failure(op("le", rise, ZERO), (op("lt", var, other), *beside), (), (*claim.variables, *more))


def witness(
    claim: Claim, parameters: frozenset[Sym], facts: tuple[Term, ...], first: Witness, where: Interval | None = None
) -> tuple[Failure, Witness] | None:
    """Values of the other variables with which the claim fails for all parameters at which the facts hold.

    ``where``: the interval of a single parameter, for which boxes and expansions help.
    """
    for failure in failures(claim):
        names = free_symbols(failure.relation).union(*map(free_symbols, (*failure.needs, *claim.assumptions)))
        others = [v for v in failure.variables if v.sym not in parameters and v.sym in names]
        lowest = _vertex(failure, others)
        for values in islice(candidates(others, parameters, claim, first, lowest), MOST_WITNESSES):
            if fails_throughout(claim, failure, values, parameters, facts, where):
                return failure, values
    return None


def _vertex(failure: Failure, others: list[Variable]) -> Witness:
    """Of a quadratic in a variable the place where it is lowest or highest."""
    out: Witness = {}
    gap = difference(*failure.relation.args)
    if any(isinstance(n, Op) and n.head in split.KINKED for n in walk(gap)):
        return out
    for v in others:
        try:
            slope = derivative(gap, v.sym)
            second = derivative(slope, v.sym)
        except Unsupported:
            continue
        if second != ZERO and v.sym not in free_symbols(second) and free_symbols(second):
            out[v.sym] = minus(quotient(substitute(slope, {v.sym: ZERO}), second))
    return out


def candidates(
    others: list[Variable], parameters: frozenset[Sym], claim: Claim, first: Witness, lowest: Witness | None = None
) -> Iterator[Witness]:
    if all(v.sym in first for v in others):
        yield {v.sym: first[v.sym] for v in others}
    simple: list[Term] = []
    for p in sorted(parameters & free_symbols(claim.relation), key=lambda s: s.text):
        simple += [p, minus(p), quotient(num(1), p), total(p, num(1)), difference(p, num(1))]
        simple += [quotient(p, num(-2)), quotient(num(-1), p)]
        if any(isinstance(n, Op) and n.head in ("e", "exp", "log", "tanh") for n in walk(claim.relation)):
            simple.append(op("log", p))
    axes: list[list[Term]] = [
        [
            *(num(x) for x in axis(v.domain, [])[:7]),
            *([] if v.domain.integer else [*([lowest[v.sym]] if lowest and v.sym in lowest else []), *simple]),
        ]
        for v in others
    ]
    ranks = sorted(product(*(range(len(a)) for a in axes)), key=lambda r: (sum(r), max(r, default=0)))
    for row in islice(ranks, 4 * MOST_WITNESSES):
        yield {v.sym: axes[i][k] for i, (v, k) in enumerate(zip(others, row, strict=True))}


def fails_throughout(
    claim: Claim,
    failure: Failure,
    values: Witness,
    parameters: frozenset[Sym],
    facts: tuple[Term, ...],
    where: Interval | None = None,
) -> bool:
    """For each value of the parameters: inside the domain, both sides defined, and the contradiction holds."""
    integers = integers_of(claim.variables)
    known = (*facts, *(f for a in flat(claim.assumptions) if free_symbols(f := a) <= parameters))
    for v in failure.variables:
        if v.sym in values and not in_domain(v, values[v.sym], known, where, integers):
            return False
    needs = [n for n in flat(claim.assumptions) if not free_symbols(n) <= parameters] + list(failure.needs)
    rows = [substitute(n, values) for n in needs]
    relation = substitute(failure.relation, values)
    bodies = tuple(substitute(b, values) for b in failure.bodies)
    return all(throughout(r, known, (), where, integers) for r in rows) and throughout(
        relation, known, bodies, where, integers
    )


def in_domain(
    v: Variable, value: Term, facts: tuple[Term, ...], where: Interval | None, integers: frozenset[Sym]
) -> bool:
    if isinstance(value, Num):
        return value.value in v.domain
    if v.domain.integer:
        return False
    return any(
        all(
            throughout(op(head + ("t" if is_open else "e"), value, num(end)), facts, (), where, integers)
            for head, end, is_open in (("g", i.low, i.low_open), ("l", i.high, i.high_open))
            if end is not None
        )
        and _has_value((value,), facts, integers)
        for i in v.domain.intervals
    )


def throughout(
    relation: Term, facts: tuple[Term, ...], bodies: tuple[Term, ...], where: Interval | None, integers: frozenset[Sym]
) -> bool:
    """The relation holds, and its sides and the bodies have a value, at every point at which the facts hold."""
    match relation:
        case Op("or", parts):
            return any(throughout(p, facts, bodies, where, integers) for p in parts)
        case Op("and", parts):
            return all(throughout(p, facts, bodies, where, integers) for p in parts)
        case Op(head, (a, b)) if head in split.NEGATED:
            pass
        case _:
            return False
    work = Work(integers)
    if not facts and not free_symbols(relation) and isinstance(a, Num) and isinstance(b, Num):
        return split.holds(head, a.value - b.value)
    try:
        for cell in split.cells((a, b, *bodies), facts, work.cheap, work.agree, integers):
            if work.empty(cell.facts):
                continue
            terms = tuple(t for i, s in enumerate(cell.sides) for t in (s, *cell.demands[i]))
            if not _has_value(terms, cell.facts, integers):
                return False
            opposite = op(split.NEGATED[head], difference(*cell.sides[:2]), ZERO)
            if not work.empty((*cell.facts, opposite)) and not _by_boxes(head, cell, where, facts):
                return False
    except (GiveUp, Unsupported):
        return False
    return work.trust == "kernel"


def _has_value(terms: tuple[Term, ...], facts: tuple[Term, ...], integers: frozenset[Sym]) -> bool:
    return not open_requirements(terms, facts, integers)


def _by_boxes(head: str, cell: split.Cell, where: Interval | None, facts: tuple[Term, ...]) -> bool:
    """One parameter: the sign of the difference by boxes and expansions."""
    gap = difference(*cell.sides[:2])
    names = free_symbols(gap)
    if where is None or len(names) != 1 or where.is_point:
        return False
    (name,) = names
    sides = {"gt": (1,), "ge": (1,), "lt": (-1,), "le": (-1,), "ne": (1, -1)}.get(head, ())
    for side in sides:
        term = gap if side > 0 else op("neg", gap)
        problem = Problem(term, {name: where}, cell.facts, head in ("gt", "lt", "ne"))
        if shown(problem) is not None:
            return True
    return False


def point_values(point: tuple[tuple[Sym, Fraction], ...], parameters: frozenset[Sym]) -> Witness:
    """The values of the variables that are no parameters."""
    return {s: num(x) for s, x in point if s not in parameters}

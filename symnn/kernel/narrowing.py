"""The interval of a name, narrowed by the facts that are linear in it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symnn.domain import Domain, Interval
from symnn.kernel.equation import flat
from symnn.kernel.pieces import linear
from symnn.kernel.problem import Problem
from symnn.term import Op, Sym, Term, op


def intervals(sym: Sym, where: Interval, facts: Iterable[Term]) -> Interval:
    """The interval narrowed by the facts that are linear in this name alone; the others are left out."""
    for fact in facts:
        match fact:
            case Op("lt" | "le" | "gt" | "ge" as head, (a, b)):
                row = linear(op("add", a, op("neg", b)), sym)
            case _:
                continue
        if row is None or not row[0]:
            continue
        end, open_ = -row[1] / row[0], head in ("lt", "gt")
        below = (head in ("lt", "le")) == (row[0] > 0)
        where = _met(where, Interval(None, end, True, open_) if below else Interval(end, None, open_, True))
    return where


def exact_interval(sym: Sym, where: Interval, assumptions: tuple[Term, ...]) -> Interval | None:
    """Where a name satisfies all that is assumed, if that is an interval and the form of each assumption shows it."""
    facts: list[Term] = []
    for fact in flat(assumptions):
        match fact:
            case Op("lt" | "le" as head, (Op("abs", (u,)), c)) | Op("gt" | "ge" as head, (c, Op("abs", (u,)))):
                head = "lt" if head in ("lt", "gt") else "le"
                facts += [op(head, u, c), op(head, op("neg", c), u)]
            case _:
                facts.append(fact)
    if not all(is_bound(f, sym) for f in facts):
        return None
    return intervals(sym, where, facts)


def absorbed(problem: Problem) -> Problem:
    """Facts that bound one name by a rational become its interval."""
    names = {*problem.names, *problem.where}
    where = {s: intervals(s, problem.where.get(s, Interval()), problem.facts) for s in names}
    facts = tuple(f for f in problem.facts if not any(is_bound(f, s) for s in names))
    return Problem(problem.term, where, facts, problem.strict)


def is_bound(fact: Term, sym: Sym) -> bool:
    """Whether ``intervals`` makes full use of the fact."""
    match fact:
        case Op("lt" | "le" | "gt" | "ge", (a, b)):
            row = linear(op("add", a, op("neg", b)), sym)
            return row is not None and bool(row[0])
    return False


def _met(a: Interval, b: Interval) -> Interval:
    met = Domain((a,)).intersect(Domain((b,))).intervals
    return met[0] if met else Interval(Fraction(1), Fraction(0))

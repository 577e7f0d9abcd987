"""Facts about parameters from a claim, and the case distinctions that an open sign asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from symnn.claim import Variable
from symnn.kernel.coefficients import ONE, Coef, name, rational, to_term
from symnn.kernel.expansions import closed
from symnn.kernel.signs import Facts, NoValue, Relation, Split, Unknown, is_constant, proportional
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute

_FUEL = 40
R = TypeVar("R")


@dataclass(frozen=True)
class Branch(Generic[R]):
    """One sign case: what is known there, what was solved for, and the answer."""

    facts: Facts
    values: Mapping[Sym, Term]
    answer: R


def facts_of(variables: tuple[Variable, ...], assumptions: tuple[Term, ...]) -> Facts:
    """The domains and assumptions as polynomials; what has another form is left out, which only weakens the facts."""
    known: list[tuple[Coef, Relation]] = []
    for v in variables:
        if v.shape or len(v.domain.intervals) != 1:
            continue
        (interval,) = v.domain.intervals
        if interval.low is not None:
            known.append((name(v.sym) - rational(interval.low), ">" if interval.low_open else ">="))
        if interval.high is not None:
            known.append((rational(interval.high) - name(v.sym), ">" if interval.high_open else ">="))
    todo = list(assumptions)
    while todo:
        match todo.pop():
            case Op("and" | "chain", parts):
                todo.extend(parts)
            case Op("lt" | "le" | "gt" | "ge" | "ne" as head, (left, right)):
                try:
                    p = closed(left, Facts()) - closed(right, Facts())
                except (Split, Unknown, NoValue):
                    continue
                p = -p if head in ("lt", "le") else p
                known.append((p, {"lt": ">", "gt": ">", "le": ">=", "ge": ">=", "ne": "!="}[head]))
            case _:
                continue
    return Facts(tuple((p, r) for p, r in known if p.terms))


def solved(p: Coef) -> tuple[Sym, Term] | None:
    """(x, t) with p = 0 exactly where x = t: a name that stands linearly, with a rational factor, and nowhere else."""
    for m, c in sorted(p.terms.items(), key=lambda mc: str(mc[1])):
        if len(m) != 1:
            continue
        ((a, e),) = m
        if a.kind != "name" or e != 1 or not isinstance(a.payload, Sym):
            continue
        rest = p - Coef({m: c})
        if any(b.kind == "name" and b.payload == a.payload for b in rest.atoms()) or any(
            b.kind == "value" and _mentions(b.payload, a.payload) for b in rest.atoms()
        ):
            continue
        return a.payload, to_term(rest.scaled(-1 / c))
    return None


def _mentions(payload: object, sym: Sym) -> bool:
    return isinstance(payload, Num | Sym | Op) and sym in free_symbols(payload)


def by_signs(facts: Facts, work: Callable[[Facts, Mapping[Sym, Term]], R]) -> list[Branch[R]]:
    """``work`` in every sign case that it asks for; impossible cases are dropped only when a fact contradicts them."""
    todo: list[tuple[Facts, Mapping[Sym, Term]]] = [(facts, {})]
    done: list[Branch[R]] = []
    for _ in range(_FUEL):
        if not todo:
            return done
        here, values = todo.pop()
        try:
            done.append(Branch(here, values, work(here, values)))
        except Split as split:
            todo.extend(cases_of(split.on, here, values))
    raise Unknown("too many sign cases")


def cases_of(p: Coef, facts: Facts, values: Mapping[Sym, Term]) -> Iterator[tuple[Facts, Mapping[Sym, Term]]]:
    for side in (p, -p):
        if not facts.excludes(side):
            yield facts.with_(side, ">"), values
    if any(r != ">=" and proportional(p, f) for f, r in facts.known):
        return
    found = solved(p)
    if found is None:
        raise Unknown("a border case that is not solved for a name")
    sym, at = found
    fresh = {k: substitute(v, {sym: at}) for k, v in values.items()} | {sym: at}
    narrowed = _narrowed(facts, sym, at)
    if narrowed is not None:
        yield narrowed, fresh


def _narrowed(facts: Facts, sym: Sym, at: Term) -> Facts | None:
    """The facts with ``sym`` replaced; ``None`` if one of them then fails."""
    kept: list[tuple[Coef, str]] = []
    for p, relation in facts.known:
        term = substitute(to_term(p), {sym: at})
        try:
            q = closed(term, Facts())
            if is_constant(q):
                s = Facts().sign(q)
                if not {">": s > 0, ">=": s >= 0, "!=": s != 0}[relation]:
                    return None
                continue
        except (Split, Unknown, NoValue):
            continue
        kept.append((q, relation))
    return Facts(tuple(kept))


def condition_of(given: Facts, cases: Sequence[tuple[Branch[Any], bool]]) -> Term | None:
    """The cases that hold, as one condition; ``None`` if all or none hold, or if two distinct signs interact.

    Every case is certain in both directions, so the disjunction of those that hold is the weakest condition.
    """
    if all(good for _, good in cases) or not any(good for _, good in cases):
        return None
    allowed: dict[int, bool] = {}
    on: Coef | None = None
    for branch, good in cases:
        if branch.values:
            continue
        extra = branch.facts.known[len(given.known) :]
        if len(extra) != 1:
            return None
        unit, q = extra[0][0].primitive()
        if on is not None and on != unit:
            return None
        on = unit
        allowed[1 if q > 0 else -1] = good
    border = [(branch, good) for branch, good in cases if branch.values]
    if on is None or len(border) > 1 or any(len(branch.values) > 1 for branch, _ in border):
        return None
    if border:
        allowed[0] = border[0][1]
    head = _HEADS.get(frozenset(s for s, good in allowed.items() if good))
    left, right = _two_sides(on)
    return None if head is None else op(head, left, right)


_HEADS = {
    frozenset({1}): "gt",
    frozenset({-1}): "lt",
    frozenset({0}): "eq",
    frozenset({0, 1}): "ge",
    frozenset({-1, 0}): "le",
    frozenset({-1, 1}): "ne",
}


def _two_sides(p: Coef) -> tuple[Term, Term]:
    """p R 0 as (terms with names) R (minus the rational rest)."""
    rest = p.terms.get(ONE)
    if rest is None:
        return to_term(p), num(0)
    return to_term(p - rational(rest)), num(-rest)

"""Sign cells: |·|, max, min, sign, indicators and case lists are split, innermost first, into smooth formulas.

The cells cover the domain: at every point at least one cell's facts hold, and there each side equals the cell's
formula.  Where what decides between two formulas has no value, neither fact holds: the sides that ask for it have the
formula ``UNDEFINED`` in a cell of their own.  Keeping a cell that is empty is safe; one is dropped only when its facts
are proved to contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from symnn.kernel.build import ONE, ZERO, depends, difference, minus
from symnn.kernel.definedness import open_requirements
from symnn.kernel.elementary import Unsupported
from symnn.kernel.ratio import GiveUp
from symnn.term import Num, Op, Sym, Term, num, op, plain, rebuild

MOST_CELLS = 300
NEGATED = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
KINKED = frozenset("abs sign max min indicator cases".split())


UNDEFINED = op("log", num(-1))  # the formula of a side that has no value in a cell


class Overlap(GiveUp):
    """Two cases may apply at the same point and are not shown to agree there."""


@dataclass(frozen=True)
class Cell:
    """``facts`` hold here; ``sides`` are smooth; ``demands[i]`` are terms that must be defined for side i to be."""

    sides: tuple[Term, ...]
    facts: tuple[Term, ...]
    demands: tuple[tuple[Term, ...], ...]


Empty = Callable[[tuple[Term, ...]], bool]
Agree = Callable[[Term, Term, tuple[Term, ...]], bool]


def cells(
    sides: tuple[Term, ...],
    facts: tuple[Term, ...],
    empty: Empty,
    agree: Agree,
    integers: frozenset[Sym],
    exact: bool = False,
) -> Iterator[Cell]:
    """The cells of several terms together.

    ``exact``: also the zero set of each argument is a cell of its own, and the others are open.
    """
    stack = [Cell(sides, facts, tuple(() for _ in sides))]
    made = 0
    while stack:
        cell = stack.pop()
        node = next((n for n in map(innermost, cell.sides) if n is not None), None)
        if node is None:
            yield cell
            continue
        made += 1
        if made > MOST_CELLS:
            raise GiveUp(f"more than {MOST_CELLS} sign cells")
        asked = _asked(node, cell.facts, integers)
        for fact in asked:
            fails = op(NEGATED[fact.head], *fact.args)
            if not contradictory((*cell.facts, fails), empty):
                stack.append(_taken(cell, node, UNDEFINED, (fails,), ()))
            cell = replace(cell, facts=(*cell.facts, fact))
        if asked and empty(cell.facts):
            continue
        options = list(_options(node, cell.facts, empty, agree, exact))
        for new_facts, value, dropped in reversed(options):
            if new_facts and contradictory(cell.facts + new_facts, empty):
                continue
            stack.append(_taken(cell, node, value, new_facts, dropped))


def _asked(node: Op, facts: tuple[Term, ...], integers: frozenset[Sym]) -> tuple[Op, ...]:
    """Relations under which what the node compares has a value, beyond the facts; each given those before it."""
    match node:
        case Op("abs" | "sign", terms):
            compared = terms
        case Op("max" | "min", terms) if len(terms) > 1:
            compared = terms[:2]
        case Op("indicator", (condition,)):
            compared = _sides_of(_first_relation(condition))
        case Op("cases", rows):
            conditions = [r.args[1] for r in rows if isinstance(r, Op) and r.head == "case"]
            compared = _sides_of(next((r for r in map(_first_relation, conditions) if r is not None), None))
        case _:
            return ()
    return tuple(o.relation for o in open_requirements(compared, facts, integers))


def _sides_of(relation: Op | None) -> tuple[Term, ...]:
    return () if relation is None else relation.args


def _taken(cell: Cell, node: Op, value: Term | None, new_facts: tuple[Term, ...], dropped: tuple[Term, ...]) -> Cell:
    sides, demands = [], []
    for side, demand in zip(cell.sides, cell.demands, strict=True):
        fresh = side if value is None else replaced(side, node, value)
        sides.append(fresh)
        demands.append(demand + dropped if fresh is not side else demand)
    return replace(cell, sides=tuple(sides), facts=cell.facts + new_facts, demands=tuple(demands))


def replaced(term: Term, old: Term, new: Term) -> Term:
    """Like ``replace_term``, and the very same object where nothing changes."""
    if term is old or (isinstance(term, Op) and term.head == getattr(old, "head", None) and term == old):
        return new
    if not isinstance(term, Op):
        return term
    parts = tuple(replaced(a, old, new) for a in term.args)
    return term if all(p is a for p, a in zip(parts, term.args, strict=True)) else rebuild(term, parts)


def innermost(term: Term) -> Op | None:
    """A node to split whose arguments have nothing more to split."""
    if not isinstance(term, Op):
        return None
    # of a case list only the conditions count: a branch that is not taken need not be defined
    args = term.args if term.head != "cases" else tuple(r.args[1] for r in term.args if isinstance(r, Op) and r.args)
    for arg in args:
        found = innermost(arg)
        if found is not None:
            return found
    return term if term.head in KINKED else None


Option = tuple[tuple[Term, ...], Term | None, tuple[Term, ...]]


def _options(node: Op, facts: tuple[Term, ...], empty: Empty, agree: Agree, exact: bool) -> Iterator[Option]:
    """(new facts, the value there, terms that are dropped but must be defined)."""
    match node:
        case Op("abs", (u,)):
            yield (op("gt" if exact else "ge", u, ZERO),), u, ()
            yield (op("lt", u, ZERO),), minus(u), ()
            if exact:
                yield (op("eq", u, ZERO),), ZERO, (u,)
        case Op("sign", (u,)):
            yield (op("gt", u, ZERO),), ONE, (u,)
            yield (op("lt", u, ZERO),), num(-1), (u,)
            yield (op("eq", u, ZERO),), ZERO, (u,)
        case Op("max" | "min", (only,)):
            yield (), only, ()
        case Op("max" | "min" as head, (a, b, *rest)):
            over, under = ("gt", "lt") if head == "max" else ("lt", "gt")
            gap = difference(a, b)
            for relation, value, other in ((over, a, b), (under, b, a), ("eq", a, b)):
                if relation == "eq" and not exact:
                    continue
                if relation == over and not exact:
                    relation = over[0] + "e"
                yield (op(relation, gap, ZERO),), Op(head, (value, *rest)) if rest else value, (other,)
        case Op("indicator", (condition,)):
            yield from _indicator(condition, node, exact)
        case Op("cases", rows):
            yield from _cases(node, rows, facts, empty, agree, exact)


def _indicator(condition: Term, node: Op, exact: bool) -> Iterator[Option]:
    relation = _first_relation(condition)
    if relation is None:
        yield (), ONE if _constant(condition) else ZERO, ()
        return
    for fact, truth in _outcomes(relation, exact):
        value = op("indicator", _decided(condition, relation, truth))
        yield (fact,), value, relation.args


def _cases(
    node: Op, rows: tuple[Term, ...], facts: tuple[Term, ...], empty: Empty, agree: Agree, exact: bool
) -> Iterator[Option]:
    """One relation of the conditions is decided; when all are, the rows that apply must agree."""
    for row in rows:
        if not (isinstance(row, Op) and row.head == "case"):
            raise Unsupported("cases")
        relation = _first_relation(row.args[1])
        if relation is None:
            continue
        for fact, truth in _outcomes(relation, exact):
            fresh = []
            for r in rows:
                assert isinstance(r, Op)
                condition = _decided(r.args[1], relation, truth)
                if not _surely_false(condition):
                    fresh.append(op("case", r.args[0], condition))
            # without any row left the value is undefined: kept as an empty list of cases
            yield (fact,), Op("cases", tuple(fresh)), relation.args
        return
    # an "otherwise" is told from a condition that has become true: as written it is the very object true
    applying = [r for r in rows if isinstance(r, Op)]
    if not applying:
        yield (), UNDEFINED, ()  # no case applies
        return
    stated = [r for r in applying if r.args[1] == HOLDS]
    chosen = stated or applying
    first = chosen[0].args[0]
    for other in chosen[1:]:
        if not agree(first, other.args[0], facts):
            raise Overlap(
                f"two cases apply where {' and '.join(map(plain, facts))}: {plain(first)}, {plain(other.args[0])}"
            )
    yield (), first, ()


HOLDS = Op("and")  # a condition that was decided to be true; "otherwise" stays Op("true")
FAILS = Op("or")


def _surely_false(condition: Term) -> bool:
    return condition == FAILS


def _constant(condition: Term) -> bool:
    return condition in (HOLDS, Op("true"))


def _first_relation(condition: Term) -> Op | None:
    match condition:
        case Op("and" | "or" | "not" | "chain" | "implies", parts):
            return next((r for r in map(_first_relation, parts) if r is not None), None)
        case Op("true"):
            return None
        case Op(head) if head in NEGATED:
            return condition
    raise Unsupported("a condition that is no relation")


def _outcomes(relation: Op, exact: bool) -> Iterator[tuple[Term, bool]]:
    a, b = relation.args
    gap, head = difference(a, b), relation.head
    if not exact:
        yield op(head, gap, ZERO), True
        yield op(NEGATED[head], gap, ZERO), False
        return
    for fact, true_for in (("gt", ("gt", "ge", "ne")), ("lt", ("lt", "le", "ne")), ("eq", ("eq", "le", "ge"))):
        yield op(fact, gap, ZERO), head in true_for


def _decided(condition: Term, relation: Op, truth: bool) -> Term:
    """The condition with one relation known."""
    if condition == relation:
        return HOLDS if truth else FAILS
    match condition:
        case Op("and" | "chain", parts) if parts:
            known = [_decided(p, relation, truth) for p in parts]
            if FAILS in known:
                return FAILS
            kept = tuple(k for k in known if not _constant(k))
            return Op("and", kept)
        case Op("or", parts) if parts:
            known = [_decided(p, relation, truth) for p in parts]
            if any(_constant(k) for k in known):
                return HOLDS
            return Op("or", tuple(k for k in known if k != FAILS))
        case Op("not", (part,)):
            inner = _decided(part, relation, truth)
            return FAILS if _constant(inner) else HOLDS if inner == FAILS else op("not", inner)
    return condition


def contradictory(facts: tuple[Term, ...], empty: Empty) -> bool:
    """A cheap look at the last fact against the others of the same term, then ``empty``."""
    last = facts[-1]
    if isinstance(last, Op) and last.head in NEGATED:
        opposite = op(NEGATED[last.head], *last.args)
        if opposite in facts[:-1]:
            return True
        if isinstance(last.args[0], Num):
            return not holds(last.head, last.args[0].value)
    return empty(facts)


def holds(head: str, value: Fraction | int) -> bool:
    """Whether a number stands in the relation to zero."""
    v = value
    return {"eq": v == 0, "ne": v != 0, "lt": v < 0, "le": v <= 0, "gt": v > 0, "ge": v >= 0}[head]


def kinked(term: Term, var: Sym | None = None) -> bool:
    """Whether anything is left to split (that depends on ``var``)."""
    match term:
        case Op(head, args):
            return (head in KINKED and (var is None or depends(term, var))) or any(kinked(a, var) for a in args)
    return False

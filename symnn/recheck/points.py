"""Refutations: the relation is certainly false at a point of the domain that satisfies the assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

from symnn.recheck.basic import basic
from symnn.recheck.case import Case, Point, found, point
from symnn.recheck.facts import Facts
from symnn.recheck.failures import fails, false
from symnn.recheck.kernels import Kernels
from symnn.recheck.outcome import (
    Accepted,
    MalformedError,
    Need,
    NotCovered,
    NoValueError,
    Outcome,
    Refused,
    UnclearError,
    fail,
)
from symnn.recheck.settle import holds
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute, transform

_SLOT = Sym("slot~~")
_BODIES = (op("exp", _SLOT), op("pow", _SLOT, num(3)), basic(op("tanh", _SLOT)))
_GLOBAL = frozenset("range_is monotone differentiable continuous".split())
_SIMPLE = tuple(Fraction(x) for x in "1 2 1/2 3 -1 -2 1/3 5 -1/2 0 1/10 10".split())


def refuted(case: Case, data: Any, method: str) -> Outcome:
    """Accepted only if every part is certain; refused where a part is certainly wrong or does not show.

    A relation about limits has no point of its own; what it leaves free is put at simple numbers.
    """
    if not isinstance(case.relation, Op):
        raise ValueError("no relation")
    if case.relation.head == "iff":
        return _equivalence(case, data, method)
    rows = data.get("point") if isinstance(data, dict) else None
    told = method == "counterexample" or (isinstance(rows, list) and bool(rows) and rows[0] not in ("op", "sym", "num"))
    given = point(rows, {s.text: s for s in case.domains}) if told else None
    if told and not given and rows != []:
        raise MalformedError(f"not a point: {rows!r}")
    outcome: Outcome = Refused("no violation shows")
    if not told and case.relation.head in _GLOBAL:
        return NotCovered(f"{method}: relation {case.relation.head}")
    for here in [given] if given is not None else _simple(case, case.free()):
        for body in _BODIES if case.unknown else (None,):
            outcome = _at(case, here, body, method)
            if isinstance(outcome, Accepted):
                return outcome
    return outcome


def _simple(case: Case, names: frozenset[Sym]) -> Iterator[Point]:
    """Simple numbers for the names, within their domains."""
    order = sorted(names, key=lambda s: s.text)
    for row in islice(product(_SIMPLE, repeat=len(order)), 200):
        if all(s not in case.domains or x in case.domains[s] for s, x in zip(order, row, strict=True)):
            yield {s: Num(x) for s, x in zip(order, row, strict=True)}


def _at(case: Case, given: Point, body: Term | None, method: str) -> Outcome:
    given = {**_fixed(case), **given}
    for sym, x in given.items():
        if sym in case.domains and isinstance(x, Num) and x.value not in case.domains[sym]:
            return Refused(f"{sym.text} = {x.value} is not in its domain: {case.domains[sym]}")
    missing = case.free() - set(given)
    if missing or not all(isinstance(x, Num) for x in given.values()):
        return Refused(f"the point does not say what {min((s.text for s in missing), default='it')} is")
    facts = Facts(Kernels(integers=case.integers))
    relation = case.relation if body is None else _concrete(case.relation, case.unknown, body)
    here = Case(relation, case.assumptions, case.domains, case.unknown).at(given)
    try:
        if not all(holds(a, facts) for a in here.assumptions):
            return Refused("an assumption fails at the point")
        return Accepted() if false(here.relation, facts) else Refused("no violation shows at the point")
    except NoValueError as error:
        alone = not case.free() and _one_side(here, facts)
        return Accepted() if alone else Refused(f"no value at the point: {error}")
    except (UnclearError, Need) as error:
        return NotCovered(f"{method}: {error}")


def _one_side(here: Case, facts: Facts) -> bool:
    """An equation between two numbers of which one is none: |x| has no derivative at 0."""
    match here.relation:
        case Op("eq", sides):
            rows = [_has_value(side, facts) for side in sides]
            return True in rows and False in rows
    return False


def _has_value(side: Term, facts: Facts) -> bool | None:
    try:
        false(op("eq", side, side), facts)
    except NoValueError:
        return False
    except (UnclearError, Need):
        return None
    return True


def _fixed(case: Case) -> Point:
    """Variables with one value only need not be in the point."""
    points = ((s, d.intervals[0]) for s, d in case.domains.items() if len(d.intervals) == 1)
    return {s: Num(i.low) for s, i in points if i.is_point and i.low is not None}


def _concrete(relation: Term, unknown: frozenset[Sym], body: Term) -> Term:
    """A relation about any function fails if it fails for one: an exponential, a cube or tanh."""

    def rule(node: Term) -> Term | None:
        match node:
            case Op("call", (Sym() as f, u)) if f in unknown:
                return substitute(body, {_SLOT: u})
            case Op("call", (Op("prime", (Sym() as f, Num(n))), u)) if f in unknown:
                return op("at", op("deriv", body, *[_SLOT] * int(n)), _SLOT, u)
        return None

    return transform(relation, rule)


def _equivalence(case: Case, data: Any, method: str) -> Outcome:
    """For some value of what the condition names it fails and the statement holds, or the other way round."""
    assert isinstance(case.relation, Op)
    statement, condition = case.relation.args
    names = free_symbols(condition)
    told: list[Point] = [{s: Num(Fraction(x)) for s in names} for x in found(data, "value") if isinstance(x, str)]
    part = Case(statement, case.assumptions, case.domains, case.unknown)
    for given in [*told, *islice(_simple(case, names), 40)]:
        facts = Facts(Kernels())
        here = part.at(given)
        if any(x.value not in case.domains[s] for s, x in given.items() if s in case.domains and isinstance(x, Num)):
            continue
        try:
            if not inhabited(here):
                continue
            if not holds(substitute(condition, given), facts):
                here.show((), data)
                return Accepted()
            if any(isinstance(_at(here, p, None, method), Accepted) for p in islice(_simple(here, here.free()), 60)):
                return Accepted()
        except (UnclearError, NoValueError, Need):
            continue
    return NotCovered(f"{method}: no value of the parameter shows that the equivalence fails")


def inhabited(case: Case) -> bool:
    """Some simple point is in the domain and satisfies the assumptions."""
    facts = Facts(Kernels(integers=case.integers))
    return any(all(holds(a, facts) for a in case.at(p).assumptions) for p in islice(_simple(case, case.free()), 60))


def needed(case: Case, condition: Term, data: Any) -> None:
    """The relation fails, or one side has no value, at a point at which the condition does not hold."""
    spelled = {s.text: s for s in case.domains}
    facts = Facts(Kernels(integers=case.integers))
    told = [p for rows in found(data, "point") if (p := point(rows, spelled))]
    for given in [*told, *islice(_simple(case, case.free()), 60)]:
        here = case.at({**_fixed(case), **given})
        if any(isinstance(x, Num) and s in case.domains and x.value not in case.domains[s] for s, x in given.items()):
            continue
        try:
            if here.free() or not all(holds(a, facts) for a in here.assumptions):
                continue
            if not holds(substitute(basic(condition, case.integers), given), facts) and fails(here.relation, facts):
                return
        except (UnclearError, NoValueError, Need):
            continue
    fail("no point shows that the condition is needed")

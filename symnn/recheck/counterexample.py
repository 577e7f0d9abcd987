"""A refutation by a point: the point lies in the domain, satisfies the assumptions, and violates the relation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import ctx

from symnn.domain import Domain
from symnn.recheck import values as v
from symnn.recheck.outcome import Accepted, NotCovered, Outcome, Refused
from symnn.recheck.terms import Point
from symnn.recheck.values import NoValueError, UnclearError
from symnn.term import Op, Sym, Term, free_symbols, from_json

PRECISIONS = (64, 256, 1024, 4096)
METHOD = "counterexample"
_RATIONAL = re.compile(r"-?\d+(/[1-9]\d*)?")


@dataclass(frozen=True, slots=True)
class Refutation:
    """The parts of a serialised claim that a point has to meet."""

    relation: Term
    domains: Mapping[Sym, Domain]
    assumptions: tuple[Term, ...]

    @classmethod
    def read(cls, claim: Mapping[str, Any]) -> Refutation:
        """``UnclearError`` for arrays and opaque functions, ``ValueError`` for what is no claim."""
        if claim["opaque"]:
            raise UnclearError("opaque functions")
        domains: dict[Sym, Domain] = {}
        for sym, domain, _, _, shape in claim["variables"]:
            name = from_json(sym)
            if not isinstance(name, Sym):
                raise ValueError("a variable has a name")
            if shape:
                raise UnclearError("arrays")
            domains[name] = Domain.from_json(domain)
        return cls(from_json(claim["relation"]), domains, tuple(from_json(a) for a in claim["assumptions"]))


def check_counterexample(claim: Mapping[str, Any], data: Mapping[str, Any]) -> Outcome:
    """Accepted only if every part is certain; refused where a part is certainly wrong or does not show."""
    try:
        case = Refutation.read(claim)
        given = _read_point(case, data["point"])
        for sym, x in given.items():
            if sym in case.domains and x not in case.domains[sym]:
                return Refused(f"{sym.text} = {x} is not in its domain: {case.domains[sym]}")
        given = {**_fixed(case), **given}
        missing = _free(case) & set(case.domains) - set(given)
        if missing:
            return Refused(f"the point does not say what {min(s.text for s in missing)} is")
    except UnclearError as error:
        return NotCovered(f"{METHOD}: {error}")
    return _at(case, given)


def _at(case: Refutation, given: Mapping[Sym, Fraction]) -> Outcome:
    integers = frozenset(s for s, d in case.domains.items() if d.integer)
    outcome: Outcome = Refused("no violation shows at the point")
    for precision in PRECISIONS:
        with ctx.workprec(precision):
            point = Point({s: v.rational(x) for s, x in given.items()}, integers)
            try:
                if not all(point.sure(a) for a in case.assumptions):
                    return Refused("an assumption fails at the point")
                if violated(point, case.relation):
                    return Accepted()
            except NoValueError as error:
                return Refused(f"no value at the point: {error}")
            except UnclearError as error:
                outcome = NotCovered(f"{METHOD}: {error}")
                continue
            outcome = Refused("no violation shows at the point")
    return outcome


def violated(point: Point, relation: Term) -> bool:
    """Whether the relation is certainly false: both sides have values, and they are not related like this."""
    match relation:
        case Op("chain" | "and", parts):
            return any(_violated_or_open(point, p) for p in parts)
        case Op("implies", (given, then)):
            return point.sure(given) and violated(point, then)
        case Op("eq" | "equiv", (a, b)):
            return point.truth(Op("eq", (a, b))) is False
        case Op("ne" | "lt" | "le" | "gt" | "ge" | "in" | "notin"):
            return point.truth(relation) is False
        case Op("range_is", (body, _, space)):
            return point.truth(Op("in", (body, space))) is False
        case Op(head):
            raise UnclearError(f"relation {head}")
        case _:
            raise UnclearError("no relation")


def _violated_or_open(point: Point, relation: Term) -> bool:
    """One false part is enough, whatever the other parts are."""
    try:
        return violated(point, relation)
    except (NoValueError, UnclearError):
        return False


def _read_point(case: Refutation, rows: Any) -> dict[Sym, Fraction]:
    """Rows of a name, serialised or spelled, and a rational."""
    spelled = {s.text: s for s in case.domains}
    point: dict[Sym, Fraction] = {}
    for name, value in rows:
        sym = spelled.get(name) if isinstance(name, str) else from_json(name)
        plain = isinstance(value, str) and len(value) < 5000 and _RATIONAL.fullmatch(value)
        if not isinstance(sym, Sym) or not plain or sym in point:
            raise ValueError(f"not a coordinate: {name!r} = {value!r}")
        point[sym] = Fraction(value)
    return point


def _fixed(case: Refutation) -> dict[Sym, Fraction]:
    """Variables with one value only need not be in the point."""
    found: dict[Sym, Fraction] = {}
    for sym, domain in case.domains.items():
        if len(domain.intervals) == 1 and domain.intervals[0].is_point and domain.intervals[0].low is not None:
            found[sym] = domain.intervals[0].low
    return found


def _free(case: Refutation) -> frozenset[Sym]:
    return free_symbols(case.relation).union(*(free_symbols(a) for a in case.assumptions))

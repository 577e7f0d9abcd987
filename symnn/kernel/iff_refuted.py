"""A statement "A exactly when C" refuted: a value of the parameters at which only one of the two holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from symnn.certificate import Certificate
from symnn.claim import Claim, Variable
from symnn.domain import Domain, Interval
from symnn.kernel import balls
from symnn.kernel.borders import numbers_in
from symnn.kernel.differentiate import resolve_derivatives
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import integers_of
from symnn.kernel.points import Point, allowed, exact, points
from symnn.kernel.probes import parameter_points
from symnn.kernel.ratio import GiveUp
from symnn.kernel.regions import regions
from symnn.kernel.witnesses import failures
from symnn.term import Term, free_symbols, plain, to_json
from symnn.verdict import Counterexample, Proved, Refuted

_MOST_POINTS = 24


def apart(claim: Claim, condition: Term, names: list[Variable]) -> Refuted | None:
    """At rational values of the parameters the condition holds and the statement does not, or the other way round."""
    from symnn.kernel.provers import asked

    own = tuple(a for a in claim.assumptions if free_symbols(a) <= {v.sym for v in names})
    for at in islice(_values(names, condition, own), _MOST_POINTS):
        if not allowed(at, tuple(names), own, integers_of(claim.variables)):
            continue
        try:
            wanted = balls.truth(condition, {s: balls.rational(x) for s, x in at})
        except (Unsupported, Undefined):
            continue
        if wanted is None:
            continue
        if not free_symbols(claim.relation) - {s for s, _ in at} and _agrees(claim.relation, at, wanted):
            continue
        here = claim
        for s, x in at:
            rows = tuple(
                replace(v, domain=Domain((Interval(x, x, False, False),), v.domain.integer)) if v.sym == s else v
                for v in here.variables
            )
            here = replace(here, variables=rows)
        match asked(here):
            case Refuted(example) if wanted:
                note = "the condition holds there and the statement does not"
                point = (*((s, x) for s, x in at if s not in dict(example.point)), *example.point)
                shown = Counterexample(point, example.left, example.right, note)
                data: dict[str, Any] = {"point": [[to_json(s), str(v)] for s, v in point], "holds": False}
                return Refuted(shown, certificate=Certificate("iff", data, steps=(note,)))
            case Proved() if not wanted:
                inside = _inside(here, at)
                if inside is None:
                    continue
                words = ", ".join(f"{plain(s)} = {x}" for s, x in at)
                note = f"for {words} the statement holds although the condition does not"
                data = {"values": [[to_json(s), str(x)] for s, x in at], "holds": True}
                data |= {"value": str(at[0][1])} if len(at) == 1 else {}
                return Refuted(
                    Counterexample(inside, "true", "false", note), None, Certificate("iff", data, steps=(note,))
                )
            case _:
                continue
    return None


def _agrees(relation: Term, at: Point, wanted: bool) -> bool:
    """A cheap look: the statement without other variables is as the condition says, or has no value."""
    try:
        return balls.truth(resolve_derivatives(relation)[0], {s: balls.rational(x) for s, x in at}) in (wanted, None)
    except Undefined:
        return True
    except Unsupported:
        return False


def _inside(claim: Claim, at: Point) -> Point | None:
    """A point of the domain with these values at which the statement has a meaning: it does not hold for nothing."""
    names = free_symbols(claim.relation).union(*map(free_symbols, claim.assumptions))
    rest = tuple(v for v in claim.variables if v.sym in names or v.sym in dict(at))
    terms = (claim.relation, *claim.assumptions)
    sides = [side for f in failures(claim) for side in (*f.relation.args, *f.bodies)]
    for point in points(rest, claim.assumptions, terms, 20):
        try:
            for side in sides:
                balls.evaluate(side, exact(point), 64, integers_of(claim.variables))
        except (Undefined, Unsupported):
            continue
        return point
    return None


def _values(names: list[Variable], condition: Term, own: tuple[Term, ...]) -> Iterator[Point]:
    """Small values of the parameters; of one parameter first those at and between the numbers of the condition."""
    if len(names) == 1:
        try:
            for region in regions(names[0], numbers_in((condition, *own), names[0].sym)):
                if region.sample is not None:
                    yield ((names[0].sym, region.sample),)
        except (GiveUp, Undefined, Unsupported):
            pass
    yield from parameter_points(tuple(names), own)

"""Claims that say nothing: no point satisfies what is assumed, or the sides have a value at no point of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel.definedness import requirements
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import integers_of
from symnn.kernel.for_all import facts_of_claim
from symnn.kernel.identity_work import Work
from symnn.kernel.probes import Point, parameter_points
from symnn.kernel.ratio import GiveUp
from symnn.term import Op, Term, walk

NO_POINT = "no point satisfies what is assumed"
NO_VALUE = "the sides have a value at no point of the domain"
ONE_SIDE = "at every point of the domain at least one side has no value"
SAYS_NOTHING = frozenset({NO_POINT, NO_VALUE, ONE_SIDE})
_MOST_POINTS = 20
_BRANCHING = frozenset("cases indicator delta deriv at lim sum prod call maxover minover".split())
_COMPARISONS = frozenset("eq ne lt le gt ge".split())


def says_nothing(claim: Claim) -> str | None:
    """Why a proof of the claim is worth nothing, if that is certain."""
    if any(v.shape for v in claim.variables):
        return None
    sides = list(_sides(claim.relation))
    if not claim.assumptions and not sides:
        return None
    points = list(islice(parameter_points(claim.variables, claim.assumptions), _MOST_POINTS))
    if any(_have_values(sides, claim, point) for point in points):
        return None
    work = Work(integers_of(claim.variables))
    facts = facts_of_claim(claim)
    try:
        if not points and work.empty(facts, True):
            return NO_POINT
        needed = tuple(r for s in sides for r in requirements(s, work.integers) if r.head != "or")
        return NO_VALUE if needed and work.empty((*facts, *needed), True) else None
    except (GiveUp, Unsupported, Undefined):
        return None


def _sides(relation: Term) -> Iterator[Term]:
    """The sides of a comparison, if their requirements are those of their parts."""
    match relation:
        case Op(head, sides) if head in _COMPARISONS:
            if not any(isinstance(n, Op) and n.head in _BRANCHING for s in sides for n in walk(s)):
                yield from sides


def _have_values(sides: list[Term], claim: Claim, point: Point) -> bool:
    here = {s: balls.rational(x) for s, x in point}
    try:
        for side in sides:
            balls.evaluate(side, here, integers=integers_of(claim.variables))
    except (Undefined, Unsupported):
        return False
    return True

"""A cheap sieve: what certainly fails at one of a few rational points, or has lost its meaning there, is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel.differentiate import Resolved, resolved
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation, equation, integers_of, prepared
from symnn.kernel.points import Point, exact, points
from symnn.kernel.probes import concrete
from symnn.kernel.refute import look
from symnn.suggest.site import ORDERS
from symnn.term import Op, Term, walk

POINTS = 14  # where the edited claim has to hold; the difference is enclosed with up to 1024 bits
_BEYOND = ("lim", "order", "range_is", "in", "iff")  # points say nothing about these


class Sieve:
    """Made for one refuted claim; ``passes`` says whether an edited one may be true."""

    def __init__(self, claim: Claim) -> None:
        self.claim = prepared(claim)
        self.functions = [f for f, _ in islice(concrete(claim), 2)]
        self.points = [self._points(f) for f in self.functions]
        self.sides: dict[Term, Resolved] = {}

    def passes(self, claim: Claim) -> bool:
        """``False`` only where the claim certainly fails, or a side is without a value where its neighbour has one."""
        ready = prepared(claim)
        if {v.sym for v in ready.variables} - {v.sym for v in self.claim.variables}:
            return False
        match ready.relation:
            case Op("eq") if self.decides(ready.relation):
                return all(self._agrees(ready, f, p) for f, p in zip(self.functions, self.points, strict=True))
            case Op(head) if head in ORDERS:
                return self._holds(ready)
        return True

    @staticmethod
    def decides(relation: Term) -> bool:
        """Whether points say anything about a relation of this kind."""
        return not any(isinstance(n, Op) and n.head in _BEYOND for n in walk(relation))

    def _points(self, function: Callable[[Term], Term]) -> list[Point]:
        """Points of the domain at which a side of the refuted equation has a value."""
        claim = replace(self.claim, relation=function(self.claim.relation), opaque=())
        found = points(claim.variables, claim.assumptions, (claim.relation, *claim.assumptions), 3 * POINTS)
        if not (isinstance(claim.relation, Op) and claim.relation.head == "eq" and self.decides(claim.relation)):
            return list(islice(found, POINTS))
        eq = equation(claim)
        if eq is None:
            return []
        seen = ((p, look(eq, p).what) for p in found)
        return list(islice((p for p, what in seen if what in ("differ", "close", "one side")), POINTS))

    def _agrees(self, claim: Claim, function: Callable[[Term], Term], where: list[Point]) -> bool:
        relation = function(claim.relation)
        assert isinstance(relation, Op)
        left, right = (self._resolved(s) for s in relation.args)
        eq = Equation(left, right, claim.variables, claim.assumptions)
        return bool(where) and all(look(eq, p).what == "close" for p in where)

    def _resolved(self, side: Term) -> Resolved:
        known = self.sides.get(side)
        if known is None:
            known = resolved(side)
            if len(self.sides) < 8:  # the two sides of the refuted claim come first, one of them comes again
                self.sides[side] = known
        return known

    def _holds(self, claim: Claim) -> bool:
        integers = integers_of(claim.variables)
        assert isinstance(claim.relation, Op)
        relation = replace(claim.relation, args=tuple(self._resolved(s).term for s in claim.relation.args))
        for point in self.points[0] if self.points else ():
            try:
                if balls.truth(relation, exact(point), integers=integers) is False:
                    return False
            except (Undefined, Unsupported):
                continue
        return True

"""A cheap sieve: what certainly fails at one of a few rational points, or has lost its meaning there, is dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from flint import arb

from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel.differentiate import Resolved, resolved
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation, equation, integers_of, prepared
from symnn.kernel.points import Point, exact, points
from symnn.kernel.probes import concrete
from symnn.kernel.refute import look
from symnn.suggest.site import ORDERS
from symnn.term import Op, Sym, Term, walk

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

    def values(self) -> list[tuple[arb, arb]]:
        """Both sides of the refuted equation at the points; nothing where an opaque function is in it."""
        relation = self.claim.relation
        if (
            self.claim.opaque
            or not any(self.points)
            or not (isinstance(relation, Op) and relation.head == "eq" and self.decides(relation))
        ):
            return []
        left, right = (self._resolved(s) for s in relation.args)
        eq = Equation(left, right, self.claim.variables, self.claim.assumptions)
        seen = (look(eq, p) for p in self.points[0])
        return [(s.left, s.right) for s in seen if s.left is not None and s.right is not None]

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
        try:
            eq = equation(claim)
            seen = ((p, look(eq, p).what) for p in found) if eq is not None else iter(())
            return list(islice((p for p, what in seen if what in ("differ", "close", "one side")), POINTS))
        except Unsupported:  # without a value at any point nothing passes
            return []

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
        """An inequality: not false at any point, and with values wherever the refuted one has them."""
        relation, before = self._comparison(claim.relation), self._comparison(self.claim.relation)
        integers = integers_of(claim.variables)
        for point in self.points[0] if self.points else ():
            values = exact(point)
            if _has_values(before, values, integers) and not _has_values(relation, values, integers):
                return False
            if balls.truth(relation, values, integers=integers) is False:
                return False
        return True

    def _comparison(self, relation: Term) -> Op:
        assert isinstance(relation, Op)
        return replace(relation, args=tuple(self._resolved(s).term for s in relation.args))


def _has_values(relation: Op, values: Mapping[Sym, Any], integers: frozenset[Sym]) -> bool:
    try:
        for side in relation.args:
            balls.evaluate(side, values, integers=integers)
    except Undefined:
        return False
    return True

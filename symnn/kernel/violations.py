"""Certified points at which an inequality fails: a grid of small rationals, then downhill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from flint import arb

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.domain import Domain
from symnn.kernel import balls
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.expansions import exactly_zero
from symnn.kernel.pieces import simplest_between
from symnn.kernel.probes import Point, rationals_in
from symnn.term import Op, Sym, Term, free_symbols, num, substitute
from symnn.verdict import Counterexample, Refuted

_MOST_POINTS = 300
_STEPS = (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 16), Fraction(1, 64), Fraction(1, 512))


@dataclass(frozen=True)
class Part:
    """One relation left R right as ``gap`` > 0 or ≥ 0."""

    relation: Op
    gap: Term
    strict: bool

    @property
    def names(self) -> frozenset[Sym]:
        return free_symbols(self.gap)


def violation(claim: Claim, part: Part) -> Refuted | None:
    """The simplest point of a grid of small rationals with a certified violation."""
    for point in _grid(claim, part):
        value = _value(claim, part, point)
        if value is not None and _wrong(value, part.strict) and (found := _certified(claim, part, point)):
            return found
    return None


def violation_downhill(claim: Claim, part: Part) -> Refuted | None:
    """From the lowest points of the grid along the axes, with smaller and smaller steps."""
    values = ((_value(claim, part, point), point) for point in _grid(claim, part))
    ranked = sorted(((value.mid(), point) for value, point in values if value is not None), key=lambda vp: vp[0])
    for _, point in ranked[:3]:
        low = _downhill(claim, part, point)
        if low is not None and (found := _certified(claim, part, low)):
            return found
    return None


def equality(claim: Claim, part: Part) -> Refuted | None:
    """A small rational point at which the two sides are certainly equal."""
    for point in _grid(claim, part):
        value = _value(claim, part, point)
        if value is not None and value.contains(0) and (found := _certified(claim, part, point)):
            return found
    return None


def _grid(claim: Claim, part: Part) -> Iterator[Point]:
    used = part.names.union(*(free_symbols(a) for a in claim.assumptions))
    variables = [v for v in claim.variables if v.sym in used]
    if not part.names <= {v.sym for v in variables}:
        return
    count = 12 if len(variables) <= 2 else 6 if len(variables) <= 3 else 4
    axes = [rationals_in(v.domain, count) for v in variables]
    order = sorted(product(*(range(len(a)) for a in axes)), key=sum)
    for row in islice(order, _MOST_POINTS):
        yield tuple((v.sym, axes[i][k]) for i, (v, k) in enumerate(zip(variables, row, strict=True)))


def _downhill(claim: Claim, part: Part, point: Point) -> Point | None:
    best = _value(claim, part, point)
    for step in _STEPS:
        for _ in range(12):
            moves = [
                tuple((s, x + side * step) if i == j else (s, x) for j, (s, x) in enumerate(point))
                for i in range(len(point))
                for side in (1, -1)
            ]
            improved = False
            for move in moves:
                value = _value(claim, part, move) if _inside(claim, move) else None
                if value is not None and (best is None or value.mid() < best.mid()):
                    best, point, improved = value, move, True
                    if _wrong(value, part.strict):
                        return point
            if not improved:
                break
    return None


def _value(claim: Claim, part: Part, point: Point) -> arb | None:
    try:
        return balls.evaluate(part.gap, {s: balls.rational(x) for s, x in point}, 64, _integers(claim))
    except (Undefined, Unsupported):
        return None


def _wrong(value: arb, strict: bool) -> bool:
    return bool(value < 0) or (strict and value.is_zero())


def _integers(claim: Claim) -> frozenset[Sym]:
    return frozenset(v.sym for v in claim.variables if v.domain.integer)


def _inside(claim: Claim, point: Point) -> bool:
    domains: dict[Sym, Domain] = {v.sym: v.domain for v in claim.variables}
    return all(x in domains[s] for s, x in point)


def _allowed(claim: Claim, point: Point) -> bool:
    """Whether the point certainly lies in the domain and satisfies every assumption."""
    values = {s: balls.rational(x) for s, x in point}
    try:
        return _inside(claim, point) and all(
            balls.truth(a, values, integers=_integers(claim)) is True for a in claim.assumptions
        )
    except Unsupported:
        return False


def _certified(claim: Claim, part: Part, point: Point) -> Refuted | None:
    return refuted_at(part, point, _integers(claim)) if _allowed(claim, point) else None


def refuted_at(part: Part, point: Point, integers: frozenset[Sym] = frozenset()) -> Refuted | None:
    """The relation is certainly false at the point."""
    values = {s: balls.rational(x) for s, x in point}
    for precision in (128, 512):
        try:
            if balls.truth(part.relation, values, precision, integers) is False:
                left, right = (balls.evaluate(a, values, precision, integers) for a in part.relation.args)
                example = Counterexample(point, left.str(15, radius=False), right.str(15, radius=False))
                data = {"point": [[s.text, str(x)] for s, x in point]}
                return Refuted(example, certificate=Certificate("counterexample", data))
        except (Undefined, Unsupported):
            return None
    if part.strict and exactly_zero(substitute(part.gap, {s: num(x) for s, x in point})):
        try:
            value = balls.evaluate(part.relation.args[0], values, 128, integers).str(15, radius=False)
        except (Undefined, Unsupported):
            return None
        example = Counterexample(point, value, value, "the two sides are equal there")
        data = {"point": [[s.text, str(x)] for s, x in point]}
        return Refuted(example, certificate=Certificate("counterexample", data))
    return None


def simplest_violation(claim: Claim, part: Part, var: Sym, at: Fraction) -> Refuted | None:
    """The violation moved to a simpler rational near by, if that is one too."""
    for k in range(-3, 40, 2):
        room = Fraction(2) ** -k
        point = ((var, simplest_between(at - room, at + room)),)
        found = _certified(claim, part, point)
        if found is not None:
            return found
    return _certified(claim, part, ((var, at),))

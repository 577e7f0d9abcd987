"""Bounds that fail: the nearest round number on the right side of the largest value that was met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel.differentiate import resolved
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import integers_of, prepared
from symnn.kernel.points import exact, points
from symnn.suggest.neighbourhood import Neighbour
from symnn.suggest.numbers import written
from symnn.term import Num, Op, Term, free_symbols, walk

TRIED = 240
DIGITS = (1, 2, 3, 4)
_LESS, _GREATER = ("lt", "le"), ("gt", "ge")


def bounds(relation: Op, claim: Claim) -> Iterator[Neighbour]:
    """The statement with a wider constant bound, the one with the fewest digits first that is near the extreme."""
    closed = claim.relation
    if relation.head not in (*_LESS, *_GREATER) or not isinstance(closed, Op) or closed.head != relation.head:
        return
    for index in (0, 1):
        other = 1 - index
        if free_symbols(closed.args[index]) or not free_symbols(closed.args[other]):
            continue
        upper = (relation.head in _LESS) == (index == 1)
        extreme = _extreme(replace(claim, relation=closed.args[other]), upper)
        if extreme is None:
            continue
        for value in _round(extreme, upper):
            sides = list(relation.args)
            sides[index] = _decimal(value, relation.args[index])
            yield Neighbour(0, index == 0, (index,), 0, 0, replace(relation, args=tuple(sides)))


def _extreme(claim: Claim, upper: bool) -> Fraction | None:
    """The largest (smallest) value at the points that are tried, in about 12 digits."""
    ready = prepared(claim)
    integers = integers_of(ready.variables)
    try:
        term = resolved(ready.relation).term
    except Unsupported:
        return None
    best: Fraction | None = None
    for point in points(ready.variables, ready.assumptions, (ready.relation,), TRIED):
        try:
            value = Fraction(balls.evaluate(term, exact(point), 64, integers).mid().str(14, radius=False))
        except (Undefined, Unsupported, ValueError):
            continue
        if best is None or (value > best if upper else value < best):
            best = value
    return best


def _round(extreme: Fraction, upper: bool) -> list[Fraction]:
    """Rounded outwards to one digit, two, …; a bound more than a tenth away is kept back for the end."""
    if extreme == 0:
        return [extreme]
    found = []
    for digits in DIGITS:
        context = Context(prec=digits, rounding=ROUND_CEILING if upper else ROUND_FLOOR)
        found.append(Fraction(context.divide(Decimal(extreme.numerator), Decimal(extreme.denominator))))
    near = [x for x in dict.fromkeys(found) if abs(x - extreme) <= abs(extreme) / 10]
    return near if abs(extreme) > Fraction(1, 10**6) else [Fraction(0), *near]


def _decimal(value: Fraction, instead_of: Term) -> Term:
    """The bound as a decimal fraction, or as a quotient where the author wrote one."""
    if any(isinstance(n, Op) and n.head == "div" for n in walk(instead_of)):
        return written(value)
    text = format(abs(Decimal(value.numerator) / Decimal(value.denominator)), "f")
    size = Num(abs(value), text)
    return size if value >= 0 else Op("neg", (size,))

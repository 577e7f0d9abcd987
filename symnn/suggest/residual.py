"""A number that is missing as a factor or a term of a whole side: the quotient or difference of both sides tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from flint import arb

from symnn.suggest.neighbourhood import Neighbour
from symnn.suggest.numbers import written
from symnn.suggest.sieve import Sieve
from symnn.suggest.site import over, plus, times
from symnn.term import Num, Op, Term, num

LARGEST_DENOMINATOR = 1000
_LAST = 9  # everything else is likelier


def residual(relation: Op, sieve: Sieve) -> Iterator[Neighbour]:
    """right = k·right, right = right + c with the k or c that fits at every point."""
    pairs = sieve.values() if relation.head == "eq" else []
    if len(pairs) < 3:
        return
    right = relation.args[1]
    ratio = _common([left / r for left, r in pairs if not r.contains(0)])
    if ratio is not None and ratio not in (0, 1):
        yield _with_right(relation, _scaled(right, ratio), 0)
    gap = _common([left - r for left, r in pairs])
    if gap:
        yield _with_right(relation, plus(right, written(gap)), 1)


def _with_right(relation: Op, side: Term, count: int) -> Neighbour:
    return Neighbour(_LAST, False, (1,), 0, count, replace(relation, args=(relation.args[0], side)))


def _scaled(side: Term, ratio: Fraction) -> Term:
    if abs(ratio) < 1 and ratio.numerator in (1, -1):
        smaller = over(side, num(ratio.denominator))
        return smaller if ratio > 0 else Op("neg", (smaller,))
    if ratio.denominator == 1 and ratio > 0:
        return times(Num(ratio), side)
    return times(written(ratio), side) if ratio > 0 else Op("neg", (times(written(-ratio), side),))


def _common(values: list[arb]) -> Fraction | None:
    """The simplest rational in all of the balls, if it is short."""
    if len(values) < 3:
        return None
    guess = Fraction(values[0].mid().str(25, radius=False)).limit_denominator(LARGEST_DENOMINATOR)
    exact = arb(guess.numerator) / guess.denominator
    return guess if all(v.overlaps(exact) for v in values) else None

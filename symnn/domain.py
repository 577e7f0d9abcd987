"""Where a variable lives: a union of intervals with rational ends, or the integers in it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Interval:
    """``None`` as an end is infinity on that side (always open)."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = True
    high_open: bool = True

    def __contains__(self, x: Fraction) -> bool:
        above = self.low is None or x > self.low or (x == self.low and not self.low_open)
        below = self.high is None or x < self.high or (x == self.high and not self.high_open)
        return above and below

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high and not self.empty

    def __str__(self) -> str:
        if self.is_point:
            return f"{{{self.low}}}"
        left = "(" if self.low is None or self.low_open else "["
        right = ")" if self.high is None or self.high_open else "]"
        low = "-∞" if self.low is None else str(self.low)
        high = "∞" if self.high is None else str(self.high)
        return f"{left}{low}, {high}{right}"


@dataclass(frozen=True, slots=True)
class Domain:
    """A union of intervals; with ``integer`` only the integers in it count."""

    intervals: tuple[Interval, ...] = (Interval(),)
    integer: bool = False

    def __contains__(self, x: Fraction) -> bool:
        return (not self.integer or x.denominator == 1) and any(x in i for i in self.intervals)

    @property
    def empty(self) -> bool:
        return all(i.empty for i in self.intervals)

    def intersect(self, other: Domain) -> Domain:
        """Points in both; the result may be ``empty``."""
        met = (_meet(a, b) for a in self.intervals for b in other.intervals)
        kept = tuple(m for m in met if not m.empty)
        return Domain(kept, self.integer or other.integer)

    def __str__(self) -> str:
        if self == REALS:
            return "real"
        body = " ∪ ".join(map(str, self.intervals)) or "∅"
        return f"integer in {body}" if self.integer else f"in {body}"

    def to_json(self) -> list[Any]:
        def end(x: Fraction | None) -> str | None:
            return None if x is None else str(x)

        rows = [[end(i.low), end(i.high), i.low_open, i.high_open] for i in self.intervals]
        return [self.integer, rows]

    @classmethod
    def from_json(cls, data: Any) -> Domain:
        integer, rows = data

        def end(x: str | None) -> Fraction | None:
            return None if x is None else Fraction(x)

        return cls(tuple(Interval(end(a), end(b), bool(c), bool(d)) for a, b, c, d in rows), bool(integer))


REALS = Domain()
POSITIVE = Domain((Interval(Fraction(0), None),))
NATURALS = Domain((Interval(Fraction(1), None, False),), integer=True)
INTEGERS = Domain(integer=True)
UNIT_OPEN = Domain((Interval(Fraction(0), Fraction(1)),))


def _meet(a: Interval, b: Interval) -> Interval:
    low, low_open = a.low, a.low_open
    if b.low is not None and (low is None or b.low > low):
        low, low_open = b.low, b.low_open
    elif b.low == low:
        low_open = low_open or b.low_open
    high, high_open = a.high, a.high_open
    if b.high is not None and (high is None or b.high < high):
        high, high_open = b.high, b.high_open
    elif b.high == high:
        high_open = high_open or b.high_open
    return Interval(low, high, low_open, high_open)

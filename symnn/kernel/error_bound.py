"""The largest error of an approximation: a certified enclosure of sup |f - g|, and where it is reached."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from symnn.certificate import Certificate
from symnn.claim import Variable
from symnn.domain import Interval
from symnn.kernel import normal
from symnn.kernel import series as se
from symnn.kernel.approach import T, approached
from symnn.kernel.asymptotics import Expansion
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.enclosure import Field, as_ball, exact
from symnn.kernel.narrowing import exact_interval
from symnn.kernel.pieces import Piece, pieces
from symnn.kernel.positivity import constant_sign_on
from symnn.kernel.scales import Scale, TooEarly
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Sym, Term, free_functions, free_symbols, num, op, to_json

_STARTS = tuple(Fraction(2) ** k for k in (3, 4, 5, 6, 8, 12, 16, 24))
_MOST_BOXES = 6000
_RELATIVE = Fraction(1, 4000)
_NEARLY = arb("0.99999")
_INFINITY = op("infinity")


@dataclass(frozen=True)
class ErrorBound:
    """low ≤ sup |f - g| ≤ high.  ``attained_near`` is ``None`` where the supremum is only approached, at an end of the
    domain; with ``unbounded`` the difference grows beyond every bound and low, high say nothing.
    """

    low: Fraction
    high: Fraction
    attained_near: tuple[Fraction, ...] | None
    unbounded: bool
    certificate: Certificate


class _Open(Exception):  # noqa: N818  (it names a fact)
    """No enclosure found."""


@dataclass(frozen=True)
class _Tail:
    """|f - g| ≤ most beyond ``edge``; its limit at the end is ``limit``."""

    edge: Fraction
    most: Any
    limit: Any


def error_bound(f: Term, g: Term, variable: Variable, assumptions: tuple[Term, ...] = ()) -> ErrorBound | None:
    """sup |f - g| over the variable's domain, at most 1 % wide, or ``None``.

    Tails and singular ends: |f - g| ≤ B·m(R) from the expansion with certified remainder.  The compact rest: the box
    with the largest upper bound is halved until that bound is near the largest value found.
    """
    var = variable.sym
    gap = op("add", f, op("neg", g))
    if free_symbols(gap) - {var} or free_functions(gap) or len(variable.domain.intervals) != 1:
        return None
    where = exact_interval(var, variable.domain.intervals[0], assumptions)
    if variable.domain.integer or where is None or where.empty:
        return None
    parts = pieces(gap, var, where, lambda u, w: constant_sign_on(u, var, w, 1))
    try:
        with ctx.workprec(128):
            return _bounded(gap, var, parts)
    except _Unbounded as found:
        steps = (f"the difference grows without bound at {found}",)
        certificate = Certificate("error bound", {"term": to_json(gap), "unbounded": str(found)}, steps=steps)
        return ErrorBound(Fraction(0), Fraction(0), None, True, certificate)
    except (_Open, Unsupported):
        return None


class _Unbounded(Exception):  # noqa: N818  (likewise)
    """At this end."""


class _Search:
    """The largest value of |f - g|: from below by points, from above by boxes and tails."""

    def __init__(self, gap: Term, var: Sym) -> None:
        self.gap, self.var = gap, var
        self.best, self.limit = arb(0), arb(0)
        self.tails: list[_Tail] = []
        self.points: list[tuple[Fraction, Any]] = []
        self.queue: list[tuple[float, int, Fraction, Fraction, Any, Field]] = []
        self.count = 0

    @property
    def floor(self) -> Any:
        return self.best.max(self.limit)

    def cover(self, piece: Piece) -> None:
        if piece.term is None or (not piece.where.is_point and normal.is_zero(piece.term)):
            return
        field = Field(piece.term, (self.var,))
        if piece.where.is_point:
            assert piece.where.low is not None
            try:
                value = abs(field.at((piece.where.low,)))
            except Undefined as problem:
                raise _Open from problem
            self.points.append((piece.where.low, value.upper()))
            self.best = self.best.max(value.abs_lower())
            return
        for k in range(-6, 7):  # values first: a tail may start where it is below them
            if Fraction(k) in piece.where:
                self.see(field, Fraction(k))
        low, high = (_end(piece.term, self.var, piece.where, side, field, self.best, self.tails) for side in (1, -1))
        if low < high:
            self.push(field, low, high)

    def see(self, field: Field, x: Fraction) -> Any:
        try:
            value = abs(field((exact(x),))[0]).abs_lower()
        except Undefined:
            return arb(0)
        self.best = self.best.max(value)
        return value

    def push(self, field: Field, a: Fraction, b: Fraction) -> None:
        self.count += 1
        self.see(field, (a + b) / 2)
        most = _most(field, a, b)
        key = float("-inf") if most is None else -float(most)
        heapq.heappush(self.queue, (key, self.count, a, b, most, field))

    def refine(self) -> None:
        for tail in self.tails:
            self.limit = self.limit.max(tail.limit.abs_lower())
        while self.queue:
            key, number, a, b, most, field = heapq.heappop(self.queue)
            if most is not None and most <= self.floor * (1 + arb(_RELATIVE.numerator) / _RELATIVE.denominator):
                heapq.heappush(self.queue, (key, number, a, b, most, field))
                return
            if self.count > _MOST_BOXES or b - a < Fraction(1, 2**60):
                raise _Open
            self.push(field, a, (a + b) / 2)
            self.push(field, (a + b) / 2, b)

    def answer(self) -> ErrorBound | None:
        peaks = self.peaks()
        top = self.floor
        for most in [t.most for t in self.tails] + [m for _, m in self.points] + [row[4] for row in self.queue]:
            top = top.max(most)
        low, high = _rational(self.floor, down=True), _rational(top, down=False)
        if low * Fraction(101, 100) < high:
            return None
        near = None if self.limit > self.best else peaks
        steps = (f"{self.count} boxes, {len(self.tails)} ends by expansion",)
        data = {"term": to_json(self.gap), "variable": to_json(self.var), "low": str(low), "high": str(high)}
        return ErrorBound(
            low, high, near, False, Certificate("error bound", {**data, "boxes": self.count}, steps=steps)
        )

    def peaks(self) -> tuple[Fraction, ...]:
        """Where the value found is as large as the bound allows: the highest point near each group of open boxes."""
        floor = self.floor
        groups: list[tuple[Fraction, Fraction, Field]] = []
        for _, _, a, b, most, field in sorted(self.queue, key=lambda row: row[2]):
            if not most >= floor:
                continue
            if groups and a - groups[-1][1] <= b - a and groups[-1][2] is field:
                groups[-1] = (groups[-1][0], b, field)
            else:
                groups.append((a, b, field))
        found = [(self.highest(field, a, b)) for a, b, field in groups]
        found += [(x, m) for x, m in self.points]
        return tuple(
            dict.fromkeys(
                Fraction(round(x * 1000), 1000)
                for x, v in sorted(found, key=lambda r: r[0])
                if v >= self.best * _NEARLY
            )
        )

    def highest(self, field: Field, low: Fraction, high: Fraction) -> tuple[Fraction, Any]:
        """Ternary search: good to three decimals where |f - g| has one hump, and only ever a value that is taken."""
        for _ in range(40):
            third = (high - low) / 3
            if self.see(field, low + third) < self.see(field, high - third):
                low += third
            else:
                high -= third
            low, high = Fraction(round(low * 2**40), 2**40), Fraction(round(high * 2**40), 2**40)
        x = (low + high) / 2
        return x, self.see(field, x)


def _bounded(gap: Term, var: Sym, parts: list[Piece]) -> ErrorBound | None:
    search = _Search(gap, var)
    for piece in parts:
        search.cover(piece)
    search.refine()
    return search.answer()


def _rational(x: Any, down: bool) -> Fraction:
    """An exact rational bound with about six significant digits."""
    end = x.lower() if down else x.upper()
    man, exp = end.man_exp()
    value = Fraction(int(man)) * Fraction(2) ** int(exp)
    if not value:
        return value
    scale = Fraction(10) ** (6 - len(str(int(abs(value)))) if abs(value) >= 1 else 6 + len(str(int(1 / abs(value)))))
    scaled = value * scale
    whole = scaled.numerator // scaled.denominator
    return Fraction(whole if down or scaled == whole else whole + 1) / scale


def _most(field: Field, a: Fraction, b: Fraction) -> Any:
    """An upper bound of |f - g| on [a, b]: natural, mean-value, or by the ends where it is monotone."""
    box = as_ball(a, b)
    try:
        value, slope = field((box,))
        most = value.abs_upper()
        if slope is None or not slope[0].is_finite():
            return most
        (d,) = slope
        if d >= 0 or d <= 0:
            ends = [field((exact(x),))[0].abs_upper() for x in (a, b)]
            return most.min(ends[0].max(ends[1]))
        m = exact((a + b) / 2)
        return most.min((field((m,))[0] + d * (box - m)).abs_upper())
    except Undefined:
        return None


def _end(term: Term, var: Sym, where: Interval, side: int, field: Field, best: Any, tails: list[_Tail]) -> Fraction:
    """Where the compact rest begins; what lies beyond is bounded by a tail."""
    end = where.low if side > 0 else where.high
    if end is not None:
        try:
            field((exact(end),))
            return end
        except Undefined:
            pass
    point: Term = num(end) if end is not None else (op("neg", _INFINITY) if side > 0 else _INFINITY)
    moved = approached(term, var, point, side if end is not None else 1)
    room = 2 / (where.high - where.low) if where.low is not None and where.high is not None else Fraction(0)
    fallback: _Tail | None = None
    for start in _STARTS:
        if start < room:
            continue
        scale = Scale(Facts(), 8, start)
        try:
            found = Expansion(scale, T).of(moved)
            limit = _limit(scale, found, _name(end, side))
            most = se.largest(scale, found)
        except TooEarly:
            continue
        except (Unknown, NoValue, Split) as problem:
            raise _Open from problem
        edge = end + side / start if end is not None else -side * start
        fallback = _Tail(edge, most, limit)
        if most <= best or (limit != 0 and most <= limit.abs_lower() * arb("1.0002")):
            break
    if fallback is None:
        raise _Open
    tails.append(fallback)
    return fallback.edge


def _name(end: Fraction | None, side: int) -> str:
    return str(end) if end is not None else "-∞" if side > 0 else "∞"


def _limit(scale: Scale, found: se.Series, name: str) -> Any:
    for m, c in found.terms:
        growth = scale.growth(m)
        if growth > 0 and scale.facts.sign(c):
            raise _Unbounded(name)
        if growth == 0:
            return scale.number(c)
        if growth < 0:
            break
    return arb(0)

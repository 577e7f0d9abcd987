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
from symnn.kernel import series as se
from symnn.kernel.approach import T, approached
from symnn.kernel.asymptotics import Expansion
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.enclosure import Field, as_ball, exact
from symnn.kernel.pieces import Piece, pieces
from symnn.kernel.positivity import constant_sign_on
from symnn.kernel.reductions import intervals
from symnn.kernel.scales import Scale, TooEarly
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Sym, Term, free_functions, free_symbols, num, op, to_json

_STARTS = tuple(Fraction(2) ** k for k in (3, 4, 5, 6, 8, 12, 16, 24))
_MOST_BOXES = 6000
_RELATIVE = Fraction(1, 4000)
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
    where = intervals(var, variable.domain.intervals[0], assumptions)
    if variable.domain.integer or where.empty or any(free_symbols(a) != {var} for a in assumptions):
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


class _Unbounded(Exception):  # noqa: N818
    """At this end."""


def _bounded(gap: Term, var: Sym, parts: list[Piece]) -> ErrorBound | None:
    tails: list[_Tail] = []
    queue: list[tuple[float, int, Fraction, Fraction, Any, Field]] = []
    best, best_at = arb(0), Fraction(0)
    count = 0

    def seen(field: Field, x: Fraction) -> None:
        nonlocal best, best_at
        try:
            value = abs(field((exact(x),))[0])
        except Undefined:
            return
        if value.abs_lower() > best:
            best, best_at = value.abs_lower(), x

    def push(field: Field, a: Fraction, b: Fraction) -> None:
        nonlocal count
        count += 1
        seen(field, (a + b) / 2)
        most = _most(field, a, b)
        queue_key = float("inf") if most is None else float(most)
        heapq.heappush(queue, (-queue_key, count, a, b, most, field))

    for piece in parts:
        if piece.term is None:
            continue
        field = Field(piece.term, (var,))
        if piece.where.is_point:
            assert piece.where.low is not None
            try:
                value = abs(field.at((piece.where.low,)))
            except Undefined as problem:
                raise _Open from problem
            tails.append(_Tail(piece.where.low, value.upper(), arb(0)))
            if value.abs_lower() > best:
                best, best_at = value.abs_lower(), piece.where.low
            continue
        for k in range(-6, 7):  # values first: a tail may start where it is below them
            if Fraction(k) in piece.where:
                seen(field, Fraction(k))
        low, high = (_end(piece.term, var, piece.where, side, field, best, tails) for side in (1, -1))
        if low < high:
            push(field, low, high)
    limit = arb(0)
    for tail in tails:
        limit = limit.max(tail.limit.abs_lower())
    while queue:
        _, _, a, b, most, field = heapq.heappop(queue)
        floor = best.max(limit)
        if most is not None and most <= floor * (1 + arb(_RELATIVE.numerator) / _RELATIVE.denominator):
            heapq.heappush(queue, (0.0, 0, a, b, most, field))
            break
        if count > _MOST_BOXES or b - a < Fraction(1, 2**60):
            raise _Open
        push(field, a, (a + b) / 2)
        push(field, (a + b) / 2, b)
    return _answer(gap, var, best, best_at, limit, tails, [(a, b, m) for _, _, a, b, m, _ in queue], count)


def _answer(
    gap: Term,
    var: Sym,
    best: Any,
    best_at: Fraction,
    limit: Any,
    tails: list[_Tail],
    boxes: list[tuple[Fraction, Fraction, Any]],
    count: int,
) -> ErrorBound | None:
    floor = best.max(limit)
    top = floor
    for most in [t.most for t in tails] + [m for _, _, m in boxes]:
        top = top.max(most)
    low, high = _rational(floor, down=True), _rational(top, down=False)
    if low * Fraction(101, 100) < high:
        return None
    near: tuple[Fraction, ...] | None = None
    if not limit > best:
        near = _clusters([(a, b) for a, b, m in boxes if m >= floor], best_at)
    steps = (f"{count} boxes, {len(tails)} ends by expansion",)
    data = {"term": to_json(gap), "variable": to_json(var), "low": str(low), "high": str(high), "boxes": count}
    return ErrorBound(low, high, near, False, Certificate("error bound", data, steps=steps))


def _clusters(boxes: list[tuple[Fraction, Fraction]], best_at: Fraction) -> tuple[Fraction, ...]:
    """The middles of the groups of touching boxes that may hold the maximum, to three decimals."""
    groups: list[list[Fraction]] = []
    for a, b in sorted([*boxes, (best_at, best_at)]):
        if groups and a <= groups[-1][1] + Fraction(1, 1000):
            groups[-1][1] = max(groups[-1][1], b)
        else:
            groups.append([a, b])
    return tuple(Fraction(round((a + b) / 2 * 1000), 1000) for a, b in groups)


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
            limit = _limit(scale, found, str(where))
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

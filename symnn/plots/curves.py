"""A function of one number as the curves that are drawn: whole pieces, with its kinks, jumps, holes and poles.

The line is cut where the formula is another one or has no value (``symnn.numeric.parts``).  At a cut the limits from
both sides, at the neighbouring doubles, tell what it is: equal with equal slopes nothing, equal with different slopes a
kink, different a jump, infinite a pole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

POINTS = 481  # over the whole interval
ALIKE = 1e-6  # limits closer than this, relative to their size, are taken for equal
LARGE = 1e12
STEEP = 0.25  # of the height of the picture: a step against both slopes is a pole

Function = Callable[[Any], Any]


@dataclass(frozen=True)
class Mark:
    """A point at a cut: ``kink`` on the curve, ``end`` a limit that is not taken, ``value`` what is taken instead."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Curve:
    """Pieces of a graph that are drawn without a break, the marks at their ends, and about where it has poles."""

    pieces: tuple[tuple[Any, Any], ...]
    marks: tuple[Mark, ...] = ()
    poles: tuple[float, ...] = ()

    @property
    def values(self) -> Any:
        """All finite values that are drawn."""
        ys = [y for _, y in self.pieces]
        return np.concatenate(ys) if ys else np.empty(0)


def curve(
    f: Function, cuts: Sequence[float], low: float, high: float, slope: Function | None = None,
    without: frozenset[float] = frozenset(), poles: Sequence[float] = (),
) -> Curve:  # fmt: skip
    """The graph of ``f`` over [low, high], cut at ``cuts``; with its ``slope`` kinks are marked and poles found.

    At the points ``without`` a value there is none to be shown, whatever ``f`` returns; ``poles`` are known already.
    """
    with np.errstate(all="ignore"):
        return _curve(f, cuts, low, high, slope, without, poles)


def _curve(
    f: Function, cuts: Sequence[float], low: float, high: float, slope: Function | None, without: frozenset[float],
    known: Sequence[float],
) -> Curve:  # fmt: skip
    inner = sorted({c for c in cuts if low < c < high})
    ends = [low, *inner, high]
    pieces: list[tuple[Any, Any]] = []
    poles = list(known)
    for a, b in pairwise(ends):
        count = max(17, round(POINTS * (b - a) / (high - low)))
        xs = np.linspace(a, b, count)
        if a in inner:
            xs[0] = np.nextafter(a, math.inf)
        if b in inner:
            xs[-1] = np.nextafter(b, -math.inf)
        runs, broken = _whole(xs, np.asarray(f(xs), dtype=float), slope, known)
        pieces += runs
        poles += broken
    marks: list[Mark] = []
    joined: set[float] = set()
    for cut in inner:
        left, right = (float(f(np.nextafter(cut, side))) for side in (-math.inf, math.inf))
        here = math.nan if cut in without else float(f(cut))
        if _unbounded(left) or _unbounded(right):
            poles.append(cut)
        found, whole = _at(left, here, right, slope, cut)
        marks += found
        if whole:
            joined.add(cut)
    return Curve(tuple(_joined(pieces, joined)), tuple(marks), tuple(poles))


def _unbounded(limit: float) -> bool:
    """Infinite, or too large to be a limit; the value at the end of a domain is NaN."""
    return math.isinf(limit) or abs(limit) > LARGE


def _whole(
    xs: Any, ys: Any, slope: Function | None, known: Sequence[float]
) -> tuple[list[tuple[Any, Any]], list[float]]:
    """The runs of finite values; where the graph steps against its slope on both sides there is a pole between."""
    finite = np.isfinite(ys)
    breaks = np.flatnonzero(finite[1:] != finite[:-1]) + 1
    poles = np.array([k for p in known if 0 < (k := int(np.searchsorted(xs, p))) < xs.size], dtype=int)
    if slope is not None and finite.sum() > 2:
        rise, ds = np.diff(ys), np.sign(np.asarray(slope(xs), dtype=float))
        height = np.quantile(ys[finite], 0.9) - np.quantile(ys[finite], 0.1)
        against = (ds[1:] == ds[:-1]) & (np.sign(rise) == -ds[1:]) & (np.abs(rise) > STEEP * height)
        poles = np.union1d(poles, np.flatnonzero(against) + 1)
    breaks = np.union1d(breaks, poles)
    runs = zip(np.split(xs, breaks), np.split(ys, breaks), strict=True)
    return [(x, y) for x, y in runs if x.size > 1 and np.isfinite(y).all()], [
        float(xs[k - 1] + xs[k]) / 2 for k in poles
    ]


def _at(left: float, here: float, right: float, slope: Function | None, cut: float) -> tuple[list[Mark], bool]:
    """The marks at a cut, and whether the graph goes through it without a break."""
    if math.isfinite(left) and math.isfinite(right) and _alike(left, right):
        if not math.isfinite(here):
            return [Mark(cut, left, "end")], False
        if not _alike(here, left):
            return [Mark(cut, left, "end"), Mark(cut, here, "value")], False
        if slope is None:
            return [], True
        before, after = (float(slope(np.nextafter(cut, side))) for side in (-math.inf, math.inf))
        sharp = math.isfinite(before) and math.isfinite(after) and not _alike(before, after)
        return ([Mark(cut, here, "kink")] if sharp else []), True
    ends = [v for v in (left, right) if math.isfinite(v) and not (math.isfinite(here) and _alike(v, here))]
    marks = [Mark(cut, v, "end") for v in ends if not _unbounded(v)]
    if math.isfinite(here):
        marks.append(Mark(cut, here, "value"))
    return marks, False


def _alike(a: float, b: float) -> bool:
    return abs(a - b) <= ALIKE * (1 + abs(a) + abs(b))


def _joined(pieces: list[tuple[Any, Any]], through: set[float]) -> list[tuple[Any, Any]]:
    out: list[tuple[Any, Any]] = []
    for xs, ys in pieces:
        if out and any(np.nextafter(c, -math.inf) == out[-1][0][-1] and np.nextafter(c, math.inf) == xs[0]
                       for c in through):  # fmt: skip
            before = out.pop()
            xs, ys = np.concatenate([before[0], xs]), np.concatenate([before[1], ys])
        out.append((xs, ys))
    return out


def window(curves: Sequence[Curve]) -> tuple[float, float]:
    """The heights that are shown: all values, but of curves with poles the middle of them."""
    lows, highs = [], []
    for one in curves:
        if not one.values.size:
            continue
        low, high = float(one.values.min()), float(one.values.max())
        if one.poles:
            inner, outer = (float(q) for q in np.quantile(one.values, [0.1, 0.9]))
            room = 1.5 * (outer - inner)
            low, high = max(low, inner - room), min(high, outer + room)
        lows.append(low)
        highs.append(high)
    if not lows:
        return -1.0, 1.0
    low, high = min(lows), max(highs)
    space = 0.06 * (high - low) or 0.5
    return low - space, high + space


__all__ = ["Curve", "Function", "Mark", "curve", "window"]

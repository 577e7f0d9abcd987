"""A small picture of both sides of a refuted claim, with the counterexample marked: an inline SVG.

The values are centres of certified balls.  The picture shows what the verdict says and decides nothing: where a side
has no value, or its ball is wide, there is a gap in its curve.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from time import process_time
from typing import Any

from symnn.claim import Claim, Variable
from symnn.domain import Interval
from symnn.kernel import balls
from symnn.kernel.differentiate import resolved
from symnn.kernel.elementary import Undefined, Unsupported, Unsure
from symnn.term import Op, Sym, Term, walk
from symnn.verdict import Counterexample

SAMPLES = 160
LARGEST = 600  # nodes of a relation that is drawn
SECONDS = 2.0  # of the processor for one picture; past them there is none
_RELATIONS = frozenset("eq equiv ne lt le gt ge approx".split())
_OPEN_ENDED = frozenset("sum prod integral lim expect maxover minover".split())


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (x, y) in order; ``None`` where there is no value."""

    points: tuple[tuple[float, float] | None, ...]
    mark: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    """Both sides over a window around the counterexample ``at``; ``fixed`` are the other names and their values."""

    variable: Sym
    at: float
    fixed: tuple[tuple[Sym, Fraction], ...]
    left: Curve
    right: Curve
    x: tuple[float, float]
    y: tuple[float, float]


def plot(claim: Claim, example: Counterexample) -> Plot | None:
    """Both sides as functions of the one real variable that is left when the parameters are those of the example."""
    relation, point = claim.relation, dict(example.point)
    if not isinstance(relation, Op) or relation.head not in _RELATIONS or len(relation.args) != 2 or claim.opaque:
        return None
    nodes = list(walk(relation))
    if len(nodes) > LARGEST or any(isinstance(n, Op) and n.head in _OPEN_ENDED for n in nodes):
        return None
    variable = _free(claim, point)
    if variable is None:
        return None
    try:
        left, right = (resolved(side).term for side in relation.args)
    except (Unsupported, RecursionError):
        return None
    at = point[variable.sym]
    low, high = _window(at, variable)
    fixed = tuple((s, v) for s, v in example.point if s != variable.sym and any(s == w.sym for w in claim.variables))
    places = [low + (high - low) * Fraction(k, SAMPLES) for k in range(SAMPLES + 1)]
    until = process_time() + SECONDS
    curves = []
    for side in (left, right):
        values = []
        for x in places:
            if process_time() > until:
                return None
            values.append(_value(side, variable.sym, x, fixed) if x in variable.domain else None)
        points = tuple(None if v is None else (float(x), v) for x, v in zip(places, values, strict=True))
        curves.append(Curve(points, _value(side, variable.sym, at, fixed)))
    if all(p is None for curve in curves for p in curve.points):
        return None
    return Plot(variable.sym, float(at), fixed, curves[0], curves[1], (float(low), float(high)), _heights(curves))


def _free(claim: Claim, point: Mapping[Sym, Fraction]) -> Variable | None:
    """The one real variable to draw over; the others are parameters and indices with a value in the example."""
    if any(v.shape or v.sym not in point for v in claim.variables):
        return None
    reals = [v for v in claim.variables if not v.domain.integer]
    free = reals if len(reals) == 1 else [v for v in reals if v.role == "variable"]
    return free[0] if len(free) == 1 else None


def _window(at: Fraction, variable: Variable) -> tuple[Fraction, Fraction]:
    """Around zero for a point near it, else from zero to beyond the point; never out of the point's interval."""
    if abs(at) <= 8:
        reach = max(Fraction(3), abs(at) * Fraction(8, 5))
        low, high = -reach, reach
    else:
        low, high = min(at * Fraction(6, 5), Fraction(0)), max(at * Fraction(6, 5), Fraction(0))
    for interval in variable.domain.intervals:
        if at in interval:
            return _within(interval, low, high)
    return low, high


def _within(interval: Interval, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    low = low if interval.low is None else max(low, interval.low)
    high = high if interval.high is None else min(high, interval.high)
    return (low, high) if low < high else (low - 1, low + 1)


def _value(side: Term, name: Sym, x: Fraction, fixed: Sequence[tuple[Sym, Fraction]]) -> float | None:
    values: dict[Sym, Any] = {s: balls.rational(v) for s, v in fixed}
    values[name] = balls.rational(x)
    try:
        ball = balls.evaluate(side, values, 64)
    except (Undefined, Unsure, Unsupported, ZeroDivisionError, OverflowError, RecursionError):
        return None
    middle, radius = float(ball.mid()), float(ball.rad())
    return middle if isfinite(middle) and radius <= 1e-3 * (1 + abs(middle)) else None


def _heights(curves: Sequence[Curve]) -> tuple[float, float]:
    """From the lowest to the highest value to show: the marks, and all but the extremes of the curves."""
    values = sorted(p[1] for curve in curves for p in curve.points if p is not None)
    cut = len(values) // 25
    marks = [curve.mark for curve in curves if curve.mark is not None]
    shown = [*values[cut : len(values) - cut], *marks]
    low, high = min(shown), max(shown)
    pad = 0.08 * (high - low) or max(1.0, abs(low) / 2)
    return low - pad, high + pad


# ---------------------------------------------------------------------- drawing
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 340, 210, 46, 26, 8, 10


def svg(picture: Plot, title: str, name: str) -> str:
    """The picture; ``title`` is what it is called, ``name`` its id in the page.  Styles are those of the page."""
    from markupsafe import escape

    (x0, x1), (y0, y1) = picture.x, picture.y
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def across(x: float) -> float:
        return round(LEFT + (x - x0) / (x1 - x0) * wide, 1)

    def down(y: float) -> float:
        return round(TOP + (y1 - y) / (y1 - y0) * high, 1)

    out = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}">'
        f'<title id="{name}">{escape(title)}</title>'
    ]
    for x in ticks(x0, x1, 6):
        out.append(f'<path class="grid" d="M{across(x)} {TOP}V{TOP + high}"/>')
        out.append(f'<text class="tick" x="{across(x)}" y="{HEIGHT - 9}" text-anchor="middle">{_number(x)}</text>')
    for y in ticks(y0, y1, 5):
        out.append(f'<path class="grid" d="M{LEFT} {down(y)}H{LEFT + wide}"/>')
        out.append(f'<text class="tick" x="{LEFT - 5}" y="{down(y) + 4}" text-anchor="end">{_number(y)}</text>')
    out.append(f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{wide}" height="{high}"/>')
    limits = (y0 - (y1 - y0), y1 + (y1 - y0))
    out.append(f'<svg x="{LEFT}" y="{TOP}" width="{wide}" height="{high}" viewBox="{LEFT} {TOP} {wide} {high}">')
    for curve, style in ((picture.left, "one"), (picture.right, "two")):
        for run in _runs(curve.points, y1 - y0, limits):
            path = "L".join(f"{across(x)} {down(min(max(y, limits[0]), limits[1]))}" for x, y in run)
            out.append(f'<path class="curve {style}" d="M{path}"/>')
    out.append("</svg>")
    out.extend(_marks(picture, across, down))
    return "".join([*out, "</svg>"])


def _marks(picture: Plot, across: Any, down: Any) -> Iterator[str]:
    """The counterexample on both curves: a disc on the left side, a square on the right."""
    x, (one, two) = across(picture.at), (picture.left.mark, picture.right.mark)
    if one is not None and two is not None:
        yield f'<path class="gap" d="M{x} {down(one)}V{down(two)}"/>'
    if one is not None:
        yield f'<circle class="mark one" cx="{x}" cy="{down(one)}" r="4"/>'
    if two is not None:
        yield f'<rect class="mark two" x="{x - 4}" y="{down(two) - 4}" width="8" height="8"/>'


def _runs(
    points: Sequence[tuple[float, float] | None], height: float, limits: tuple[float, float]
) -> Iterator[list[tuple[float, float]]]:
    """Stretches to draw in one line: a gap and a jump end one, and so does leaving the picture."""
    run: list[tuple[float, float]] = []
    for here, following in pairwise([*points, None]):
        inside = here is not None and limits[0] <= here[1] <= limits[1]
        if here is not None:
            run.append(here)
        jump = here is None or following is None or abs(following[1] - here[1]) > 0.4 * height
        if jump or not inside:
            if len(run) > 1:
                yield run
            run = [] if here is None or jump else [here]
    if len(run) > 1:
        yield run


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between two ends, ``most`` at most: multiples of 1, 2 or 5 times a power of ten."""
    span = high - low
    power = 10.0 ** floor(log10(span / most))
    step = next(power * m for m in (1, 2, 5, 10, 20) if span / (power * m) <= most)
    return [k * step for k in range(ceil(low / step), floor(high / step) + 1)]


def _number(value: float) -> str:
    text = f"{value:.4g}"
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")

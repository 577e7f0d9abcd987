"""Tables of a function over an interval, its zeros divided out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from flint import arb

from symnn.numeric.analytic import Analytic, NoValueError, precision, split
from symnn.numeric.tables import Allowance, Spent, Table, cells, divided_cells

WIDTHS = (0.25, 0.125, 0.0625, 0.03125, 2.0**-6, 2.0**-7, 2.0**-8, 2.0**-9, 2.0**-10)
FEW = 13
MOST_ORDER = 8
SHORTEST = 0.1
MOST_CELLS = 1200
MOST_TRIED = 3000  # cells of one search
CLOSE = 2.0**-8  # an interval that comes so near to zero has it as a zero of the function


def table_for(f: Analytic, low: float, high: float) -> Iterator[tuple[Table, float, float]]:
    """Tables that cover [low, high] together; none where the series converge too slowly."""
    if not low < high:
        return
    allowance = Allowance(MOST_TRIED)
    zeros = list(_zeros(f, low, high))
    cuts = [low, *(_between(a[0], b[0]) for a, b in itertools.pairwise(zeros)), high]
    for k, (a, b) in enumerate(itertools.pairwise(cuts)):
        try:
            yield from _covered(f, a, b, zeros[k] if zeros else None, allowance)
        except Spent:
            return


def _covered(
    f: Analytic, low: float, high: float, root: tuple[arb, int] | None, allowance: Allowance
) -> Iterator[tuple[Table, float, float]]:
    """One table, or tables of the halves where one width does not do for all."""
    table = _table(f, low, high, root, allowance)
    if table is not None:
        yield table, low, high
    elif high - low > SHORTEST:
        middle = float(np.round((low + high) / 2 * 16) / 16)
        if low < middle < high:
            yield from _covered(f, low, middle, root, allowance)
            yield from _covered(f, middle, high, root, allowance)


def _between(a: arb, b: arb) -> float:
    return float(round(float((a + b).mid()) / 2 * 64) / 64)


def _table(f: Analytic, low: float, high: float, root: tuple[arb, int] | None, allowance: Allowance) -> Table | None:
    best: Table | None = None
    for width in WIDTHS:
        start = float(np.floor(low / width) * width)
        count = int(np.ceil((high - start) / width))
        if not 0 < count <= MOST_CELLS:
            break
        probes = {0, count // 2, count - 1}
        if any(_cells(f, start + i * width, width, 1, root, allowance) is None for i in probes):
            continue
        table = _cells(f, start, width, count, root, allowance)
        if table is None or not np.isfinite(table).all():
            continue
        pair, order = ((0.0, 0.0), 0) if root is None else (split(root[0]), root[1])
        best = Table(start, width, table, pair, order)
        if table.shape[0] <= FEW:
            return best
    return best


def _cells(
    f: Analytic, start: float, width: float, count: int, root: tuple[arb, int] | None, allowance: Allowance
) -> Any | None:
    if root is None:
        return cells(f, start, width, count, allowance)
    return divided_cells(f, start, width, count, *root, allowance)


def _zeros(f: Analytic, low: float, high: float) -> list[tuple[arb, int]]:
    """A zero (or pole) of any order at 0 and where a sample point hits one; others by changes of sign of f, and of f′
    where f comes to zero without one."""
    found: list[tuple[arb, int]] = []
    order = _order_at(f, arb(0)) if low <= CLOSE and high >= -CLOSE else 0
    if order:
        found.append((arb(0), order))
    found += [r for e in (low, high) if abs(e) > CLOSE and (r := _at_end(f, e)) is not None]
    points = [float(p) for p in np.linspace(low, high, 97)]
    signs = [_sign(f, p) for p in points]
    for p, s in zip(points, signs, strict=True):
        known = any(abs(r - arb(p)) < arb(2) ** -40 for r, _ in found)
        if s == 0 and abs(p) > CLOSE and not known and (order_here := _order_at(f, arb(p))) > 0:
            found.append((arb(p), order_here))
    for a, b, s, t in zip(points, points[1:], signs, signs[1:], strict=False):
        if s * t < 0 and not (order and a <= 0 <= b):
            root = _bisected(f, a, b, s)
            if root is not None and not any(abs(r - root) < arb(2) ** -40 for r, _ in found):
                found.append((root, 1))
    found += [r for r in _touched(f, points, signs) if not (order and abs(r[0]) < CLOSE)]
    return sorted(found, key=lambda r: float(r[0].mid()))


def _at_end(f: Analytic, end: float) -> tuple[arb, int] | None:
    """A zero or pole at the end of an interval, up to the last bit of a double: by Newton steps on f or 1/f."""
    try:
        value, slope = f.series(arb(end), 2, bits=200)
        sign = 1 if abs(value) < abs(slope) else -1
        with precision(300):
            at = (arb(end) - sign * value / slope).mid()
        if not abs(at - arb(end)) < arb(2) ** -45 * abs(arb(end)):
            return None
        for _ in range(5):
            value, slope = f.series(at, 2, bits=200)
            with precision(300):
                at = (at - sign * value / slope).mid()
    except (NoValueError, ZeroDivisionError, ValueError):
        at = arb(end)
    at = _snapped(f, at)
    order = _order_at(f, at)
    return (at, order) if order and abs(at - arb(end)) < arb(2) ** -45 * abs(arb(end)) else None


def _touched(f: Analytic, points: list[float], signs: list[int]) -> list[tuple[arb, int]]:
    """Zeros between points without a change of sign: f′ changes its sign there, and f is zero."""
    found: list[tuple[arb, int]] = []
    slopes = [_slope(f, p) for p in points]
    for k, (a, b) in enumerate(itertools.pairwise(points)):
        if signs[k] == 0 or signs[k] != signs[k + 1] or not (signs[k] * slopes[k] < 0 < signs[k] * slopes[k + 1]):
            continue
        low, high = a, b
        for _ in range(60):
            middle = (low + high) / 2
            if _slope(f, middle) * slopes[k] > 0:
                low = middle
            else:
                high = middle
        root = _nearby(f, low)
        if root is not None:
            found.append(root)
    return found


def _nearby(f: Analytic, x: float) -> tuple[arb, int] | None:
    """A double zero to 200 bits by Newton steps on f′, or nothing where f is not zero there."""
    at = arb(x)
    try:
        for _ in range(5):
            _, slope, bend = f.series(at, 3, bits=300)
            with precision(400):
                at = (at - slope / (2 * bend)).mid()
        (value,) = f.series(at, 1, bits=400)
    except (NoValueError, ZeroDivisionError, ValueError):
        return None
    with precision(400):
        if not abs(at - arb(x)) < arb(2) ** -30 or not abs(value) < arb(2) ** -180:
            return None
    at = _snapped(f, at)
    order = _order_at(f, at)
    return (at, order) if order > 1 else None


def _snapped(f: Analytic, root: arb) -> arb:
    """The double that the root is, where it is one."""
    near = arb(float(root))
    return near if abs(near - root) < arb(2) ** -100 * abs(near) and _sign(f, float(near)) == 0 else root


def _slope(f: Analytic, x: float) -> int:
    try:
        slope = f.series(arb(x), 2)[1]
    except NoValueError:
        return 0
    return 1 if slope > 0 else -1 if slope < 0 else 0


def _sign(f: Analytic, x: float) -> int:
    try:
        v = f.value(x)
    except NoValueError:
        return 0
    return 1 if v > 0 else -1 if v < 0 else 0


def _order_at(f: Analytic, root: arb) -> int:
    """k with f(x)/(x − r)^k finite and not zero at r; negative where f grows; 0 where it has a value or nothing is
    clear."""
    low, high = (60, 70) if root != 0 else (200, 220)
    try:
        near = []
        for k in (low, high):
            with precision(400):
                at = root + arb(2) ** -k
            near.append(f.value(at))
    except NoValueError:
        return 0
    with precision(200):
        if near[0].contains(0) or near[1].contains(0):
            return 0
        slope = float((abs(near[0]) / abs(near[1])).log() / arb(2).log()) / (high - low)
    order = round(slope)
    return order if abs(slope - order) < 1e-6 and abs(order) <= MOST_ORDER else 0


def _bisected(f: Analytic, low: float, high: float, sign: int) -> arb | None:
    """A simple zero to 200 bits, by bisection and Newton steps on the exact series."""
    for _ in range(30):
        middle = (low + high) / 2
        s = _sign(f, middle)
        if s == 0:
            break
        low, high = (middle, high) if s == sign else (low, middle)
    x = arb((low + high) / 2)
    try:
        for _ in range(5):
            value, slope = f.series(x, 2, bits=200)
            with precision(300):
                x = (x - value / slope).mid()
    except (NoValueError, ZeroDivisionError):
        return None
    return _snapped(f, x) if low - 1e-6 <= float(x) <= high + 1e-6 else None


__all__ = ["Any", "table_for"]

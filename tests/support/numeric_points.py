"""Points at which numeric code is judged, by seed: the whole range, and where floats lose digits.

Common to all functions: both signs log-spaced over the normal and the subnormal numbers, uniform in [-50, 50] and
[-10, 10], uniform in the tails up to ±760 (float32: ±110), and close to places where an exponential or 1 + it changes
its nature.  Of each function: close to kinks, to the roots of f and f′, and where |f| or |f′| becomes subnormal or
zero; these places are found from the exact values.  Tests, benchmark and release have seeds of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numeric_reference import Real, exact_value
from numpy.typing import NDArray

SEEDS = {"tests": 20_503, "benchmark": 71_993, "release": 314_161}
Dtype = type[np.floating]
Array = NDArray[np.floating]
# where eˣ, e^{-x²/2}, e^{2x}, 1 + eˣ, … overflow, underflow or are absorbed; bends and saturations
NEAR = (1, 1.5, 2, 2.5, 3, 6)
EXPONENTIAL = (18.7, 19.06, 20, 36.04, 36.74, 37.43, 38.5, 88.7, 354.9, 372.6, 708.4, 709.78, 745.13)
EXPONENTIAL_32 = (8.3, 9.01, 13.2, 14.4, 16.6, 17.3, 20, 43.7, 44.36, 51.99, 87.34, 88.72, 103.97)
# where 2x, x², x³, 1/x², 1/x overflow or underflow
POWERS = (1.7e308, 8.98e307, 1.34e154, 5.6e102, 2.4e161, 1.5e-154, 2.2e-162, 5.5e-309)
POWERS_32 = (3.3e38, 1.7e38, 1.84e19, 7e12, 2.6e22, 1.1e-19, 2.7e-23, 2.9e-39)


@dataclass(frozen=True)
class Places:
    """Where a function is looked at closely."""

    roots: tuple[float, ...]
    changes: tuple[float, ...]


def points(
    seed: str,
    functions: Iterable[Real],
    kinks: Iterable[float] = (),
    dtype: Dtype = np.float64,
    share: float = 1.0,
    limit: float = math.inf,
) -> Array:
    """About 16,000·share points up to |x| ≤ limit for functions that are judged together (f and f′); 0 is left out."""
    random = np.random.default_rng(SEEDS[seed])
    chosen = [_common(random, dtype, share), _close(random, kinks, dtype, _part(100, share))]
    for function in functions:
        found = places(function, dtype, min(limit, 1200.0))
        chosen.append(_close(random, found.changes, dtype, _part(100, share)))
        chosen.append(roots_of(random, found.roots, dtype, share))
    return _kept(np.concatenate(chosen), dtype, limit)


def root_points(seed: str, function: Real, dtype: Dtype = np.float64, share: float = 1.0) -> Array:
    """Points close to the roots of a function, 0 apart."""
    random = np.random.default_rng(SEEDS[seed] + 1)
    return _kept(roots_of(random, places(function, dtype).roots, dtype, share), dtype, math.inf)


def roots_of(random: np.random.Generator, roots: Iterable[float], dtype: Dtype, share: float) -> Array:
    """At distances of 10^-16 … 10^-1.5 of a root (relative), and the 20 floats next to it on each side."""
    smallest = math.log10(np.finfo(dtype).eps) - 0.3
    chosen = [np.zeros(0)]
    for root in roots:
        apart = 10.0 ** random.uniform(smallest, -1.5, _part(300, share))
        chosen += [root * (1 + apart), root * (1 - apart)]
        for direction in (-np.inf, np.inf):
            step = dtype(root)
            for _ in range(20):
                chosen.append(np.array([step], float))
                step = np.nextafter(step, dtype(direction))
    return np.concatenate(chosen)


def _common(random: np.random.Generator, dtype: Dtype, share: float) -> Array:
    double = dtype is np.float64
    normal, subnormal = ((-307.6, 308.25), (-323.3, -307.6)) if double else ((-37.9, 38.53), (-44.8, -37.9))
    tail = 760 if double else 110
    spread = [10.0 ** random.uniform(*normal, _part(600, share)) for _ in range(2)]
    deep = [10.0 ** random.uniform(*subnormal, _part(80, share)) for _ in range(2)]
    near = [
        random.uniform(-width, width, _part(count, share)) for width, count in ((50, 6000), (10, 4000), (tail, 3000))
    ]
    centres = NEAR + (EXPONENTIAL + POWERS if double else EXPONENTIAL_32 + POWERS_32)
    around = _close(random, [s * p for p in centres for s in (1, -1)], dtype, _part(20, share))
    largest = float(np.finfo(dtype).max)
    return np.concatenate([spread[0], -spread[1], deep[0], -deep[1], *near, around, [largest, -largest]])


def _close(random: np.random.Generator, centres: Iterable[float], dtype: Dtype, count: int) -> Array:
    """At relative distances of 10^-16 … 10^-1 of each centre, on both sides; absolute ones around 0."""
    smallest = math.log10(np.finfo(dtype).eps) - 0.3
    chosen = [np.zeros(0)]
    for centre in centres:
        apart = 10.0 ** random.uniform(smallest, -1, count) * np.where(np.arange(count) % 2, 1, -1)
        chosen.append(centre * (1 + apart) if centre else apart)
    return np.concatenate(chosen)


def _part(count: int, share: float) -> int:
    return max(2, round(count * share))


def _kept(chosen: Array, dtype: Dtype, limit: float) -> Array:
    with np.errstate(over="ignore", under="ignore"):
        rounded = np.unique(chosen.astype(dtype))
    return rounded[np.isfinite(rounded) & (rounded != 0) & (np.abs(rounded) <= limit)]


# -- places of a function ---------------------------------------------------------------------------------------------


@cache
def places(function: Real, dtype: Dtype = np.float64, limit: float = 1200.0) -> Places:
    """Roots in ±60 apart from 0, and where |f| passes the smallest normal and half the smallest subnormal number."""
    narrow = min(60.0137, limit)
    grid = [float(x) for x in np.linspace(-narrow, narrow, 1202)]
    signs = [_sign(exact_value(function, x)) for x in grid]
    roots = [
        _bisect(a, b, lambda x, s=s: _sign(exact_value(function, x)) == s)  # type: ignore[misc]
        for a, b, s, t in zip(grid, grid[1:], signs, signs[1:], strict=False)
        if s * t < 0 and not a < 0 < b
    ]
    # a root at a point of the grid itself shows as + 0 - there
    roots += [
        x for x, s, t, u in zip(grid[1:], signs, signs[1:], signs[2:], strict=False) if t == 0 and s * u < 0 and x
    ]
    information = np.finfo(dtype)
    levels = (information.minexp, information.minexp - information.nmant - 1)
    wide = [float(x) for x in np.linspace(-limit, limit, 601) if abs(x) > 1.5]
    sizes = [exact_value(function, x)[2] for x in wide]
    changes = [
        _bisect(a, b, lambda x, up=s > level, level=level: (exact_value(function, x)[2] > level) == up)  # type: ignore[misc]
        for a, b, s, t in zip(wide, wide[1:], sizes, sizes[1:], strict=False)
        for level in levels
        if (s > level) != (t > level) and not a < 0 < b
    ]
    return Places(tuple(roots), tuple(changes))


def _sign(value: tuple[float, float, int]) -> int:
    return (value[0] > 0) - (value[0] < 0)


def _bisect(low: float, high: float, same: Callable[[float], bool]) -> float:
    """The float at which a property that holds at ``low`` ends before ``high``."""
    while low < (middle := low / 2 + high / 2) < high:
        low, high = (middle, high) if same(middle) else (low, middle)
    return low

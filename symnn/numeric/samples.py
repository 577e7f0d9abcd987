"""Where the error of generated code is measured: cells that cover the doubles, random points, exact references."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symnn.numeric.analytic import values
from symnn.term import Sym, Term

LARGEST = float(np.finfo(np.float64).max)
# powers of two at which x², x³ and 2x overflow or sink below the normal numbers, and a regular ladder
_LARGE = sorted({14, *range(20, 1024, 24), 340, 341, 342, 358, 359, 511, 512, 513, 537, 538, 1021, 1022, 1023})
_SMALL = sorted({*range(-1074, -30, 24), -340, -341, -342, -358, -511, -512, -513, -537, -1021, -1022, -30, -20, -15})
TINY_EDGES = [2.0**k for k in (*_SMALL, -10, -8, -6, -5, -4, -3)]
WIDE_EDGES = [*(float(k) for k in range(48, 801, 8)), 900.0, 1100.0, *(2.0**k for k in _LARGE)]
NEAR = 40
CLOSE_TO_BORDERS = (52, 51, 48, 42, 36, 30, 24, 18, 12)
EXTENDED = np.finfo(np.longdouble).nmant == 63  # then ``dense`` adds many more points
PER_CELL = 6 if EXTENDED else 14


def edges(breakpoints: Sequence[float]) -> list[float]:
    """Cell borders from −max to max."""
    inner = [k / 8 for k in range(2, 8 * NEAR + 1)]
    right = [*TINY_EDGES, *inner, *WIDE_EDGES, LARGEST]
    every = {0.0, *right, *(-e for e in right), *(b for b in breakpoints if abs(b) <= LARGEST)}
    return sorted(every)


@dataclass
class Samples:
    """Points by cell; ``cell[i]`` is the cell of ``x[i]``, from ``edges[c]`` to ``edges[c + 1]``."""

    edges: list[float]
    x: Any
    cell: Any

    @property
    def count(self) -> int:
        return len(self.edges) - 1


def samples(breakpoints: Sequence[float], seed: int = 20) -> Samples:
    """Random points inside every cell (log-uniform where a cell spans powers of two), close to its ends too."""
    rng = np.random.default_rng(seed)
    borders = edges(breakpoints)
    beside = {b for b in breakpoints if b}
    xs, cells = [], []
    for c, (a, b) in enumerate(itertools.pairwise(borders)):
        t = np.append(rng.random(PER_CELL - 2), [0.002, 0.998])
        low, high = abs(a), abs(b)
        if a < 0 < b or (low == 0 or high == 0):
            small = max(low, high) or 1.0
            points = np.sign(a + b) * small * t
        elif max(low, high) > 2 * min(low, high):
            points = np.sign(a) * np.exp2(np.log2(low) + t * (np.log2(high) - np.log2(low)))
        else:
            points = a + t * (b - a)
        ends = [(e, s) for e, s in ((a, 1), (b, -1)) if e in beside]
        points = np.append(points, [e + s * abs(e) * 2.0**-k for e, s in ends for k in CLOSE_TO_BORDERS])
        points = points[(points > a) & (points < b)]
        xs.append(points)
        cells.append(np.full(points.shape, c))
    return Samples(borders, np.concatenate(xs), np.concatenate(cells))


@dataclass
class Reference:
    """The exact values at the sample points: the nearest doubles and the remainders; NaN where there is none."""

    high: Any
    low: Any


def references(terms: Sequence[Term], var: Sym, points: Any) -> list[Reference]:
    """The exact values of several terms that share their parts."""
    pairs = [np.array(row).reshape(-1, 2).T for row in values(terms, var, points.tolist())]
    return [Reference(high, low) for high, low in pairs]


def ulps(y: Any, exact: Reference) -> Any:
    """|y − exact| in units of the last place of the exact value; infinite where finite and not-finite disagree."""
    with np.errstate(all="ignore"):
        size = np.abs(exact.high)
        _, exponent = np.frexp(size)
        unit = np.ldexp(1.0, np.maximum(exponent - 53, -1074))
        unit = np.where(size == 0, 2.0**-1074, unit)
        error = np.abs((y - exact.high) - exact.low) / unit
        error = np.where(np.isinf(exact.high), np.where(y == exact.high, 0.0, np.inf), error)
        error = np.where(np.isnan(error), np.inf, error)
    return np.where(np.isnan(exact.high), 0.0, error)


def by_cell(error: Any, where: Any, count: int) -> Any:
    """The largest error in each cell; zero in a cell without points."""
    out = np.zeros(count)
    np.maximum.at(out, where, error)
    return out


def cell_of(borders: Sequence[float], x: float) -> int:
    return min(max(bisect_right(borders, x) - 1, 0), len(borders) - 2)

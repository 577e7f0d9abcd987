"""Many more sample points, judged by the same program in extended precision where the machine has it.

Ball arithmetic gives a few exact values a cell.  With an 80-bit ``longdouble`` a program can judge its own double
evaluation at hundreds of points; where the two kinds of reference agree on the few, the hundreds count.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symnn.numeric.evaluate import evaluate, extended
from symnn.numeric.nodes import Node
from symnn.numeric.samples import EXTENDED, Reference, Samples, by_cell, ulps

MANY, USED = 72, 600  # points in a cell; of a main program in a cell within ±NEAR, where most arguments are
NEAR = 8.0
LENIENT = 3.6 / 3.95  # of hundreds of points the worst is nearly the worst of all
AGREES = 0.25  # ULP between the two references at the exact points of a cell
USUAL = 10.0
FINEST, COARSEST = 2.0**-20, 1100.0


def dense_errors(program: Node, grid: Samples, exact: Reference, cells: list[int], used: int = MANY) -> Any:
    """The largest error in each cell at many points; zero where extended precision is no judge."""
    out = np.zeros(grid.count)
    if not EXTENDED:
        return out
    widths = [(c, grid.edges[c], grid.edges[c + 1]) for c in cells if _usual(grid.edges[c], grid.edges[c + 1])]
    if not widths:
        return out
    rng = np.random.default_rng(7)
    counts = [used if max(abs(a), abs(b)) <= NEAR and b - a >= 0.125 else MANY for _, a, b in widths]
    x = np.concatenate([a + (b - a) * rng.random(n) for (_, a, b), n in zip(widths, counts, strict=True)])
    cell = np.repeat([c for c, _, _ in widths], counts)
    trusted = _trusted(program, grid, exact)
    reference = _extended(program, x)
    error = ulps(evaluate(program, x), reference)
    error = np.where(np.isfinite(error), error, 0.0)
    error *= np.repeat([LENIENT if n > MANY else 1.0 for n in counts], counts)
    return np.where(trusted, by_cell(error, cell, grid.count), 0.0)


def share_to_patch(program: Node, x: Any, goal: float = 3.3) -> float:
    """The share of usual arguments, normal with deviation 3, that lie where the program misses the goal."""
    low, high = max(-USUAL, float(x.min())), min(USUAL, float(x.max()))
    if not EXTENDED or low >= high:
        return 0.0
    points = np.linspace(low, high, 6_001)[1:-1]
    points += np.random.default_rng(3).random(points.size) * 2.0**-40
    error = ulps(evaluate(program, points), _extended(program, points))
    error = np.where(np.isfinite(error), error, 1e9)
    bins = np.minimum(((points + USUAL) * 4).astype(np.intp), int(USUAL) * 8 - 1)
    worst = by_cell(error, bins, int(USUAL) * 8)
    middles = (np.arange(worst.size) + 0.5) / 4 - USUAL
    weight = np.exp(-((middles / 3) ** 2) / 2)
    return float(np.sum(weight[worst > goal]) / np.sum(weight))


def _usual(low: float, high: float) -> bool:
    return max(abs(low), abs(high)) <= COARSEST and max(abs(low), abs(high)) > FINEST


def _extended(program: Node, x: Any) -> Reference:
    wide = extended(program, x.astype(np.longdouble))
    with np.errstate(all="ignore"):
        high = wide.astype(np.float64)
        return Reference(high, (wide - high).astype(np.float64))


def _trusted(program: Node, grid: Samples, exact: Reference) -> Any:
    wide = _extended(program, grid.x)
    with np.errstate(all="ignore"):
        gap = ulps(wide.high, Reference(exact.high, exact.low - wide.low))
    gap = np.where(np.isfinite(exact.high), gap, 0.0)
    return by_cell(gap, grid.cell, grid.count) <= AGREES

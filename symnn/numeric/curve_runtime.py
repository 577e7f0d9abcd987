"""What generated code calls: a smooth function and its slope in float32, by a step of second order from a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

REACH = 16.0  # of the tables, on both sides of 0
MAGIC_CURVE = 1.5 * 2.0**14  # in float32, x + MAGIC_CURVE is rounded to a multiple of 1/512
LOWEST_CURVE = int((np.array([MAGIC_CURVE], np.float32) - np.float32(REACH)).view(np.int32)[0])


def curve(both: Callable[..., None], count: int) -> Any:
    """f, f′ and f″/2 at the multiples c of 1/512 from −REACH to REACH, in float32; ``both`` has f and f′.

    f″ is that of the chord of f′ from c − 1/1024 to c + 1/1024, and f′ half way between itself and the chord, so that
    f′(c) + f″(c)·t is wrong by at most t²/4 of f‴ there.
    """
    c = np.arange(-REACH * 512, REACH * 512 + 1) / 512.0
    work, rest = np.empty((count, c.size)), np.empty(c.size)
    rows = [np.empty(c.size) for _ in range(4)]
    value, slope, below, above = rows
    with np.errstate(all="ignore"):
        both(c - 1 / 1024, rest, below, work)
        both(c + 1 / 1024, rest, above, work)
        both(c, value, slope, work)
        return np.array([value, 0.5 * slope + 0.25 * (below + above), 256.0 * (above - below)]).astype(np.float32)


def follow(x: Any, table: Any, value: Any, slope: Any, work: Any) -> bool:
    """f(c) + t·(f′ + t·f″/2) and f′ + t·f″ in float32 from the rows of ``curve``, t = x − c; f is straight beyond them.

    Whether an argument lies beyond, or is NaN.
    """
    beyond = x.size > 0 and not (np.minimum.reduce(x) >= -REACH and np.maximum.reduce(x) <= REACH)
    inside = np.clip(x, -REACH, REACH) if beyond else x
    cell, t, bend = work[:2].reshape(-1).view(np.int64), work[2], work[3]
    np.add(inside, MAGIC_CURVE, out=t)
    place = bend.view(np.int32)
    np.subtract(t.view(np.int32), LOWEST_CURVE, out=place)
    np.copyto(cell, place)
    for row, out in zip(table, (value, slope, bend), strict=True):
        row.take(cell, out=out, mode="clip")
    t -= MAGIC_CURVE
    np.subtract(inside, t, out=t)
    bend *= t
    slope += bend
    t *= slope
    value += t
    slope += bend
    if beyond:
        value += (x - inside) * slope
    return beyond

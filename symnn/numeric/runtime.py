"""What generated code calls: blocks, selection without branches, polynomials in cells, double-double exponents.

Every function here depends on NumPy alone; ``Compiled.source`` carries the ones that it needs as they stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

BLOCK = 16384


def select(less: Any, then: Any, other: Any, out: Any) -> None:
    """``out`` = ``then`` where ``less`` holds, else ``other``, bit by bit: no branch to predict."""
    mask = less.astype(np.int64)
    np.negative(mask, out=mask)
    a, b = (np.asarray(v, dtype=np.float64).view(np.int64) for v in (then, other))
    np.bitwise_and(mask, np.bitwise_xor(a, b), out=mask)
    np.bitwise_xor(mask, b, out=out.view(np.int64))


def polynomials(u: Any, table: Any, start: float, width: float, out: Any) -> None:
    """A function given by one polynomial a cell: cell i is start + [i, i+1]·width, its polynomial about the middle.

    ``table[j, i]`` is the coefficient of the j-th power; outside the cells the value at their end is used.
    """
    u = np.clip(u, start, start + width * table.shape[1])
    place = u - start
    place *= 1.0 / width
    np.floor(place, out=place)
    np.clip(place, 0.0, table.shape[1] - 1.0, out=place)
    cell = place.astype(np.intp)
    place *= width
    place += start + 0.5 * width
    t = np.subtract(u, place, out=place)
    row = np.empty_like(t)
    table[-1].take(cell, out=out, mode="clip")
    for coefficients in table[-2::-1]:
        out *= t
        coefficients.take(cell, out=row, mode="clip")
        out += row


def error_function(u: Any, ratio: Any, half_erfcx: Any, out: Any) -> None:
    """erf: u·(erf(u)/u) for |u| < 1, else ±(1 − e^{−u²}·erfcx(|u|))."""
    size = np.abs(u)
    near, far = np.empty_like(size), np.empty_like(size)
    polynomials(size, ratio, 0.0, 0.0625, near)
    near *= u
    polynomials(size, half_erfcx, 0.0, 0.0625, far)
    far *= -2.0 * np.exp(-size * size)
    far += 1.0
    np.copysign(far, u, out=far)
    select(np.less(size, 1.0), near, far, out)


def two_product(a: Any, b: Any) -> tuple[Any, Any]:
    """a·b as the rounded product and its exact error (Dekker 1971; for |a|, |b| < 2^900)."""
    p = a * b
    c = 134217729.0 * a
    a1 = c - (c - a)
    a2 = a - a1
    c = 134217729.0 * b
    b1 = c - (c - b)
    b2 = b - b1
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2


def two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    """a + b as the rounded sum and its exact error (Knuth)."""
    s = a + b
    v = s - a
    return s, (a - (s - v)) + (b - v)


def exact_polynomial(x: Any, coefficients: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    """A polynomial in double-double arithmetic by Horner; the highest coefficient comes first."""
    high, low = np.full_like(x, coefficients[0][0]), np.full_like(x, coefficients[0][1])
    for c, e in coefficients[1:]:
        p, error = two_product(high, x)
        high, rest = two_sum(p, c)
        low = low * x + (error + rest + e)
    total = high + low
    return total, (high - total) + low


def exact_exp(x: Any, coefficients: Sequence[tuple[float, float]]) -> Any:
    """e^{p(x)}: the low part of the exponent as a factor 1 + low."""
    high, low = exact_polynomial(x, coefficients)
    e = np.exp(high)
    return e + e * low


def run(
    program: Callable[..., None],
    count: int,
    x: Any,
    outs: Sequence[Any],
    parameters: Sequence[Any] = (),
) -> None:
    """Runs a block program over flat float64 data; ``outs`` may be float32 or strided."""
    n = x.shape[0]
    size = min(n, BLOCK)
    if size == 0:
        return
    scratch = np.empty((count + 1 + len(outs), size))
    with np.errstate(all="ignore"):
        for start in range(0, n, BLOCK):
            stop = min(start + BLOCK, n)
            rows = scratch if stop - start == size else scratch[:, : stop - start]
            here = x[start:stop]
            if here.dtype != np.float64 or not here.flags.c_contiguous:
                rows[0] = here
                here = rows[0]
            targets = [o[start:stop] for o in outs]
            direct = [t.dtype == np.float64 and t.flags.c_contiguous for t in targets]
            into = [t if d else rows[1 + k] for k, (t, d) in enumerate(zip(targets, direct, strict=True))]
            values = [p if np.ndim(p) == 0 else p[start:stop] for p in parameters]
            program(here, *into, *values, rows[1 + len(outs) :])
            for t, d, v in zip(targets, direct, into, strict=True):
                if not d:
                    t[...] = v

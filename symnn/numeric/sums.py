"""Sums and products of doubles with their rounding errors kept.

A pair ``(hi, lo)`` stands for the unevaluated sum hi + lo.  ``two_sum``, ``two_difference`` and ``two_product`` are
exact (Møller and Knuth; Veltkamp and Dekker) as long as nothing overflows and no product falls below 2^-969.
Where a result is infinite or NaN, ``hi`` is right and ``lo`` means nothing.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Pair: TypeAlias = tuple[Array, Array]

SPLITTER = 134217729.0  # 2^27 + 1


def two_sum(a: Array, b: Array) -> Pair:
    """a + b exactly."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def fast_two_sum(a: Array, b: Array) -> Pair:
    """a + b exactly where |a| ≥ |b| or a = 0."""
    s = a + b
    return s, b - (s - a)


def two_difference(a: Array, b: Array) -> Pair:
    """a − b exactly."""
    s = a - b
    t = s - a
    error = t + b
    np.subtract(s, t, out=t)
    np.subtract(a, t, out=t)
    return s, np.subtract(t, error, out=error)


def _halves(a: Array) -> Pair:
    c = SPLITTER * a
    high = c - (c - a)
    return high, a - high


def two_product(a: Array, b: Array) -> Pair:
    """a·b exactly, for |a|, |b| < 2^996."""
    p = a * b
    a1, a2 = _halves(a)
    b1, b2 = _halves(b)
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2


def pair_sum(a: Pair, b: Pair) -> Pair:
    """The sum of two pairs, to about 2^-104 of |a| + |b|."""
    s, e = two_sum(a[0], b[0])
    return fast_two_sum(s, e + (a[1] + b[1]))


def pair_product(a: Pair, b: Pair) -> Pair:
    """The product of two pairs, to about 2^-102 of it."""
    p, e = two_product(a[0], b[0])
    return fast_two_sum(p, e + (a[0] * b[1] + a[1] * b[0]))


def pair_total(a: Pair, axis: int) -> Pair:
    """The sum of pairs along an axis by halves, to about 2^-102 of the sum of their magnitudes.

    Infinite or NaN like the plain sum.
    """
    hi, lo = (np.moveaxis(part, axis, 0) for part in a)
    if not len(hi):
        nothing = np.zeros(hi.shape[1:])
        return nothing, nothing
    while len(hi) > 1:
        half = len(hi) // 2
        s, e = two_sum(hi[:half], hi[half : 2 * half])
        e += lo[:half]
        e += lo[half : 2 * half]
        if len(hi) % 2:
            first, error = two_sum(s[0], hi[-1])
            s[0] = first
            e[0] += error + lo[-1]
        hi, lo = s, e
    total, rest = fast_two_sum(hi[0], np.where(np.isfinite(hi[0]), lo[0], 0.0))
    return total, np.where(np.isfinite(total), rest, 0.0)


def accurate_sum(x: Array, axis: int | None = None) -> Array:
    """The sum of doubles along an axis (or of all), rounded about once unless it cancels by more than 2^50."""
    flat, along = (x.reshape(-1), 0) if axis is None else (x, axis)
    hi, lo = pair_total((flat, np.zeros_like(flat)), along)
    total: Array = hi + lo
    return total


def accurate_mean(x: Array) -> Array:
    """The mean of all entries; NaN of none.  Where only the sum overflows, the entries are made smaller first."""
    count = float(x.size)
    total = accurate_sum(x)
    if np.isinf(total) and np.isfinite(x).all():
        return np.asarray(accurate_sum(x * 2.0**-64) / count * 2.0**64)
    return np.asarray(np.divide(total, count))


def positive_total(e: Array, axis: int, largest: Array | float) -> Pair:
    """The sum of entries in [0, largest] along an axis as a pair (kept dimensions), without a loop over levels.

    With σ the power of two above n·largest, q = (e + σ) − σ is a multiple of 2^-52 σ, so that the plain sum of all q is
    exact (Rump, Ogita, Oishi); the remainders e − q are at most 2^-53 σ and their plain sum is accurate enough:
    the error is about 2^-100 n² of the largest entry.
    """
    exponent = np.frexp(largest)[1] + int(e.shape[axis] - 1).bit_length()
    sigma = np.ldexp(1.0, exponent)
    q = e + sigma
    q -= sigma
    hi = q.sum(axis=axis, keepdims=True)
    np.subtract(e, q, out=q)
    return hi, q.sum(axis=axis, keepdims=True)

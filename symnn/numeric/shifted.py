"""Softmax and log-softmax of blocks of rows, from the logits less the greatest.

With m the greatest logit, d_j = x_j − m and T = Σ e^(d_j) over all classes but that of m:
softmax is e^(d_i)/(1 + T), log-softmax is d_i − log1p(T).  e^d magnifies the rounding of d up to 745 times, so that
d is kept with its error; T is summed with the rounding errors of the sum, without the 1 of the greatest, which
would hide it.  ``careful=False`` leaves both corrections out: the fast mode, and float32 computed in float64.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.numeric.exponentials import exponential_pair
from symnn.numeric.sums import Pair, fast_two_sum, pair_total, positive_total, two_difference

Array: TypeAlias = NDArray[Any]
Index: TypeAlias = tuple[Array, Array]

LEAST = -1600.0  # e^LEAST times the greatest double is 0
TINY = 2.0**-960  # sums below this are formed anew with exponents of their own: subnormal terms have few digits
LIFT = 1000  # 2^LIFT times the least subnormal still has all its digits


def entry(position: Array, axis: int) -> Index:
    """The index of one entry in each row of a block whose rows lie along ``axis``."""
    rows = np.arange(len(position))
    return (rows, position) if axis == 1 else (position, rows)


def shift(x: Array, axis: int, careful: bool) -> tuple[Array, Array | None, Array]:
    """x − m with its rounding error (``None`` unless careful), and the position of the greatest in each row.

    A row with one +∞ is 0 there and -∞ elsewhere; with several, or with only -∞, or with a NaN, it is NaN.
    """
    position = np.argmax(x, axis=axis)
    top = x[entry(position, axis)]
    if np.isposinf(top).any():
        infinite = np.isposinf(x)
        value = np.where(infinite.sum(axis=axis) > 1, np.nan, 0.0).astype(x.dtype)
        here = np.expand_dims(np.isposinf(top), axis)
        limit = np.where(infinite, np.expand_dims(value, axis), x.dtype.type(-np.inf))
        x = np.where(here, limit, x)
        top = np.where(np.isposinf(top), value, top)
    m = np.expand_dims(top, axis)
    if not careful:
        return x - m, None, position
    d, error = two_difference(x, m)
    np.fmin(error, 1.0, out=error)  # NaN where d is infinite, more than 1 only where e^d is 0
    return d, error, position


def softmax_block(x: Array, axis: int, careful: bool) -> Array:
    d, error, _ = shift(x, axis, careful)
    e = np.exp(d, out=d)
    if error is None:
        e /= e.sum(axis=axis, keepdims=True)
        return e
    hi, lo = positive_total(e, axis, 1.0)
    lo += (e * error).sum(axis=axis, keepdims=True)
    return quotient(e, error, hi, lo)


def quotient(e: Array, error: Array, hi: Array, lo: Array) -> Array:
    """e^(d + error)/(hi + lo) from e = e^d: e·(1 + error − lo/hi)/hi; overwrites its arguments."""
    error -= lo / hi
    error *= e
    e += error
    e /= hi
    return e


def tail_total(e: Array, d: Array, error: Array | None, position: Array, axis: int) -> Pair:
    """T = Σ e^(d_j) over all but the greatest, as a pair; its entry in ``e`` becomes 0."""
    e[entry(position, axis)] = 0.0
    if error is None:
        total = e.sum(axis=axis, keepdims=True)
        return total, np.zeros_like(total)
    hi, lo = positive_total(e, axis, e.max(axis=axis, keepdims=True))
    lo += (e * error).sum(axis=axis, keepdims=True)
    hi, lo = fast_two_sum(hi, lo)
    tiny = np.flatnonzero(hi < TINY)
    if tiny.size and e.shape[axis] > 1:
        total = _tiny_total(np.take(d, tiny, 1 - axis), np.take(error, tiny, 1 - axis), position[tiny], axis)
        hi.reshape(-1)[tiny], lo.reshape(-1)[tiny] = total, 0.0
    return hi, lo


def _tiny_total(d: Array, error: Array, position: Array, axis: int) -> Array:
    (hi, lo), k = bounded_exponentials(d, error)
    k[entry(position, axis)] = -4 * LIFT
    k += LIFT
    total, rest = pair_total((np.ldexp(hi, k), np.ldexp(lo, k)), axis)
    lifted: Array = np.ldexp(total + rest, -LIFT)
    return lifted


def bounded_exponentials(d: Array, error: Array) -> tuple[Pair, Array]:
    """``exponential_pair`` with everything below LEAST, -∞ too, put at LEAST, where nothing is left of it."""
    inside = d > LEAST
    return exponential_pair(np.maximum(d, LEAST), np.where(inside, error, 0.0))


def log_one_plus(hi: Array, lo: Array) -> Array:
    """log(1 + hi + lo) for hi ≥ 0 and a small lo."""
    result = np.log1p(hi)
    result += lo / (1.0 + hi)
    return result


def log_softmax_block(x: Array, axis: int, careful: bool) -> Array:
    d, error, position = shift(x, axis, careful)
    level = log_one_plus(*tail_total(np.exp(d), d, error, position, axis))
    if error is None:
        d -= level
        return d
    error -= level
    d += error
    return d

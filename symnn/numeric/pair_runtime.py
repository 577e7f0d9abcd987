"""What generated code calls where an exponent has to be known better than to its last bit: pairs of doubles.

A pair (high, low) is the number high + low, known to about 2^-70 of itself.  Where high is infinite or NaN, low is 0.
Every function here depends on NumPy alone and on ``two_sum`` and ``two_product``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symnn.numeric.runtime import two_product, two_sum


def kept(high: Any, low: Any) -> Any:
    """The pair with a low part of at most half a unit of the high one."""
    total = high + low
    rest = (high - total) + low
    fine = np.isfinite(rest)
    return np.where(fine, total, high), np.where(fine, rest, 0.0)


def pair_sum(a: Any, b: Any) -> Any:
    s, e = two_sum(a[0], b[0])
    return kept(s, e + (a[1] + b[1]))


def pair_product(a: Any, b: Any) -> Any:
    p, e = two_product(a[0], b[0])
    return kept(p, e + (a[0] * b[1] + a[1] * b[0]))


def pair_quotient(a: Any, b: Any) -> Any:
    q = a[0] / b[0]
    p, e = two_product(q, b[0])
    return kept(q, ((a[0] - p) - e + a[1] - q * b[1]) / b[0])


def pair_sqrt(a: Any) -> Any:
    s = np.sqrt(a[0])
    p, e = two_product(s, s)
    return kept(s, ((a[0] - p) - e + a[1]) / (2.0 * s))


def pair_exp(a: Any) -> Any:
    """e^a = 2^n·(1 + p)^64 with r = (a − n·log 2)/64 and p = e^r − 1 = r + r²/2 + r³/6 + …; |r| < 0.0055.

    n·0.6931471805598903 is exact, and (1 + p)² − 1 = 2p + p².
    """
    high = np.clip(a[0], -1600.0, 1600.0)
    n = np.nan_to_num(np.rint(high * 1.4426950408889634))
    r = pair_sum((high - n * 0.6931471805598903, -(n * 5.497923018708371e-14)), (a[1], -(n * 1.94704509238075e-31)))
    r = (r[0] / 64.0, r[1] / 64.0)
    t = r[0]
    tail = 1 / 6 + t * (1 / 24 + t * (1 / 120 + t * (1 / 720 + t * (1 / 5040 + t / 40320))))
    square = pair_product(r, r)
    p = pair_sum(pair_sum(r, (square[0] * 0.5, square[1] * 0.5)), (t * t * t * tail, 0.0))
    for _ in range(6):
        p = pair_sum((2.0 * p[0], 2.0 * p[1]), pair_product(p, p))
    e = pair_sum((1.0, 0.0), p)
    k = n.astype(np.int32)
    return kept(np.ldexp(e[0], k), np.ldexp(e[1], k))


def pair_log(a: Any) -> Any:
    """log a = k·log 2 + l + log1p(m·e^{−l} − 1) with a = m·2^k and l the rounded log m."""
    m, k = np.frexp(a[0])
    low = np.ldexp(a[1], -k)
    first = np.log(m)
    ratio = pair_product(pair_exp((-first, np.zeros_like(first))), (m, low))
    d = (ratio[0] - 1.0) + ratio[1]
    n = k * 1.0
    return pair_sum((n * 0.6931471805598903, n * 5.497923018708371e-14), kept(first, d - 0.5 * d * d))


def careful_exp(w: Any) -> Any:
    """e^w of a pair: the low part as a factor 1 + low."""
    e = np.exp(w[0])
    return np.where(np.isinf(e), e, e + e * w[1])

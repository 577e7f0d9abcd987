"""The divergence Σ y log(y/p) without loss of digits where y and p are nearly equal."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.numeric.exponentials import exponential_pair
from symnn.numeric.sums import Pair, fast_two_sum, pair_product, pair_sum, pair_total, two_difference, two_product

Array: TypeAlias = NDArray[Any]

LN2 = 0.6931471805599453
SMALL = 2.0**-25
TERMS = 13  # of the series in r² ≤ 1/25


def excess(delta: Array) -> Array:
    """δ − log(1 + δ) for |δ| ≤ 1/3, without cancellation.

    With r = δ/(2 + δ), log(1 + δ) = 2(r + r³/3 + r⁵/5 + …) and δ − 2r = δ r, so that the value is
    r (δ − 2 r² (1/3 + r²/5 + r⁴/7 + …)), where the second term is at most a sixth of the first.
    """
    r = delta / (2.0 + delta)
    square = r * r
    series = np.zeros_like(r)
    for k in range(TERMS, 0, -1):
        series *= square
        series += 1.0 / (2 * k + 1)
    return r * (delta - 2.0 * square * series)


def logarithm_of_ratio(y: Array, p: Array) -> Pair:
    """log(y/p) for positive finite y, p as a pair, to about 2^-90.

    One Newton step from the rounded logarithm L of the greater over the smaller: log R = L + (R e^(-L) − 1).
    """
    greater, smaller = np.maximum(y, p), np.minimum(y, p)
    a, a_exponent = np.frexp(greater)
    b, b_exponent = np.frexp(smaller)
    octaves = a_exponent - b_exponent
    guess = np.maximum(np.log(a / b) + octaves * LN2, 0.0)
    (hi, lo), k = exponential_pair(-guess, np.zeros_like(guess))
    zero = np.zeros_like(a)
    product = pair_product((a, zero), (np.ldexp(hi, octaves + k), np.ldexp(lo, octaves + k)))
    surplus = pair_sum(product, (-b, zero))[0] / b
    hi, lo = fast_two_sum(guess, surplus)
    sign = np.where(y >= p, 1.0, -1.0)
    return sign * hi, sign * lo


def small_excess(y: Array, gap: Array) -> Pair:
    """y (δ − log(1 + δ)) for δ = -gap/y, |δ| ≤ SMALL, as a pair: gap²/(2y)·(1 + 2ε/3 + ε²/2 + …) with ε = gap/y."""
    square, square_rest = two_product(gap, gap * 0.5)
    quotient = square / y
    product, product_rest = two_product(quotient, y)
    rest = ((square - product) - product_rest + square_rest) / y
    ratio = gap / y
    return fast_two_sum(quotient, rest + quotient * ratio * (2 / 3 + ratio / 2))


def divergence_total(y: Array, p: Array, axis: int, careful: bool) -> Array:
    """Σ y log(y/p) along an axis; 0·log 0 is 0.

    Where p is near y, a term is y·φ + (y − p) with φ = δ − log(1 + δ) ≥ 0, δ = (p − y)/y, and the y − p sum to about 0.
    Carefully, the other logarithms are pairs: terms of both signs may cancel.
    """
    y, p = y.astype(np.float64), p.astype(np.float64)
    gap, gap_rest = two_difference(y, p)
    zero = np.zeros_like(y)
    delta = -gap / y
    near = np.abs(delta) <= (SMALL if careful else 0.33)
    far = ~near & (y > 0) & (p > 0) & np.isfinite(y) & np.isfinite(p)
    weight = np.where(near | far, y, 1.0)
    if careful:
        bulge = small_excess(weight, np.where(near, gap, 0.0))
        logarithm = logarithm_of_ratio(weight, np.where(far, p, 1.0))
        term = pair_product((weight, zero), logarithm)
    else:
        bulge = weight * excess(np.where(near, delta, 0.0)), zero
        term = weight * (np.log(weight) - np.log(np.where(far, p, 1.0))), zero
    other = np.where(np.isnan(p), np.nan, np.where(y == 0, 0.0, y * np.log(y / p)))  # 0, infinite or NaN
    extreme = np.where(near | far, 0.0, other).sum(axis=axis)
    closeness = pair_sum((gap, gap_rest), bulge)
    parts = [np.where(near, a, np.where(far, b, 0.0)) for a, b in zip(closeness, term, strict=True)]
    hi, lo = pair_total((parts[0], parts[1]), axis)
    total: Array = np.where(extreme == 0, hi + lo, extreme)
    return total

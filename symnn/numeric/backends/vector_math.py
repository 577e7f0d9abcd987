"""Exponentials and logarithms without branches and calls, which a compiler turns into vector instructions.

Arguments are numbers of type float64; bits are shifted as int64.  The polynomials are Chebyshev approximations, whose
own error is below 2^-62 of the result.  ``ERRORS`` are the largest errors that the tests allow, in ULP.  Code for numba
carries these functions as they stand here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

ERRORS = {
    "exponential": 1.0,
    "exponential_minus_one": 2.0,
    "hyperbolic_tangent": 3.0,
    "logarithm_of_one_plus": 1.5,
}


def nearest(t: Any) -> Any:
    """The integer next to |t| < 2^51."""
    return (t + 6755399441055744.0) - 6755399441055744.0


def power_of_two(k: Any) -> Any:
    """2^k for integers |k| ≤ 1022: k stands in the last bits of k + 3·2^51 and goes to the exponent."""
    bits = np.float64(k + 6755399441055744.0).view(np.int64)
    return np.int64((bits << np.int64(52)) + np.int64(4607182418800017408)).view(np.float64)


def reduced(u: Any, k: Any) -> Any:
    """u − k·log 2, the logarithm in two parts of which k times the first is exact (Cody and Waite 1980)."""
    return (u - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10


def exponential_rest(r: Any) -> Any:
    """e^r − 1 for |r| ≤ log(2)/2."""
    p = 2.0914686968086876e-09
    p = p * r + 2.5105217004720745e-08
    p = p * r + 2.75572736431103e-07
    p = p * r + 2.7557255400206422e-06
    p = p * r + 2.4801587325547743e-05
    p = p * r + 0.00019841269874820627
    p = p * r + 0.0013888888888883748
    p = p * r + 0.008333333333326136
    p = p * r + 0.04166666666666667
    p = p * r + 0.1666666666666667
    p = p * r + 0.5
    return r + (r * r) * p


def exponential(x: Any) -> Any:
    """e^x = 2^k·e^r; 2^k is the product of two powers, so that results below the normal numbers are right too."""
    u = -746.0 if x < -746.0 else (710.0 if x > 710.0 else x)
    k = nearest(u * 1.4426950408889634)
    half = nearest(k * 0.5)
    p = 1.0 + exponential_rest(reduced(u, k))
    return (p * power_of_two(half)) * power_of_two(k - half)


def exponential_minus_one(x: Any) -> Any:
    """e^x − 1 = (2^h·(e^r − 1) + (2^h − 2^−l))·2^l with h + l = k."""
    u = -60.0 if x < -60.0 else (710.0 if x > 710.0 else x)
    k = nearest(u * 1.4426950408889634)
    half = nearest(k * 0.5)
    rest, high = k - half, power_of_two(half)
    y = (exponential_rest(reduced(u, k)) * high + (high - power_of_two(-rest))) * power_of_two(rest)
    return x if x == 0.0 else y


def hyperbolic_tangent(x: Any) -> Any:
    """tanh |x| = −m/(2 + m) with m = e^{−2|x|} − 1; the sign of x."""
    m = exponential_minus_one(-2.0 * math.fabs(x))
    return math.copysign(m / (2.0 + m), x)


def logarithm_of_one_plus(x: Any) -> Any:
    """log(1 + x) = k·log 2 + 2·artanh(s), 1 + x = 2^k·(1 + f) with √½ ≤ 1 + f < √2 and s = f/(2 + f).

    What the rounding of 1 + x loses is added, divided by 1 + x.
    """
    u = np.float64(1.0 + x)
    lost = ((1.0 - (u - x)) if x > 1.0 else (x - (u - 1.0))) / u
    bits = np.int64(u.view(np.int64) + np.int64(2638149301829632))  # √½ to a power of two
    k = np.float64((bits >> np.int64(52)) - np.int64(1023))
    one = np.int64((bits & np.int64(4503599627370495)) + np.int64(4604544269498187776)).view(np.float64)
    f = one - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = 0.13088034850927555
    p = p * z + 0.13268638369266825
    p = p * z + 0.15386244737621665
    p = p * z + 0.18181795547521137
    p = p * z + 0.22222222392581045
    p = p * z + 0.28571428570799784
    p = p * z + 0.40000000000000885
    p = p * z + 0.6666666666666666
    half = 0.5 * f * f
    y = s * (half + z * p) + (k * 1.90821492927058770002e-10 + lost) - half + f + k * 6.93147180369123816490e-01
    y = y if x > -1.0 else (-np.inf if x == -1.0 else np.nan)
    return y if x != 0.0 and x < np.inf else x


FUNCTIONS = (
    nearest,
    power_of_two,
    reduced,
    exponential_rest,
    exponential,
    exponential_minus_one,
    hyperbolic_tangent,
    logarithm_of_one_plus,
)

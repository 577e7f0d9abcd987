"""The exponential function to twice the working precision, with an exponent of its own.

For gradients that subtract probabilities: e^d as (hi + lo)·2^k to about 2^-93, for every d between -1600 and 0.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.numeric.sums import Pair, fast_two_sum, two_product, two_sum

Array: TypeAlias = NDArray[Any]

OCTAVE = 12
PARTS = 2**OCTAVE  # e^r is expanded for |r| ≤ ln 2 / 8192 < 2^-13
BITS = 29  # k·2^-29-bit constants are exact for |k| < 2^24


@cache
def _constants() -> tuple[float, float, float, Array, Array]:
    """ln 2 / 4096 in three parts, the first two of 29 bits; 2^(j/4096) as pairs."""
    with localcontext() as context:
        context.prec = 60
        step = Decimal(2).ln() / PARTS
        parts = []
        rest = step
        for _ in range(2):
            mantissa, exponent = np.frexp(float(rest))
            part = float(np.ldexp(np.rint(np.ldexp(mantissa, BITS)), exponent - BITS))
            parts.append(part)
            rest -= Decimal(part)
        root = step.exp()
        power = Decimal(1)
        hi, lo = [], []
        for _ in range(PARTS):
            hi.append(float(power))
            lo.append(float(power - Decimal(float(power))))
            power *= root
    return parts[0], parts[1], float(rest), np.array(hi), np.array(lo)


def exponential_pair(d: Array, error: Array) -> tuple[Pair, Array]:
    """e^(d + error) = (hi + lo)·2^k for -1600 ≤ d ≤ 0 and |error| ≤ 2^-40: hi in [0.99, 2.01], k an integer.

    With n = round(d·4096/ln 2) and r = d − n·ln 2/4096 (exact but for 2^-100): e^d = 2^(n/4096)·e^r, the power of two
    from a table, e^r = 1 + (r + r²/2) + r³(1/6 + r/24 + r²/120 + r³/720), the bracket with its rounding errors.
    """
    c1, c2, c3, table, table_rest = _constants()
    n = np.rint(d * (1 / (c1 + c2)))
    r, rest = two_sum(d - n * c1, -(n * c2))
    rest += error - n * c3
    square, square_rest = two_product(r, r)
    tail = r * square * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r / 720)))
    s, s_rest = fast_two_sum(r, square * 0.5)
    s_rest += square_rest * 0.5 + rest * (s + (tail + rest * 0.5)) + rest + tail
    n = n.astype(np.int64)
    index = n & (PARTS - 1)
    t, t_rest = table.take(index), table_rest.take(index)
    p, p_rest = two_product(t, s)
    hi, lo = fast_two_sum(t, p)
    lo += p_rest + t * s_rest + t_rest * s + t_rest
    return fast_two_sum(hi, lo), (n >> OCTAVE).astype(np.int32)

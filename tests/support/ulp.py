"""Errors in units in the last place, counted against exact values.

An exact value is kept as (head + tail)·2^exponent with 1/2 ≤ |head| < 1 and |tail| ≤ 2^-54, so that values below the
smallest subnormal and above the largest float keep their digits.  One ULP of the target type at v is
2^(⌊log2 |v|⌋ - p + 1), and for |v| below the smallest normal number the smallest subnormal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import frexp

import flint
import numpy as np
from numpy.typing import ArrayLike, NDArray

ZERO = -1200  # exponent of values that are zero to every target: |v| < 2^-1200
CERTIFIED = 72  # bits of relative accuracy of a ball that is accepted
PRECISIONS = (128, 256, 512, 1280, 2560, 4352, 8704)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Exact:
    """Exact values, elementwise (head + tail)·2^exponent."""

    head: Floats
    tail: Floats
    exponent: NDArray[np.int64]

    def __getitem__(self, chosen: object) -> Exact:
        return Exact(self.head[chosen], self.tail[chosen], self.exponent[chosen])  # type: ignore[index]

    def nearest(self, dtype: type[np.floating] = np.float64) -> NDArray[np.floating]:
        """The values rounded (twice, so last digits may differ by one): for messages and for magnitudes."""
        with np.errstate(all="ignore"):
            return np.ldexp(self.head, self.exponent).astype(dtype)

    def normal(self, dtype: type[np.floating] = np.float64) -> NDArray[np.bool_]:
        """Where the value is a normal float of the type."""
        information = np.finfo(dtype)
        return (self.exponent > information.minexp) & ~overflows(self, dtype)


def stack(rows: list[tuple[float, float, int]]) -> Exact:
    head, tail, exponent = zip(*rows, strict=True) if rows else ((), (), ())
    return Exact(np.array(head, float), np.array(tail, float), np.array(exponent, np.int64))


def split(ball: flint.arb) -> tuple[float, float, int] | None:
    """A ball of enough relative accuracy, or one that is zero or infinite to every target; otherwise nothing."""
    if not ball.is_finite():
        return None
    mantissa, exponent = (int(part) for part in ball.mid().man_exp())
    bits = mantissa.bit_length()
    if mantissa and ball.rel_accuracy_bits() >= CERTIFIED:
        scaled = flint.arb((mantissa, -bits))
        head = float(scaled)
        tail = float(scaled - head)
        head, shift = frexp(head)
        place = exponent + bits + shift
        if place < ZERO:
            return 0.0, 0.0, ZERO
        return (head, tail / 2**shift, place) if place <= 5000 else (0.5 if mantissa > 0 else -0.5, 0.0, 5000)
    if ball.abs_upper() < flint.arb((1, ZERO)):
        return 0.0, 0.0, ZERO
    return None


def overflows(exact: Exact, dtype: type[np.floating]) -> NDArray[np.bool_]:
    """Where the value rounds to an infinity: |v| ≥ 2^emax·(1 - 2^-(p+1))."""
    information = np.finfo(dtype)
    precision = information.nmant + 1
    shift = np.clip(exact.exponent - information.maxexp, -60, 60)
    head, tail = (np.ldexp(part * np.sign(exact.head), shift) for part in (exact.head, exact.tail))
    return (exact.exponent >= information.maxexp) & ((head - 1) + tail >= -(2.0 ** -(precision + 1)))


def ulps(found: ArrayLike, exact: Exact, dtype: type[np.floating]) -> Floats:
    """|found - exact| in ULP of the type; infinite for NaN, and for an infinity whose value does not round to it.

    Signed zeros are the same number.  A finite answer to a value that rounds to an infinity counts by its distance,
    as if exponents were unbounded.
    """
    information = np.finfo(dtype)
    found = np.asarray(found, dtype).astype(np.float64)
    below = (np.abs(exact.head) == 0.5) & (exact.tail * np.sign(exact.head) < 0)
    unit = np.maximum(exact.exponent - 1 - below, information.minexp) - information.nmant
    with np.errstate(all="ignore"):
        apart = np.abs((np.ldexp(found, -exact.exponent) - exact.head) - exact.tail)
        errors = np.minimum(np.ldexp(apart, exact.exponent - unit), 1e300)
    infinite = np.isinf(found) & overflows(exact, dtype) & (np.sign(found) == np.sign(exact.head))
    return np.where(infinite, 0.0, np.where(np.isfinite(found), errors, np.inf))

"""Elementwise losses with their derivatives: functions of the prediction with the target, of a residual or of a margin.

Kernels in the sense of ``symnn.numeric.losses.Kernel`` whose target may be an array.  The formulas are those of
symnn/catalog/losses.md; targets in [0, 1] need not be 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from symnn.numeric.shifted import bounded_exponentials
from symnn.numeric.sums import pair_product, pair_sum, two_difference

Array: TypeAlias = NDArray[Any]


def _stored(result: Array, out: Any) -> Any:
    if out is None:
        return result[()]
    out[...] = result
    return out


def _weighted(weight: Array, value: Array) -> Array:
    """weight·value, 0 where the weight is 0."""
    product: Array = np.where((weight == 0) & np.isinf(value), 0.0, weight * value)
    return product


@final
@dataclass(frozen=True)
class LogitEntropy:
    """Binary cross-entropy of a logit z: with e = e^(-|z|) it is (1 − y) z + log1p(e) for z ≥ 0, y|z| + log1p(e) below.

    No terms of unlike sign (derivations/numbers.md#logits-bce-above, #logits-bce-below).  With N = (1 − y) − y e for
    z ≥ 0, (1 − y) e − y below, the derivative σ(z) − y is N/(1 + e) (#logits-bce-derivative-above,
    #logits-bce-derivative-below).  N cancels only for 0 < y < 1, and is computed with pairs there unless ``exact`` is
    false; for y = 1/2 it is tanh(z/2)/2 (#logits-bce-half).  z = ±∞ gives the limits.
    """

    exact: bool = True

    def __call__(self, x: Any, out: Any = None, *, y: Any) -> Any:
        with np.errstate(all="ignore"):
            z, t = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
            size = np.abs(z)
            weight = np.where(z >= 0, 1.0 - t, t)
            return _stored(_weighted(weight, size) + np.log1p(np.exp(-size)), out)

    def derivative(self, x: Any, out: Any = None, *, y: Any) -> Any:
        with np.errstate(all="ignore"):
            z, t = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
            size = np.abs(z)
            e = np.exp(-size)
            gain, loss = np.where(z >= 0, 1.0, e) * (1.0 - t), np.where(z >= 0, e, 1.0) * t
            result = np.asarray((gain - loss) / (1.0 + e))
            soft = (t > 0) & (t < 1)
            if self.exact and soft.any():
                result[soft] = _paired_slope(z[soft], t[soft])
                result = np.where(t == 0.5, 0.5 * np.tanh(0.5 * z), result)
            return _stored(result, out)


def _paired_slope(z: Array, t: Array) -> Array:
    """σ(z) − t for 0 < t < 1 with e^(-|z|) as a pair."""
    size = np.abs(z)
    (hi, lo), k = bounded_exponentials(-size, np.zeros_like(size))
    e = np.ldexp(hi, k), np.ldexp(lo, k)
    one, zero = np.ones_like(size), np.zeros_like(size)
    above = z >= 0
    gain = pair_product(two_difference(one, t), (np.where(above, 1.0, e[0]), np.where(above, 0.0, e[1])))
    loss = pair_product((-t, zero), (np.where(above, e[0], 1.0), np.where(above, e[1], 0.0)))
    slope: Array = pair_sum(gain, loss)[0] / pair_sum((one, zero), e)[0]
    return slope


@final
@dataclass(frozen=True)
class ProbabilityEntropy:
    """Binary cross-entropy −y log p − (1 − y) log(1 − p) of a probability p; 0·log 0 is 0.

    The derivative (p − y)/(p (1 − p)) is 1/(1 − p) for y = 0 and −1/p for y = 1, also at p = 0 and 1.
    """

    def __call__(self, x: Any, out: Any = None, *, y: Any) -> Any:
        with np.errstate(all="ignore"):
            p, t = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
            return _stored(0.0 - (_weighted(t, np.log(p)) + _weighted(1.0 - t, np.log1p(-p))), out)

    def derivative(self, x: Any, out: Any = None, *, y: Any) -> Any:
        with np.errstate(all="ignore"):
            p, t = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
            mixed = (p - t) / (1.0 - p) / p
            return _stored(np.where(t == 0, 1.0 / (1.0 - p), np.where(t == 1, -1.0 / p, mixed)), out)


@final
@dataclass(frozen=True)
class Square:
    """r² of a residual."""

    def __call__(self, x: Any, out: Any = None) -> Any:
        r = np.asarray(x)
        return _stored(r * r, out)

    def derivative(self, x: Any, out: Any = None) -> Any:
        return _stored(2.0 * np.asarray(x), out)


@final
@dataclass(frozen=True)
class Absolute:
    """|r| of a residual; the derivative at 0 is 0."""

    def __call__(self, x: Any, out: Any = None) -> Any:
        return _stored(np.abs(np.asarray(x)), out)

    def derivative(self, x: Any, out: Any = None) -> Any:
        return _stored(np.sign(np.asarray(x)), out)


@final
@dataclass(frozen=True)
class HuberPenalty:
    """r²/2 of a residual up to δ, δ(|r| − δ/2) beyond: min(|r|, δ)(|r| − min(|r|, δ)/2)."""

    def __call__(self, x: Any, out: Any = None, *, delta: float) -> Any:
        size = np.abs(np.asarray(x))
        inner = np.minimum(size, delta)
        return _stored(inner * (size - 0.5 * inner), out)

    def derivative(self, x: Any, out: Any = None, *, delta: float) -> Any:
        return _stored(np.clip(np.asarray(x), -delta, delta), out)


@final
@dataclass(frozen=True)
class HingePenalty:
    """max(0, 1 − m) of a margin; the derivative at 1 is −1, the customary value."""

    def __call__(self, x: Any, out: Any = None) -> Any:
        return _stored(np.maximum(1.0 - np.asarray(x), 0.0), out)

    def derivative(self, x: Any, out: Any = None) -> Any:
        m = np.asarray(x)
        return _stored(np.where(m <= 1, -1.0, np.where(m > 1, 0.0, m)), out)

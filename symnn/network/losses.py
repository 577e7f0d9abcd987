"""Losses of a batch with their gradients in the output of a network, in buffers that are kept.

Each kernel computes in float64 the stable form that its rule names: no exponential above 1, no difference of nearly
equal numbers where the target is a class or 0 or 1.  Z is (N, m); the gradient is that of the mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


class Kernel(Protocol):
    """``kernel(z, y, gradient)`` is the mean loss; ``gradient`` takes its gradient in z (None: the value alone)."""

    def __call__(self, z: Array, y: Array, gradient: Array | None) -> float: ...


class _Buffers:
    """float64 arrays for at most so many rows; ``of`` cuts them to the rows of a batch.

    ``columns`` first: an array of n samples has a column each, so that reductions run over long rows.
    """

    def __init__(self, rows: int, columns: int, full: int, single: int = 0) -> None:
        self._full = [np.empty(rows * columns) for _ in range(full)]
        self._single = [np.empty(rows) for _ in range(single)]
        self._columns = columns
        self._views: dict[int, list[Array]] = {}

    def of(self, rows: int) -> list[Array]:
        known = self._views.get(rows)
        if known is None:
            if len(self._views) > 8:
                self._views.clear()
            shape = (self._columns, rows)
            known = [b[: rows * self._columns].reshape(shape) for b in self._full] + [b[:rows] for b in self._single]
            self._views[rows] = known
        return known


class Classes:
    """−log p_t of class indices t.  With e = exp(z − max z), R = Σ_{j≠t} e_j and S = R + e_t the value is log S − d_t,
    the gradient e_j/S and −R/S at t (derivations/numbers.md#cross-entropy-class-gradient, #probability-gap).
    """

    def __init__(self, rows: int, columns: int, **_: float) -> None:
        self._buffers = _Buffers(rows, columns, 1, 4)
        self._place = np.empty(rows, np.intp)
        self._sample = np.arange(rows, dtype=np.intp)
        self._places: dict[int, list[Array]] = {}

    def __call__(self, z: Array, y: Array, gradient: Array | None) -> float:
        n = len(z)
        e, top, own, shift, rest = self._buffers.of(n)
        place, sample, flat = self._cut(n, e)
        np.multiply(y, n, place)
        np.add(place, sample, place)  # of (class, sample) in the flat array
        np.copyto(e, z.T)
        np.maximum.reduce(e, axis=0, out=top)
        np.subtract(e, top, e)
        flat.take(place, None, shift, "clip")
        np.exp(e, e)
        np.exp(shift, own)
        flat[place] = 0.0
        np.add.reduce(e, axis=0, out=rest)
        np.subtract(own, 1.0, top)  # exactly 0 where t is the greatest class
        np.add(top, rest, top)
        np.log1p(top, top)
        np.subtract(top, shift, top)
        total = float(np.add.reduce(top)) / n
        if gradient is not None:
            np.add(rest, own, own)
            np.multiply(rest, -1.0, rest)
            flat[place] = rest
            np.divide(1.0 / n, own, own)
            np.multiply(e, own, e)
            np.copyto(gradient, e.T, "same_kind")
        return total

    def _cut(self, rows: int, e: Array) -> list[Array]:
        """Places and samples of a batch, and its array e as a flat one."""
        known = self._places.get(rows)
        if known is None:
            if len(self._places) > 8:
                self._places.clear()
            known = self._places[rows] = [self._place[:rows], self._sample[:rows], e.reshape(-1)]
        return known


class Probabilities:
    """Σ_j y_j (log S − d_j) of rows of probabilities y; gradient p Σ_j y_j − y (#cross-entropy-gradient)."""

    def __init__(self, rows: int, columns: int, **_: float) -> None:
        self._buffers = _Buffers(rows, columns, 4, 3)

    def __call__(self, z: Array, y: Array, gradient: Array | None) -> float:
        n = len(z)
        d, e, t, wide, top, total, weight = self._buffers.of(n)
        np.copyto(d, z.T)
        np.copyto(t, y.T)
        np.maximum.reduce(d, axis=0, out=top)
        np.copyto(wide, top)
        np.subtract(d, wide, out=d)
        np.exp(d, out=e)
        np.add.reduce(e, axis=0, out=total)
        np.log(total, out=top)
        np.copyto(wide, top)
        np.subtract(wide, d, out=d)
        np.multiply(d, t, out=d)
        value = float(np.add.reduce(d, axis=None)) / n
        if gradient is not None:
            np.add.reduce(t, axis=0, out=weight)
            np.divide(weight, total, out=weight)
            np.copyto(wide, weight)
            np.multiply(e, wide, out=e)
            np.subtract(e, t, out=e)
            np.divide(e, n, out=e)
            np.copyto(gradient, e.T, casting="same_kind")
        return value


class BinaryLogits:
    """With u = e^{min(z,0)}, v = e^{−max(z,0)}: u + v = 1 + e^{−|z|}, the value is (1−y) max(z,0) + y max(−z,0) +
    log1p(min(u,v)), the gradient ((1−y) u − y v)/(u + v) (derivations/numbers.md#logits-bce-derivative-above, -below).
    """

    def __init__(self, rows: int, columns: int, **_: float) -> None:
        self._buffers = _Buffers(rows, columns, 6)

    def __call__(self, z: Array, y: Array, gradient: Array | None) -> float:
        t, u, v, a, b, c = self._buffers.of(len(z))
        np.copyto(t, y.T)
        np.subtract(1.0, t, out=c)
        np.copyto(a, z.T)
        np.negative(a, out=b)
        np.minimum(a, 0.0, out=u)
        np.exp(u, out=u)
        np.minimum(b, 0.0, out=v)
        np.exp(v, out=v)
        np.maximum(a, 0.0, out=a)
        np.multiply(a, c, out=a)
        np.maximum(b, 0.0, out=b)
        np.multiply(b, t, out=b)
        np.add(a, b, out=a)
        np.minimum(u, v, out=b)
        np.log1p(b, out=b)
        np.add(a, b, out=a)
        value = float(np.add.reduce(a, axis=None)) / z.size
        if gradient is not None:
            np.add(u, v, out=b)
            np.multiply(b, z.size, out=b)
            np.multiply(u, c, out=u)
            np.multiply(v, t, out=v)
            np.subtract(u, v, out=u)
            np.divide(u, b, out=u)
            np.copyto(gradient, u.T, casting="same_kind")
        return value


class Squares:
    """(z − y)², gradient 2 (z − y)/(N m)."""

    def __init__(self, rows: int, columns: int, **_: float) -> None:
        self._buffers = _Buffers(rows, columns, 2)

    def __call__(self, z: Array, y: Array, gradient: Array | None) -> float:
        r, square = self._buffers.of(len(z))
        np.copyto(r, z.T)
        np.copyto(square, y.T)
        np.subtract(r, square, out=r)
        np.square(r, out=square)
        value = float(np.add.reduce(square, axis=None)) / z.size
        if gradient is not None:
            np.multiply(r, 2.0 / z.size, out=r)
            np.copyto(gradient, r.T, casting="same_kind")
        return value


class Huber:
    """With r = z − y: min(|r|, δ)(|r| − min(|r|, δ)/2), gradient r cut to [−δ, δ] (#huber-one-form)."""

    def __init__(self, rows: int, columns: int, *, delta: float, **_: float) -> None:
        self._delta = delta
        self._buffers = _Buffers(rows, columns, 3)

    def __call__(self, z: Array, y: Array, gradient: Array | None) -> float:
        r, size, inner = self._buffers.of(len(z))
        np.copyto(r, z.T)
        np.copyto(size, y.T)
        np.subtract(r, size, out=r)
        np.abs(r, out=size)
        np.minimum(size, self._delta, out=inner)
        if gradient is not None:
            np.minimum(r, self._delta, out=r)
            np.maximum(r, -self._delta, out=r)
            np.multiply(r, 1.0 / z.size, out=r)
            np.copyto(gradient, r.T, casting="same_kind")
        np.multiply(inner, 0.5, out=r)
        np.subtract(size, r, out=size)
        np.multiply(size, inner, out=size)
        return float(np.add.reduce(size, axis=None)) / z.size


# operation of a loss's rule -> its kernel
KERNELS: Mapping[str, Callable[..., Kernel]] = {
    "cross_entropy_of_classes": Classes,
    "cross_entropy_of_probabilities": Probabilities,
    "binary_cross_entropy_with_logits": BinaryLogits,
    "mse": Squares,
    "huber": Huber,
}

__all__ = ["KERNELS", "Kernel"]

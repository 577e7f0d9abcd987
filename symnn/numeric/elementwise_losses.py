"""Losses of single entries: from a kernel, and the usual ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.numeric.loss_kernels import (
    Absolute,
    HingePenalty,
    HuberPenalty,
    LogitEntropy,
    ProbabilityEntropy,
    Square,
)
from symnn.numeric.rows import destination, floating
from symnn.numeric.targets import Reduction, known_reduction, probabilities, reduced, refuse

Array: TypeAlias = NDArray[Any]


class Kernel(Protocol):
    """An elementwise function with its derivative: ``f(x, out=None, **parameters)``, ``f.derivative(…)``.

    What ``symnn.compile`` makes is one; its parameters are numbers, so that it takes a target as residual or margin.
    """

    @property
    def __call__(self) -> Callable[..., Any]: ...

    @property
    def derivative(self) -> Callable[..., Any]: ...


Link: TypeAlias = Literal["parameter", "residual", "margin"]


@final
@dataclass(frozen=True)
class ElementwiseLoss:
    """A loss of each entry of the prediction x and the target t, from a kernel f:

    ``link="parameter"``: f(x, y=t), as of binary cross-entropy and the squared error; ``target`` names the parameter.
    ``link="residual"``: f(x − t), as of Huber's loss.  ``link="margin"``: f(x t) for t = ±1, as of the hinge loss.

    Shapes are equal, or the target is one number; nothing else is broadcast, since (n, 1) beside (n,) is mostly a slip.
    With ``probabilities`` targets outside [0, 1] are refused, with ``probable`` predictions; margins refuse targets
    other than -1 and 1.
    The kernel is called with float64; the result has the type of the prediction.  ``axis`` has no effect.
    """

    kernel: Kernel
    link: Link = "parameter"
    target: str = "y"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    probabilities: bool = False
    probable: bool = False

    def __call__(
        self, prediction: ArrayLike, target: ArrayLike, *, axis: int = -1, reduction: Reduction = "mean"
    ) -> Any:
        x, t, dtype = self._arguments(prediction, target, reduction)
        with np.errstate(all="ignore"):
            argument, parameters, _ = self._linked(x, t)
            return reduced(np.asarray(self.kernel(argument, **parameters)), reduction, dtype)

    def gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
    ) -> Array:
        x, t, dtype = self._arguments(prediction, target, reduction)
        result = destination(out, x.shape, dtype)
        with np.errstate(all="ignore"):
            argument, parameters, factor = self._linked(x, t)
            slope = np.asarray(self.kernel.derivative(argument, **parameters))
            if factor is not None:
                slope = slope * factor
            result[...] = slope / float(x.size) if reduction == "mean" else slope
        return result

    def value_and_gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
    ) -> tuple[Any, Array]:
        value = self(prediction, target, reduction=reduction)
        return value, self.gradient(prediction, target, reduction=reduction, out=out)

    def _arguments(
        self, prediction: ArrayLike, target: ArrayLike, reduction: Reduction
    ) -> tuple[Array, Array, np.dtype[Any]]:
        known_reduction(reduction)
        x, t = floating(prediction, "the prediction"), floating(target, "the target")
        if t.ndim and t.shape != x.shape:
            raise ValueError(f"the prediction has the shape {x.shape}, the target {t.shape}; they have to be equal")
        if self.probabilities:
            probabilities(t, "the target")
        if self.probable:
            probabilities(x, "the prediction")
        if self.link == "margin":
            refuse(np.abs(t) != 1, t, "the target", "a label -1 or 1")
        return x.astype(np.float64), t.astype(np.float64), x.dtype

    def _linked(self, x: Array, t: Array) -> tuple[Array, dict[str, Any], Array | None]:
        if self.link == "parameter":
            return x, {**self.parameters, self.target: t}, None
        if self.link == "residual":
            return x - t, dict(self.parameters), None
        return x * t, dict(self.parameters), t


def mean_squared_error() -> ElementwiseLoss:
    """(x − t)², its mean by default (symnn/catalog/losses.md#MSE-gradient): the gradient is 2 (x − t)/n."""
    return ElementwiseLoss(Square(), link="residual")


def mean_absolute_error() -> ElementwiseLoss:
    """|x − t| (symnn/catalog/losses.md#MAE-derivative); the derivative at x = t is 0."""
    return ElementwiseLoss(Absolute(), link="residual")


def huber(delta: float = 1.0) -> ElementwiseLoss:
    """r²/2 for |r| ≤ δ and δ|r| − δ²/2 beyond, r = x − t (derivations/numbers.md#huber-one-form)."""
    if not 0 < delta < np.inf:
        raise ValueError(f"delta is {delta!r}; it has to be positive and finite")
    return ElementwiseLoss(HuberPenalty(), link="residual", parameters={"delta": float(delta)})


def hinge() -> ElementwiseLoss:
    """max(0, 1 − x t) for labels t = ±1 (symnn/catalog/losses.md#hinge-derivative)."""
    return ElementwiseLoss(HingePenalty(), link="margin")


def binary_cross_entropy() -> ElementwiseLoss:
    """−t log p − (1 − t) log(1 − p) of probabilities p; both have to lie in [0, 1].  Within 4 ULP (float32: 0.51)."""
    return ElementwiseLoss(ProbabilityEntropy(), probabilities=True, probable=True)


def binary_cross_entropy_with_logits(mode: Literal["accurate", "fast"] = "accurate") -> ElementwiseLoss:
    """Binary cross-entropy of σ(z) (derivations/numbers.md#logits-bce), its derivative σ(z) − t.

    Within 4 ULP (float32: 0.51) unless σ(z) − t cancels by more than about 2^35; in the fast mode, unless it cancels.
    """
    return ElementwiseLoss(LogitEntropy(mode == "accurate"), probabilities=True)

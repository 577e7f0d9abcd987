"""Losses with their gradients: over classes, and elementwise from a kernel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.numeric import cross_entropies as kernels
from symnn.numeric.reductions import Mode, working
from symnn.numeric.rows import FEW, as_rows, axes_of, blocks, destination, floating, from_rows
from symnn.numeric.targets import Reduction, aims, known_reduction, probabilities, reduced

Array: TypeAlias = NDArray[Any]
ClassKernel: TypeAlias = Callable[[Array, Array, int, bool, float, bool], kernels.Outcome]


class Loss(Protocol):
    """What every loss offers.  The value of "mean" and "sum" is a NumPy number, of "none" an array over the samples.

    The gradient is that of the reduced value in the prediction; of "none", that of each sample's own value.
    """

    def __call__(
        self, prediction: ArrayLike, target: ArrayLike, *, axis: int = -1, reduction: Reduction = "mean"
    ) -> Any: ...

    def gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
    ) -> Array: ...

    def value_and_gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
    ) -> tuple[Any, Array]: ...


@dataclass(frozen=True)
class _ClassLoss(ABC):
    mode: Mode = "accurate"

    @abstractmethod
    def _kernels(self) -> tuple[ClassKernel, ClassKernel]:
        """For class indices, and for probabilities."""

    @abstractmethod
    def _check(self, prediction: Array) -> None:
        """Refuses what is no prediction of this loss."""

    def __call__(
        self, prediction: ArrayLike, target: ArrayLike, *, axis: int = -1, reduction: Reduction = "mean"
    ) -> Any:
        return self._evaluate(prediction, target, axis, reduction, False, None)[0]

    def gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
    ) -> Array:
        return self.value_and_gradient(prediction, target, axis=axis, reduction=reduction, out=out)[1]

    def value_and_gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
    ) -> tuple[Any, Array]:
        value, slope = self._evaluate(prediction, target, axis, reduction, True, out)
        assert slope is not None
        return value, slope

    def _evaluate(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        axis: int,
        reduction: Reduction,
        gradient: bool,
        out: Array | None,
    ) -> tuple[Any, Array | None]:
        known_reduction(reduction)
        given = floating(prediction, "the prediction")
        axes = axes_of(axis, given.ndim)
        self._check(given)
        work, careful = working(given.dtype, self.mode)
        batch = tuple(size for k, size in enumerate(given.shape) if k not in axes)
        slope = destination(out, given.shape, given.dtype) if gradient else None
        goals, classes = aims(target, given.shape, batch, axes)
        rows = as_rows(given, axes)
        count, size = rows.shape
        values = np.empty(count)
        slopes = np.empty(rows.shape, given.dtype) if gradient else None
        kernel = self._kernels()[0 if classes else 1]
        share = float(count) if reduction == "mean" else 1.0
        along = 0 if size < FEW and count > 1 else 1
        with np.errstate(all="ignore"):
            for block in blocks(count, size):
                part, aim = rows[block], goals[block]
                x = np.array(part if along else part.T, dtype=work, order="C")
                y = aim if classes else np.array(aim if along else aim.T, dtype=work, order="C")
                values[block], change = kernel(x, y, along, careful, share, gradient)
                if slopes is not None and change is not None:
                    slopes[block] = change if along else change.T
            if slopes is not None and slope is not None:
                from_rows(slopes, slope, axes)
            return reduced(values.reshape(batch), reduction, given.dtype), slope


@final
@dataclass(frozen=True)
class CrossEntropy(_ClassLoss):
    """−log p_t of the softmax p of logits, for class indices t; −Σ y_j log p_j for probabilities y.

    The target has the shape of the logits without ``axis`` (integers: class indices) or the shape of the logits
    (probabilities: none negative, sum 1 up to the square root of their type's precision; both are checked).

    log p as in ``log_softmax``; the gradient of class indices is p − 1_t with the entry −Σ_{j≠t} p_j at t
    (derivations/numbers.md#cross-entropy-class-gradient, #probability-gap), of probabilities p Σ_j y_j − y
    (#cross-entropy-gradient).  Accurate mode: value and gradient within 4 ULP for float64, 0.51 ULP for float32,
    also where p tends to the target; the gradient of probabilities as long as p_i Σ_j y_j − y_i does not cancel by more
    than about 2^35.
    A masked class (-∞) has the gradient 0; as the target it has the loss ∞.
    """

    def _kernels(self) -> tuple[ClassKernel, ClassKernel]:
        return kernels.logits_and_classes, partial(kernels.logits_and_probabilities, patch=self.mode == "accurate")

    def _check(self, prediction: Array) -> None:
        """Every number is a logit."""


@final
@dataclass(frozen=True)
class NegativeLogLikelihood(_ClassLoss):
    """−ℓ_t of log-probabilities ℓ for class indices, −Σ y_j ℓ_j for probabilities; targets as in ``CrossEntropy``.

    Whether ℓ are log-probabilities is not checked.  A weight y_j = 0 leaves out ℓ_j = -∞.
    """

    def _kernels(self) -> tuple[ClassKernel, ClassKernel]:
        return kernels.logs_and_classes, kernels.logs_and_probabilities

    def _check(self, prediction: Array) -> None:
        """Not checked."""


@final
@dataclass(frozen=True)
class CrossEntropyOfProbabilities(_ClassLoss):
    """−log p_t for class indices, −Σ y_j log p_j for probabilities, of predicted probabilities p; 0·log 0 is 0.

    Gradient −y/p (symnn/catalog/losses.md#CE-derivative), 0 where both are 0.  Predictions below 0 or above 1 are
    refused; that they sum to 1 is not checked.  Targets as in ``CrossEntropy``.
    """

    def _kernels(self) -> tuple[ClassKernel, ClassKernel]:
        return kernels.probabilities_and_classes, kernels.probabilities_and_probabilities

    def _check(self, prediction: Array) -> None:
        probabilities(prediction, "the prediction")


@final
@dataclass(frozen=True)
class KLDivergence(_ClassLoss):
    """Σ y_j log(y_j/p_j), the divergence of predicted probabilities p from the target y; 0·log 0 is 0.

    Keeps its digits where p is near y (derivations/numbers.md#divergence-excess): within 4 ULP unless what is left is
    smaller than the rounding of the probabilities themselves, near 1e-17 (then of either sign).  Gradient −y/p.
    Predictions and targets as in ``CrossEntropyOfProbabilities``; "mean" divides by the
    number of samples, not of entries.
    """

    def _kernels(self) -> tuple[ClassKernel, ClassKernel]:
        return kernels.divergence_of_class, kernels.divergence

    def _check(self, prediction: Array) -> None:
        probabilities(prediction, "the prediction")

"""Softmax and the losses by name, with one surface: value, gradient, the claims that they rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, final

from numpy.typing import ArrayLike

from symnn.context.names import spelling
from symnn.numeric import elementwise_losses as elementwise
from symnn.numeric import losses as classes
from symnn.numeric.losses import Array, Loss
from symnn.numeric.parts import CompileError
from symnn.numeric.reductions import LogSoftmax, Mode, Softmax, log_softmax, softmax
from symnn.numeric.rows import Axis
from symnn.numeric.statements import ClaimedCertificate, certificate
from symnn.numeric.targets import Reduction


@final
@dataclass(frozen=True)
class RowFunction:
    """Softmax or log-softmax along an axis, in one mode: ``f(x, axis=-1)`` and ``f.vjp(x, upstream, axis=-1)``.

    Its derivative is a matrix; ``vjp`` multiplies the transposed matrix with an upstream gradient.  Types, infinities
    and accuracy: ``symnn.numeric.reductions``.
    """

    name: str
    mode: Mode
    function: Softmax | LogSoftmax = field(repr=False)
    claims: tuple[str, ...] = field(repr=False)

    def __call__(self, x: ArrayLike, axis: Axis = -1, *, out: Array | None = None) -> Array:
        return self.function(x, axis, mode=self.mode, out=out)

    def vjp(self, x: ArrayLike, upstream: ArrayLike, axis: Axis = -1, *, out: Array | None = None) -> Array:
        """The product of ``upstream`` with the Jacobian, in the shape and type of x."""
        return self.function.vjp(x, upstream, axis, mode=self.mode, out=out)

    @property
    def certificate(self) -> ClaimedCertificate:
        """The claims that the computation rests on."""
        return certificate(self.name, self.claims)


@final
@dataclass(frozen=True)
class NamedLoss:
    """A loss in one mode: ``f(prediction, target, axis=-1, reduction="mean")``, its gradient in the prediction, both.

    ``reduction`` is "mean", "sum" or "none"; ``axis`` is that of the classes.  ``gradient`` and ``derivative`` are one,
    also ``value_and_gradient`` and ``value_and_derivative``; ``out`` takes the gradient.  Further ``parameters`` are
    keywords.  What prediction and target are, and the accuracy, is said by the class of ``f.loss()``.
    """

    name: str
    mode: Mode
    make: Callable[..., Loss] = field(repr=False)
    claims: tuple[str, ...] = field(repr=False)
    parameters: Mapping[str, float] = field(default_factory=dict)

    def loss(self, **parameters: Any) -> Loss:
        """The loss with these parameters bound."""
        for name in parameters:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise TypeError(f"{self.name} has no parameter {name!r}; it has: {known}")
        return self.make(**{**self.parameters, **parameters})

    def __call__(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        **parameters: Any,
    ) -> Any:
        return self.loss(**parameters)(prediction, target, axis=axis, reduction=reduction)

    def gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
        **parameters: Any,
    ) -> Array:
        """The gradient of the reduced value in the prediction; of "none", of each sample's own value."""
        return self.loss(**parameters).gradient(prediction, target, axis=axis, reduction=reduction, out=out)

    def value_and_gradient(
        self,
        prediction: ArrayLike,
        target: ArrayLike,
        *,
        axis: int = -1,
        reduction: Reduction = "mean",
        out: Array | None = None,
        **parameters: Any,
    ) -> tuple[Any, Array]:
        """Both, sharing their parts."""
        loss = self.loss(**parameters)
        return loss.value_and_gradient(prediction, target, axis=axis, reduction=reduction, out=out)

    derivative = gradient
    value_and_derivative = value_and_gradient

    @property
    def certificate(self) -> ClaimedCertificate:
        """The claims that the computation rests on."""
        return certificate(self.name, self.claims)


Named = RowFunction | NamedLoss
RowName = Literal["softmax", "log_softmax"]
LossName = Literal[
    "cross_entropy", "cross_entropy_of_probabilities", "nll", "kl_divergence", "binary_cross_entropy", "bce",
    "binary_cross_entropy_with_logits", "bce_with_logits", "mse", "mse_loss", "mae", "huber", "hinge",
]  # fmt: skip

_SHIFT = ("softmax-shift", "softmax-shift-entry")
_LOG = ("log-softmax-shift", "log-softmax-greatest", "log-softmax-others")
ROWS: Mapping[str, tuple[Softmax | LogSoftmax, tuple[str, ...]]] = {
    "softmax": (softmax, (*_SHIFT, "softmax-vjp", "softmax-vjp-shift", "softmax-vjp-greatest")),
    "log_softmax": (log_softmax, (*_LOG, "log-softmax-vjp", "log-softmax-vjp-greatest")),
}
# name -> how the loss is made in a mode, the claims, its parameters
LOSSES: Mapping[str, tuple[Callable[[Mode], Callable[..., Loss]], tuple[str, ...], Mapping[str, float]]] = {
    "cross_entropy": (
        lambda mode: partial(classes.CrossEntropy, mode),
        (*_LOG, "cross-entropy-gradient", "cross-entropy-class-gradient", "cross-entropy-class-gradient-other",
         "probability-gap"),
        {},
    ),
    "cross_entropy_of_probabilities": (
        lambda mode: partial(classes.CrossEntropyOfProbabilities, mode), ("CE-derivative",), {},
    ),
    "nll": (lambda mode: partial(classes.NegativeLogLikelihood, mode), (), {}),
    "kl_divergence": (
        lambda mode: partial(classes.KLDivergence, mode),
        ("divergence-excess", "divergence-excess-positive", "excess-series", "excess-by-ratio", "CE-derivative"),
        {},
    ),
    "binary_cross_entropy": (lambda _: elementwise.binary_cross_entropy, ("BCE-derivative",), {}),
    "binary_cross_entropy_with_logits": (
        lambda mode: partial(elementwise.binary_cross_entropy_with_logits, mode),
        ("logits-bce", "logits-bce-above", "logits-bce-below", "logits-bce-derivative", "logits-bce-derivative-above",
         "logits-bce-derivative-below", "logits-bce-half", "BCE-with-logits-derivative"),
        {},
    ),
    "mse": (lambda _: elementwise.mean_squared_error, ("MSE-gradient",), {}),
    "mae": (lambda _: elementwise.mean_absolute_error, ("MAE-derivative",), {}),
    "huber": (lambda _: elementwise.huber, ("huber-one-form", "Huber-derivative"), {"delta": 1.0}),
    "hinge": (lambda _: elementwise.hinge, ("hinge-derivative",), {}),
}  # fmt: skip
ALIASES: Mapping[str, str] = {
    "softmax_cross_entropy": "cross_entropy", "cross_entropy_with_logits": "cross_entropy",
    "cross_entropy_loss": "cross_entropy", "categorical_cross_entropy": "cross_entropy_of_probabilities",
    "nll_loss": "nll", "negative_log_likelihood": "nll", "kullback_leibler_divergence": "kl_divergence",
    "bce": "binary_cross_entropy", "bce_loss": "binary_cross_entropy",
    "bce_with_logits": "binary_cross_entropy_with_logits", "bce_with_logits_loss": "binary_cross_entropy_with_logits",
    "mse_loss": "mse", "mean_squared_error": "mse", "l1_loss": "mae", "mae_loss": "mae", "mean_absolute_error": "mae",
    "huber_loss": "huber", "hinge_loss": "hinge",
}  # fmt: skip
# names that mean one thing here and another there
REFUSED: Mapping[str, str] = {
    "kl_div": "torch's kl_div takes log-probabilities, and its mean is over all entries; kl_divergence takes"
    " probabilities p and a target y, is Σ y log(y/p), and its mean is over the samples",
    "ce": "CE is said of logits and of probabilities: cross_entropy takes logits (as torch's), "
    "cross_entropy_of_probabilities takes probabilities",
    "smooth_l1_loss": "smooth_l1_loss with beta is huber with delta=beta, divided by beta",
}
BY_SPELLING = {spelling(n): n for n in (*ROWS, *LOSSES)} | {spelling(a): n for a, n in ALIASES.items()}
_REFUSED = {spelling(n): reason for n, reason in REFUSED.items()}


def named(name: str, mode: Literal["accurate", "fast", "naive"] = "accurate") -> Named | None:
    """Softmax or a loss by any of its names, None for other names; ``CompileError`` for one with two meanings."""
    key = spelling(name)
    if key in _REFUSED:
        raise CompileError(f"{name}: {_REFUSED[key]}")
    known = BY_SPELLING.get(key)
    if known is None:
        return None
    if mode == "naive":
        raise CompileError(f"{known}: the naive mode is for functions of one number")
    if known in ROWS:
        function, claims = ROWS[known]
        return RowFunction(known, mode, function, claims)
    make, claims, parameters = LOSSES[known]
    return NamedLoss(known, mode, make(mode), claims, parameters)

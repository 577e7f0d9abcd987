"""The losses of the rules as array expressions, once for torch and jax: the mean of a batch and its gradient.

Each is the stable form of ``symnn.network.losses``, in float64: no exponential above 1, no difference of nearly equal
numbers where the target is a class or 0 or 1.  ``gradient`` is the proved one of the rule; shifts by a largest number
are constants in it, since it does not depend on them, so that a library may differentiate it again.  What is no target
(a label out of range, no probability) makes the loss and the gradient NaN: traced code cannot raise an error.

Z is (N, m), Y (N,) class indices or (N, m).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from symnn.network.rules import LOSSES

Tensor: TypeAlias = Any
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Library:
    """``xp`` has exp, log, log1p, abs, where, clip and sum; the others have names of their own in each library.

    ``row_sum`` and ``row_max`` give (N, 1), ``class_of`` the mask (N, m) of the entries of the classes, ``constant``
    the array without a derivative.
    """

    xp: Any
    row_sum: Callable[[Tensor], Tensor]
    row_max: Callable[[Tensor], Tensor]
    class_of: Callable[[Tensor, Tensor], Tensor]
    constant: Callable[[Tensor], Tensor]


Expression: TypeAlias = Callable[..., Tensor]


@dataclass(frozen=True, slots=True)
class Form:
    """``value(library, z, y, **parameters)`` is a number, ``gradient`` of the same is (N, m)."""

    value: Expression
    gradient: Expression


def _size(z: Tensor) -> int:
    return int(z.shape[0]) * int(z.shape[1])


def _classes(a: Library, z: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(entries of the classes, d = z − max z, e^d)."""
    fits = ((y >= 0) & (y < z.shape[1]))[:, None]
    z = a.xp.where(fits, z, NAN)
    d = z - a.constant(a.row_max(z))
    return a.class_of(y, z), d, a.xp.exp(d)


def classes_value(a: Library, z: Tensor, y: Tensor) -> Tensor:
    """With R = Σ_{j≠t} e_j: log1p((e_t − 1) + R) − d_t; e_t − 1 is exactly 0 where t is the greatest class."""
    own, d, e = _classes(a, z, y)
    rest = a.row_sum(a.xp.where(own, 0.0, e))
    excess = (a.row_sum(a.xp.where(own, e, 0.0)) - 1.0) + rest
    return a.xp.sum(a.xp.log1p(excess) - a.row_sum(a.xp.where(own, d, 0.0))) / z.shape[0]


def classes_gradient(a: Library, z: Tensor, y: Tensor) -> Tensor:
    """e_j/S, and −R/S at t (derivations/numbers.md#cross-entropy-class-gradient, #probability-gap)."""
    own, _, e = _classes(a, z, y)
    rest = a.row_sum(a.xp.where(own, 0.0, e))
    total = rest + a.row_sum(a.xp.where(own, e, 0.0))
    return a.xp.where(own, -rest, e) / (total * z.shape[0])


def _probabilities(a: Library, z: Tensor, y: Tensor, within: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(Y, Σ_j y_j, d, e^d); the sums may be off by ``within``."""
    weight = a.row_sum(y)
    y = a.xp.where((y >= 0.0) & (a.xp.abs(weight - 1.0) <= within), y, NAN)
    d = z - a.constant(a.row_max(z))
    return y, a.row_sum(y), d, a.xp.exp(d)


def probabilities_value(a: Library, z: Tensor, y: Tensor, within: float) -> Tensor:
    """Σ_j y_j (log S − d_j)."""
    y, _, d, e = _probabilities(a, z, y, within)
    return a.xp.sum(y * (a.xp.log(a.row_sum(e)) - d)) / z.shape[0]


def probabilities_gradient(a: Library, z: Tensor, y: Tensor, within: float) -> Tensor:
    """p Σ_j y_j − y (#cross-entropy-gradient)."""
    y, weight, _, e = _probabilities(a, z, y, within)
    return (e * (weight / a.row_sum(e)) - y) / z.shape[0]


def _binary(a: Library, z: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(Y, e^{min(z,0)}, e^{−max(z,0)})."""
    y = a.xp.where((y >= 0.0) & (y <= 1.0), y, NAN)
    top = a.constant(a.xp.clip(z, 0.0, None))
    return y, a.xp.exp(z - top), a.xp.exp(-top)


def binary_value(a: Library, z: Tensor, y: Tensor) -> Tensor:
    """(1−y) max(z,0) + y max(−z,0) + log1p(e^{−|z|}) (#logits-bce-above, -below)."""
    y, _, _ = _binary(a, z, y)
    linear = (1.0 - y) * a.xp.clip(z, 0.0, None) + y * a.xp.clip(-z, 0.0, None)
    return a.xp.sum(linear + a.xp.log1p(a.xp.exp(-a.xp.abs(z)))) / _size(z)


def binary_gradient(a: Library, z: Tensor, y: Tensor) -> Tensor:
    """((1−y) u − y v)/(u + v) with u = e^{min(z,0)}, v = e^{−max(z,0)} (#logits-bce-derivative-above, -below)."""
    y, u, v = _binary(a, z, y)
    return ((1.0 - y) * u - y * v) / ((u + v) * _size(z))


def mse_value(a: Library, z: Tensor, y: Tensor) -> Tensor:
    """(z − y)²."""
    r = z - y
    return a.xp.sum(r * r) / _size(z)


def mse_gradient(a: Library, z: Tensor, y: Tensor) -> Tensor:
    """2 (z − y)."""
    return (z - y) * (2.0 / _size(z))


def huber_value(a: Library, z: Tensor, y: Tensor, delta: float) -> Tensor:
    """With r = z − y: min(|r|, δ)(|r| − min(|r|, δ)/2) (#huber-one-form)."""
    size = a.xp.abs(z - y)
    inner = a.xp.clip(size, None, delta)
    return a.xp.sum(inner * (size - 0.5 * inner)) / _size(z)


def huber_gradient(a: Library, z: Tensor, y: Tensor, delta: float) -> Tensor:
    """r cut to [−δ, δ]."""
    return a.xp.clip(z - y, -delta, delta) * (1.0 / _size(z))


# operation of a loss's rule -> its forms
FORMS: Mapping[str, Form] = {
    "cross_entropy_of_classes": Form(classes_value, classes_gradient),
    "cross_entropy_of_probabilities": Form(probabilities_value, probabilities_gradient),
    "binary_cross_entropy_with_logits": Form(binary_value, binary_gradient),
    "mse": Form(mse_value, mse_gradient),
    "huber": Form(huber_value, huber_gradient),
}


def check_complete() -> None:
    """``LookupError`` for a loss of the rules that has no form."""
    for rule in LOSSES.values():
        for step in (rule.forward, *(b.step for b in rule.backward)):
            if step.operation not in FORMS:
                raise LookupError(f"the loss {step.operation} has no form for torch and jax")


__all__ = ["FORMS", "Form", "Library", "check_complete"]

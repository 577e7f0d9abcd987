"""A network as pure functions of jax: the derived activations, the losses of the rules with their proved gradients.

Importing this module imports jax.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, TypeAlias

import jax
import numpy as np
from jax import numpy as jnp
from jax.custom_derivatives import SymbolicZero

from symnn.network.activations import Mode
from symnn.network.description import Description
from symnn.network.inputs import Kind, samples_shape, target_kind, targets
from symnn.network.loss_forms import FORMS, Library
from symnn.network.memory import Layer
from symnn.network.rules import LOSSES
from symnn.numeric.backends.jax import JaxFunction, need_64_bits
from symnn.numeric.compile import compile_function

Array: TypeAlias = Any
Parameters: TypeAlias = tuple[tuple[str, float], ...]

LIBRARY = Library(
    jnp,
    lambda x: jnp.sum(x, axis=1, keepdims=True),
    lambda x: jnp.max(x, axis=1, keepdims=True),
    lambda y, z: y[:, None] == jnp.arange(z.shape[1]),
    jax.lax.stop_gradient,
)


@lru_cache(maxsize=128)
def mean_loss(operation: str, parameters: Parameters) -> Callable[[Array, Array], Array]:
    """The mean loss of float64 outputs Z and targets Y; its derivative in Z is that of the rule."""
    form, given = FORMS[operation], dict(parameters)

    @jax.custom_jvp  # type: ignore[untyped-decorator]
    def value(z: Array, y: Array) -> Array:
        return form.value(LIBRARY, z, y, **given)

    def derived(primals: tuple[Array, Array], tangents: tuple[Array, Array]) -> tuple[Array, Array]:
        (z, y), (direction, other) = primals, tangents
        if not isinstance(other, SymbolicZero):
            raise ValueError("the targets are constants of the loss, without a gradient: jax.lax.stop_gradient(y)")
        if isinstance(direction, SymbolicZero):
            return value(z, y), jnp.zeros((), z.dtype)
        return value(z, y), jnp.sum(form.gradient(LIBRARY, z, y, **given) * direction)

    value.defjvp(derived, symbolic_zeros=True)
    found: Callable[[Array, Array], Array] = value
    return found


@dataclass(frozen=True, eq=False)
class JaxNetwork:
    """``apply(params, X)`` is the output, ``apply.loss(params, X, y)`` the loss, both pure functions.

    They work under ``jit``, ``grad``, ``jvp``, ``vmap`` and ``pmap``; jax's 64-bit types have to be on, ``ValueError``
    otherwise.  ``params`` is a list of (weights, biases), one a layer; X is (samples, inputs) and becomes an array of
    their type; the conventions are those of ``symnn.network.description``.  Shapes and types that do not fit are a
    ``ValueError`` or ``TypeError``, and so are labels out of range and what is no probability; where y is traced these
    make the loss NaN.  NaN in X passes through.
    """

    description: Description
    activations: tuple[Callable[[Array], Array] | None, ...]

    def __call__(self, params: Sequence[tuple[Array, Array]], x: Array) -> Array:
        """The output of the last layer, (samples, outputs)."""
        need_64_bits()
        if len(params) != len(self.activations):
            raise ValueError(f"there are {len(self.activations)} layers, but parameters of {len(params)} are given")
        samples_shape(jnp.shape(x), self.description.inputs)
        a = jnp.asarray(x, jnp.asarray(params[0][0]).dtype)
        for (w, b), f in zip(params, self.activations, strict=True):
            z = jnp.matmul(a, w) + b
            a = z if f is None else f(z)
        return a

    def loss(self, params: Sequence[tuple[Array, Array]], x: Array, y: Array) -> Array:
        """The mean loss plus (λ/2) Σ W², computed in float64 and rounded to the type of the output."""
        d, output = self.description, self(params, x)
        y, kind, parameters = _targets(y, len(output), d)
        mean = mean_loss(LOSSES[d.loss, kind].forward.operation, parameters)
        value = mean(output.astype(jnp.float64), y).astype(output.dtype)
        if not d.weight_decay:
            return value
        return value + (0.5 * d.weight_decay) * sum(jnp.sum(w * w) for w, _ in params)


def exported(description: Description, mode: Mode, values: Sequence[Layer]) -> tuple[JaxNetwork, list[Layer]]:
    """(apply, params): the parameters are copies."""
    need_64_bits()
    activations = tuple(
        None if d.is_linear else _activation(d.activation, mode, d.parameters) for d in description.layers
    )
    return JaxNetwork(description, activations), [Layer(jnp.array(w), jnp.array(b)) for w, b in values]


def _targets(y: Array, count: int, description: Description) -> tuple[Array, Kind, Parameters]:
    """Class indices or float64 rows, how they are given, and the parameters of the loss's form."""
    given = jnp.asarray(y)
    if jnp.issubdtype(given.dtype, jnp.complexfloating):
        raise TypeError(f"y is of type {given.dtype}; real numbers are needed")
    whole = not jnp.issubdtype(given.dtype, jnp.floating)
    kind = target_kind(given.shape, given.dtype, whole, count, description)
    if not isinstance(given, jax.core.Tracer) and given.dtype != jnp.bfloat16:
        targets(np.asarray(given), count, description)
    parameters = tuple(description.loss_parameters.items())
    if kind == "classes":
        return given.astype(jnp.int64), kind, parameters
    if kind == "probabilities":
        parameters += (("within", float(jnp.finfo(jnp.float64 if whole else given.dtype).eps) ** 0.5),)
    return given.astype(jnp.float64).reshape(count, description.outputs), kind, parameters


@lru_cache(maxsize=128)
def _compiled(name: str, mode: Mode) -> JaxFunction:
    return compile_function(name, backend="jax", mode=mode)


def _activation(name: str, mode: Mode, parameters: Mapping[str, Any]) -> Callable[[Array], Array]:
    function = _compiled(name, mode)
    function.prepare(**parameters)
    return partial(function, **parameters)


__all__ = ["JaxNetwork", "exported", "mean_loss"]

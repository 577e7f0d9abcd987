"""Updates of parameters from gradients, in place: gradient descent, momentum, Adam.

An optimiser is data; ``start`` gives the update with its own memory for one training.  ``update(factor)`` makes one
step with the rate times the factor of a schedule.  Arrays are flat and are gone through in pieces that stay in the
cache.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.description import NUMBERS
from symnn.network.operations import CHUNK

Array: TypeAlias = NDArray[Any]


class Update(Protocol):
    """``update(factor)`` makes a step; it takes the gradients times ``scale(factor)``."""

    def scale(self, factor: float) -> float: ...

    def __call__(self, factor: float) -> None: ...


class Optimiser(Protocol):
    """``start`` binds flat parameters and gradients to an update."""

    @property
    def rate(self) -> float: ...

    def start(self, parameters: Array, gradients: Array) -> Update: ...


def _between(name: str, value: float, low: float, high: float, *, closed: bool = True) -> None:
    """Refuses what is not in [low, high), or in (low, high) if not ``closed``."""
    good = isinstance(value, NUMBERS) and not isinstance(value, bool)
    if not good or not (low <= value if closed else low < value) or not value < high:
        shown = f"{'[' if closed else '('}{low:g}, {high:g})"
        raise ValueError(f"{name} is {value!r}; it has to be a number in {shown}")


@dataclass(frozen=True, slots=True)
class SGD:
    """W ← W − η v with v ← μ v + g: gradient descent for μ = 0, momentum otherwise.

    ``nesterov``: g + μ v takes the place of v (as in torch).
    """

    rate: float = 0.01
    momentum: float = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        _between("the learning rate", self.rate, 0, math.inf, closed=False)
        _between("momentum", self.momentum, 0, 1)
        if self.nesterov and not self.momentum:
            raise ValueError("nesterov needs a momentum: SGD(rate, momentum=0.9, nesterov=True)")

    def start(self, parameters: Array, gradients: Array) -> Update:
        return _Momentum(self, parameters, gradients) if self.momentum else _Descent(self.rate, parameters, gradients)


class _Descent:
    """W ← W − g of gradients that come times the rate: one pass over the memory."""

    def __init__(self, rate: float, parameters: Array, gradients: Array) -> None:
        self._rate, self._parameters, self._gradients = rate, parameters, gradients

    def scale(self, factor: float) -> float:
        return self._rate * factor

    def __call__(self, factor: float) -> None:
        np.subtract(self._parameters, self._gradients, out=self._parameters)


class _Unscaled:
    def scale(self, factor: float) -> float:
        return 1.0


class _Momentum(_Unscaled):
    def __init__(self, own: SGD, parameters: Array, gradients: Array) -> None:
        self._own, self._arrays = own, (parameters, gradients, np.zeros_like(parameters))
        self._work = np.empty(CHUNK, parameters.dtype)

    def __call__(self, factor: float) -> None:
        rate, momentum = self._own.rate * factor, self._own.momentum
        for w, g, v in _pieces(*self._arrays):
            part = self._work[: w.size]
            np.multiply(v, momentum, out=v)
            np.add(v, g, out=v)
            if self._own.nesterov:
                np.multiply(v, momentum, out=part)
                np.add(part, g, out=part)
                np.multiply(part, rate, out=part)
            else:
                np.multiply(v, rate, out=part)
            np.subtract(w, part, out=w)


@dataclass(frozen=True, slots=True)
class Adam:
    """Adam (Kingma and Ba 2015): m ← β₁ m + (1−β₁) g, v ← β₂ v + (1−β₂) g², W ← W − η m̂/(√v̂ + ε).

    m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ) at step t.
    """

    rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _between("the learning rate", self.rate, 0, math.inf, closed=False)
        _between("beta1", self.beta1, 0, 1)
        _between("beta2", self.beta2, 0, 1)
        _between("epsilon", self.epsilon, 0, math.inf, closed=False)

    def start(self, parameters: Array, gradients: Array) -> Update:
        return _Moments(self, parameters, gradients)


class _Moments(_Unscaled):
    def __init__(self, own: Adam, parameters: Array, gradients: Array) -> None:
        self._own, self._count = own, 0
        self._arrays = (parameters, gradients, np.zeros_like(parameters), np.zeros_like(parameters))
        self._work = np.empty(CHUNK, parameters.dtype)

    def __call__(self, factor: float) -> None:
        own = self._own
        self._count += 1
        rate = own.rate * factor / (1 - own.beta1**self._count)
        scale = 1 / math.sqrt(1 - own.beta2**self._count)
        for w, g, m, v in _pieces(*self._arrays):
            part = self._work[: w.size]
            np.multiply(m, own.beta1, out=m)
            np.multiply(g, 1 - own.beta1, out=part)
            np.add(m, part, out=m)
            np.multiply(v, own.beta2, out=v)
            np.square(g, out=part)
            np.multiply(part, 1 - own.beta2, out=part)
            np.add(v, part, out=v)
            np.sqrt(v, out=part)
            np.multiply(part, scale, out=part)
            np.add(part, own.epsilon, out=part)
            np.divide(m, part, out=part)
            np.multiply(part, rate, out=part)
            np.subtract(w, part, out=w)


def _pieces(*arrays: Array) -> Any:
    for start in range(0, arrays[0].size, CHUNK):
        yield [a[start : start + CHUNK] for a in arrays]


NAMED: Mapping[str, Optimiser] = {"sgd": SGD(), "momentum": SGD(momentum=0.9), "adam": Adam()}


def optimiser(given: str | Optimiser) -> Optimiser:
    """An optimiser, or one with the usual values by its name."""
    if not isinstance(given, str):
        if isinstance(given, type) or not hasattr(given, "start"):
            raise TypeError(f"optimiser is one of {', '.join(NAMED)}, or SGD(…) or Adam(…), not {given!r}")
        return given
    if given.lower() not in NAMED:
        raise ValueError(f"optimiser is one of {', '.join(NAMED)}, or SGD(…) or Adam(…), not {given!r}")
    return NAMED[given.lower()]


__all__ = ["SGD", "Adam", "Optimiser", "Update", "optimiser"]

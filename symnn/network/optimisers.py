"""Updates of parameters from gradients, in place: gradient descent, momentum, Adam.

An optimiser is data; ``start`` gives the update with its own memory for one training.  ``update(factor)`` makes one
step with the rate times the factor of a schedule.  Arrays are flat and are gone through in pieces that stay in the
cache.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.operations import CHUNK

Array: TypeAlias = NDArray[Any]
Update: TypeAlias = Callable[[float], None]


class Optimiser(Protocol):
    """``start`` binds flat parameters and gradients to an update."""

    @property
    def rate(self) -> float: ...

    def start(self, parameters: Array, gradients: Array) -> Update: ...


def _between(name: str, value: float, low: float, high: float, *, closed: bool = True) -> None:
    """Refuses what is not in [low, high), or in (low, high) if not ``closed``."""
    good = isinstance(value, int | float) and not isinstance(value, bool)
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
        work = np.empty(CHUNK, parameters.dtype)
        if not self.momentum:
            return lambda factor: _descend(parameters, gradients, self.rate * factor, work)
        velocity = np.zeros_like(parameters)

        def update(factor: float) -> None:
            for w, g, v in _pieces(parameters, gradients, velocity):
                part = work[: w.size]
                np.multiply(v, self.momentum, out=v)
                np.add(v, g, out=v)
                if self.nesterov:
                    np.multiply(v, self.momentum, out=part)
                    np.add(part, g, out=part)
                    np.multiply(part, self.rate * factor, out=part)
                else:
                    np.multiply(v, self.rate * factor, out=part)
                np.subtract(w, part, out=w)

        return update


def _descend(parameters: Array, gradients: Array, rate: float, work: Array) -> None:
    for w, g in _pieces(parameters, gradients):
        part = work[: w.size]
        np.multiply(g, rate, out=part)
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
        first, second = np.zeros_like(parameters), np.zeros_like(parameters)
        work = np.empty(CHUNK, parameters.dtype)
        count = 0

        def update(factor: float) -> None:
            nonlocal count
            count += 1
            rate = self.rate * factor / (1 - self.beta1**count)
            scale = 1 / math.sqrt(1 - self.beta2**count)
            for w, g, m, v in _pieces(parameters, gradients, first, second):
                part = work[: w.size]
                np.multiply(m, self.beta1, out=m)
                np.multiply(g, 1 - self.beta1, out=part)
                np.add(m, part, out=m)
                np.multiply(v, self.beta2, out=v)
                np.square(g, out=part)
                np.multiply(part, 1 - self.beta2, out=part)
                np.add(v, part, out=v)
                np.sqrt(v, out=part)
                np.multiply(part, scale, out=part)
                np.add(part, self.epsilon, out=part)
                np.divide(m, part, out=part)
                np.multiply(part, rate, out=part)
                np.subtract(w, part, out=w)

        return update


def _pieces(*arrays: Array) -> Any:
    for start in range(0, arrays[0].size, CHUNK):
        yield [a[start : start + CHUNK] for a in arrays]


NAMED: Mapping[str, Optimiser] = {"sgd": SGD(), "momentum": SGD(momentum=0.9), "adam": Adam()}


def optimiser(given: str | Optimiser) -> Optimiser:
    """An optimiser, or one with the usual values by its name."""
    if not isinstance(given, str):
        if not hasattr(given, "start"):
            raise TypeError(f"optimiser is one of {', '.join(NAMED)}, or SGD(…) or Adam(…), not {given!r}")
        return given
    if given.lower() not in NAMED:
        raise ValueError(f"optimiser is one of {', '.join(NAMED)}, or SGD(…) or Adam(…), not {given!r}")
    return NAMED[given.lower()]


__all__ = ["SGD", "Adam", "Optimiser", "Update", "optimiser"]

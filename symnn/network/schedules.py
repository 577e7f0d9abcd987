"""Learning-rate schedules: the factor of the optimiser's rate in each epoch, counted from 0.

Any function of the epoch is one; these are the usual ones, as data.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from operator import index
from typing import Any, TypeAlias

from symnn.network.description import NUMBERS

Schedule: TypeAlias = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Exponential:
    """factor^epoch."""

    factor: float

    def __post_init__(self) -> None:
        _factor("the factor of Exponential", self.factor)

    def __call__(self, epoch: int) -> float:
        return float(self.factor**epoch)


@dataclass(frozen=True, slots=True)
class Stepwise:
    """factor^⌊epoch/every⌋."""

    every: int
    factor: float = 0.1

    def __post_init__(self) -> None:
        _epochs("every of Stepwise", self.every, 1)
        _factor("the factor of Stepwise", self.factor)

    def __call__(self, epoch: int) -> float:
        return float(self.factor ** (epoch // self.every))


@dataclass(frozen=True, slots=True)
class Cosine:
    """From 1 in epoch 0 to ``least`` in epoch ``epochs``, along half a period of the cosine; ``least`` after it."""

    epochs: int
    least: float = 0.0

    def __post_init__(self) -> None:
        _epochs("epochs of Cosine", self.epochs, 1)
        _factor("least of Cosine", self.least)

    def __call__(self, epoch: int) -> float:
        share = min(epoch / self.epochs, 1.0)
        return self.least + (1 - self.least) * (1 + math.cos(math.pi * share)) / 2


@dataclass(frozen=True, slots=True)
class WarmUp:
    """(epoch + 1)/(epochs + 1) for so many epochs, then another schedule from its epoch 0, or 1."""

    epochs: int
    then: Schedule | None = None

    def __post_init__(self) -> None:
        _epochs("epochs of WarmUp", self.epochs, 0)
        if self.then is not None:
            _callable(self.then, "then of WarmUp")

    def __call__(self, epoch: int) -> float:
        if epoch < self.epochs:
            return (epoch + 1) / (self.epochs + 1)
        return 1.0 if self.then is None else self.then(epoch - self.epochs)


def factor_in(schedule: Schedule | None, epoch: int) -> float:
    """The factor in an epoch; ``ValueError`` unless it is a finite number that is not negative."""
    if schedule is None:
        return 1.0
    _callable(schedule, "schedule")
    return usable_factor(schedule(epoch), "the schedule gives", f" in epoch {epoch}")


def _callable(schedule: Any, what: str) -> None:
    if isinstance(schedule, type) or not callable(schedule):
        raise TypeError(
            f"{what} is a function of the epoch, such as Cosine(100), Exponential(0.95), Stepwise(10) or "
            f"WarmUp(5) of symnn.network, not {schedule!r}"
        )


def usable_factor(given: Any, what: str, where: str = "") -> float:
    """A factor of a learning rate as a float; ``ValueError`` or ``TypeError`` for what is none."""
    try:
        factor = float(given)
    except (TypeError, ValueError):
        raise TypeError(f"{what} {given!r}{where}; a factor is a number") from None
    if not 0 <= factor < math.inf:
        raise ValueError(f"{what} {factor}{where}; a factor is finite and not negative")
    return factor


def _factor(what: str, value: float) -> None:
    if not isinstance(value, NUMBERS) or isinstance(value, bool) or not 0 <= value < math.inf:
        raise ValueError(f"{what} is {value!r}; it has to be a finite number that is not negative")


def _epochs(what: str, value: int, least: int) -> None:
    try:
        good = not isinstance(value, bool) and index(value) >= least
    except TypeError:
        good = False
    if not good:
        raise ValueError(f"{what} is {value!r}; it has to be a whole number from {least}")


__all__ = ["Cosine", "Exponential", "Schedule", "Stepwise", "WarmUp", "factor_in", "usable_factor"]

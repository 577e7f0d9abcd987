"""How well a function of arrays meets exact values: ULP, garbage, warnings, and the special arguments."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numeric_reference import Activation, exactly
from numpy.typing import NDArray
from ulp import Exact, overflows, ulps

Dtype = type[np.floating]


@dataclass(frozen=True)
class Score:
    """Of one function at many points; ``worst`` is infinite when a value is NaN or a wrong infinity.

    ``usual`` is the largest error where x and f(x) are no subnormal numbers, which some libraries replace by 0.
    ``garbage`` counts relative errors of 50 % and more, NaN among them, where the true value is a normal number.
    """

    points: int
    worst: float
    usual: float
    at: float
    found: float
    truth: float
    nonfinite: int
    garbage: int
    beyond: int
    warned: tuple[str, ...]
    dtype: str
    failure: str = ""

    def within(self, limit: float) -> bool:
        return not self.failure and self.worst <= limit

    def __str__(self) -> str:
        if self.failure:
            return self.failure
        text = f"{self.worst:.3g} ULP at x = {self.at!r}: {self.found!r} for {self.truth!r}"
        text += f", {self.beyond} of {self.points} points beyond" if self.beyond else ""
        text += f", {self.nonfinite} not finite" if self.nonfinite else ""
        text += f", {self.garbage} garbage" if self.garbage else ""
        return text + "".join(f", warning: {w}" for w in self.warned)


def score(
    function: Callable[[Any], Any], xs: NDArray[np.floating], exact: Exact, limit: float, skip: Iterable[float] = ()
) -> Score:
    """``skip``: points that do not count (a derivative at a kink).  Warnings count where the true value is finite."""
    dtype = xs.dtype.type
    kept = ~np.isin(xs, np.array(list(skip), float)) & ~(over := overflows(exact, dtype))
    warned: list[str] = []
    try:
        with warnings.catch_warnings(record=True) as log, np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("always")
            found = np.asarray(function(xs[kept]))
        warned = sorted({f"{w.category.__name__}: {w.message}" for w in log})
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            beyond = np.asarray(function(xs[over]))
        if found.shape not in ((), xs[kept].shape):
            raise ValueError(f"shape {found.shape} for {xs[kept].shape}")
    except Exception as error:  # a rival that raises has failed; the reason is shown
        text = f"{type(error).__name__}: {str(error).splitlines()[0][:80] if str(error) else ''}"
        return Score(len(xs), np.inf, np.inf, np.nan, np.nan, np.nan, len(xs), len(xs), len(xs), (), "", text)
    where = np.concatenate([xs[kept], xs[over]])
    truth = Exact(*(np.concatenate([p[kept], p[over]]) for p in (exact.head, exact.tail, exact.exponent)))
    values = np.concatenate([np.broadcast_to(found, xs[kept].shape), np.broadcast_to(beyond, xs[over].shape)])
    errors = ulps(values, truth, dtype)
    near = truth.nearest(np.float64)
    with np.errstate(all="ignore"):
        lost = ~(np.abs(values.astype(float) - near) < 0.5 * np.abs(near)) & truth.normal(dtype)
    place = int(np.argmax(errors))
    usual = (np.abs(where) >= np.finfo(dtype).tiny) & truth.normal(dtype)
    return Score(
        points=len(where),
        worst=float(errors[place]),
        usual=float(errors[usual].max(initial=0.0)),
        at=float(where[place]),
        found=float(values[place]),
        truth=float(near[place]),
        nonfinite=int(np.isinf(errors).sum()),
        garbage=int(lost.sum()),
        beyond=int((errors > limit).sum()),
        warned=tuple(warned),
        dtype=str(found.dtype),
    )


def special_values(activation: Activation, order: int) -> list[tuple[float, float]]:
    """NaN gives NaN, ±∞ the limits, ±0 the value there, and at a kink the derivative is the customary one."""
    low, high = activation.limits[2 * order : 2 * order + 2]
    kinks = {x: float(value) for x, value in activation.kinks.items()} if order else {}
    at_zero = kinks.get(0.0, float(exactly(activation.both[order], [0.0]).nearest()[0]))
    limits = [(math.nan, math.nan), (-math.inf, low), (math.inf, high)]
    return [*limits, (0.0, at_zero), (-0.0, at_zero), *kinks.items()]


def wrong_specials(function: Callable[[Any], Any], activation: Activation, order: int) -> list[str]:
    """Special arguments at which a function (f of order 0, f′ of order 1) gives another value, type or a warning."""
    wrong = []
    for dtype in (np.float64, np.float32):
        for x, value in special_values(activation, order):
            with warnings.catch_warnings(record=True) as log, np.errstate(all="warn"):
                warnings.simplefilter("always")
                found = np.asarray(function(np.array([x], dtype)))
            with np.errstate(invalid="ignore"):
                same = np.allclose(found, dtype(value), rtol=2 * np.finfo(dtype).eps, atol=0, equal_nan=True)
            if log or not same or found.shape != (1,) or found.dtype != dtype:
                said = "".join(f", warning: {w.message}" for w in log)
                wrong.append(f"{activation.name}{'′' * order}({dtype.__name__} {x}) = {found!r}, not {value}{said}")
    return wrong

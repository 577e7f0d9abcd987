"""What losses accept as targets, and how they reduce: messages name the place, the value and what would fit."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.numeric.rows import as_rows, floating, unmasked
from symnn.numeric.sums import accurate_mean, accurate_sum

Array: TypeAlias = NDArray[Any]
Reduction: TypeAlias = Literal["mean", "sum", "none"]


def known_reduction(reduction: str) -> None:
    if reduction not in get_args(Reduction):
        raise ValueError(f"reduction is 'mean', 'sum' or 'none', not {reduction!r}")


def reduced(values: Array, reduction: Reduction, dtype: np.dtype[Any]) -> Any:
    """The values of the samples, their sum, or their mean (NaN of none)."""
    if reduction == "none" and values.ndim:
        return values.astype(dtype)
    values = values.astype(np.float64, copy=False)
    return dtype.type(accurate_mean(values) if reduction == "mean" else accurate_sum(values))


def refuse(wrong: Array, values: Array, what: str, wanted: str) -> None:
    """A ValueError that names the first wrong value."""
    if not wrong.any():
        return
    place = tuple(int(k) for k in np.argwhere(wrong)[0])
    where = f" at {place[0] if len(place) == 1 else place}" if place else ""
    raise ValueError(f"{what}{where} is {values[place].item()!r}, not {wanted}")


def tolerance(array: Array) -> float:
    """How far probabilities may be off by rounding: the square root of the precision of their type."""
    return float(np.sqrt(np.finfo(array.dtype).eps))


def probabilities(array: Array, what: str) -> None:
    """Refuses entries below 0 or above 1 (NaN passes, and makes the loss NaN)."""
    with np.errstate(all="ignore"):
        refuse((array < 0) | (array > 1 + tolerance(array)), array, what, "a probability")


def aims(
    target: ArrayLike, shape: tuple[int, ...], batch: tuple[int, ...], axes: tuple[int, ...]
) -> tuple[Array, bool]:
    """The targets of the rows, and whether they are class indices (otherwise rows of probabilities)."""
    given = unmasked(target, "the target")
    if given.shape not in (shape, batch):
        raise ValueError(
            f"the prediction has the shape {shape}, the target {given.shape}: "
            f"class indices have the shape {batch}, probabilities {shape}"
        )
    classes = shape[axes[0]]
    if given.shape == batch:
        if given.dtype.kind not in "iu" and given.size:
            raise TypeError(f"class indices have to be integers, not {given.dtype}")
        refuse((given < 0) | (given >= classes), given, "the class", f"one of the {classes} classes from 0")
        return given.reshape(-1).astype(np.intp), True
    weights = floating(given, "the target")
    probabilities(weights, "the target")
    rows = as_rows(weights, axes)
    with np.errstate(all="ignore"):
        sums = rows.sum(axis=1, dtype=np.float64).reshape(batch)
        refuse(np.abs(sums - 1) > tolerance(weights), sums, "the sum of the target probabilities", "1")
    return rows, False

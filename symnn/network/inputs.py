"""What a network accepts as samples and targets; messages name the place, the value, and what would fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.description import Description
from symnn.numeric.rows import floating, unmasked
from symnn.numeric.targets import probabilities, refuse, tolerance

Array: TypeAlias = NDArray[Any]
Kind: TypeAlias = Literal["classes", "probabilities", "values"]


def finite(array: Array) -> bool:
    """Whether every number is finite, without an array of answers."""
    return not array.size or bool(np.isfinite(array.min()) and np.isfinite(array.max()))


def samples(x: ArrayLike, inputs: int, dtype: np.dtype[Any]) -> Array:
    """X as (N, inputs) in the type of the network: real, finite, not empty.  An array that fits is not copied."""
    array = floating(x, "X")
    samples_shape(array.shape, inputs)
    result = np.ascontiguousarray(_cast(array, dtype, "X"))
    if not finite(result):
        refuse(~np.isfinite(result), result, "X", "a finite number: replace missing values, or leave their samples out")
    return result


def _cast(array: Array, dtype: np.dtype[Any], what: str) -> Array:
    if array.dtype == dtype:
        return array
    with np.errstate(over="ignore"):
        result = array.astype(dtype)
    if dtype.itemsize < array.dtype.itemsize and not finite(result) and finite(array):
        refuse(~np.isfinite(result), array, what, f"a number of {dtype}: scale it, or use dtype='float64'")
    return result


def targets(y: ArrayLike, count: int, description: Description) -> tuple[Array, Kind]:
    """Targets of ``count`` samples, checked: class indices, or rows of float64."""
    return _TARGETS[description.loss](y, count, description)


def samples_shape(shape: tuple[int, ...], inputs: int) -> None:
    """``ValueError`` for an X that is not (samples, inputs), or empty."""
    if len(shape) != 2 or shape[1] != inputs:
        one = f"; one sample is X[None, :], of the shape (1, {inputs})" if shape == (inputs,) else ""
        raise ValueError(f"X has the shape {shape}; it has to be (samples, {inputs}){one}")
    if not shape[0]:
        raise ValueError("X has no samples; the mean over an empty batch has no value")


def target_kind(shape: tuple[int, ...], dtype: Any, whole: bool, count: int, description: Description) -> Kind:
    """How targets of this shape and type are given; ``whole``: as integers or booleans.  Their values are not asked."""
    outputs = description.outputs
    if description.loss != "cross_entropy":
        if shape != (count, outputs) and not (outputs == 1 and shape == (count,)):
            short = f" or ({count},)" if outputs == 1 else ""
            raise ValueError(
                f"y has the shape {shape}; it has to be ({count}, {outputs}){short}, a row for each sample"
            )
        return "values"
    if shape == (count,):
        if not whole:
            raise ValueError(
                f"y holds {dtype}; class labels are whole numbers from 0 to {outputs - 1} (y.astype(int)), "
                f"probabilities have the shape ({count}, {outputs})"
            )
        return "classes"
    if shape != (count, outputs):
        raise ValueError(
            f"y has the shape {shape}; for {count} samples class labels have ({count},), "
            f"probabilities ({count}, {outputs})"
        )
    return "probabilities"


def _kind(given: Array, count: int, description: Description) -> Kind:
    return target_kind(given.shape, given.dtype, given.dtype.kind in "iub", count, description)


def _classes(y: ArrayLike, count: int, description: Description) -> tuple[Array, Kind]:
    given, classes = unmasked(y, "y"), description.outputs
    if _kind(given, count, description) == "classes":
        labels = given.astype(np.intp)
        refuse((labels < 0) | (labels >= classes), labels, "the label y", f"one of the {classes} classes from 0")
        return labels, "classes"
    rows = floating(given, "y")
    _finite(rows)
    probabilities(rows, "y")
    sums = rows.sum(axis=1, dtype=np.float64)
    refuse(np.abs(sums - 1) > tolerance(rows), sums, "the sum of the probabilities y", "1")
    return np.ascontiguousarray(rows, dtype=np.float64), "probabilities"


def _values(y: ArrayLike, count: int, description: Description) -> tuple[Array, Kind]:
    rows = floating(y, "y")
    kind = _kind(rows, count, description)
    _finite(rows)
    return np.ascontiguousarray(rows.reshape(count, description.outputs), dtype=np.float64), kind


def _zero_to_one(y: ArrayLike, count: int, description: Description) -> tuple[Array, Kind]:
    rows, kind = _values(y, count, description)
    refuse((rows < 0) | (rows > 1), rows, "the target y", "0, 1 or a probability between them")
    return rows, kind


def _finite(rows: Array) -> None:
    if not finite(rows):
        refuse(~np.isfinite(rows), rows, "y", "a finite number")


def split(
    data: tuple[Array, Array, Kind], share: float, seed: int
) -> tuple[tuple[Array, Array, Kind], tuple[Array, Array, Kind]]:
    """The samples without a random share of them, and that share."""
    x, t, kind = data
    held = round(share * len(x))
    if not 0 < share < 1 or not 0 < held < len(x):
        raise ValueError(
            f"validation={share} of {len(x)} samples leaves none on one side; it is a share between 0 and 1"
        )
    order = np.random.default_rng([seed, 2]).permutation(len(x))
    one, two = np.sort(order[held:]), np.sort(order[:held])
    return (x[one], t[one], kind), (x[two], t[two], kind)


_TARGETS: dict[str, Callable[[ArrayLike, int, Description], tuple[Array, Kind]]] = {
    "cross_entropy": _classes,
    "binary_cross_entropy_with_logits": _zero_to_one,
    "mse": _values,
    "huber": _values,
}

__all__ = ["Kind", "finite", "samples", "samples_shape", "split", "target_kind", "targets"]

"""What a network accepts as samples and targets; messages name the place, the value, and what would fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.description import NUMBERS, Description
from symnn.numeric.rows import floating, unmasked
from symnn.numeric.targets import probabilities, refuse, tolerance

Array: TypeAlias = NDArray[Any]
Kind: TypeAlias = Literal["classes", "probabilities", "values"]


def finite(array: Array) -> bool:
    """Whether every number is finite, without an array of answers."""
    return not array.size or bool(np.isfinite(array.min()) and np.isfinite(array.max()))


def array_of(value: Any, what: str) -> Array:
    """The array that the value is, of numbers or text; ``TypeError`` or ``ValueError``, with the place, for others."""
    found = _unchecked(value, what)
    if found.dtype.kind == "O":
        _numbers(found, what)
    return found


def _unchecked(value: Any, what: str) -> Array:
    """The same, where entries may be objects."""
    if getattr(value, "requires_grad", False) is True:
        raise TypeError(f"{what} is a tensor with a gradient, which would be lost here: give it {what}.detach()")
    try:
        return unmasked(value, what)
    except ValueError as error:
        raise ValueError(f"{what} cannot be made an array: {_ragged(value) or error}") from None


def _ragged(value: Any) -> str:
    """The first row that is not as long as the one before all others, in words."""
    if not isinstance(value, Sequence):
        return ""
    lengths = [len(row) if hasattr(row, "__len__") else None for row in value]
    for k, n in enumerate(lengths):
        if n != lengths[0]:
            one, first = ("a single number" if m is None else f"{m} entries" for m in (n, lengths[0]))
            return f"row {k} has {one}, row 0 has {first}; all rows have to be as long"
    return ""


def _numbers(found: Array, what: str) -> None:
    """Always an error, for an array of objects: the first that is no number, or the advice to make them numbers."""
    for place in np.ndindex(found.shape):
        if not isinstance(found[place], NUMBERS):
            where = f" at {place[0] if len(place) == 1 else place}" if place else ""
            raise TypeError(f"{what}{where} is {found[place]!r}, not a number")
    raise TypeError(f"{what} is of type object, though its entries are numbers: give {what}.astype(float)")


def _floating(value: Any, what: str) -> Array:
    return floating(array_of(value, what), what)


def samples(x: ArrayLike, inputs: int, dtype: np.dtype[Any], what: str = "X", *, empty: bool = False) -> Array:
    """X as (N, inputs) in the type of the network: real, finite, not empty.  An array that fits is not copied."""
    array = _floating(x, what)
    samples_shape(array.shape, inputs, what, empty=empty)
    result = np.ascontiguousarray(_cast(array, dtype, what))
    if not finite(result):
        refuse(
            ~np.isfinite(result), result, what, "a finite number: replace missing values, or leave their samples out"
        )
    return result


def _cast(array: Array, dtype: np.dtype[Any], what: str) -> Array:
    if array.dtype == dtype:
        return array
    with np.errstate(over="ignore"):
        result = array.astype(dtype)
    if dtype.itemsize < array.dtype.itemsize and not finite(result) and finite(array):
        refuse(~np.isfinite(result), array, what, f"a number of {dtype}: scale it, or use dtype='float64'")
    return result


def targets(y: ArrayLike, count: int, description: Description, what: str = "y") -> tuple[Array, Kind]:
    """Targets of ``count`` samples, checked: class indices, or rows of float64."""
    return _TARGETS[description.loss](y, count, description, what)


def samples_shape(shape: tuple[int, ...], inputs: int, what: str = "X", *, empty: bool = False) -> None:
    """``ValueError`` for an X that is not (samples, inputs), or empty where it may not be."""
    if len(shape) != 2 or shape[1] != inputs:
        one = f"; one sample is {what}[None, :], of the shape (1, {inputs})" if shape == (inputs,) else ""
        raise ValueError(f"{what} has the shape {shape}; it has to be (samples, {inputs}){one}")
    if not shape[0] and not empty:
        raise ValueError(f"{what} has no samples; the mean over an empty batch has no value")


def target_kind(
    shape: tuple[int, ...], dtype: Any, whole: bool, count: int, description: Description, what: str = "y"
) -> Kind:
    """How targets of this shape and type are given; ``whole``: as integers or booleans.  Their values are not asked."""
    outputs = description.outputs
    if description.loss != "cross_entropy":
        if shape != (count, outputs) and not (outputs == 1 and shape == (count,)):
            short = f" or ({count},)" if outputs == 1 else ""
            raise ValueError(
                f"{what} has the shape {shape}; it has to be ({count}, {outputs}){short}, a row for each sample"
            )
        return "values"
    if shape == (count,):
        if not whole:
            raise ValueError(
                f"{what} holds {dtype}; class labels are whole numbers from 0 to {outputs - 1}, of a type of integers, "
                f"probabilities have the shape ({count}, {outputs})"
            )
        return "classes"
    if shape != (count, outputs):
        raise ValueError(
            f"{what} has the shape {shape}; for {count} samples class labels have ({count},), "
            f"probabilities ({count}, {outputs})"
        )
    return "probabilities"


def _kind(given: Array, count: int, description: Description, what: str) -> Kind:
    return target_kind(given.shape, given.dtype, given.dtype.kind in "iub", count, description, what)


def _labels(given: Array, classes: int, what: str) -> None:
    """``ValueError`` for labels that are no integers: the first that could be none, or the advice to make them some."""
    wanted = f"one of the {classes} classes from 0"
    if given.dtype.kind in "fO":
        for k, label in enumerate(given.tolist()):
            if not isinstance(label, NUMBERS) or not float(label).is_integer():
                raise ValueError(f"the label {what} at {k} is {label!r}, not {wanted}")
        raise ValueError(f"{what} holds whole numbers as {given.dtype}; class labels are integers: {what}.astype(int)")
    if given.dtype.kind in "US":
        raise ValueError(
            f"the label {what} at 0 is {given[0].item()!r}, not {wanted}: "
            f"np.unique({what}, return_inverse=True) numbers them"
        )


def _classes(y: ArrayLike, count: int, description: Description, what: str) -> tuple[Array, Kind]:
    given, classes = _unchecked(y, what), description.outputs
    if given.shape == (count,):
        _labels(given, classes, what)
    elif given.dtype.kind == "O":
        _numbers(given, what)
    if _kind(given, count, description, what) == "classes":
        labels = given.astype(np.intp)
        refuse((labels < 0) | (labels >= classes), labels, f"the label {what}", f"one of the {classes} classes from 0")
        return labels, "classes"
    rows = _floating(given, what)
    _finite(rows, what)
    probabilities(rows, what)
    sums = rows.sum(axis=1, dtype=np.float64)
    refuse(np.abs(sums - 1) > tolerance(rows), sums, f"the sum of the probabilities {what}", "1")
    return np.ascontiguousarray(rows, dtype=np.float64), "probabilities"


def _values(y: ArrayLike, count: int, description: Description, what: str) -> tuple[Array, Kind]:
    rows = _floating(y, what)
    kind = _kind(rows, count, description, what)
    _finite(rows, what)
    return np.ascontiguousarray(rows.reshape(count, description.outputs), dtype=np.float64), kind


def _zero_to_one(y: ArrayLike, count: int, description: Description, what: str) -> tuple[Array, Kind]:
    rows, kind = _values(y, count, description, what)
    refuse((rows < 0) | (rows > 1), rows, f"the target {what}", "0, 1 or a probability between them")
    return rows, kind


def _finite(rows: Array, what: str) -> None:
    if not finite(rows):
        refuse(~np.isfinite(rows), rows, what, "a finite number")


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


_TARGETS: dict[str, Callable[[ArrayLike, int, Description, str], tuple[Array, Kind]]] = {
    "cross_entropy": _classes,
    "binary_cross_entropy_with_logits": _zero_to_one,
    "mse": _values,
    "huber": _values,
}

__all__ = ["Kind", "array_of", "finite", "samples", "samples_shape", "split", "target_kind", "targets"]

"""Arrays in, arrays out: types, axes and blocks of the functions that work along an axis."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]
Axis: TypeAlias = int | Sequence[int] | None

BLOCK = 8192  # entries of a block: its few temporary arrays stay in the cache
FEW = 48  # with fewer entries in a row than this, blocks are transposed, so that inner loops run over the rows


def floating(value: ArrayLike, what: str) -> Array:
    """The array of float16, float32 or float64; integers and booleans become float64, any other type is a TypeError."""
    array = unmasked(value, what)
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind == "f" and array.dtype.itemsize <= 8:
        return array.astype(array.dtype.newbyteorder("="), copy=False)
    raise TypeError(f"{what} is of type {array.dtype}; float64, float32, float16 or integers are needed")


def unmasked(value: ArrayLike, what: str) -> Array:
    """The array that the value is; ``TypeError`` where a mask hides some of it."""
    if np.ma.is_masked(value):
        raise TypeError(f"{what} is a masked array, and what its mask hides has no value: replace it, or leave it out")
    return np.asarray(value)


def axes_of(axis: Axis, dimensions: int) -> tuple[int, ...]:
    """The axes counted from 0; ``None`` means all of them."""
    if axis is None:
        return tuple(range(dimensions))
    given = axis if isinstance(axis, Sequence) else (axis,)
    result = []
    for each in map(operator.index, given):
        if not -dimensions <= each < dimensions:
            raise np.exceptions.AxisError(each, dimensions)
        result.append(each % dimensions)
    if len(set(result)) < len(result):
        raise ValueError(f"an axis is given twice: {tuple(given)}")
    return tuple(result)


def destination(out: Array | None, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """``out`` if it fits, otherwise a new array."""
    if out is None:
        return np.empty(shape, dtype)
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out has to be an array, not {type(out).__name__}")
    if out.shape != shape or out.dtype != dtype:
        raise ValueError(f"out has the shape {out.shape} and the type {out.dtype}; the result has {shape} and {dtype}")
    return out


def as_rows(array: Array, axes: tuple[int, ...]) -> Array:
    """The entries along ``axes`` as the rows of a matrix: a view where there is one."""
    kept = [k for k in range(array.ndim) if k not in axes]
    size = int(np.prod([array.shape[k] for k in axes], dtype=np.intp))
    count = int(np.prod([array.shape[k] for k in kept], dtype=np.intp))
    return np.transpose(array, (*kept, *axes)).reshape(count, size)


def from_rows(rows: Array, target: Array, axes: tuple[int, ...]) -> None:
    """The inverse of ``as_rows``: writes the rows into ``target``."""
    kept = [k for k in range(target.ndim) if k not in axes]
    view = np.transpose(target, (*kept, *axes))
    view[...] = rows.reshape(view.shape)


def blocks(count: int, size: int) -> Iterator[slice]:
    """Slices of rows whose entries fit the cache."""
    step = max(1, BLOCK // max(size, 1))
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def along_rows(
    kernel: Callable[..., Array], arrays: Sequence[Array], result: Array, axes: tuple[int, ...], work: np.dtype[Any]
) -> Array:
    """``kernel(*blocks, axis)`` on blocks of rows of the arrays (all of one shape), written into ``result``.

    The kernel sees matrices of the type ``work`` and the axis along which the entries of a row lie.
    """
    if not result.size:
        return result
    arrays = [a.copy() if np.may_share_memory(a, result) else a for a in arrays]
    rows = [as_rows(a, axes) for a in arrays]
    count, size = rows[0].shape
    direct = as_rows(result, axes)
    target = direct if np.may_share_memory(direct, result) else np.empty((count, size), result.dtype)
    few = size < FEW and count > 1
    for block in blocks(count, size):
        if few:
            target[block] = kernel(*(np.array(r[block].T, dtype=work, order="C") for r in rows), 0).T
        else:
            target[block] = kernel(*(np.asarray(r[block], dtype=work) for r in rows), 1)
    if target is not direct:
        from_rows(target, result, axes)
    return result

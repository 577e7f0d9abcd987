"""What callers hand in and get back: numbers and arrays, their types, shapes and places."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

Fill = Callable[[Any, list[Any]], None]


def real_number(name: str, key: str, value: Any) -> Fraction:
    """The exact value of a parameter that is one finite number."""
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    number = np.asarray(value)
    if number.shape != () or number.dtype.kind not in "fiu":
        raise TypeError(f"the parameter {key} of {name} is one real number, not {value!r}")
    if not np.isfinite(number):
        raise ValueError(f"the parameter {key} of {name} is {value!r}: it has to be finite")
    return Fraction(float(number))


def real_array(name: str, key: str, value: Any) -> Any:
    """A parameter that is an array of finite numbers, in float64."""
    array = np.asarray(value)
    if isinstance(value, np.ma.MaskedArray) or array.dtype.kind not in "fiu" or array.dtype.itemsize > 8:
        raise TypeError(f"the parameter {key} of {name} is of real numbers, not {array.dtype}")
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"the parameter {key} of {name} has to be finite everywhere")
    return array


FLOAT64 = np.dtype(np.float64)


def plain(x: Any) -> bool:
    """Whether x is an ordinary array of float64: nothing about it needs a closer look."""
    return type(x) is np.ndarray and x.dtype is FLOAT64 and x.flags.c_contiguous


def plain_target(out: Any, x: Any) -> bool:
    """Whether ``out`` can be written beside a plain x: of its shape, with memory of its own."""
    if out is None:
        return True
    if type(out) is not np.ndarray or out.dtype is not FLOAT64 or out.shape != x.shape or out is x:
        return False
    flags = out.flags
    if not (flags.c_contiguous and flags.writeable):
        return False
    return (out.base is None and flags.owndata and x.base is None) or not np.may_share_memory(out, x)


def filled(fill: Fill, array: Any, outs: tuple[Any, ...], scalar: bool) -> list[Any]:
    """Rows or the ``outs`` given, filled; a program writes where it may, also if x is one of the ``outs``."""
    rows = [_out(o, array) for o in outs]
    if not scalar and all(o is None for o in outs):  # new arrays
        fill(array.reshape(-1), [r.reshape(-1) for r in rows])
        return rows
    targets = [
        r if r.flags.c_contiguous and r.dtype == array.dtype else np.empty(array.shape, array.dtype) for r in rows
    ]
    targets = [
        np.empty(array.shape, array.dtype) if t is r and o is not None and np.may_share_memory(r, array) else t
        for t, r, o in zip(targets, rows, outs, strict=True)
    ]
    fill(array.reshape(-1), [t.reshape(-1) for t in targets])
    for target, row in zip(targets, rows, strict=True):
        if target is not row:
            row[...] = target
    return [r[()] if scalar and not r.shape and o is None else r for r, o in zip(rows, outs, strict=True)]


def argument(x: Any) -> tuple[Any, bool]:
    """The array that x is, and whether it was one number."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError("a masked array has no function values under its mask: give x.filled(…) or x.compressed()")
    array = np.asarray(x)
    scalar = not isinstance(x, np.ndarray) and array.shape == ()
    if array.dtype.kind in "iub":
        array = array.astype(np.float64)
    if array.dtype.kind != "f" or array.dtype.itemsize > 8:
        raise TypeError(f"expected real numbers (float64, float32, float16 or integers), got {array.dtype}")
    return (array if array.flags.c_contiguous else np.ascontiguousarray(array).reshape(array.shape)), scalar


def _out(out: Any, like: Any) -> Any:
    if out is None:
        return np.empty(like.shape, like.dtype)
    if not isinstance(out, np.ndarray) or out.shape != like.shape or out.dtype != like.dtype:
        got = f"{out.dtype} {out.shape}" if isinstance(out, np.ndarray) else type(out).__name__
        raise ValueError(f"out has to be an array {like.dtype} {like.shape}, got {got}")
    if not out.flags.writeable or any(s == 0 < n - 1 for s, n in zip(out.strides, out.shape, strict=True)):
        raise ValueError("out has to be an array that can be written, each number in a place of its own")
    return out

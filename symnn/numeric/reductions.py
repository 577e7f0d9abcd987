"""Softmax and log-softmax along an axis, with their vector–Jacobian products."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.numeric import jacobian_products as products
from symnn.numeric.rows import Axis, along_rows, axes_of, destination, floating
from symnn.numeric.shifted import log_softmax_block, softmax_block

Array: TypeAlias = NDArray[Any]
Mode: TypeAlias = Literal["accurate", "fast"]

DOUBLE = np.dtype(np.float64)
SINGLE = np.dtype(np.float32)


def working(dtype: np.dtype[Any], mode: str) -> tuple[np.dtype[Any], bool]:
    """The type to compute in, and whether rounding errors are carried along.

    Accurate: float64 with them; float32 and float16 in float64 without.  Fast: without, float16 in float32.
    """
    if mode not in get_args(Mode):
        raise ValueError(f"mode is 'accurate' or 'fast', not {mode!r}")
    if mode == "accurate":
        return DOUBLE, dtype == DOUBLE
    return (DOUBLE if dtype == DOUBLE else SINGLE), False


def _product(
    plain: Callable[..., tuple[Array, Array | None]],
    paired: Callable[..., Array],
    x: ArrayLike,
    upstream: ArrayLike,
    axis: Axis,
    mode: Mode,
    out: Array | None,
) -> Array:
    logits, g = floating(x, "x"), floating(upstream, "upstream")
    if logits.shape != g.shape:
        raise ValueError(f"x has the shape {logits.shape}, upstream has {g.shape}; they have to be equal")
    work, careful = working(logits.dtype, mode)
    result = destination(out, logits.shape, logits.dtype)
    kernel: Callable[..., Array]
    if mode == "fast":
        kernel = lambda a, b, along: plain(a, b, along, False)[0]  # noqa: E731
    else:
        kernel = paired if careful else partial(products.patched, plain, paired)
    with np.errstate(all="ignore"):
        return along_rows(kernel, (logits, g), result, axes_of(axis, logits.ndim), work)


def _value(
    block: Callable[[Array, int, bool], Array], x: ArrayLike, axis: Axis, mode: Mode, out: Array | None
) -> Array:
    logits = floating(x, "x")
    work, careful = working(logits.dtype, mode)
    result = destination(out, logits.shape, logits.dtype)
    with np.errstate(all="ignore"):
        return along_rows(
            lambda a, along: block(a, along, careful), (logits,), result, axes_of(axis, logits.ndim), work
        )


class Softmax:
    """e^(x_i) / Σ_j e^(x_j) along an axis (an integer, several, or ``None`` for all).

    Computed from x − max x (derivations/numbers.md#softmax-shift).  In the accurate mode every probability is within
    4 ULP of the exact one for float64, subnormal ones too, and within 0.51 ULP for float32 and float16; this does not
    depend on the number of classes.  The type is kept, integers become float64.

    A logit of -∞ (a mask) has the probability 0.  A single +∞ has the probability 1.  A row of only -∞, with several
    +∞ or with a NaN is NaN.  No warning is given.  ``out`` has the shape and type of the result and may be ``x``.
    """

    def __call__(self, x: ArrayLike, axis: Axis = -1, *, mode: Mode = "accurate", out: Array | None = None) -> Array:
        return _value(softmax_block, x, axis, mode, out)

    def vjp(
        self, x: ArrayLike, upstream: ArrayLike, axis: Axis = -1, *, mode: Mode = "accurate", out: Array | None = None
    ) -> Array:
        """p_i (g_i − Σ_j p_j g_j) for the upstream gradient g (derivations/numbers.md#softmax-vjp).

        Within 4 ULP (float32: 0.51) in the accurate mode, as long as no difference cancels by more than about 2^35;
        0 at a mask of -∞ for finite g.  ``upstream`` has the shape of ``x``.
        """
        return _product(products.plain_softmax_vjp, products.softmax_vjp_block, x, upstream, axis, mode, out)


class LogSoftmax:
    """x_i − log Σ_j e^(x_j) along an axis (an integer, several, or ``None`` for all).

    Computed as (x_i − m) − log(1 + Σ_{j≠a} e^(x_j − m)) with the greatest logit m = x_a
    (derivations/numbers.md#log-softmax-greatest): the greatest class keeps all digits when its probability tends to 1.
    Accuracy, types, ``out`` and infinities are those of ``softmax``; a mask of -∞ gives -∞, a single +∞ gives 0.
    """

    def __call__(self, x: ArrayLike, axis: Axis = -1, *, mode: Mode = "accurate", out: Array | None = None) -> Array:
        return _value(log_softmax_block, x, axis, mode, out)

    def vjp(
        self, x: ArrayLike, upstream: ArrayLike, axis: Axis = -1, *, mode: Mode = "accurate", out: Array | None = None
    ) -> Array:
        """g_i − p_i Σ_j g_j for the upstream gradient g (derivations/numbers.md#log-softmax-vjp).

        Accuracy as for ``softmax.vjp``.  A logit of -∞ has p = 0, so its entry is g_i.
        """
        return _product(products.plain_log_softmax_vjp, products.log_softmax_vjp_block, x, upstream, axis, mode, out)


softmax = Softmax()
log_softmax = LogSoftmax()

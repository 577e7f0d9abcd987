"""Kernels of the losses over classes, on blocks of rows: values of the rows, and gradients divided by a count.

``rest`` of every kernel is (axis, careful, count): rows lie along ``axis``; ``careful`` carries rounding errors along.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.numeric.jacobian_products import log_softmax_vjp_block, patched, plain_log_softmax_vjp
from symnn.numeric.logarithms import divergence_total
from symnn.numeric.shifted import entry, log_one_plus, log_softmax_block, quotient, shift, tail_total
from symnn.numeric.sums import fast_two_sum, pair_total, two_difference, two_product, two_sum

Array: TypeAlias = NDArray[Any]
Outcome: TypeAlias = tuple[Array, Array | None]


def logits_and_classes(x: Array, t: Array, axis: int, careful: bool, count: float, gradient: bool) -> Outcome:
    """−log p_t, and the gradient p − 1_t, whose entry at t is −Σ_{j≠t} e_j / S."""
    d, error, position = shift(x, axis, careful)
    here, top = entry(t, axis), entry(position, axis)
    own = d[here]
    e = np.exp(d)
    e_own, e_top = e[here], e[top]
    tail, tail_rest = tail_total(e, d, error, position, axis)
    level = np.squeeze(log_one_plus(tail, tail_rest), axis)
    value = level - own if error is None else (level - error[here]) - own
    if not gradient:
        return value, None
    e[top] = e_top
    s, s_rest = two_sum(np.ones_like(tail), tail)
    s_rest += tail_rest
    if error is None:
        e /= s * count
        others = np.squeeze(s, axis) - e_own
        target = np.where(position == t, np.squeeze(tail, axis), others) / (np.squeeze(s, axis) * count)
        e[here] = 0.0 - target
        return value, e
    others, others_rest = two_difference(np.squeeze(s, axis), e_own)
    others_rest += np.squeeze(s_rest, axis) - e_own * error[here]
    at_top = position == t
    target, target_rest = fast_two_sum(
        np.where(at_top, np.squeeze(tail, axis), others), np.where(at_top, np.squeeze(tail_rest, axis), others_rest)
    )
    divisor, divisor_rest = two_product(s, np.asarray(count))
    divisor_rest += s_rest * count
    target /= np.squeeze(divisor, axis)
    target -= target * np.squeeze(divisor_rest / divisor, axis)
    target += target_rest / np.squeeze(divisor, axis)
    p = quotient(e, error, divisor, divisor_rest)
    p[here] = 0.0 - target
    return value, p


def logits_and_probabilities(
    x: Array, y: Array, axis: int, careful: bool, count: float, gradient: bool, *, patch: bool
) -> Outcome:
    """−Σ y_j log p_j, and the gradient p Σ_j y_j − y; 0·∞ is 0.

    ``patch``: also when it is not careful, the gradient of rows in which digits were lost is computed anew.
    """
    value = weighted_total(log_softmax_block(x, axis, careful), y, axis, careful)
    if not gradient:
        return value, None
    if careful:
        product = log_softmax_vjp_block(x, y, axis)
    elif patch:
        product = patched(plain_log_softmax_vjp, log_softmax_vjp_block, x, y, axis)
    else:
        product = plain_log_softmax_vjp(x, y, axis, False)[0]
    np.subtract(0.0, product, out=product)
    product /= count
    return value, product


def weighted_total(logs: Array, y: Array, axis: int, careful: bool = True) -> Array:
    """−Σ y_j ℓ_j along an axis; a weight of 0 leaves out an infinite ℓ_j."""
    if np.isinf(logs).any():
        logs = np.where((y == 0) & np.isinf(logs), 0.0, logs)
    if not careful:
        return np.asarray(0.0 - (y * logs).sum(axis=axis))
    product, error = two_product(y.astype(np.float64), logs.astype(np.float64))
    hi, lo = pair_total((product, np.where(np.isfinite(error), error, 0.0)), axis)  # the error overflows from 2^996 on
    return 0.0 - (hi + lo)


def logs_and_classes(logs: Array, t: Array, axis: int, careful: bool, count: float, gradient: bool) -> Outcome:
    """−ℓ_t, with the gradient −1_t."""
    here = entry(t, axis)
    if not gradient:
        return 0.0 - logs[here], None
    slope = np.zeros_like(logs)
    slope[here] = -1.0 / count
    return 0.0 - logs[here], slope


def logs_and_probabilities(logs: Array, y: Array, axis: int, careful: bool, count: float, gradient: bool) -> Outcome:
    """−Σ y_j ℓ_j, with the gradient −y."""
    return weighted_total(logs, y, axis), (0.0 - y / count if gradient else None)


def probabilities_and_classes(p: Array, t: Array, axis: int, careful: bool, count: float, gradient: bool) -> Outcome:
    """−log p_t, with the gradient −1/p_t at t."""
    here = entry(t, axis)
    value = 0.0 - np.log(p[here])
    if not gradient:
        return value, None
    slope = np.zeros_like(p)
    slope[here] = -_share(np.ones_like(value), p[here], count)
    return value, slope


def probabilities_and_probabilities(
    p: Array, y: Array, axis: int, careful: bool, count: float, gradient: bool
) -> Outcome:
    """−Σ y_j log p_j, with the gradient −y/p."""
    return weighted_total(np.log(p), y, axis), (0.0 - _share(y, p, count) if gradient else None)


def divergence(p: Array, y: Array, axis: int, careful: bool, count: float, gradient: bool) -> Outcome:
    """Σ y_j log(y_j/p_j), with the gradient −y/p."""
    return divergence_total(y, p, axis, careful), (0.0 - _share(y, p, count) if gradient else None)


def divergence_of_class(p: Array, t: Array, axis: int, careful: bool, count: float, gradient: bool) -> Outcome:
    """The divergence from all weight on one class is −log p_t."""
    return probabilities_and_classes(p, t, axis, careful, count, gradient)


def _share(y: Array, p: Array, count: float) -> Array:
    """y/(p·count), 0 where y is 0."""
    share: Array = np.where((y == 0) & (p == 0), 0.0, y / count / p)
    return share

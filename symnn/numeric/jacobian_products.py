"""Vector–Jacobian products of softmax and log-softmax on blocks of rows.

Both subtract numbers that may be nearly equal.  The careful forms compute with pairs (about 2^-93) and exponents of
their own; they say 1 − p of the greatest class as the sum T/S of the others.  With e_j = e^(x_j − m), a the class of
m, S = Σ e_j, T = S − e_a, and g the upstream gradient:

softmax:      e_i/S² · (h_i S − D),  h_j = g_j − g_a,  D = Σ e_j h_j (the term of a is 0)
log-softmax:  (g_i S − e_i G)/S,  G = Σ g_j;  for i = a:  (g_a T − Σ_{j≠a} g_j)/S

Rows in which D cancels beyond what pairs hold are computed by balls (``exact_softmax_vjp``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from flint import arb
from numpy.typing import NDArray

from symnn.numeric.analytic import precision, split
from symnn.numeric.shifted import bounded_exponentials, entry, shift, tail_total
from symnn.numeric.sums import Pair, pair_product, pair_sum, pair_total, two_difference

Array: TypeAlias = NDArray[Any]

NOTHING = -20000  # an exponent below all others
BEYOND = 2.0**-40  # below this share of its terms a sum of pairs has lost digits that a double shows
BITS = (256, 1024, 4096)
LEAST = arb(2) ** -1140
CANCELLED = 2.0**-18  # of float32 computed in float64: below this share of its terms, a difference is computed anew


def _scaled(pair: Pair, k: Array | int) -> Pair:
    return np.ldexp(pair[0], k), np.ldexp(pair[1], k)


def _along(pair: Pair, axis: int) -> Pair:
    """The sum along an axis, kept as a dimension."""
    hi, lo = pair_total(pair, axis)
    return np.expand_dims(hi, axis), np.expand_dims(lo, axis)


def _normalised(g: Array, axis: int) -> tuple[Array, Array]:
    """Each row of g divided by a power of two near its greatest entry, and the exponents."""
    exponent = np.frexp(np.abs(g).max(axis=axis, keepdims=True))[1]
    return np.ldexp(g, -exponent), exponent


def exact_softmax_vjp(x: Array, g: Array) -> list[float]:
    """The product for one row of finite numbers or −∞, each entry the nearest double."""
    values: list[Any] = []
    for bits in BITS:
        with precision(bits):
            top = arb(float(x.max()))
            e = [arb(0) if v == -np.inf else (arb(v) - top).exp() for v in x.tolist()]
            upstream = [arb(v) for v in g.tolist()]
            total = sum(e, arb(0))
            inner = sum((a * b for a, b in zip(e, upstream, strict=True)), arb(0)) / total
            values = [a / total * (b - inner) for a, b in zip(e, upstream, strict=True)]
            if all(v.rel_accuracy_bits() > 60 or v.abs_upper() < LEAST for v in values):
                break
    return [split(v)[0] for v in values]


def _chosen(choice: Array, yes: Pair, no: Pair) -> Pair:
    return np.where(choice, yes[0], no[0]), np.where(choice, yes[1], no[1])


def softmax_vjp_block(x: Array, g: Array, axis: int) -> Array:
    """The product for softmax with pairs."""
    d, error, position = shift(x, axis, True)
    assert error is not None
    e, k = bounded_exponentials(d, error)
    g, scale = _normalised(g, axis)
    h = two_difference(g, np.expand_dims(g[entry(position, axis)], axis))
    total = _along(_scaled(e, k), axis)
    same = h[0] == 0
    exponent = np.frexp(h[0])[1]
    order = np.where(same, NOTHING, k + exponent)
    highest = order.max(axis=axis, keepdims=True)
    weighted = _along(_scaled(pair_product(e, _scaled(h, -exponent)), order - highest), axis)
    negated = (-weighted[0], -weighted[1])
    bracket = _chosen(same, negated, pair_sum(pair_product(h, total), _scaled(negated, highest)))
    numerator = pair_product(e, bracket)[0] / pair_product(total, total)[0]
    product: Array = np.ldexp(numerator, k + np.where(same, highest, 0) + scale)
    sizes = np.ldexp(np.abs(e[0] * np.ldexp(h[0], -exponent)), order - highest).sum(axis=axis)
    lost = np.abs(np.squeeze(weighted[0], axis)) < BEYOND * sizes
    for row in np.flatnonzero(lost & np.isfinite(g).all(axis=axis) & (x < np.inf).all(axis=axis)):
        here = (row, slice(None)) if axis == 1 else (slice(None), row)
        exact = exact_softmax_vjp(x[here], np.ldexp(g[here], np.squeeze(scale, axis)[row]))
        product[here] = exact
    return product


def log_softmax_vjp_block(x: Array, g: Array, axis: int) -> Array:
    """The product for log-softmax with pairs."""
    d, error, position = shift(x, axis, True)
    assert error is not None
    e, k = bounded_exponentials(d, error)
    g, scale = _normalised(g, axis)
    here = entry(position, axis)
    g_rest = g.copy()
    g_rest[here] = 0.0
    zero = np.zeros_like(g)
    upstream, others = _along((g, zero), axis), _along((g_rest, zero), axis)
    total = _along(_scaled(e, k), axis)
    order = k.copy()
    order[here] = NOTHING
    highest = order.max(axis=axis, keepdims=True)
    tail = _along(_scaled(e, order - highest), axis)

    absent = g == 0
    share = pair_product(e, (-upstream[0], -upstream[1]))
    numerator = _chosen(absent, share, pair_sum(pair_product((g, zero), total), _scaled(share, k)))
    exponent = np.where(absent, k, 0)

    own = g[here]
    alone = others[0] == 0
    top = pair_product((np.expand_dims(own, axis), np.zeros_like(others[0])), tail)
    top = _chosen(alone, top, pair_sum(_scaled(top, highest), (-others[0], -others[1])))
    result = numerator[0] / total[0]
    result[here] = np.squeeze(top[0] / total[0], axis)
    exponent[here] = np.squeeze(np.where(alone, highest, 0), axis)
    product: Array = np.ldexp(result, exponent + scale)
    return product


def plain_softmax_vjp(x: Array, g: Array, axis: int, check: bool) -> tuple[Array, Array | None]:
    """The product for softmax without pairs, and, to ``check``, the rows in which a difference cancelled."""
    d, _, position = shift(x, axis, False)
    p = np.exp(d, out=d)
    p /= p.sum(axis=axis, keepdims=True)
    h = g - np.expand_dims(g[entry(position, axis)], axis)
    weighted = p * h
    inner = weighted.sum(axis=axis, keepdims=True)
    lost = None
    if check:
        sizes = np.abs(weighted, out=weighted).sum(axis=axis, keepdims=True) + np.abs(h)
        lost = (np.abs(h - inner) < CANCELLED * sizes).any(axis=axis)
    h -= inner
    h *= p
    return h, lost


def plain_log_softmax_vjp(x: Array, g: Array, axis: int, check: bool) -> tuple[Array, Array | None]:
    """The product for log-softmax without pairs, and, to ``check``, the rows in which a difference cancelled."""
    d, _, position = shift(x, axis, False)
    here = entry(position, axis)
    p = np.exp(d, out=d)
    tail = tail_total(p, d, None, position, axis)[0]
    total = 1.0 + tail
    p /= total
    own = np.expand_dims(g[here], axis)
    rest = g.copy()
    rest[here] = 0.0
    others = rest.sum(axis=axis, keepdims=True)
    result = rest - p * (own + others)
    result[here] = np.squeeze((own * tail - others) / total, axis)
    if not check:
        return result, None
    np.abs(rest, out=rest)
    sizes = rest.sum(axis=axis, keepdims=True)
    rest += p * (np.abs(own) + sizes)
    rest[here] = np.squeeze((np.abs(own) * tail + sizes) / total, axis)
    return result, (np.abs(result) < CANCELLED * rest).any(axis=axis)


def patched(
    plain: Callable[..., tuple[Array, Any]], paired: Callable[..., Array], x: Array, g: Array, axis: int
) -> Array:
    """The plain product, with the rows in which digits were lost computed anew."""
    result, lost = plain(x, g, axis, True)
    rows = np.flatnonzero(lost)
    if rows.size:
        again = paired(np.take(x, rows, 1 - axis), np.take(g, rows, 1 - axis), axis)
        result[(rows, slice(None)) if axis == 1 else (slice(None), rows)] = again
    return result

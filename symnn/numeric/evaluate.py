"""Values of numeric programs without generating code: what the samples are measured with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from symnn.numeric.careful import evaluate_careful
from symnn.numeric.emit import EXPONENTIAL_ROWS, NORMAL_ROWS, UFUNCS
from symnn.numeric.exponential_tables import Span, span
from symnn.numeric.nodes import SAFE, Node, number, order, parts
from symnn.numeric.runtime import (
    error_function,
    exact_exp,
    exponential,
    exponential_values,
    normal_cdf,
    normal_values,
    polynomials,
    select,
)
from symnn.numeric.tables import HALF_CELLS, HALF_WIDTH, erf_ratio, extended_half_erfcx, half_erfcx, pairs


def evaluate(root: Node, x: Any, parameters: Mapping[str, Any] | None = None) -> Any:
    """The doubles that the emitted operations give at the points."""
    with np.errstate(all="ignore"):
        done: dict[Node, Any] = {}
        for n in order([root]):
            done[n] = _value(n, [done[a] for a in n.args], x, parameters or {})
        return np.array(np.broadcast_to(done[root], x.shape), dtype=np.float64)


def _value(n: Node, args: list[Any], x: Any, parameters: Mapping[str, Any]) -> Any:
    if n.op == "input":
        return x if n.data == "x" else parameters[str(n.data)]
    if n.op == "const":
        return number(n)
    if n.op in UFUNCS:
        return getattr(np, UFUNCS[n.op])(*args)
    return _OTHERS[n.op](n, args, x)


def _select(n: Node, args: list[Any], x: Any) -> Any:
    out = np.empty(x.shape)
    select(np.broadcast_to(args[0], x.shape), args[1], args[2], out)
    return out


def _half_erfcx(n: Node, args: list[Any], x: Any) -> Any:
    out = np.empty(x.shape)
    polynomials(np.broadcast_to(args[0], x.shape), half_erfcx(), 0.0, HALF_WIDTH, out)
    return out


def _erf(n: Node, args: list[Any], x: Any) -> Any:
    out = np.empty(x.shape)
    error_function(np.broadcast_to(args[0], x.shape), erf_ratio(), half_erfcx(), HALF_WIDTH, out)
    return out


@cache
def _normal_values() -> Any:
    return normal_values(half_erfcx())


def _normal_cdf(n: Node, args: list[Any], x: Any) -> Any:
    out = np.empty(x.shape)
    u, gauss = (np.broadcast_to(a, x.shape) for a in args)
    tail = n.args[1].op == "table_exp"
    normal_cdf(u, gauss, _normal_values(), out, np.empty((NORMAL_ROWS, *x.shape)), tail)
    return out


def _table_exp(n: Node, args: list[Any], x: Any) -> Any:
    out, found = np.empty(x.shape), span(n)
    assert found is not None
    at = np.broadcast_to(args[0], x.shape)
    values, work = _exponentials(found), np.empty((EXPONENTIAL_ROWS, *x.shape))
    exponential(at, values, found.first, found.coefficients, out, work)
    return out


@cache
def _exponentials(found: Span) -> Any:
    return exponential_values(found.first, found.last, found.exponent)


def _exact_exp(n: Node, args: list[Any], x: Any) -> Any:
    return exact_exp(args[0], pairs(n))


def extended(root: Node, x: Any) -> Any:
    """The same operations in extended precision, constants and tables too: a judge of ``evaluate``."""
    with np.errstate(all="ignore"):
        done: dict[Node, Any] = {}
        for n in order([root]):
            args = [done[a] for a in n.args]
            if n.op == "const":
                done[n] = _wide(*parts(n))
            elif n.op == "select":
                done[n] = np.where(*args)
            elif n.op in ("exact_exp", "table_exp"):
                done[n] = np.exp(np.polyval(np.array([_wide(*c) for c in pairs(n)]), args[0]))
            elif n.op == "half_erfcx":
                done[n] = _tabulated(np.broadcast_to(args[0], x.shape))
            elif n.op == "normal_cdf":
                u = np.broadcast_to(args[0], x.shape)
                done[n] = np.abs((u >= 0) - args[1] * _tabulated(np.abs(u) * np.sqrt(np.longdouble(0.5))))
            else:
                done[n] = _value(n, args, x, {})
        return np.array(np.broadcast_to(done[root], x.shape), dtype=np.longdouble)


def _wide(high: float, low: float) -> Any:
    return np.longdouble(high) + np.longdouble(low)


def _tabulated(u: Any) -> Any:
    table = extended_half_erfcx()
    place = np.clip(np.nan_to_num(np.floor(u / HALF_WIDTH)), 0, HALF_CELLS - 1)  # NaN stays in u
    cell, t = place.astype(np.intp), np.minimum(u, HALF_CELLS * HALF_WIDTH) - (place + 0.5) * np.longdouble(HALF_WIDTH)
    out = table[-1][cell]
    for row in table[-2::-1]:
        out = out * t + row[cell]
    return out


def _careful_exp(n: Node, args: list[Any], x: Any) -> Any:
    return evaluate_careful(n, args[0])


_OTHERS: dict[str, Callable[[Node, list[Any], Any], Any]] = {
    "reciprocal": lambda n, a, x: np.divide(1.0, a[0]),
    "step": lambda n, a, x: np.greater_equal(a[0], 0.0).astype(np.float64),
    "less": lambda n, a, x: np.less(a[0], a[1]),
    "clamp": lambda n, a, x: np.minimum(a[0], SAFE),
    "nan": lambda n, a, x: np.nan,
    "select": _select,
    "half_erfcx": _half_erfcx,
    "normal_cdf": _normal_cdf,
    "exact_exp": _exact_exp,
    "table_exp": _table_exp,
    "careful_exp": _careful_exp,
    "erf": _erf,
}

"""Exact values of any SymPy expression in one variable: no catalogue, nothing rewritten.

The tree is evaluated by balls with rising precision until 72 bits are certified.  Balls have bounded exponents
(e^{10^300} is [±∞]); there mpmath takes over, whose exponents are integers, and is believed once two precisions of at
least 2,560 bits agree to 2^-75.  ``agreed`` is that second method by itself, a check on every other reference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import frexp
from typing import Any

import mpmath
import sympy
from flint import arb, fmpq
from numeric_reference import Real, exact_value
from ulp import ZERO, Exact, stack

AGREE = 75
_LATE = (2560, 4352, 8704)  # smallest numbers are 2^-1074, their squares need twice that beside 1
_HUGE = mpmath.mpf(2) ** 70

FUNCTIONS: dict[Any, Callable[..., arb]] = {
    sympy.exp: arb.exp,
    sympy.log: arb.log,
    sympy.tanh: arb.tanh,
    sympy.sinh: arb.sinh,
    sympy.cosh: arb.cosh,
    sympy.sin: arb.sin,
    sympy.cos: arb.cos,
    sympy.atan: arb.atan,
    sympy.asinh: arb.asinh,
    sympy.erf: arb.erf,
    sympy.erfc: arb.erfc,
    sympy.Abs: abs,
    sympy.sign: arb.sgn,
    sympy.Heaviside: lambda x, *_: (1 + x.sgn()) / 2,
    sympy.Max: lambda *values: _folded(arb.max, values),
    sympy.Min: lambda *values: _folded(arb.min, values),
}


class Expression:
    """An expression in x with its derivative.

    ``at_zero`` are f(0) and f′(0) where the formula has a gap that can be filled; it is judged for |x| ≤ ``limit``;
    ``kinks`` are the points without a derivative.
    """

    def __init__(
        self,
        text: str,
        at_zero: tuple[str, str] | None = None,
        limit: float = math.inf,
        kinks: tuple[float, ...] = (),
    ) -> None:
        self.text = text
        self.at_zero = at_zero
        self.limit = limit
        self.kinks = kinks
        self.symbol = sympy.Symbol("x", real=True)
        self.value = sympy.sympify(text, locals={"x": self.symbol})
        self.slope = sympy.diff(self.value, self.symbol)

    @property
    def both(self) -> tuple[sympy.Expr, sympy.Expr]:
        return self.value, self.slope


def exact(expression: sympy.Expr, xs: Iterable[float]) -> Exact:
    """Certified where balls reach, agreed by two precisions elsewhere; ArithmeticError where neither settles."""
    function = real(expression)
    return stack([_one(expression, function, float(x)) for x in xs])


def _one(expression: sympy.Expr, function: Real, x: float) -> tuple[float, float, int]:
    try:
        return exact_value(function, x)
    except ArithmeticError:
        return agreed(expression, x, _LATE)


@lru_cache(maxsize=256)
def real(expression: sympy.Expr) -> Real:
    """The expression as a function of a ball; each part with all its occurrences is evaluated once."""
    if isinstance(expression, sympy.Symbol):
        return lambda x: x
    if isinstance(expression, sympy.Rational):
        constant = fmpq(int(expression.p), int(expression.q))
        return lambda x: arb(constant)
    if expression is sympy.pi:
        return lambda x: arb.pi()
    if expression is sympy.E:
        return lambda x: arb(1).exp()
    if isinstance(expression, sympy.Piecewise):
        rows = [(real(value), _condition(condition)) for value, condition in expression.args]
        return lambda x: _chosen(rows, x)
    parts = [real(part) for part in expression.args]
    if isinstance(expression, sympy.Add):
        return lambda x: _folded(arb.__add__, [part(x) for part in parts])
    if isinstance(expression, sympy.Mul):
        return lambda x: _folded(arb.__mul__, [part(x) for part in parts])
    if isinstance(expression, sympy.Pow):
        return _power(expression, parts)
    function = FUNCTIONS[type(expression)]
    return lambda x: function(*(part(x) for part in parts))


def _power(expression: sympy.Expr, parts: list[Real]) -> Real:
    base, exponent = expression.args
    if exponent.is_Integer:
        return lambda x: _whole_power(parts[0](x), int(exponent))
    if exponent.is_Rational and exponent.q == 2:
        return lambda x: parts[0](x).sqrt() ** int(exponent.p)
    if base is sympy.E:
        return lambda x: parts[1](x).exp()
    raise NotImplementedError(f"the power {expression}")


def _whole_power(base: arb, exponent: int) -> arb:
    """By multiplication, as the power of a ball around 0 is undefined to the library."""
    if exponent < 0:
        return 1 / _whole_power(base, -exponent)
    result = arb(1)
    for _ in range(exponent):
        result = result * base
    return result


def _condition(condition: Any) -> Callable[[arb], bool | None]:
    """A comparison of balls; nothing where they overlap."""
    if condition in (True, sympy.true):
        return lambda x: True
    left, right = real(condition.lhs), real(condition.rhs)
    compare, opposite = {
        "<": (arb.__lt__, arb.__ge__),
        "<=": (arb.__le__, arb.__gt__),
        ">": (arb.__gt__, arb.__le__),
        ">=": (arb.__ge__, arb.__lt__),
    }[condition.rel_op]

    def holds(x: arb) -> bool | None:
        a, b = left(x), right(x)
        return True if compare(a, b) else (False if opposite(a, b) else None)

    return holds


def _chosen(rows: list[tuple[Real, Callable[[arb], bool | None]]], x: arb) -> arb:
    for value, holds in rows:
        if (answer := holds(x)) is None:
            break
        if answer:
            return value(x)
    return arb.nan()


def _folded(function: Callable[[arb, arb], arb], values: Iterable[arb]) -> arb:
    first, *rest = values
    for value in rest:
        first = function(first, value)
    return first


# -- mpmath -----------------------------------------------------------------------------------------------------------


def agreed(
    function: sympy.Expr | Callable[[mpmath.mpf], mpmath.mpf], x: float, precisions: Iterable[int] | None = None
) -> tuple[float, float, int]:
    """The value on which two successive precisions agree to 2^-75; ``function`` is an expression or a callable of mpf.

    Precisions that are both too small may agree too (1 + e^{-700} is 1 to both), so that the smallest one grows with
    |x| and |log x|; a zero counts at the highest only.
    """
    work = function if not isinstance(function, sympy.Basic) else _lambdified(function)
    start = 106 + int(min(4 * abs(x), 3000)) + 2 * abs(frexp(x)[1])
    steps = list(precisions or (start + 53 * k for k in (0, 2, 6, 12, 24, 48, 78)))
    last = None
    for place, precision in enumerate(steps):
        with mpmath.workprec(precision):
            found = mpmath.mpf(work(mpmath.mpf(x)))
        with mpmath.workprec(precision):
            if last is not None and mpmath.isfinite(found) and (found or place == len(steps) - 1):
                small = max(abs(found), abs(last)) < mpmath.mpf(2) ** ZERO
                if (small and place == len(steps) - 1) or abs(found - last) <= abs(found) * mpmath.mpf(2) ** -AGREE:
                    return _split(found)
        last = found
    raise ArithmeticError(f"no two precisions agree at {x!r}")


def _split(value: mpmath.mpf) -> tuple[float, float, int]:
    if not value:
        return 0.0, 0.0, ZERO
    with mpmath.workprec(200):
        mantissa, exponent = mpmath.frexp(value)
        head = float(mantissa)
        tail = float(mantissa - head)
    head, shift = frexp(head)
    place = int(exponent) + shift
    return (0.0, 0.0, ZERO) if place < ZERO else (head, tail / 2**shift, min(place, 5000))


def _exp(x: mpmath.mpf) -> mpmath.mpf:
    """e^x, and 0 for e^{-2^70} and less: next to e^{e^…} nothing else in a formula counts."""
    return mpmath.mpf(0) if x < -(_HUGE**20) else mpmath.exp(x)


@lru_cache(maxsize=256)
def _lambdified(expression: sympy.Expr) -> Callable[[mpmath.mpf], mpmath.mpf]:
    (symbol,) = expression.free_symbols or {sympy.Symbol("x")}
    return sympy.lambdify(symbol, expression, [{"exp": _exp}, "mpmath"])  # type: ignore[no-any-return]

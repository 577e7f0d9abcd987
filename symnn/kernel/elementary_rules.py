"""Functions written through exp, log, sqrt, erf, sin, cos and atan; the same function, on the same domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from symnn.kernel.build import ONE, PI, TWO, difference, minus, product, quotient, square, total
from symnn.term import Num, Op, Term, num, op

_HALF = num(Fraction(1, 2))


def _exp(x: Term) -> Term:
    return op("exp", x)


def _tanh(x: Term) -> Term:
    """tanh x = 1 - 2/(e^{2x} + 1)."""
    return difference(ONE, quotient(TWO, total(_exp(product(TWO, x)), ONE)))


_ROWS: Mapping[str, Callable[[Term], Term]] = {
    "sinh": lambda x: quotient(difference(_exp(x), _exp(minus(x))), TWO),
    "cosh": lambda x: quotient(total(_exp(x), _exp(minus(x))), TWO),
    "tanh": _tanh,
    "sech": lambda x: quotient(TWO, total(_exp(x), _exp(minus(x)))),
    "csch": lambda x: quotient(TWO, difference(_exp(x), _exp(minus(x)))),
    "coth": lambda x: total(ONE, quotient(TWO, difference(_exp(product(TWO, x)), ONE))),
    "atanh": lambda x: product(_HALF, difference(op("log", total(ONE, x)), op("log", difference(ONE, x)))),
    "asinh": lambda x: op("log", total(x, op("sqrt", total(square(x), ONE)))),
    "acosh": lambda x: op("log", total(x, op("sqrt", difference(square(x), ONE)))),
    "tan": lambda x: quotient(op("sin", x), op("cos", x)),
    "cot": lambda x: quotient(op("cos", x), op("sin", x)),
    "sec": lambda x: quotient(ONE, op("cos", x)),
    "csc": lambda x: quotient(ONE, op("sin", x)),
    "percent": lambda x: quotient(x, num(100)),
    "normal_cdf": lambda x: product(_HALF, total(ONE, op("erf", quotient(x, op("sqrt", TWO))))),
    "normal_pdf": lambda x: quotient(_exp(minus(quotient(square(x), TWO))), op("sqrt", product(TWO, PI))),
}


def through_basic(term: Op) -> Term | None:
    """One rewriting step at the head, or ``None``.

    acosh x through log needs x ≥ 1: for x ≤ -1 the root exists and the logarithm does not, for x between neither.
    """
    if len(term.args) == 1 and term.head in _ROWS:
        return _ROWS[term.head](term.args[0])
    match term:
        case Op("log_base", (x, base)):
            return quotient(op("log", x), op("log", base))
        case Op("root", (x, Num(n))) if n.denominator == 1 and n > 0 and n % 2 == 0:
            return op("pow", x, num(1 / n))
    return None

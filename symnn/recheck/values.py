"""Arithmetic of exact rationals and balls for the checker; written apart from the provers' own.

Every result encloses the true value.  ``NoValueError``: certainly undefined over the reals; ``UnclearError``: the
enclosure does not tell, or the checker has no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

Value = Any  # fmpq, exact, or arb, a ball
_EXACT_BITS = 2000


class NoValueError(Exception):
    """Certainly without a value."""


class UnclearError(Exception):
    """Not decided here."""


def rational(x: Fraction) -> Value:
    return fmpq(x.numerator, x.denominator)


def exact(x: Value) -> bool:
    return isinstance(x, fmpq)


def ball(x: Value) -> Value:
    """As a ball with finite ends."""
    out = arb(x) if exact(x) else x
    if not out.is_finite():
        raise UnclearError("no finite enclosure")
    return out


def sign(x: Value) -> int | None:
    """-1, 0 or 1, ``None`` if the ball does not tell."""
    if exact(x):
        return int(x > 0) - int(x < 0)
    return 1 if x > 0 else -1 if x < 0 else 0 if x.is_zero() else None


def need(known: bool | None, what: str) -> None:
    if known is None:
        raise UnclearError(what)
    if not known:
        raise NoValueError(what)


def positive(x: Value) -> bool | None:
    s = sign(x)
    return None if s is None else s > 0


def nonnegative(x: Value) -> bool | None:
    return True if not exact(x) and bool(x >= 0) else None if (s := sign(x)) is None else s >= 0


def nonzero(x: Value) -> bool | None:
    s = sign(x)
    return None if s is None else s != 0


def _narrow(x: Value) -> bool:
    return exact(x) and int(x.p).bit_length() + int(x.q).bit_length() < _EXACT_BITS


def plus(a: Value, b: Value) -> Value:
    return a + b if _narrow(a) and _narrow(b) else ball(a) + ball(b)


def times(a: Value, b: Value) -> Value:
    if _narrow(a) and _narrow(b):
        return a * b
    return fmpq(0) if 0 in (sign(a), sign(b)) else ball(a) * ball(b)


def over(a: Value, b: Value) -> Value:
    need(nonzero(b), "division by zero")
    return a / b if _narrow(a) and _narrow(b) else ball(a) / ball(b)


def whole_power(x: Value, n: int) -> Value:
    """x^n; 0^0 and negative powers of 0 have no value."""
    if n <= 0:
        need(nonzero(x), "0 to a power that is not positive")
    if exact(x) and (int(x.p).bit_length() + int(x.q).bit_length()) * abs(n) < _EXACT_BITS:
        return x**n
    if n < 0:
        return over(fmpq(1), whole_power(x, -n))
    return ball(x) ** n


def power(x: Value, y: Value) -> Value:
    """x^y = e^{y log x} with x > 0."""
    need(positive(x), "a power of a number that is not positive")
    return (ball(y) * ball(x).log()).exp()


def root(x: Value, n: int) -> Value:
    """The real root; of odd degree also of a negative number."""
    if n < 1:
        raise UnclearError("degree of a root")
    s = sign(x)
    if s == 0:
        return fmpq(0)
    if n % 2 and s == -1:
        return -root(-x, n)
    need(nonnegative(x), "root of a negative number")
    if s is None:
        raise UnclearError("root of a number near zero")
    return ball(x).root(n)


def square_root(x: Value) -> Value:
    need(nonnegative(x), "square root of a negative number")
    if exact(x):
        p, q = (_isqrt(int(part)) for part in (x.p, x.q))
        if p is not None and q is not None:
            return fmpq(p, q)
    return ball(x).sqrt()


def _isqrt(n: int) -> int | None:
    from math import isqrt

    r = isqrt(n)
    return r if r * r == n else None


def logarithm(x: Value) -> Value:
    need(positive(x), "logarithm of a number that is not positive")
    return fmpq(0) if exact(x) and x == 1 else ball(x).log()


def magnitude(x: Value) -> Value:
    return abs(x)


def signum(x: Value) -> Value:
    s = sign(x)
    if s is None:
        raise UnclearError("sign of a number near zero")
    return fmpq(s)


def floor(x: Value) -> Value:
    if exact(x):
        return fmpq(int(x.p) // int(x.q))
    low = x.floor()
    n = low.unique_fmpz()
    if n is None or not bool(x > n):
        raise UnclearError("floor of a number near an integer")
    return fmpq(int(n))


def larger(a: Value, b: Value) -> Value:
    s = sign(plus(a, -b))
    return ball(a).max(ball(b)) if s is None else a if s >= 0 else b


def normal_cdf(x: Value) -> Value:
    return fmpq(1, 2) if sign(x) == 0 else (1 + (ball(x) / arb(2).sqrt()).erf()) / 2


def normal_pdf(x: Value) -> Value:
    return (-(ball(x) ** 2) / 2).exp() / (2 * arb.pi()).sqrt()


def factorial(x: Value) -> Value:
    if not exact(x) or x.q != 1 or x > 500:
        raise UnclearError("factorial")
    need(bool(x >= 0), "factorial of a negative number")
    out = fmpq(1)
    for k in range(2, int(x.p) + 1):
        out *= k
    return out


def _everywhere(function: Callable[[Any], Any], at_zero: int | None = None) -> Callable[[Value], Value]:
    return lambda x: fmpq(at_zero) if at_zero is not None and exact(x) and x == 0 else function(ball(x))


def _where(holds: Callable[[Value], bool | None], function: Callable[[Any], Any]) -> Callable[[Value], Value]:
    def apply(x: Value) -> Value:
        need(holds(x), "argument outside the domain")
        return function(ball(x))

    return apply


def _inverse_of(function: Callable[[Value], Value]) -> Callable[[Value], Value]:
    return lambda x: over(fmpq(1), function(x))


def _between(closed: bool) -> Callable[[Value], bool | None]:
    test = nonnegative if closed else positive
    return lambda x: test(plus(fmpq(1), -times(x, x)))


_SINH, _COSH = _everywhere(lambda b: b.sinh(), 0), _everywhere(lambda b: b.cosh(), 1)
_SIN, _COS = _everywhere(lambda b: b.sin(), 0), _everywhere(lambda b: b.cos(), 1)
_TANH = _everywhere(lambda b: b.tanh(), 0)

UNARY: Mapping[str, Callable[[Value], Value]] = {
    "neg": lambda x: -x,
    "percent": lambda x: over(x, fmpq(100)),
    "exp": _everywhere(lambda b: b.exp(), 1),
    "log": logarithm,
    "sqrt": square_root,
    "sinh": _SINH,
    "cosh": _COSH,
    "tanh": _TANH,
    "sech": _inverse_of(_COSH),
    "csch": _inverse_of(_SINH),
    "coth": _inverse_of(_TANH),
    "asinh": _everywhere(lambda b: b.asinh(), 0),
    "acosh": _where(lambda x: nonnegative(plus(x, fmpq(-1))), lambda b: b.acosh()),
    "atanh": _where(_between(False), lambda b: b.atanh()),
    "sin": _SIN,
    "cos": _COS,
    "tan": lambda x: over(_SIN(x), _COS(x)),
    "sec": _inverse_of(_COS),
    "csc": _inverse_of(_SIN),
    "cot": lambda x: over(_COS(x), _SIN(x)),
    "asin": _where(_between(True), lambda b: b.asin()),
    "acos": _where(_between(True), lambda b: b.acos()),
    "atan": _everywhere(lambda b: b.atan(), 0),
    "erf": _everywhere(lambda b: b.erf(), 0),
    "erfc": _everywhere(lambda b: b.erfc(), 1),
    "abs": magnitude,
    "sign": signum,
    "floor": floor,
    "ceil": lambda x: -floor(-x),
    "normal_cdf": normal_cdf,
    "normal_pdf": normal_pdf,
    "factorial": factorial,
}

"""Arithmetic and comparison of values, exact ``fmpq`` or balls ``arb``.  Every result encloses the true one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flint import arb, fmpq

Value = Any  # fmpq (exact) or arb; the library has no type information
Condition = bool | None

EXACT_BITS = 4000


class Undefined(ArithmeticError):  # noqa: N818  (it names a fact, not a mistake)
    """The term has no value anywhere on the given balls."""


class Unsure(Undefined):
    """The balls, at this precision, do not tell whether the term has a value."""


class Unsupported(Exception):  # noqa: N818  (likewise)
    """A head that has no scalar value here; the message names it."""


def compare(head: str, left: Value, right: Value) -> Condition:
    """Three-valued comparison of two enclosures."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        difference: Value = left - right
        zero, below, above = difference == 0, difference < 0, difference > 0
        undecided = False
    else:
        difference = ball(left) - ball(right)
        zero, below, above = difference.is_zero(), bool(difference < 0), bool(difference > 0)
        undecided = not (zero or below or above)
    at_most, at_least = bool(difference <= 0), bool(difference >= 0)
    match head:
        case "eq":
            return None if undecided else zero
        case "ne":
            return None if undecided else not zero
        case "lt":
            return True if below else False if at_least else None
        case "le":
            return True if at_most else False if above else None
        case "gt":
            return True if above else False if at_most else None
        case _:
            return True if at_least else False if below else None


def every(parts: Iterable[Condition]) -> Condition:
    seen = list(parts)
    return False if False in seen else None if None in seen else True


def negated(x: Condition) -> Condition:
    return None if x is None else not x


def is_whole(x: Value) -> Condition:
    if isinstance(x, fmpq):
        return bool(x.q == 1)
    if x.is_integer():
        return True
    return None if x.contains_integer() else False


def ball(x: Value) -> arb:
    return x if isinstance(x, arb) else arb(x)


# -- rational operations ---------------------------------------------------------------------------------------------


def _small(x: Value) -> bool:
    return isinstance(x, fmpq) and int(x.p).bit_length() + int(x.q).bit_length() < EXACT_BITS


def add(a: Value, b: Value) -> Value:
    return a + b if isinstance(a, fmpq) and isinstance(b, fmpq) else ball(a) + ball(b)


def multiply(a: Value, b: Value) -> Value:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a * b if _small(a) and _small(b) else arb(a) * arb(b)
    if (isinstance(a, fmpq) and a == 0) or (isinstance(b, fmpq) and b == 0):
        return fmpq(0)
    return ball(a) * ball(b)


def divide(a: Value, b: Value) -> Value:
    nonzero(b, "division by zero")
    return a / b if isinstance(a, fmpq) and isinstance(b, fmpq) else ball(a) / ball(b)


def nonzero(x: Value, what: str) -> None:
    require(compare("ne", x, fmpq(0)), what)


def require(condition: Condition, what: str) -> None:
    """``Undefined`` if the condition certainly fails, ``Unsure`` if that is not known."""
    if condition is None:
        raise Unsure(what)
    if not condition:
        raise Undefined(what)


def integer_power(x: Value, n: int) -> Value:
    """``x^n``; ``0^0`` has no value; an even power of a ball around zero starts at zero."""
    if n <= 0:
        nonzero(x, "zero to a power that is not positive")
    if n < 0:
        return divide(fmpq(1), integer_power(x, -n))
    if n == 0:
        return fmpq(1)
    if isinstance(x, fmpq):
        bits = max(int(x.p).bit_length(), int(x.q).bit_length())
        if bits * n < EXACT_BITS or abs(x) == 1:
            return x**n
    b = ball(x)
    if not b.contains(0):
        return b**n
    if n % 2 == 0:
        return arb(0).union(b.abs_upper() ** n)
    return (b.lower() ** n).union(b.upper() ** n)

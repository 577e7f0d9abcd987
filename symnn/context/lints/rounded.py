"""Constants that code writes as decimals: 0.7978845608028654 for √(2/π) is the formula's constant, rounded."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from symnn.term import Num, Op, Term, walk

LONG = 12  # digits: a constant as long as this is no exact decimal that somebody chose
DOUBLE = 1e-13  # by how much constants rounded to doubles move a value, at most


def rounding(code: Term, formula: Term) -> float:
    """How far the constants of the code that are roundings may move its values; 0 where none is one."""
    mine = {t.value for t in walk(code) if isinstance(t, Num)} - {t.value for t in walk(formula) if isinstance(t, Num)}
    decimals = [(v, len(str(_digits(v)))) for v in mine if v.denominator > 1 and _is_decimal(v)]
    targets = list(_constants(formula))
    out = 0.0
    for value, digits in decimals:
        if digits >= LONG:
            out = max(out, DOUBLE)
        if digits > 2 and any(abs(float(value) - c) <= 0.51 * abs(float(value)) / _digits(value) for c in targets):
            out = max(out, DOUBLE, 5 * 10.0 ** (1 - digits))
    return out


def _is_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _digits(value: Fraction) -> int:
    """The digits of a decimal, as a whole number: 0.0447 has 447."""
    whole = abs(value)
    while whole.denominator > 1:
        whole *= 10
    return int(whole)


def _constants(term: Term) -> Iterator[float]:
    """The values of the parts of a formula without names, with their inverses and roots."""
    for part in walk(term):
        value = _value(part)
        if value is not None and value > 0 and not (isinstance(part, Num) and value == 1):
            yield from (value, 1 / value, math.sqrt(value), 1 / math.sqrt(value))


def _value(term: Term) -> float | None:
    if isinstance(term, Num):
        return float(term.value)
    if not isinstance(term, Op):
        return None
    if term.head in ("pi", "e"):
        return math.pi if term.head == "pi" else math.e
    args = [a for t in term.args if (a := _value(t)) is not None]
    if len(args) < len(term.args) or not args:
        return None
    try:
        match term.head, args:
            case "add", _:
                return math.fsum(args)
            case "mul" | "dot" | "times", _:
                return math.prod(args)
            case "neg", [u]:
                return -u
            case "div", [u, v]:
                return u / v
            case "pow", [u, v]:
                return math.pow(u, v)
            case "root", [u, v]:
                return math.pow(u, 1 / v)
            case "sqrt" | "exp" | "log", [u]:
                return float(getattr(math, term.head)(u))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return None


__all__ = ["rounding"]

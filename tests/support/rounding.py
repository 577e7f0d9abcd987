"""Numbers of a chosen length that know when they are zero but for rounding."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
from mpmath import mp

from symnn.term import Num, Op, Sym, Term

GUARD = 25
HUGE = mpmath.mpf(10) ** 900


class UndefinedError(ValueError):
    """The term has no real value at the point."""


class UnsureError(ArithmeticError):
    """Numbers cannot tell: a derivative at a border, a difference beyond all digits."""


def real(value: object) -> mpmath.mpf:
    if not isinstance(value, mpmath.mpf) or not mpmath.isfinite(value):
        raise UndefinedError(str(value))
    return value


def integer(value: mpmath.mpf) -> int:
    if value != int(value):
        raise UndefinedError(f"{value} is not an integer")
    return int(value)


PLAIN: dict[str, Callable[..., mpmath.mpf]] = {
    **{
        name: getattr(mpmath, name)
        for name in ("exp sinh cosh tanh sech asinh sin cos atan erf erfc factorial binomial acosh").split()
    },
    "add": lambda *xs: mpmath.fsum(xs),  # settled afterwards
    "neg": lambda x: -x,
    "one": lambda x: mpmath.mpf(1),
    **dict.fromkeys(("mul", "dot", "times"), lambda *xs: mpmath.fprod(xs)),
    "percent": lambda x: x / 100,
    "pi": lambda: +mp.pi,
    "e": lambda: +mp.e,
    "abs": abs,
    "normal_cdf": mpmath.ncdf,
    "normal_pdf": mpmath.npdf,
    "max": lambda *xs: max(xs),
    "min": lambda *xs: min(xs),
}
_STEEP = frozenset("exp sinh cosh sin cos normal_pdf".split())  # a large argument loses digits
_FLAT = frozenset("tanh erf erfc sech normal_cdf normal_pdf".split())  # e^-x or e^-x² from a constant


class Rounding:
    """What rounding may have done so far: ``mag`` the largest number or inverse of one, ``loss`` the digits that
    cancelled, ``tied`` whether something was taken for zero.
    """

    def __init__(self) -> None:
        self.mag = self.loss = mpmath.mpf(1)
        self.tied = self.absorbed = False

    def settled(self, value: mpmath.mpf, size: mpmath.mpf | int) -> mpmath.mpf:
        """A sum of terms up to ``size``: zero if it is within their rounding errors."""
        if abs(value) > size * self.loss * mpmath.mpf(10) ** (GUARD - mp.dps):
            self.loss = max(self.loss, size / abs(value))
            return value
        self.tied = self.tied or value != 0 or (size != 0 and (self.mag > 1e6 or self.absorbed))
        return mpmath.mpf(0)

    def sign(self, value: mpmath.mpf, size: mpmath.mpf | int = 0) -> int:
        """The sign; with ``size`` of a difference of numbers up to it."""
        return int(mpmath.sign(self.settled(value, size) if size else value))

    def elementwise(self, head: str, args: list[mpmath.mpf]) -> mpmath.mpf:
        if head == "add":
            largest = max(map(abs, args))
            self.absorbed = self.absorbed or any(0 < abs(a) < largest * mpmath.mpf(10) ** -mp.dps for a in args)
            return self.settled(mpmath.fsum(args), max(map(abs, args)))
        value = PLAIN[head](*args)
        if head in _STEEP and abs(args[0]) < HUGE:
            self.loss = max(self.loss, abs(args[0]))
        if head in _FLAT and abs(args[0]) > 3:
            power = 2 * abs(args[0]) if head in ("tanh", "sech") else args[0] ** 2
            self.mag = max(self.mag, mpmath.exp(min(power, 10**4)))
        return self.settled(value, 1) if head in ("sin", "cos") and abs(real(value)) < 1e-20 else value


def _div(judge: Rounding, a: mpmath.mpf, b: mpmath.mpf) -> mpmath.mpf:
    if not judge.sign(b):
        raise UndefinedError("division by zero")
    return a / b


def _log(judge: Rounding, x: mpmath.mpf) -> mpmath.mpf:
    if judge.sign(x) <= 0:
        raise UndefinedError("logarithm")
    return judge.settled(mpmath.log(x), 1) if abs(x - 1) < 1e-20 else mpmath.log(x)


def _root(judge: Rounding, x: mpmath.mpf, n: mpmath.mpf) -> mpmath.mpf:
    degree, sign = integer(n), judge.sign(x)
    if degree <= 0 or (sign < 0 and degree % 2 == 0):
        raise UndefinedError("root")
    return mpmath.mpf(0) if not sign else sign * mpmath.root(abs(x), degree)


def _bounded(function: Callable[[mpmath.mpf], mpmath.mpf]) -> Callable[[Rounding, mpmath.mpf], mpmath.mpf]:
    return lambda judge, x: function(mpmath.sign(x)) if not judge.sign(abs(x) - 1, 1) else function(x)


def _over(top: str, bottom: str) -> Callable[[Rounding, mpmath.mpf], mpmath.mpf]:
    return lambda judge, x: _div(judge, judge.elementwise(top, [x]), judge.elementwise(bottom, [x]))


def _artanh(judge: Rounding, x: mpmath.mpf) -> mpmath.mpf:
    if judge.sign(1 - abs(x), 1) <= 0:
        raise UndefinedError("artanh")
    return mpmath.atanh(x)


def _floor(judge: Rounding, x: mpmath.mpf) -> mpmath.mpf:
    return mpmath.nint(x) if not judge.sign(x - mpmath.nint(x), 1 + abs(x)) else mpmath.floor(x)


PARTIAL: dict[str, Callable[..., mpmath.mpf]] = {
    "div": _div,
    "log": _log,
    "log_base": lambda judge, x, b: _div(judge, _log(judge, x), _log(judge, b)),
    "sqrt": lambda judge, x: _root(judge, x, mpmath.mpf(2)),
    "root": _root,
    "sign": lambda judge, x: mpmath.mpf(judge.sign(x)),
    "floor": _floor,
    "ceil": lambda judge, x: -_floor(judge, -x),
    "delta": lambda judge, i, j: mpmath.mpf(1 if not judge.sign(i - j, 1) else 0),
    "tan": _over("sin", "cos"), "cot": _over("cos", "sin"), "sec": _over("one", "cos"), "csc": _over("one", "sin"),
    "coth": _over("cosh", "sinh"), "csch": _over("one", "sinh"),
    "atanh": _artanh,
    "asin": _bounded(mpmath.asin), "acos": _bounded(mpmath.acos),
}  # fmt: skip


def infinite(end: Term) -> int:
    """1 for ∞, -1 for -∞, else 0."""
    match end:
        case Op("infinity"):
            return 1
        case Op("neg", (Op("infinity"),)):
            return -1
    return 0


def whole(term: Term, integers: frozenset[Sym]) -> bool:
    match term:
        case Num(value):
            return value.denominator == 1
        case Sym():
            return term in integers
        case Op("add" | "neg" | "mul" | "dot" | "times", args):
            return all(whole(a, integers) for a in args)
    return False

"""A second opinion on numbers: evaluates a term with mpmath, apart from the balls that decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import mpmath
from mpmath import mp

from symnn.term import Num, Op, Sym, Term, plain

DIGITS = 60
_GUARD = 25

Point = Mapping[Sym, Fraction]
Functions = Mapping[Sym, Callable[..., mpmath.mpf]]


class UndefinedError(ValueError):
    """The term has no real value at the point."""


def evaluate(term: Term, point: Point, functions: Functions | None = None) -> mpmath.mpf:
    """The value to 60 digits unless terms cancel; derivatives, by finite differences, to about 20.

    ``point`` gives every free name, entries of arrays as ``Sym("x", (Num(1),))``; ``functions`` the opaque ones.
    """
    with mp.workdps(DIGITS + _GUARD):
        return _Judge({k: mpmath.mpf(v.numerator) / v.denominator for k, v in point.items()}, functions or {})(term)


def holds(condition: Term, point: Point, functions: Functions | None = None) -> bool:
    """Whether a comparison, or a combination of them, is true at the point."""
    with mp.workdps(DIGITS + _GUARD):
        values = {k: mpmath.mpf(v.numerator) / v.denominator for k, v in point.items()}
        return _Judge(values, functions or {}).truth(condition)


def _real(value: object) -> mpmath.mpf:
    if not isinstance(value, mpmath.mpf) or not mpmath.isfinite(value):
        raise UndefinedError(str(value))
    return value


def _integer(value: mpmath.mpf) -> int:
    if value != int(value):
        raise UndefinedError(f"{value} is not an integer")
    return int(value)


def _pow(x: mpmath.mpf, y: mpmath.mpf) -> mpmath.mpf:
    if y == int(y):
        if x == 0 and y <= 0:
            raise UndefinedError("0 to a power that is not positive")
        return x ** int(y)
    if x <= 0:
        raise UndefinedError("a power of a number that is not positive")
    return mpmath.exp(y * mpmath.log(x))


def _root(x: mpmath.mpf, n: mpmath.mpf) -> mpmath.mpf:
    degree = _integer(n)
    if degree <= 0:
        raise UndefinedError("root")
    return -mpmath.root(-x, degree) if x < 0 and degree % 2 else _real(mpmath.root(x, degree))


def _div(a: mpmath.mpf, b: mpmath.mpf) -> mpmath.mpf:
    if b == 0:
        raise UndefinedError("division by zero")
    return a / b


def _log(x: mpmath.mpf) -> mpmath.mpf:
    if x <= 0:
        raise UndefinedError("logarithm")
    return mpmath.log(x)


_VALUES: dict[str, Callable[..., mpmath.mpf]] = {
    **{
        name: getattr(mpmath, name)
        for name in (
            "exp sqrt sinh cosh tanh sech csch coth asinh acosh atanh sin cos tan sec csc cot asin acos atan"
            " erf erfc sign floor ceil factorial binomial"
        ).split()
    },
    "add": lambda *xs: mpmath.fsum(xs),
    "neg": lambda x: -x,
    **dict.fromkeys(("mul", "dot", "times"), lambda *xs: mpmath.fprod(xs)),
    "div": _div,
    "pow": _pow,
    "root": _root,
    "percent": lambda x: x / 100,
    "pi": lambda: +mp.pi,
    "e": lambda: +mp.e,
    "log": _log,
    "log_base": lambda x, b: _div(_log(x), _log(b)),
    "abs": abs,
    "normal_cdf": mpmath.ncdf,
    "normal_pdf": mpmath.npdf,
    "max": lambda *xs: max(xs),
    "min": lambda *xs: min(xs),
    "delta": lambda i, j: mpmath.mpf(1 if i == j else 0),
}
_COMPARE: dict[str, Callable[[mpmath.mpf, mpmath.mpf], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


class _Judge:
    def __init__(self, values: Mapping[Sym, mpmath.mpf], functions: Functions) -> None:
        self.values, self.functions = values, functions

    def given(self, var: Sym, value: mpmath.mpf) -> _Judge:
        return _Judge({**self.values, var: value}, self.functions)

    def __call__(self, term: Term) -> mpmath.mpf:
        try:
            return _real(mpmath.mpf(1) * self.value(term))
        except ZeroDivisionError as error:
            raise UndefinedError(plain(term)) from error

    def value(self, term: Term) -> mpmath.mpf:
        match term:
            case Num(value):
                return mpmath.mpf(value.numerator) / value.denominator
            case Sym():
                return self.name(term)
            case Op(head, args) if head in _VALUES:
                return _VALUES[head](*map(self, args))
            case Op("indicator", (condition,)):
                return mpmath.mpf(1 if self.truth(condition) else 0)
            case Op("cases", rows):
                for row in rows:
                    if isinstance(row, Op) and self.truth(row.args[1]):
                        return self(row.args[0])
                raise UndefinedError("no case applies")
            case Op("sum" | "prod", (body, Sym() as var, Op("range", (low, high)))):
                steps = range(_integer(self(low)), _integer(self(high)) + 1)
                parts = [self.given(var, mpmath.mpf(k))(body) for k in steps]
                return mpmath.fsum(parts) if term.head == "sum" else mpmath.fprod(parts)
            case Op("at", (body, Sym() as var, value)):
                return self.given(var, self(value))(body)
            case Op("deriv", (body, *variables)):
                return self.derivative(body, variables)
            case Op("call", (function, *args)):
                return self.apply(function, [self(a) for a in args])
            case _:
                raise NotImplementedError(plain(term))

    def name(self, sym: Sym) -> mpmath.mpf:
        if sym in self.values:
            return self.values[sym]
        subs = tuple(Num(Fraction(_integer(self(s)))) for s in sym.subs)
        sups = tuple(Num(Fraction(_integer(self(s)))) for s in sym.sups)
        entry = replace(sym, subs=subs, sups=sups)
        if not sym.subs + sym.sups or entry not in self.values:
            raise KeyError(sym.text)
        return self.values[entry]

    def derivative(self, body: Term, variables: list[Term]) -> mpmath.mpf:
        """Nested differences, the last variable innermost."""
        *rest, var = variables
        if not isinstance(var, Sym):
            raise NotImplementedError(plain(var))

        def slope(x: mpmath.mpf) -> mpmath.mpf:
            inner = self.given(var, x)
            return inner.derivative(body, rest) if rest else inner(body)

        return mpmath.diff(slope, self.name(var))

    def apply(self, function: Term, args: list[mpmath.mpf]) -> mpmath.mpf:
        match function:
            case Sym() if function in self.functions:
                return self.functions[function](*args)
            case Sym(name) if name in _VALUES:
                return _VALUES[name](*args)
            case Op("prime", (inner, Num(order))):
                return mpmath.diff(lambda x: self.apply(inner, [x]), args[0], int(order))
            case Op("compose", (outer, inner)):
                return self.apply(outer, [self.apply(inner, args)])
            case _:
                raise NotImplementedError(plain(function))

    def truth(self, condition: Term) -> bool:
        match condition:
            case Op("true"):
                return True
            case Op(head, (left, right)) if head in _COMPARE:
                return _COMPARE[head](self(left), self(right))
            case Op("and" | "chain", parts):
                return all(map(self.truth, parts))
            case Op("or", parts):
                return any(map(self.truth, parts))
            case Op("not", (part,)):
                return not self.truth(part)
            case Op("iff", (left, right)):
                return self.truth(left) == self.truth(right)
            case Op("implies", (left, right)):
                return not self.truth(left) or self.truth(right)
            case _:
                raise NotImplementedError(plain(condition))

"""A second opinion on numbers: evaluates a term with mpmath, apart from the balls that decide.

A value that is zero but for rounding counts as zero where that matters (a sign, a comparison, a denominator, the
argument of a logarithm); whenever that happened the evaluation is repeated with four and sixteen times the digits, so
that 1 - tanh(200) is positive and x - x is zero.  Derivatives are differences from both sides: where these disagree,
there is no derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import mpmath
from mpmath import mp
from rounding import GUARD, HUGE, PARTIAL, PLAIN, Rounding, UndefinedError, UnsureError, infinite, integer, real, whole

from symnn.term import Num, Op, Sym, Term, free_symbols, plain

DIGITS = 60
_STAGES = (DIGITS + GUARD, 340, 1360)
_STEP = 45  # derivatives: differences with steps of 10^-45 and, nested, of 10^-90, 10^-180, …
_LOST = mpmath.mpf(10) ** 150

Point = Mapping[Sym, Fraction]
Functions = Mapping[Sym, Callable[..., mpmath.mpf]]


def evaluate(
    term: Term, point: Point, functions: Functions | None = None, integers: frozenset[Sym] = frozenset()
) -> mpmath.mpf:
    """The value to 60 digits unless terms cancel; derivatives to about 40.

    ``point`` gives every free name, entries of arrays as ``Sym("x", (Num(1),))``; ``functions`` the opaque ones;
    ``integers`` are the names declared as integers, whose powers need no positive base.
    """
    return _settled(point, functions, integers, lambda judge: judge(term), False)


def holds(
    condition: Term, point: Point, functions: Functions | None = None, integers: frozenset[Sym] = frozenset()
) -> bool:
    """Whether a comparison, or a combination of them, is true at the point."""
    return bool(_settled(point, functions, integers, lambda judge: judge.truth(condition)))


def compared(
    left: Term, right: Term, point: Point, functions: Functions | None = None, integers: frozenset[Sym] = frozenset()
) -> int:
    """The sign of left - right; zero when 1,000 digits, or with a derivative in it 30, show no difference."""
    return int(_settled(point, functions, integers, lambda judge: judge.order(left, right)))


def _settled(
    point: Point,
    functions: Functions | None,
    integers: frozenset[Sym],
    work: Callable[[Judge], object],
    sure: bool = True,
) -> mpmath.mpf:
    for digits in _STAGES:
        with mp.workdps(digits):
            values = {k: mpmath.mpf(v.numerator) / v.denominator for k, v in point.items()}
            judge = Judge(values, functions or {}, integers)
            try:
                result = work(judge)
            except UndefinedError:
                if judge.tied and digits != _STAGES[-1]:
                    continue
                if judge.tied and judge.mag > HUGE:
                    raise UnsureError("beyond all digits") from None
                raise
            if not judge.tied or (judge.coarse and digits >= 340 and judge.loss < _LOST):
                return result
            if sure and judge.mag > HUGE and digits == _STAGES[-1]:
                raise UnsureError("beyond all digits")
    return result


_SIGNS = {"eq": (0,), "ne": (-1, 1), "lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1)}


class Judge(Rounding):
    """One evaluation with the digits in force; ``tied`` tells that something was taken for zero."""

    def __init__(self, values: Mapping[Sym, mpmath.mpf], functions: Functions, integers: frozenset[Sym]) -> None:
        self.values, self.functions, self.integers = dict(values), functions, integers
        super().__init__()
        self.coarse = False  # a derivative is in it
        self.steep_too = False  # differences even where numbers are so large or small that a step may hide something
        self.depth = 0

    def __call__(self, term: Term) -> mpmath.mpf:
        try:
            value = real(mpmath.mpf(1) * self.value(term))
        except (ZeroDivisionError, OverflowError) as error:
            raise UndefinedError(plain(term)) from error
        if value:
            self.mag = max(self.mag, abs(value), 1 / abs(value))
        return value

    def order(self, left: Term, right: Term) -> int:
        a, b = self(left), self(right)
        gap, size = a - b, 1 + abs(b)
        if not self.coarse or self.depth:
            return self.sign(gap, max(abs(a), abs(b)))
        if abs(gap) > size * mpmath.mpf(10) ** -22:
            return 1 if gap > 0 else -1
        if abs(gap) > size * mpmath.mpf(10) ** -30:
            raise UnsureError("a difference too small for differences")
        return 0

    def value(self, term: Term) -> mpmath.mpf:
        match term:
            case Num(value):
                return mpmath.mpf(value.numerator) / value.denominator
            case Sym():
                return self.name(term)
            case Op(head, args) if head in PLAIN:
                return self.elementwise(head, [self(a) for a in args])
            case Op(head, args) if head in PARTIAL:
                return PARTIAL[head](self, *map(self, args))
            case Op("pow", (base, exponent)):
                return self.power(base, exponent)
            case Op("indicator", (condition,)):
                return mpmath.mpf(1 if self.truth(condition) else 0)
            case Op("cases", rows):
                for row in sorted(rows, key=lambda row: row.args[1] == Op("true")):  # "otherwise" wherever it stands
                    if self.truth(row.args[1]):
                        return self(row.args[0])
                raise UndefinedError("no case applies")
            case Op("sum" | "prod", (body, Sym() as var, Op("range", (low, high)))):
                steps = range(integer(self(low)), integer(self(high)) + 1)
                parts = [self.given(var, mpmath.mpf(k), body, True) for k in steps]
                return mpmath.fsum(parts) if term.head == "sum" else mpmath.fprod(parts)
            case Op("at", (body, Sym() as var, value)):
                return self.given(var, self(value), body)
            case Op("deriv", (body, *variables)):
                return self.derivative(body, variables)
            case Op("call", (function, *args)):
                return self.apply(function, [self(a) for a in args])
            case _:
                raise NotImplementedError(plain(term))

    def given(self, var: Sym, value: mpmath.mpf, body: Term, whole_: bool = False) -> mpmath.mpf:
        """The body where one more name has a value."""
        before, integers = self.values, self.integers
        self.values = {**before, var: value}
        self.integers = integers | {var} if whole_ else integers
        try:
            return self(body)
        finally:
            self.values, self.integers = before, integers

    def name(self, sym: Sym) -> mpmath.mpf:
        """The value of a name; of an entry x_i by the value of its index."""
        entry = sym
        if sym.subs or sym.sups:
            try:
                subs = tuple(Num(Fraction(integer(self(s)))) for s in sym.subs)
                sups = tuple(Num(Fraction(integer(self(s)))) for s in sym.sups)
                entry = replace(sym, subs=subs, sups=sups)
            except KeyError:
                pass
        for name in (entry, sym):
            if name in self.values:
                return self.values[name]
        raise KeyError(sym.text)

    def power(self, base: Term, exponent: Term) -> mpmath.mpf:
        """x^y needs x > 0 unless y is a whole number by its form."""
        y = self(exponent)
        if base == Op("e"):
            return self.elementwise("exp", [y])
        x = self(base)
        literal = not free_symbols(exponent) or whole(exponent, self.integers)
        if literal and not self.sign(y - mpmath.nint(y), 1):
            if y < 0.5 and not self.sign(x):
                raise UndefinedError("0 to a power that is not positive")
            return x ** int(mpmath.nint(y))
        if self.sign(x) <= 0:
            raise UndefinedError("a power of a number that is not positive")
        return self.elementwise("exp", [y * mpmath.log(x)])

    # -- derivatives -------------------------------------------------------------------------------------------------

    def derivative(self, body: Term, variables: list[Term]) -> mpmath.mpf:
        """Nested differences, the last variable outermost."""
        *rest, var = variables
        if not isinstance(var, Sym):
            raise NotImplementedError(plain(var))
        self.coarse = True
        inner = Op("deriv", (body, *rest)) if rest else body
        step = _STEP * 2**self.depth
        self.depth += 1
        try:
            with mp.workdps(mp.dps + step):
                return self.slope(inner, var, step)
        finally:
            self.depth -= 1

    def slope(self, body: Term, var: Sym, digits: int) -> mpmath.mpf:
        x = self.name(var)
        before, self.mag = self.mag, mpmath.mpf(1)
        middle = self.given(var, x, body)
        if self.mag > 1e14 and self.depth == 1 and not self.steep_too:
            raise UnsureError("numbers too large or too small for differences")
        self.mag = max(self.mag, before)

        def quotient(side: int, k: int) -> mpmath.mpf:
            h = side * mpmath.mpf(10) ** -k
            there = self.given(var, x + h, body)
            return self.settled(there - middle, max(abs(there), abs(middle))) / h

        slopes, missing = [], 0
        for side in (1, -1):
            try:
                far, near = quotient(side, digits - 3), quotient(side, digits)
            except UndefinedError:
                missing += 1
                continue
            room = (1 + abs(near)) * mpmath.mpf(10) ** -24
            if abs(far - near) > room:
                if abs(near) > 5 * abs(far) and abs(near) > 1e6:
                    raise UndefinedError("the difference quotients grow without bound")
                raise UnsureError("the difference quotients have not settled")
            slopes.append(near)
        if missing:
            raise UnsureError("a derivative at a border") if slopes else UndefinedError("an isolated point")
        right, left = slopes
        apart = abs(right - left) / (1 + abs(right))
        if apart > 1e-10:
            raise UndefinedError(f"one-sided derivatives {mpmath.nstr(left, 8)} and {mpmath.nstr(right, 8)}")
        if apart > 1e-20:
            raise UnsureError("the one-sided derivatives are close")
        return (right + left) / 2

    def apply(self, function: Term, args: list[mpmath.mpf]) -> mpmath.mpf:
        match function:
            case Sym() if function in self.functions:
                return self.functions[function](*args)
            case Sym(name) if name in PLAIN:
                return PLAIN[name](*args)
            case Op("prime", (inner, Num(order))):
                return mpmath.diff(lambda x: self.apply(inner, [x]), args[0], int(order))
            case Op("compose", (outer, inner)):
                return self.apply(outer, [self.apply(inner, args)])
            case _:
                raise NotImplementedError(plain(function))

    # -- conditions --------------------------------------------------------------------------------------------------

    def truth(self, condition: Term) -> bool:
        match condition:
            case Op("true"):
                return True
            case Op(head, (left, right)) if head in _SIGNS:
                return self.order(left, right) in _SIGNS[head]
            case Op("in", (x, target)):
                return self.member(x, target)
            case Op("notin", (x, target)):
                return not self.member(x, target)
            case Op("and" | "chain", parts):
                return all(self.truth(p) for p in parts)
            case Op("or", parts):
                return any(self.truth(p) for p in parts)
            case Op("not", (part,)):
                return not self.truth(part)
            case Op("iff", (left, right)):
                return self.truth(left) == self.truth(right)
            case Op("implies", (left, right)):
                return not self.truth(left) or self.truth(right)
            case _:
                raise NotImplementedError(plain(condition))

    def member(self, x: Term, target: Term) -> bool:
        match target:
            case Op("reals", ()):
                self(x)
                return True
            case Op("integers" | "naturals" as head, ()):
                value = self(x)
                whole = not self.sign(value - mpmath.nint(value), 1)
                return whole and (head == "integers" or value > 0.5)
            case Op("interval_oo" | "interval_cc" | "interval_oc" | "interval_co" as head, (low, high)):
                self(x)
                above = infinite(low) == -1 or self.order(x, low) >= (1 if head[-2] == "o" else 0)
                return above and (infinite(high) == 1 or self.order(high, x) >= (1 if head[-1] == "o" else 0))
            case Op("set", items) if not any(isinstance(i, Op) and i.head == "dots" for i in items):
                return any(self.order(x, i) == 0 for i in items)
            case Op("union", parts):
                return any(self.member(x, p) for p in parts)
            case Op("intersection", parts):
                return all(self.member(x, p) for p in parts)
            case Op("setminus", (whole_set, removed)):
                return self.member(x, whole_set) and not self.member(x, removed)
            case _:
                raise NotImplementedError(plain(target))

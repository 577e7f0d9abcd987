"""Exact values and Taylor series of smooth terms of one variable, as balls at a precision that grows until it suffices.

A ball encloses the true value; what is returned is certain to the bits asked for.  The functions here are the source of
every number in generated code: references, roots, polynomial coefficients.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import arb, arb_series, ctx, fmpq

from symnn.numeric.effort import spend
from symnn.term import Num, Op, Sym, Term, walk

Ball = Any  # arb or arb_series: both know + - * /, exp, log, sqrt, sin, …
BITS = 76  # relative accuracy of a reference: a double and 23 bits more
PRECISIONS = (128, 320, 832, 2240, 5000)
TINY = arb(2) ** -1140  # below half the smallest subnormal by far
HUGE = arb(2) ** 1100


class NotAnalyticError(ValueError):
    """The term has a part without a ball evaluator; the message names it."""


class NoValueError(ArithmeticError):
    """No finite value was found at the point, at any precision."""


def _exp2(u: Ball) -> Ball:
    return (2 * u).exp()


def _tanh(u: Ball) -> Ball:
    """By e^{−2|u|}, which has a ball however large u is."""
    if (u[0] if isinstance(u, arb_series) else u) < 0:
        return -_tanh(-u)
    small = _exp2(-u)
    return (1 - small) / (1 + small)


def _asinh(u: Ball) -> Ball:
    """Odd, so that nothing cancels far out on the left."""
    first = u[0] if isinstance(u, arb_series) else u
    return -(-u + (u * u + 1).sqrt()).log() if first < 0 else (u + (u * u + 1).sqrt()).log()


def _log1p_ratio(u: Ball) -> Ball:
    return ((1 + u) / (1 - u)).log() / 2


def _normal_cdf(u: Ball) -> Ball:
    return (-u / arb(2).sqrt()).erfc() / 2


def _by_itself(name: str, of_series: Callable[[Ball], Ball]) -> Callable[[Ball], Ball]:
    """The function of the library for a ball, which cancels nothing; a formula for a series."""
    own = getattr(arb, name)
    return lambda u: own(u) if isinstance(u, arb) else of_series(u)


_expm1 = _by_itself("expm1", lambda u: u.exp() - 1)
_log1p = _by_itself("log1p", lambda u: (1 + u).log())

FUNCTIONS: dict[str, Callable[[Ball], Ball]] = {
    "neg": lambda u: -u,
    "percent": lambda u: u / 100,
    "exp": lambda u: u.exp(),
    "log": lambda u: u.log(),
    "sqrt": lambda u: u.sqrt(),
    "sinh": _by_itself("sinh", lambda u: (u.exp() - (-u).exp()) / 2),
    "cosh": _by_itself("cosh", lambda u: (u.exp() + (-u).exp()) / 2),
    "tanh": _by_itself("tanh", _tanh),
    "coth": _by_itself("coth", lambda u: 1 + 2 / (_exp2(u) - 1)),
    "sech": _by_itself("sech", lambda u: 2 / (u.exp() + (-u).exp())),
    "csch": _by_itself("csch", lambda u: 2 / (u.exp() - (-u).exp())),
    "asinh": _by_itself("asinh", _asinh),
    "acosh": _by_itself("acosh", lambda u: (u + (u - 1).sqrt() * (u + 1).sqrt()).log()),
    "atanh": _by_itself("atanh", _log1p_ratio),
    "sin": lambda u: u.sin(),
    "cos": lambda u: u.cos(),
    "tan": lambda u: u.sin() / u.cos(),
    "cot": lambda u: u.cos() / u.sin(),
    "sec": lambda u: 1 / u.cos(),
    "csc": lambda u: 1 / u.sin(),
    "asin": lambda u: u.asin(),
    "acos": lambda u: u.acos(),
    "atan": lambda u: u.atan(),
    "erf": lambda u: u.erf(),
    "erfc": lambda u: u.erfc(),
    "normal_cdf": _normal_cdf,
    "normal_pdf": lambda u: (-u * u / 2).exp() / (2 * arb.pi()).sqrt(),
}


@contextmanager
def precision(bits: int) -> Iterator[None]:
    with ctx.workprec(bits):
        yield


Step = tuple[Callable[..., Ball], tuple[int, ...]]


class Analytic:
    """A smooth term of one variable as a tape of ball operations.

    ``constants`` gives values to the other names.  ``NotAnalyticError`` for a head that is not in the table.
    """

    def __init__(self, term: Term, var: Sym, constants: dict[Sym, Fraction] | None = None) -> None:
        self.term, self.var, self.constants = term, var, constants or {}
        self._steps: list[Step] = []
        self._places: dict[Term, int] = {}
        self._result = self._place(term)
        self._fixed: dict[int, list[Ball]] = {}
        self._functions = [function for function, _ in self._steps]
        self._moving, self._run = self._tape()

    def _tape(self) -> tuple[list[bool], Callable[..., Ball]]:
        """Which steps depend on x, and one function for those: they run ten thousand times."""
        moving: list[bool] = []
        lines = ["def run(x, c, f):"]
        for i, (function, places) in enumerate(self._steps):
            moving.append(function is _variable or any(p >= 0 and moving[p] for p in places))
            if moving[i]:
                args = ["x" if p < 0 else f"v{p}" if moving[p] else f"c[{p}]" for p in places]
                sign = {_sum: " + ", _product: " * ", _quotient: " / "}.get(function)
                body = "x" if function is _variable else sign.join(args) if sign else f"f[{i}]({', '.join(args)})"
                lines.append(f"    v{i} = {body}")
        last = self._result
        lines.append(f"    return v{last}" if moving[last] else f"    return c[{last}]")
        space: dict[str, Any] = {}
        exec("\n".join(lines), space)
        return moving, space["run"]

    def _constants(self) -> list[Ball]:
        """The steps without x at the present precision."""
        if ctx.prec not in self._fixed:
            values: list[Ball] = []
            for moves, (function, places) in zip(self._moving, self._steps, strict=True):
                values.append(None if moves else function(*(None if p < 0 else values[p] for p in places)))
            self._fixed[ctx.prec] = values
        return self._fixed[ctx.prec]

    def _place(self, term: Term) -> int:
        if term not in self._places:
            step = self._step(term)
            self._steps.append(step)
            self._places[term] = len(self._steps) - 1
        return self._places[term]

    def _step(self, term: Term) -> Step:
        match term:
            case Num(value):
                q = _rational(value)
                return (lambda _x: arb(q)), (-1,)
            case Sym() if term == self.var:
                return _variable, (-1,)
            case Sym():
                if term not in self.constants:
                    raise NotAnalyticError(f"{term.text} has no value")
                return self._step(Num(self.constants[term]))
            case Op("pi"):
                return (lambda _x: arb.pi()), (-1,)
            case Op("e"):
                return (lambda _x: arb(1).exp()), (-1,)
            case Op("add", args) if (tail := _tail(args)) is not None:
                return tail[0], (self._place(tail[1]),)
            case Op("log", (Op("add", args),)) if (rest := _without_one(args)) is not None:
                return _log1p, (self._place(rest),)
            case Op("add", args):
                return _sum, tuple(self._place(a) for a in args)
            case Op("mul" | "dot" | "times", args):
                return _product, tuple(self._place(a) for a in args)
            case Op("div", (a, b)):
                return _quotient, (self._place(a), self._place(b))
            case Op("log_base", (a, b)):
                return (lambda u, v: u.log() / v.log()), (self._place(a), self._place(b))
            case Op("root", (a, Num(n))) if n.denominator == 1 and n > 0:
                return (lambda u, q=1 / n: _real_power(u, q)), (self._place(a),)
            case Op("row", args):
                return (lambda *values: values), tuple(self._place(a) for a in args)
            case Op("pow", (Op("e"), b)):
                return FUNCTIONS["exp"], (self._place(b),)
            case Op("pow", (a, Num(n))) if n.denominator == 1:
                return (lambda u, k=int(n): _whole_power(u, k)), (self._place(a),)
            case Op("pow", (a, Num(n))):
                return (lambda u, q=n: _real_power(u, q)), (self._place(a),)
            case Op("pow", (a, b)):
                return (lambda u, v: (v * u.log()).exp()), (self._place(a), self._place(b))
            case Op(head, (a,)) if head in FUNCTIONS:
                return FUNCTIONS[head], (self._place(a),)
        raise NotAnalyticError(f"no exact evaluation of {term.head}")

    def ball(self, x: Ball) -> Ball:
        """The enclosure at the present precision; ``x`` is a ball or a power series."""
        return self._run(x, self._constants(), self._functions)

    def value(self, x: float | Fraction | arb, bits: int = BITS) -> arb:
        """The value with ``bits`` certain bits; one below the subnormals or above the doubles may be coarser."""
        before = ctx.prec
        try:
            for precision_ in PRECISIONS:
                ctx.prec = precision_
                spend(precision_ / 128)
                v = self.ball(_point(x))
                if _certain(v, bits):
                    return v
        finally:
            ctx.prec = before
        raise NoValueError(f"no value at {x}")

    def series(self, x: arb, terms: int, bits: int = BITS) -> list[arb]:
        """Taylor coefficients f⁽ᵏ⁾(x)/k!, k < terms, each to ``bits`` bits of the largest term within a cell."""
        for precision_ in PRECISIONS:
            spend(terms * precision_ / 128)
            with precision(precision_), _cap(terms):
                try:
                    found = self.ball(arb_series([x, 1], prec=terms))
                except (ValueError, ZeroDivisionError):  # a quotient by what may be zero
                    continue
                rows = found.coeffs() if isinstance(found, arb_series) else [found]
                rows = [*rows, *([arb(0)] * (terms - len(rows)))]
                if all(c.is_finite() for c in rows) and all(_sharp(c, bits) for c in rows):
                    return rows
        raise NoValueError(f"no Taylor series at {float(x.mid())}")


def _certain(v: arb, bits: int) -> bool:
    return bool(
        v.is_finite() and (v.rel_accuracy_bits() >= bits or v.abs_upper() < TINY or v.is_zero() or v.abs_lower() > HUGE)
    )


def _sharp(c: arb, bits: int) -> bool:
    return bool(c.is_zero() or c.rel_accuracy_bits() >= bits or c.abs_upper() < arb(2) ** -600)


@contextmanager
def _cap(terms: int) -> Iterator[None]:
    before = ctx.cap
    ctx.cap = terms
    try:
        yield
    finally:
        ctx.cap = before


def _rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _point(x: float | Fraction | arb) -> arb:
    return arb(_rational(x)) if isinstance(x, Fraction) else x if isinstance(x, arb) else arb(x)


def _variable(x: Ball) -> Ball:
    return x


def _quotient(u: Ball, v: Ball) -> Ball:
    return u / v


def _without_one(args: Sequence[Term]) -> Term | None:
    """What is left of a sum with the term 1."""
    one = Num(Fraction(1))
    if one not in args or len(args) < 2:
        return None
    k = args.index(one)
    rest = (*args[:k], *args[k + 1 :])
    return rest[0] if len(rest) == 1 else Op("add", rest)


def _tail(args: Sequence[Term]) -> tuple[Callable[[Ball], Ball], Term] | None:
    """1 ± erf u as erfc(∓u) and e^u − 1: functions that lose no digits, and their argument."""
    if len(args) != 2:
        return None
    for one, other in (args, args[::-1]):
        plus = isinstance(one, Num) and one.value == 1
        minus = one in (Num(Fraction(-1)), Op("neg", (Num(Fraction(1)),)))
        match other:
            case Op("erf", (u,)) if plus:
                return (lambda v: (-v).erfc()), u
            case Op("neg", (Op("erf", (u,)),)) if plus:
                return FUNCTIONS["erfc"], u
            case Op("exp", (u,)) if minus:
                return _expm1, u
    return None


def _sum(*parts: Ball) -> Ball:
    out = parts[0]
    for p in parts[1:]:
        out = out + p
    return out


def _product(*parts: Ball) -> Ball:
    out = parts[0]
    for p in parts[1:]:
        out = out * p
    return out


def _whole_power(u: Ball, n: int) -> Ball:
    out: Ball = arb(1)
    for _ in range(abs(n)):
        out = out * u
    return 1 / out if n < 0 else out


def _real_power(u: Ball, q: Fraction) -> Ball:
    if q > 0 and isinstance(u, arb) and u.is_zero():
        return u
    if q.denominator == 2:
        return _whole_power(u.sqrt(), q.numerator)
    return (u.log() * arb(_rational(q))).exp()


def split(v: arb) -> tuple[float, float]:
    """The nearest double and the remainder; overflow gives an infinity."""
    if v.abs_upper() < TINY:
        return 0.0, 0.0
    with precision(300):
        middle = v.mid()
        if middle.abs_lower() >= arb(2) ** 1024 * (1 - arb(2) ** -54):
            return (math.inf if middle > 0 else -math.inf), 0.0
        high = float(middle)
        return high, float(middle - arb(high))


def is_smooth(term: Term) -> bool:
    """Whether every part has an analytic evaluator."""
    try:
        Analytic(term, Sym("?"), dict.fromkeys((n for n in walk(term) if isinstance(n, Sym)), Fraction(1)))
    except NotAnalyticError:
        return False
    return True


def values(terms: Sequence[Term], var: Sym, points: Sequence[float]) -> list[list[tuple[float, float]]]:
    """References of several terms at many points, as nearest doubles and remainders; NaN where there is no value.

    The terms share their parts, as a function and its derivative do; what is not certain at once is tried alone.
    """
    every = Analytic(Op("row", tuple(terms)), var)
    alone = [Analytic(t, var) for t in terms]
    rows: list[list[tuple[float, float]]] = [[] for _ in terms]
    with precision(PRECISIONS[0]):
        for x in points:
            for f, row, v in zip(alone, rows, every.ball(arb(x)), strict=True):
                try:
                    row.append(split(v if _certain(v, BITS) else f.value(x)))
                except NoValueError:
                    row.append((math.nan, 0.0))
    return rows

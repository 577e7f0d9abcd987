"""Enclosures of basic terms and of their slopes, at exact points and over boxes.

A term is written once as a list of steps and then run on many boxes.  A value is an exact rational or a finite ball
that contains the true value; the slope is a ball or ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from symnn.recheck.outcome import METER, NoValueError, UnclearError
from symnn.term import Num, Op, Sym, Term

Value = Any  # fmpq or arb
Pair = tuple[Value, Any]
_EXACT_BITS = 2000


def rational(x: Fraction) -> Value:
    return fmpq(x.numerator, x.denominator)


def exact(x: Value) -> bool:
    return isinstance(x, fmpq)


def ball(x: Value) -> Value:
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


def _narrow(*xs: Value) -> bool:
    return all(exact(x) and int(x.p).bit_length() + int(x.q).bit_length() < _EXACT_BITS for x in xs)


def plus(a: Value, b: Value) -> Value:
    return a + b if _narrow(a, b) else ball(a) + ball(b)


def times(a: Value, b: Value) -> Value:
    if _narrow(a, b):
        return a * b
    return fmpq(0) if 0 in (sign(a), sign(b)) else ball(a) * ball(b)


def over(a: Value, b: Value) -> Value:
    s = sign(b)
    need(None if s is None else s != 0, "division by zero")
    return a / b if _narrow(a, b) else ball(a) / ball(b)


def whole_power(x: Value, n: int) -> Value:
    """x^n; 0^0 and negative powers of 0 have no value."""
    if n <= 0:
        s = sign(x)
        need(None if s is None else s != 0, "0 to a power that is not positive")
    if exact(x) and (int(x.p).bit_length() + int(x.q).bit_length()) * abs(n) < _EXACT_BITS:
        return x**n
    if n < 0:
        return over(fmpq(1), whole_power(x, -n))
    if ball(x).mid().is_zero():  # arb's own power has no value there
        most = ball(x).abs_upper() ** n
        return arb(0).union(most) if n % 2 == 0 else most.union(-most)
    return ball(x) ** n


def positive(x: Value) -> bool | None:
    s = sign(x)
    return None if s is None else s > 0


def nonnegative(x: Value) -> bool | None:
    return True if bool(x >= 0) else False if bool(x < 0) else None


def logarithm(x: Value) -> Value:
    need(positive(x), "logarithm of a number that is not positive")
    return fmpq(0) if exact(x) and x == 1 else ball(x).log()


def root(x: Value, n: int) -> Value:
    """The real root; of odd degree also of a negative number."""
    if sign(x) == 0:
        return fmpq(0)
    if n % 2 and bool(x < 0):
        return -root(-x, n)
    need(nonnegative(x), "root of a negative number")
    return ball(x).root(n)


def _entire(function: Callable[[Any], Any], at_zero: int) -> Callable[[Value], Value]:
    return lambda x: fmpq(at_zero) if exact(x) and x == 0 else function(ball(x))


def _arcsine(x: Value) -> Value:
    need(nonnegative(plus(fmpq(1), -times(x, x))), "arcsine of a number beyond 1")
    return ball(x).asin()


FUNCTIONS: Mapping[str, Callable[[Value], Value]] = {
    "exp": _entire(lambda b: b.exp(), 1),
    "log": logarithm,
    "sqrt": lambda x: root(x, 2),
    "sin": _entire(lambda b: b.sin(), 0),
    "cos": _entire(lambda b: b.cos(), 1),
    "asin": _arcsine,
    "atan": _entire(lambda b: b.atan(), 0),
    "erf": _entire(lambda b: b.erf(), 0),
}
# f'(u) from u and f(u)
SLOPES: Mapping[str, Callable[[Any, Any], Any]] = {
    "exp": lambda u, v: v,
    "log": lambda u, v: 1 / u,
    "sqrt": lambda u, v: 1 / (2 * v),
    "sin": lambda u, v: u.cos(),
    "cos": lambda u, v: -u.sin(),
    "asin": lambda u, v: 1 / (1 - u * u).sqrt(),
    "atan": lambda u, v: 1 / (1 + u * u),
    "erf": lambda u, v: 2 / arb.pi().sqrt() * (-u * u).exp(),
}


class Program:
    """The steps that evaluate a term; equal subterms are one step."""

    def __init__(self, term: Term, names: Sequence[Sym] = ()) -> None:
        self.steps: list[Callable[[Sequence[Value], list[Pair]], Pair]] = []
        self.names = list(names)
        self.known: dict[Term, int] = {}
        self.last = self._step(term)

    def __call__(self, values: Sequence[Value]) -> Pair:
        """The value and the slope by the first name; ``NoValueError``, ``UnclearError``."""
        METER.tick(1 + len(self.steps) // 8)
        done: list[Pair] = []
        for step in self.steps:
            done.append(step(values, done))
        return done[self.last]

    def _step(self, term: Term) -> int:
        if term not in self.known:
            step = self._made(term)
            self.known[term] = len(self.steps)
            self.steps.append(step)
        return self.known[term]

    def _made(self, term: Term) -> Callable[[Sequence[Value], list[Pair]], Pair]:
        match term:
            case Num(q):
                x = rational(q)
                return lambda values, done: (x, fmpq(0))
            case Sym() if term in self.names:
                i = self.names.index(term)
                return lambda values, done: (values[i], fmpq(int(i == 0)))
            case Op("pi"):
                return lambda values, done: (arb.pi(), fmpq(0))
            case Op("add", args):
                at = [self._step(a) for a in args]
                return lambda values, done: _sum([done[i] for i in at])
            case Op("mul", args):
                at = [self._step(a) for a in args]
                return lambda values, done: _product([done[i] for i in at])
            case Op("neg", (u,)):
                j = self._step(u)
                return lambda values, done: _product([(fmpq(-1), fmpq(0)), done[j]])
            case Op("div", (a, b)):
                j, k = self._step(a), self._step(b)
                return lambda values, done: _quotient(done[j], done[k])
            case Op("pow", (u, Num(n))) if n.denominator == 1 and abs(n) < 10**6:
                j, e = self._step(u), int(n)
                return lambda values, done: _power(done[j], e)
            case Op("pow", (u, n)) if isinstance(n, Num):
                j, k = self._step(Op("log", (u,))), self._step(n)
                return lambda values, done: _apply("exp", _product([done[j], done[k]]))
            case Op("root", (u, Num(n))) if n.denominator == 1 and n >= 1:
                j, e = self._step(u), int(n)
                return lambda values, done: (root(done[j][0], e), None)
            case Op(head, (u,)) if head in FUNCTIONS:
                j = self._step(u)
                return lambda values, done: _apply(head, done[j])
        raise UnclearError(f"no value for {term.head if isinstance(term, Op) else getattr(term, 'text', term)}")


def evaluate(term: Term) -> Value:
    """The value of a term without names."""
    return Program(term)(())[0]


def _sum(parts: list[Pair]) -> Pair:
    v, d = parts[0] if parts else (fmpq(0), fmpq(0))
    for w, e in parts[1:]:
        v, d = plus(v, w), None if d is None or e is None else d + e
    return v, d


def _product(parts: list[Pair]) -> Pair:
    v, d = parts[0] if parts else (fmpq(1), fmpq(0))
    for w, e in parts[1:]:
        v, d = times(v, w), None if d is None or e is None else v * e + d * w
    return v, d


def _quotient(a: Pair, b: Pair) -> Pair:
    v = over(a[0], b[0])
    return v, None if a[1] is None or b[1] is None else (a[1] - v * b[1]) / b[0]


def _power(u: Pair, n: int) -> Pair:
    v = whole_power(u[0], n)
    if n in (0, 1):
        return v, u[1] if n else fmpq(0)
    return v, None if u[1] is None else n * whole_power(ball(u[0]), n - 1) * u[1]


def _apply(head: str, u: Pair) -> Pair:
    v = FUNCTIONS[head](u[0])
    if u[1] is None or (exact(u[1]) and u[1] == 0):
        return v, u[1]
    return v, SLOPES[head](ball(u[0]), ball(v)) * u[1]

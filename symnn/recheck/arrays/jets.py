"""Numbers with infinitesimals: Σ c_S·Π_{s∈S} ε_s with ε_s² = 0.  The part at ε is the derivative in its direction.

The coefficients are exact rationals or balls (certified enclosures); a function of a jet is its Taylor sum, which ends
because every product of more infinitesimals than there are is zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from flint import arb, arb_series, fmpq

from symnn.recheck.outcome import METER, NoValueError, UnclearError

Number = Any  # fmpq or arb
_MOST_BITS = 600


def _kept(c: Number) -> Number:
    """A fraction of very many digits becomes a ball: layers of polynomials multiply their number."""
    return arb(c) if isinstance(c, fmpq) and c.height_bits() > _MOST_BITS else c


class Jet:
    """``parts`` maps a set of infinitesimals, as the bits of an integer, to its coefficient."""

    __slots__ = ("parts",)

    def __init__(self, parts: dict[int, Number]) -> None:
        self.parts = parts

    def __add__(self, other: Jet) -> Jet:
        out = dict(self.parts)
        for s, c in other.parts.items():
            out[s] = out[s] + c if s in out else c
        return Jet(out)

    def __mul__(self, other: Jet) -> Jet:
        METER.tick()
        out: dict[int, Number] = {}
        for s, c in self.parts.items():
            for r, d in other.parts.items():
                if not s & r:
                    out[s | r] = out[s | r] + c * d if s | r in out else c * d
        return Jet({s: _kept(c) for s, c in out.items()})

    def scaled(self, c: Number) -> Jet:
        return Jet({s: c * d for s, d in self.parts.items()})

    @property
    def value(self) -> Number:
        return self.parts.get(0, fmpq(0))

    def part(self, tag: int) -> Jet:
        """The coefficient of one infinitesimal, with those of the others."""
        return Jet({s ^ tag: c for s, c in self.parts.items() if s & tag})

    def put_into(self, taylor: Callable[[Number, int], list[Number]]) -> Jet:
        """f of it: ``taylor(a, n)`` are the first n coefficients of f at a."""
        step = Jet({s: c for s, c in self.parts.items() if s})
        tags = 0
        for s in step.parts:
            tags |= s
        out, power = Jet({}), Jet({0: fmpq(1)})
        for c in taylor(self.value, tags.bit_count() + 1):
            out = out + power.scaled(c)
            power = power * step
        return out


def number(x: Fraction | int) -> Jet:
    q = Fraction(x)
    return Jet({0: fmpq(q.numerator, q.denominator)})


def power(x: Jet, q: Fraction) -> Jet:
    """x^q; a root is one of a number that is not negative."""
    if q.denominator == 1 and q >= 0:
        out = number(1)
        for _ in range(int(q)):
            out = out * x
        return out
    if q.denominator == 1:
        return power(x.put_into(_reciprocal), -q)
    if isinstance(x.value, fmpq) and x.value == 0 and q > 0 and set(x.parts) <= {0}:
        return number(0)
    return x.put_into(lambda a, n: _root(a, n, q))


def _reciprocal(a: Number, n: int) -> list[Number]:
    if isinstance(a, fmpq) and a == 0:
        raise NoValueError("division by zero")
    if not isinstance(a, fmpq) and a.contains(0):
        raise UnclearError("a denominator that may be zero")
    out = [1 / a]
    for _ in range(n - 1):
        out.append(-out[-1] / a)
    return out


def _root(a: Number, n: int, q: Fraction) -> list[Number]:
    a = arb(a)
    if a < 0:
        raise NoValueError("a root of a negative number")
    if not a > 0:
        raise UnclearError("a root at zero")
    out = [a ** arb(fmpq(q.numerator, q.denominator))]
    for k in range(1, n):
        c = q - k + 1
        out.append(out[-1] * fmpq(c.numerator, c.denominator) / k / a)
    return out


def elementary(name: str) -> Callable[[Number, int], list[Number]]:
    """The Taylor coefficients of exp, log, sin, cos, atan and erf."""

    def taylor(a: Number, n: int) -> list[Number]:
        a = arb(a)
        if name == "log" and not a > 0:
            raise NoValueError("a logarithm of a number that is not positive")
        METER.tick()
        series = getattr(arb_series([a, arb(1)], n), name)()
        return [series[k] for k in range(n)]

    return taylor


def polynomial(coefficients: list[Number], order: int) -> Callable[[Number, int], list[Number]]:
    """The Taylor coefficients of the derivative of a polynomial."""
    rows = list(coefficients)
    for _ in range(order):
        rows = [c * k for k, c in enumerate(rows)][1:]

    def taylor(a: Number, n: int) -> list[Number]:
        out, now = [], list(rows)
        for k in range(n):
            value: Number = fmpq(0)
            for c in reversed(now):
                value = _kept(value * a + c)
            out.append(value)
            now = [c * j / (k + 1) for j, c in enumerate(now)][1:]
        return out

    return taylor


def inverse(matrix: list[list[Jet]]) -> tuple[list[list[Jet]], Jet]:
    """The inverse and the determinant by elimination."""
    size = len(matrix)
    rows = [[*row, *(number(int(i == j)) for j in range(size))] for i, row in enumerate(matrix)]
    det = number(1)
    for k in range(size):
        pivot = next((i for i in range(k, size) if _not_zero(rows[i][k].value)), None)
        if pivot is None:
            raise UnclearError("a matrix that may be singular")
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            det = det.scaled(fmpq(-1))
        det = det * rows[k][k]
        by = power(rows[k][k], Fraction(-1))
        rows[k] = [x * by for x in rows[k]]
        for i in range(size):
            if i != k:
                c = rows[i][k].scaled(fmpq(-1))
                rows[i] = [x + c * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[size:] for row in rows], det


def _not_zero(x: Number) -> bool:
    return bool(x != 0) if isinstance(x, fmpq) else not x.contains(0)


# -- functions of one number -----------------------------------------------------------------------------------------


def total(parts: Iterable[Jet]) -> Jet:
    out = number(0)
    for p in parts:
        out = out + p
    return out


def function(name: str, u: Jet) -> Jet:
    composed = _COMPOSED.get(name)
    return u.put_into(elementary(name)) if composed is None else composed(u)


def _ends(u: Jet) -> tuple[Jet, Jet]:
    """e^u + e^{-u} and e^u - e^{-u}."""
    up, down = function("exp", u), function("exp", u.scaled(fmpq(-1)))
    return up + down, up + down.scaled(fmpq(-1))


def _tanh(u: Jet) -> Jet:
    whole, gap = _ends(u)
    return gap * power(whole, Fraction(-1))


def _normal_pdf(u: Jet) -> Jet:
    turn = function("atan", number(1)).scaled(fmpq(8))  # 2π
    return function("exp", (u * u).scaled(fmpq(-1, 2))) * power(turn, Fraction(-1, 2))


def _normal_cdf(u: Jet) -> Jet:
    root = power(number(2), Fraction(-1, 2))
    return (function("erf", u * root) + number(1)).scaled(fmpq(1, 2))


_COMPOSED: Mapping[str, Callable[[Jet], Jet]] = {
    "cosh": lambda u: _ends(u)[0].scaled(fmpq(1, 2)),
    "sinh": lambda u: _ends(u)[1].scaled(fmpq(1, 2)),
    "tanh": _tanh,
    "normal_cdf": _normal_cdf,
    "normal_pdf": _normal_pdf,
}

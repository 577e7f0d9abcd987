"""Functions of one number as sums of products: tanh u = 1 - 2/(e^{2u} + 1), Φ(u) = (1 + erf(u/√2))/2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from symnn.recheck.arrays.algebra import Algebra, number
from symnn.recheck.arrays.sums import ONE, Atom, Sum

Rule = Callable[[Algebra, Sum], Sum]


def _tanh(x: Algebra, u: Sum) -> Sum:
    below = x.power(x.plus(x.exp(x.scaled(u, 2)), ONE), Fraction(-1))
    return x.minus(ONE, x.scaled(below, 2))


def _half(sign: int) -> Rule:
    return lambda x, u: x.scaled(x.plus(x.exp(u), x.scaled(x.exp(x.scaled(u, -1)), sign)), Fraction(1, 2))


def _plain(name: str) -> Rule:
    return lambda x, u: x.function(name, u)


def _normal_cdf(x: Algebra, u: Sum) -> Sum:
    inside = x.times(u, x.power(number(2), Fraction(-1, 2)))
    return x.scaled(x.plus(ONE, x.function("erf", inside)), Fraction(1, 2))


def _normal_pdf(x: Algebra, u: Sum) -> Sum:
    root = x.power(x.scaled(x.atom(Atom("pi")), 2), Fraction(-1, 2))
    return x.times(root, x.exp(x.scaled(x.times(u, u), Fraction(-1, 2))))


FUNCTIONS: Mapping[str, Rule] = {
    "log": lambda x, u: x.log(u),
    "tanh": _tanh,
    "sinh": _half(-1),
    "cosh": _half(1),
    **{name: _plain(name) for name in ("sin", "cos", "atan", "erf")},
    "normal_cdf": _normal_cdf,
    "normal_pdf": _normal_pdf,
}

"""Growth scales for T → ∞: monomials e^{E(T)}·T^k·(log T)^j, their order, and bounds that hold from a start R on.

E is a sum of aₚ·T^p with p > 0 rational.  Of two monomials the one with the larger leading exponent dominates, then
the larger k, then the larger j.  If d/dT log(m) ≤ 0 on [R, ∞) then m(T) ≤ m(R) there: that turns the order into an
inequality with a number, which is what certified tail bounds need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from symnn.kernel import balls
from symnn.kernel.coefficients import Coef, to_term
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.signs import Facts, Unknown

Bound = Any  # arb; the library has no type information


class TooEarly(Exception):  # noqa: N818  (it names a fact, not a mistake)
    """A bound does not hold yet from this start on; a later start may do."""


@dataclass(frozen=True, slots=True)
class Monomial:
    """e^{Σ aₚ T^p}·T^k·(log T)^j; ``exponent`` holds (p, aₚ) by falling p."""

    exponent: tuple[tuple[Fraction, Coef], ...] = ()
    k: Fraction = Fraction(0)
    j: int = 0

    def __mul__(self, other: Monomial) -> Monomial:
        if not self.exponent:
            exponent = other.exponent
        elif not other.exponent:
            exponent = self.exponent
        else:
            merged = dict(self.exponent)
            for p, a in other.exponent:
                merged[p] = merged[p] + a if p in merged else a
            exponent = tuple(sorted(((p, a) for p, a in merged.items() if a), key=lambda pa: -pa[0]))
        return Monomial(exponent, self.k + other.k, self.j + other.j)

    def inverse(self) -> Monomial:
        return Monomial(tuple((p, -a) for p, a in self.exponent), -self.k, -self.j)

    def power(self, q: Fraction) -> Monomial:
        if (self.j * q).denominator != 1:
            raise Unknown("a root of a logarithm")
        return Monomial(tuple((p, a.scaled(q)) for p, a in self.exponent if q), self.k * q, int(self.j * q))


UNIT = Monomial()


@dataclass
class Scale:
    """How to expand: facts about parameters, terms to keep, and the start R of the tail (``None``: only T → ∞)."""

    facts: Facts = field(default_factory=Facts)
    terms: int = 8
    start: Fraction | None = None
    order_memo: dict[Monomial, int] = field(default_factory=dict)
    bound_memo: dict[Monomial, Bound] = field(default_factory=dict)
    value_memo: dict[Coef, Bound] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)

    def growth(self, m: Monomial) -> int:
        """1 if m → ∞, 0 if m is 1, -1 if m → 0."""
        found = self.order_memo.get(m)
        if found is None:
            found = self.order_memo[m] = self._growth(m)
        return found

    def _growth(self, m: Monomial) -> int:
        for _, a in m.exponent:
            s = self.facts.sign(a)
            if s:
                return s
        if m.k:
            return 1 if m.k > 0 else -1
        return (m.j > 0) - (m.j < 0)

    def compare(self, a: Monomial, b: Monomial) -> int:
        """1 if a dominates b, 0 if they are the same."""
        return 0 if a == b else self.growth(a * b.inverse())

    def number(self, c: Coef) -> Bound:
        """A ball for a coefficient without parameters."""
        found = self.value_memo.get(c)
        if found is None:
            q = c.rational
            try:
                found = arb(fmpq(q.numerator, q.denominator)) if q is not None else balls.evaluate(to_term(c), {}, 128)
            except (Undefined, Unsupported) as problem:
                raise Unknown(f"no enclosure of a coefficient: {problem}") from problem
            self.value_memo[c] = found
        return found

    def most(self, m: Monomial) -> Bound:
        """sup m(T) over T ≥ R, for a monomial that does not grow and falls from R on."""
        if self.start is None:
            return None
        found = self.bound_memo.get(m)
        if found is None:
            found = self.bound_memo[m] = self._most(m)
        return found

    def _most(self, m: Monomial) -> Bound:
        if m == UNIT:
            return arb(1)
        if self.growth(m) > 0:
            raise Unknown("an unbounded monomial has no largest value")
        if not self._falls(m):
            raise TooEarly
        return self.at_start(m)

    def at_start(self, m: Monomial) -> Bound:
        assert self.start is not None
        start = arb(fmpq(self.start.numerator, self.start.denominator))
        log = start.log()
        exponent = arb(0)
        for p, a in m.exponent:
            exponent += self.number(a) * (log * _ball(p)).exp()
        exponent += log * _ball(m.k)
        return exponent.exp() * log**m.j if m.j else exponent.exp()

    def _falls(self, m: Monomial) -> bool:
        """T·d/dT log m = Σ p·aₚ·T^p + k + j/log T ≤ 0 for all T ≥ R > 1.

        T^p grows with p, so with the partial sums of the coefficients from the top never positive it is enough that
        the value at R is not positive: Abel summation over the falling powers.
        """
        assert self.start is not None
        start = arb(fmpq(self.start.numerator, self.start.denominator))
        if self.start <= 2 and m.j:
            return False
        log = start.log()
        rest = _ball(m.k) + (_ball(Fraction(m.j)) / log if m.j > 0 else arb(0))
        total = arb(0)
        for p, a in m.exponent:
            total += _ball(p) * self.number(a) * (log * _ball(p)).exp()
            if not total <= 0:
                return False
        return bool(total + rest <= 0)


def _ball(q: Fraction) -> Bound:
    return arb(fmpq(q.numerator, q.denominator))

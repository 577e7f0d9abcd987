"""Arithmetic of expansions as T → ∞ with a bound of what is left out for every T ≥ R.

A series is Σ c·M over a few monomials M = T^a·(log T)^b·exp(Σ γ·T^p), largest first, and a rest of at most B·M for
T ≥ R.  Without R (``None``) only the order of the rest counts.  Coefficients are normal forms free of T.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from flint import arb

from symnn.recheck.growth import ONE_MONO, Growth, Mono
from symnn.recheck.outcome import UnclearError
from symnn.recheck.polynomials import ONE_FORM, Form, number, plus, times
from symnn.recheck.polynomials import inverse as inverted


@dataclass(frozen=True)
class Series:
    terms: tuple[tuple[Mono, Form], ...]
    rest: tuple[Mono, Any] | None = None


class Arithmetic(Growth):
    """Sums, products and power series of small ones, with ``length`` terms."""

    def series(self, terms: list[tuple[Mono, Form]], rests: list[tuple[Mono, Any]]) -> Series:
        sums: list[tuple[Mono, Form]] = []
        for m, c in terms:
            same = [i for i, (k, _) in enumerate(sums) if k == m or self.compare(k, m) == 0]
            if same:
                sums[same[0]] = (m, plus(sums[same[0]][1], c))
            else:
                sums.append((m, c))
        kept = [(m, t) for m, c in sums if not (t := self.facts.kernels.tidy(c)).top.is_zero()]
        order = cmp_to_key(self.compare)
        kept.sort(key=lambda row: order(row[0]), reverse=True)
        left = list(rests)
        if left:
            top = max((m for m, _ in left), key=cmp_to_key(self.compare))
            small = [(m, c) for m, c in kept if self.compare(m, top) <= 0]
            kept = [row for row in kept if row not in small]
        else:
            small = []
        small, kept = kept[self.length :] + small, kept[: self.length]
        left += [(m, abs(self.ball(c))) for m, c in small]
        if not left:
            return Series(tuple(kept))
        top = max((m for m, _ in left), key=cmp_to_key(self.compare))
        bound = sum((b * self.most(self.join(m, top, -1)) for m, b in left), arb(0))
        return Series(tuple(kept), (top, bound))

    def plus(self, a: Series, b: Series) -> Series:
        return self.series([*a.terms, *b.terms], [r for r in (a.rest, b.rest) if r])

    def times(self, a: Series, b: Series) -> Series:
        terms = [(self.join(m, n), times(c, d)) for m, c in a.terms for n, d in b.terms]
        rests = [(self.join(m, x.rest[0]), abs(self.ball(c)) * x.rest[1])
                 for x, y in ((a, b), (b, a)) if x.rest for m, c in y.terms]  # fmt: skip
        if a.rest and b.rest:
            rests.append((self.join(a.rest[0], b.rest[0]), a.rest[1] * b.rest[1]))
        return self.series(terms, rests)

    def scaled(self, a: Series, m: Mono, c: Form) -> Series:
        return self.times(a, Series(((m, c),)))

    def constant(self, c: Form) -> Series:
        return Series(((ONE_MONO, c),)) if not c.top.is_zero() else Series(())

    def lead(self, a: Series) -> tuple[Mono, Form]:
        """The first term, whose coefficient is certainly not 0."""
        for m, c in a.terms:
            if self.sign(c):
                return m, c
        if a.rest is None and not a.terms:
            return ONE_MONO, number(0)
        raise UnclearError("the leading term cancels")

    def split(self, a: Series) -> tuple[Mono, Form, Series]:
        """a = c·M·(1 + s) with s → 0."""
        m, c = self.lead(a)
        if c.top.is_zero():
            raise UnclearError("division by a series that is zero")
        s = self.scaled(a, self.join(ONE_MONO, m, -1), inverted(c))
        return m, c, self.series([*s.terms, (ONE_MONO, number(-1))], [s.rest] if s.rest else [])

    def small(self, s: Series) -> tuple[Mono, Any]:
        """(M, B) with |s| ≤ B·M and M → 0."""
        rows = [(m, abs(self.ball(c))) for m, c in s.terms] + ([s.rest] if s.rest else [])
        if not rows:
            return Mono(Fraction(-1)), arb(0)
        top = max((m for m, _ in rows), key=cmp_to_key(self.compare))
        if self.compare(top) >= 0:
            raise UnclearError("a rest that does not vanish")
        return top, sum((b * self.most(self.join(m, top, -1)) for m, b in rows), arb(0))

    def compose(self, s: Series, coefficients: list[Form], rest: Callable[[Any], Any]) -> Series:
        """Σ cₖ·sᵏ and a rest of at most rest(|s|)·|s|ⁿ for a small s; ``rest`` is asked for the largest |s|."""
        m, b = self.small(s)
        n = len(coefficients)
        out, power_ = self.constant(coefficients[0]), self.constant(ONE_FORM)
        for c in coefficients[1:]:
            power_ = self.times(power_, s)
            out = self.plus(out, self.times(power_, self.constant(c)))
        if not s.terms and s.rest is None:
            return out
        bound = arb(1) if self.start is None else rest((b * self.most(m)).abs_upper())
        tail = Mono()
        for _ in range(n):
            tail = self.join(tail, m)
        return self.series(list(out.terms), [r for r in (out.rest, (tail, b**n * bound)) if r])

"""Monomials of an expansion as T → ∞, by growth, and the largest value of one for T ≥ R."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from symnn.recheck import values
from symnn.recheck.facts import Facts
from symnn.recheck.outcome import Need, UnclearError
from symnn.recheck.polynomials import Form, number, plus, times
from symnn.term import Sym

T = Sym("T~~")


@dataclass(frozen=True)
class Mono:
    """T^power·(log T)^logs·exp(Σ γ·T^p); ``growth`` holds (p, γ), p falling."""

    power: Fraction = Fraction(0)
    logs: int = 0
    growth: tuple[tuple[Fraction, Form], ...] = ()


ONE_MONO = Mono()


class Growth:
    """Comparison of monomials under facts, for T ≥ ``start``."""

    def __init__(self, facts: Facts, length: int, start: Fraction | None = None) -> None:
        self.facts, self.length, self.start = facts, length, start

    # -- monomials ---------------------------------------------------------------------------------------------------

    def sign(self, c: Form) -> int:
        top = c.top * c.bottom
        s = self.facts.sign(top)
        if len(s) != 1:
            raise Need(top)
        return next(iter(s))

    def join(self, m: Mono, n: Mono, k: int = 1) -> Mono:
        """m·n^k."""
        growth = dict(m.growth)
        for p, g in n.growth:
            growth[p] = plus(growth.get(p, number(0)), times(number(k), g))
        kept = tuple(sorted(((p, g) for p, g in growth.items() if not g.top.is_zero()), key=lambda r: -r[0]))
        return Mono(m.power + k * n.power, m.logs + k * n.logs, kept)

    def compare(self, m: Mono, n: Mono = ONE_MONO) -> int:
        """1 if m grows faster than n, -1 if slower, 0 if they are the same."""
        q = self.join(m, n, -1)
        for _, g in q.growth:
            if s := self.sign(g):
                return s
        return (q.power > 0) - (q.power < 0) or (q.logs > 0) - (q.logs < 0)

    def most(self, m: Mono) -> Any:
        """sup m over T ≥ R, for an m that falls from R on or is constant."""
        if self.start is None or m == ONE_MONO:
            return arb(1)
        r = arb(fmpq(self.start.numerator, self.start.denominator))
        log = r.log()
        slopes = [(p, arb(values.rational(p)) * self.ball(g)) for p, g in m.growth] + [
            (Fraction(0), arb(values.rational(m.power)))
        ]
        slopes.append((Fraction(0), m.logs / log if m.logs > 0 else arb(0)))
        lead = next((p for p, s in slopes if s < 0), Fraction(0))
        total = arb(0)
        for (
            p,
            s,
        ) in slopes:  # log m falls: Σ s·T^p ≤ 0, where the positive ones count most at R after division by T^lead
            if p > lead and not s <= 0:
                raise UnclearError("a monomial that grows")
            if p == lead or not s <= 0:
                total += s * r ** arb(values.rational(p - lead))
        if not total <= 0 or not log > 0:
            raise UnclearError("R is too small")
        value = sum((self.ball(g) * r ** arb(values.rational(p)) for p, g in m.growth), arb(0)).exp()
        return value * r ** arb(values.rational(m.power)) * log**m.logs

    def ball(self, c: Form) -> Any:
        if self.start is None:
            return arb(1)
        return values.ball(values.evaluate(self.facts.kernels.term(c)))

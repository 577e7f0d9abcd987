"""Signs of polynomials in kernels: from what is assumed, and from the form alone (sums of positive terms, squares).

A sign is a set out of {-1, 0, 1}: what the value can be.  Every answer holds wherever the expression is defined.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symnn.domain import Interval
from symnn.kernel import ratio as rat
from symnn.kernel import sturm
from symnn.kernel.ratio import Poly, Ratio

if TYPE_CHECKING:
    from symnn.kernel.kernels import Kernels

Sign = frozenset[int]
ANY: Sign = frozenset({-1, 0, 1})
POSITIVE: Sign = frozenset({1})
RELATION: dict[str, Sign] = {
    "gt": POSITIVE,
    "ge": frozenset({0, 1}),
    "lt": frozenset({-1}),
    "le": frozenset({-1, 0}),
    "eq": frozenset({0}),
    "ne": frozenset({-1, 1}),
}


def times(a: Sign, b: Sign) -> Sign:
    return frozenset(x * y for x in a for y in b)


def plus(a: Sign, b: Sign) -> Sign:
    """Signs that a sum can have."""
    out: set[int] = set()
    for x in a:
        for y in b:
            out |= {x, y} if 0 in (x, y) and x == y else {x + y} if 0 in (x, y) else {x} if x == y else ANY
    return frozenset(out)


def flipped(a: Sign) -> Sign:
    return frozenset(-x for x in a)


class Signs:
    """Facts about polynomials, each with a positive leading coefficient."""

    def __init__(self, kernels: Kernels) -> None:
        self.kernels = kernels
        self.facts: dict[str, tuple[Poly, Sign]] = {}
        self.busy: set[str] = set()
        self.thorough = False  # look for the sign by other means than the fact itself, too

    def learn(self, r: Ratio, allowed: Sign) -> None:
        self._learn_product(r, allowed)
        for p, signs in self.forced_by(r, allowed):
            self.facts[str(p)] = (p, self.of(p) & signs)

    def _learn_product(self, r: Ratio, allowed: Sign) -> None:
        """What is known of a product counts for it as a whole too, when its factors stay open."""
        below = self._factorwise(Ratio(r.bottom, rat.POLY_ONE)) - {0}
        if len(below) == 1:
            sign = times(below, frozenset({1 if r.top.leading_coefficient() > 0 else -1}))
            p = r.top / r.top.leading_coefficient()
            self.facts[str(p)] = (p, self.of(p) & times(sign, allowed))

    def _fact(self, p: Poly) -> Sign:
        return self.facts[str(p)][1] if str(p) in self.facts else ANY

    def forced_by(self, r: Ratio, allowed: Sign) -> list[tuple[Poly, Sign]]:
        """What ``sign(r) in allowed`` says about single factors of r, given the signs of the others."""
        c, parts = self.kernels.factors(r)
        found: list[tuple[Poly, Sign]] = [(p, frozenset({-1, 1})) for p, _ in parts if 0 not in allowed]
        if 0 in allowed:
            found += [(p, frozenset({-1, 1})) for p, e in parts if e < 0]
        others: Sign = frozenset({1 if c > 0 else -1 if c < 0 else 0})
        open_: list[Poly] = []
        for p, e in parts:
            known = self.of(p)
            if e % 2 == 0:
                others = times(others, frozenset(abs(s) for s in known))
            elif known <= {1} or known <= {-1}:
                others = times(others, known)
            else:
                open_.append(p)
        if len(open_) == 1 and 0 not in others:
            sign = next(iter(others)) if len(others) == 1 else 0
            if sign:
                found.append((open_[0], allowed if sign > 0 else flipped(allowed)))
        return [(p, s) for p, s in found if not self.of(p) <= s]

    def of(self, p: Poly) -> Sign:
        """The signs that p can have."""
        if p.is_zero():
            return frozenset({0})
        if p.leading_coefficient() < 0:
            return flipped(self.of(-p))
        lead = p.leading_coefficient()
        if lead != 1 and not p.is_constant():
            p = p / lead
        known = self._fact(p) & self._forced(p)
        name = str(p)
        enough = 0 if self.thorough else 1
        if name in self.busy or len(known) <= enough:
            return known
        self.busy.add(name)
        try:
            for step in (self._by_form, self._by_growth, self._by_comparison, self._by_roots):
                known &= step(p)
                if len(known) <= enough:
                    break
            return known
        finally:
            self.busy.discard(name)

    def of_ratio(self, r: Ratio) -> Sign:
        sign = self._factorwise(r)
        if len(sign) > 1 and not r.top.is_zero():
            lead = 1 if r.top.leading_coefficient() > 0 else -1
            whole = times(self._fact(r.top / r.top.leading_coefficient()), frozenset({lead}))
            sign &= times(whole, self._factorwise(Ratio(r.bottom, rat.POLY_ONE)) - {0})
        return sign

    def _factorwise(self, r: Ratio) -> Sign:
        c, parts = self.kernels.factors(r)
        sign: Sign = frozenset({1 if c > 0 else -1 if c < 0 else 0})
        for p, e in parts:
            known = self.of(p)
            if e < 0:
                known -= {0}
            sign = times(sign, known if e % 2 else frozenset(abs(s) for s in known))
        return sign

    def _forced(self, p: Poly) -> Sign:
        forced = self.kernels.learnt.forced
        return forced.get(self.kernels.poly_key(p), ANY) if forced else ANY

    def _by_form(self, p: Poly) -> Sign:
        """The sum of the signs of the monomials."""
        sign: Sign = frozenset({0})
        for exponents, c in rat.monomials(p):
            part: Sign = frozenset({1 if c > 0 else -1})
            for i, e in exponents.items():
                known = self._of_kernel(i)
                part = times(part, known if e % 2 else frozenset(abs(s) for s in known))
            sign = plus(sign, part)
            if sign == ANY:
                break
        return sign

    def _of_kernel(self, i: int) -> Sign:
        kernel = self.kernels.kernels[i]
        if kernel.sort == "exp":
            return POSITIVE
        if kernel.sort in ("root", "abs"):
            return frozenset({0, 1}) if 0 in self.of(kernel.poly) else POSITIVE
        if kernel.sort == "log" and kernel.inside:
            return POSITIVE  # the logarithm of an integer above 1
        if kernel.sort == "name" and kernel.inside == ("pi",):
            return POSITIVE
        generator = rat.GENERATORS[i]
        known = self._fact(generator) & self._forced(generator)
        if kernel.sort == "function" and kernel.inside[0] == "normal_cdf":
            known &= POSITIVE
        return known

    def _by_roots(self, p: Poly) -> Sign:
        """A polynomial in one kernel: by its real roots between the bounds that are known of this kernel."""
        used = rat.used(p)
        if len(used) != 1 or not 1 < p.total_degree() <= sturm.HIGHEST_DEGREE:
            return ANY
        (i,) = used
        where = self._bounds(i)
        return ANY if where.empty else sturm.signs_on({m.get(i, 0): c for m, c in rat.monomials(p)}, where)

    def _bounds(self, i: int) -> Interval:
        """Where a kernel lies, by its own sign and by the facts that compare it with numbers."""
        where = Interval()
        rows = [(Fraction(0), self._of_kernel(i))]
        for fact, sign in self.facts.values():
            if fact.total_degree() == 1 and rat.used(fact) == (i,):
                rows.append((-sum((c for m, c in rat.monomials(fact) if not m), Fraction(0)), sign))
        for at, sign in rows:
            if sign <= {0, 1} and (where.low is None or at > where.low or (at == where.low and 0 not in sign)):
                where = Interval(at, where.high, 0 not in sign, where.high_open)
            if sign <= {-1, 0} and (where.high is None or at < where.high or (at == where.high and 0 not in sign)):
                where = Interval(where.low, at, where.low_open, 0 not in sign)
        return where

    def _by_growth(self, p: Poly) -> Sign:
        """e^a - e^b has the sign of a - b; log|q| has the sign of q - 1 for a positive q."""
        rows = rat.monomials(p)
        kernels = self.kernels.kernels
        if len(rows) == 2 and rows[0][1] == -rows[1][1]:
            exponent = rat.ZERO
            for exponents, side in ((rows[0][0], 1), (rows[1][0], -1)):
                for i, e in exponents.items():
                    base = kernels[i].base
                    if kernels[i].sort != "exp" or base is None:
                        return ANY
                    exponent = rat.add(exponent, rat.mul(rat.constant(side * e * kernels[i].unit), base))
            sign = self.of_ratio(exponent) if not exponent.top.is_zero() else frozenset({0})
            return sign if rows[0][1] > 0 else flipped(sign)
        if len(rows) == 1 and len(rows[0][0]) == 1:
            [(i, e)] = rows[0][0].items()
            if kernels[i].sort == "log" and not kernels[i].inside and e == 1 and self.of(kernels[i].poly) <= POSITIVE:
                return self.of(kernels[i].poly - 1)
        return ANY

    def _by_comparison(self, p: Poly) -> Sign:
        """p = c·fact + (something of known sign), for the facts that share a monomial with p."""
        known = ANY
        for fact, sign in self.facts.values():
            if sign == frozenset({-1, 1}) or fact == p or fact.is_constant():
                continue
            for scale in (1, -1):
                rest = p - fact * scale
                known &= plus(sign if scale > 0 else flipped(sign), self._by_form(rest))
        return known

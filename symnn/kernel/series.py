"""Arithmetic of expansions Σ cᵢ·mᵢ + R(T) for T → ∞, with |R(T)| ≤ B·m(T).

``rest`` is the monomial m of the remainder (``None``: the sum is exact).  With a start in the scale, B is a number and
the inequality holds for every T ≥ start; without one B is left out and the remainder is O(m).
Each operation returns an expansion of its exact result: truncation moves terms into the remainder, never away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from math import factorial

from flint import arb

from symnn.kernel.coefficients import Coef, rational
from symnn.kernel.scales import UNIT, Bound, Monomial, Scale, TooEarly
from symnn.kernel.signs import NoValue, Unknown

Terms = tuple[tuple[Monomial, Coef], ...]
_ONE = rational(1)


@dataclass(frozen=True, slots=True)
class Series:
    """Terms by falling growth, and the remainder."""

    terms: Terms = ()
    rest: Monomial | None = None
    bound: Bound = None

    @property
    def exact_zero(self) -> bool:
        return not self.terms and self.rest is None


ZERO = Series()


def constant(c: Coef) -> Series:
    return Series(((UNIT, c),)) if c else ZERO


def monomial(m: Monomial, c: Coef = _ONE) -> Series:
    return Series(((m, c),)) if c else ZERO


def remainder(m: Monomial, bound: Bound) -> Series:
    return Series((), m, bound)


def collect(scale: Scale, terms: Sequence[tuple[Monomial, Coef]], tails: Sequence[tuple[Monomial, Bound]]) -> Series:
    """Sort and merge; keep ``scale.terms`` terms above the remainder, the others go into it."""
    merged: dict[Monomial, Coef] = {}
    for m, c in terms:
        merged[m] = merged[m] + c if m in merged else c
    order = [m for m, c in merged.items() if c]
    order.sort(key=cmp_to_key(lambda a, b: scale.compare(b, a)))
    rows = [(m, merged[m]) for m in order]
    joined: list[tuple[Monomial, Coef]] = []
    for m, c in rows:
        if joined and scale.compare(joined[-1][0], m) == 0:
            c = joined.pop()[1] + c
        if c:
            joined.append((m, c))
    rest: Monomial | None = None
    for m, _ in tails:
        if rest is None or scale.compare(m, rest) > 0:
            rest = m
    if len(joined) > scale.terms:
        cut = joined[scale.terms][0]
        if rest is None or scale.compare(cut, rest) > 0:
            rest = cut
    if rest is None:
        return Series(tuple(joined))
    kept = tuple((m, c) for m, c in joined if scale.compare(m, rest) > 0)
    bound: Bound = None
    if scale.start is not None:
        bound = arb(0)
        for m, b in tails:
            bound += b * scale.most(m * rest.inverse())
        for m, c in joined[len(kept) :]:
            bound += scale.number(c).abs_upper() * scale.most(m * rest.inverse())
        bound = bound.abs_upper()
    return Series(kept, rest, bound)


def add(scale: Scale, *parts: Series) -> Series:
    tails = [(p.rest, p.bound) for p in parts if p.rest is not None]
    return collect(scale, [t for p in parts for t in p.terms], tails)


def scaled(a: Series, c: Coef, scale: Scale) -> Series:
    if not c:
        return ZERO
    bound = a.bound * scale.number(c).abs_upper() if a.bound is not None else None
    return Series(tuple((m, k * c) for m, k in a.terms), a.rest, bound)


def negated(a: Series) -> Series:
    return Series(tuple((m, -c) for m, c in a.terms), a.rest, a.bound)


def shifted(a: Series, m: Monomial) -> Series:
    """a·m."""
    return Series(tuple((n * m, c) for n, c in a.terms), a.rest * m if a.rest is not None else None, a.bound)


def top(a: Series) -> Monomial | None:
    """A monomial that bounds a, or ``None`` for an exact zero."""
    return a.terms[0][0] if a.terms else a.rest


def magnitude(scale: Scale, a: Series) -> Bound:
    """B with |a(T)| ≤ B·top(a)(T) for T ≥ start."""
    if scale.start is None:
        return None
    first = top(a)
    total = arb(0)
    if first is None:
        return total
    inverse = first.inverse()
    for m, c in a.terms:
        total += scale.number(c).abs_upper() * scale.most(m * inverse)
    if a.rest is not None:
        total += a.bound * scale.most(a.rest * inverse)
    return total.abs_upper()


def mul(scale: Scale, a: Series, b: Series) -> Series:
    if a.exact_zero or b.exact_zero:
        return ZERO
    tails: list[tuple[Monomial, Bound]] = []
    for left, right, own in ((a, b, False), (b, a, True)):
        if left.rest is None:
            continue
        # R_a·b, and a·R_b with only the terms of a the second time, so that R_a·R_b counts once
        other = Series(right.terms) if own else right
        first = top(other)
        if first is not None:
            big = magnitude(scale, other)
            tails.append((left.rest * first, None if big is None else left.bound * big))
    return collect(scale, [(m * n, c * d) for m, c in a.terms for n, d in b.terms], tails)


def lead(scale: Scale, a: Series) -> tuple[Series, Monomial, Coef, int]:
    """(a without hidden zeros in front, leading monomial, its coefficient, the coefficient's sign)."""
    terms = a.terms
    while terms:
        m, c = terms[0]
        s = scale.facts.sign(c)
        if s:
            return Series(terms, a.rest, a.bound), m, c, s
        terms = terms[1:]
    if a.rest is None:
        raise NoValue("exactly zero")
    raise Unknown("the kept terms cancel")


def is_zero(scale: Scale, a: Series) -> bool:
    """Whether a is exactly zero (no remainder)."""
    return a.rest is None and all(scale.facts.sign(c) == 0 for _, c in a.terms)


def relative(scale: Scale, a: Series) -> tuple[Monomial, Coef, int, Series]:
    """a = c·m·(1 + r): (m, c, sign of c, r)."""
    a, m, c, s = lead(scale, a)
    inverse = m.inverse()
    unit = c.inverse()
    bound = None if a.bound is None else (a.bound / scale.number(c)).abs_upper()
    rest = a.rest * inverse if a.rest is not None else None
    return m, c, s, Series(tuple((n * inverse, d * unit) for n, d in a.terms[1:]), rest, bound)


def largest(scale: Scale, a: Series) -> Bound:
    """sup |a(T)| over T ≥ start, for an a that does not grow; ``None`` without a start."""
    first = top(a)
    if first is None:
        return None if scale.start is None else arb(0)
    if scale.growth(first) > 0:
        raise Unknown("unbounded")
    big = magnitude(scale, a)
    return None if big is None else (big * scale.most(first)).abs_upper()


def require_small(scale: Scale, a: Series) -> Bound:
    """a → 0; its largest absolute value on the tail, which is below 1."""
    first = top(a)
    if first is not None and scale.growth(first) >= 0:
        raise Unknown("not small")
    big = largest(scale, a)
    if big is not None and not big < 1:
        raise TooEarly
    return big


def tail_sign(scale: Scale, a: Series) -> int:
    """The sign of a(T) for all T ≥ start (or all large T): that of its leading coefficient; 0 only if exactly zero."""
    if is_zero(scale, a):
        return 0
    _, _, s, r = relative(scale, a)
    require_small(scale, r)
    return s


def compose(scale: Scale, coefficients: Sequence[Coef], small: Series, beyond: Bound) -> Series:
    """Σ_{n<N} cₙ·sⁿ + O(s^N); with a start, the last term is at most ``beyond``·|s|^N."""
    out = ZERO
    for c in reversed(coefficients):
        out = add(scale, constant(c), mul(scale, small, out))
    first = top(small)
    if first is None:
        return out
    count = len(coefficients)
    big = magnitude(scale, small)
    bound = None if big is None else (beyond * big**count).abs_upper()
    return add(scale, out, remainder(first.power(Fraction(count)), bound))


def inverse(scale: Scale, a: Series) -> Series:
    """1/(c m (1+r)) = m⁻¹/c·Σ(-r)ⁿ, the rest after N terms at most |r|^N/(1-|r|)."""
    m, c, _, r = relative(scale, a)
    big = require_small(scale, r)
    beyond = None if big is None else 1 / (1 - big)
    signs = [rational((-1) ** n) for n in range(scale.terms)]
    series = compose(scale, signs, r, beyond)
    return shifted(scaled(series, c.inverse(), scale), m.inverse())


def exp_small(scale: Scale, s: Series) -> Series:
    """e^s for s → 0, the rest after N terms at most |s|^N·e^{|s|}/N!."""
    big = require_small(scale, s)
    n = scale.terms
    beyond = None if big is None else big.exp() / factorial(n)
    return compose(scale, [rational(Fraction(1, factorial(i))) for i in range(n)], s, beyond)


def log_small(scale: Scale, r: Series) -> Series:
    """log(1+r) for r → 0, the rest after N terms at most |r|^N/(N·(1-|r|))."""
    big = require_small(scale, r)
    n = scale.terms
    beyond = None if big is None else 1 / (n * (1 - big))
    return compose(scale, [rational(0), *(rational(Fraction((-1) ** (i + 1), i)) for i in range(1, n))], r, beyond)


def binomial_small(scale: Scale, r: Series, q: Fraction) -> Series:
    """(1+r)^q for r → 0; Lagrange: the rest is at most |binom(q,N)|·|r|^N·max((1-|r|)^{q-N}, (1+|r|)^{q-N})."""
    big = require_small(scale, r)
    coefficients = [Fraction(1)]
    for n in range(1, scale.terms + 1):
        coefficients.append(coefficients[-1] * (q - n + 1) / n)
    last = coefficients.pop()
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    if not last:  # q is a small whole number: the binomial sum is finite
        out = ZERO
        for x in reversed(coefficients):
            out = add(scale, constant(rational(x)), mul(scale, r, out))
        return out
    beyond = None
    if big is not None:
        power = arb(q.numerator) / q.denominator - scale.terms
        worst = (power * (1 - big).log()).exp().max((power * (1 + big).log()).exp())
        beyond = worst * abs(arb(last.numerator) / last.denominator)
    return compose(scale, [rational(x) for x in coefficients], r, beyond)

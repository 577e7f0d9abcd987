"""Quotients of polynomials over ℚ in numbered kernels, with caps: what is too large is given up, never tried."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from math import comb
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mpoly_ctx

WIDTH = 40  # kernels in one normal form
MOST_TERMS = 1500
MOST_PRODUCTS = 60_000
HIGHEST_DEGREE = 2000

Poly = Any  # fmpq_mpoly: the library has no type information
CONTEXT = fmpq_mpoly_ctx.get(tuple(f"k{i}" for i in range(WIDTH)), "degrevlex")
GENERATORS = CONTEXT.gens()
POLY_ONE, POLY_ZERO = CONTEXT.constant(1), CONTEXT.constant(0)


class GiveUp(Exception):  # noqa: N818  (it names a decision, not a mistake)
    """The normal form is not computed: too large, or a head it does not know."""


class Ratio(NamedTuple):
    """``top / bottom``, without common factor, ``bottom`` with leading coefficient 1."""

    top: Poly
    bottom: Poly


def constant(value: Fraction | int) -> Ratio:
    value = Fraction(value)
    if value.numerator.bit_length() + value.denominator.bit_length() > 20_000:
        raise GiveUp("a number of thousands of digits")
    return Ratio(CONTEXT.constant(fmpq(value.numerator, value.denominator)), POLY_ONE)


ONE, ZERO = constant(1), constant(0)


def reduced(top: Poly, bottom: Poly) -> Ratio:
    """Lowest terms; ``GiveUp`` when the denominator is the zero polynomial."""
    if bottom.is_zero():
        raise GiveUp("division by zero")
    if top.is_zero():
        return ZERO
    if not bottom.is_constant():
        common = top.gcd(bottom)
        if not common.is_constant():
            top, bottom = top / common, bottom / common
    lead = bottom.leading_coefficient()
    if lead != 1:
        top, bottom = top / lead, bottom / lead
    _check(top)
    _check(bottom)
    return Ratio(top, bottom)


def _check(p: Poly) -> None:
    if len(p) > MOST_TERMS or p.total_degree() > HIGHEST_DEGREE:
        raise GiveUp("the polynomial is too large")


def times(a: Poly, b: Poly) -> Poly:
    if len(a) * len(b) > MOST_PRODUCTS:
        raise GiveUp("the polynomial is too large")
    return a * b


def add(a: Ratio, b: Ratio) -> Ratio:
    if a.bottom == b.bottom:
        return reduced(a.top + b.top, a.bottom)
    if a.bottom.is_one():
        return Ratio(times(a.top, b.bottom) + b.top, b.bottom)
    if b.bottom.is_one():
        return Ratio(a.top + times(b.top, a.bottom), a.bottom)
    common = a.bottom.gcd(b.bottom)
    left, right = a.bottom / common, b.bottom / common
    return reduced(times(a.top, right) + times(b.top, left), times(a.bottom, right))


def neg(a: Ratio) -> Ratio:
    return Ratio(-a.top, a.bottom)


def sub(a: Ratio, b: Ratio) -> Ratio:
    return add(a, neg(b))


def mul(a: Ratio, b: Ratio) -> Ratio:
    if a.bottom.is_one() and b.bottom.is_one():
        return Ratio(times(a.top, b.top), POLY_ONE)
    return reduced(times(a.top, b.top), times(a.bottom, b.bottom))


def inverse(a: Ratio) -> Ratio:
    return reduced(a.bottom, a.top)


def div(a: Ratio, b: Ratio) -> Ratio:
    return mul(a, inverse(b))


def power(a: Ratio, n: int) -> Ratio:
    if n < 0:
        a, n = inverse(a), -n
    return Ratio(poly_power(a.top, n), poly_power(a.bottom, n))


def poly_power(p: Poly, n: int) -> Poly:
    size = len(p)
    if n * max(p.total_degree(), 1) > HIGHEST_DEGREE and not p.is_constant():
        raise GiveUp("the degree is too high")
    if size > 1 and (n > 200 or comb(size + n - 1, n) > 20 * MOST_TERMS):
        raise GiveUp("the power is too large")
    if p.is_constant() and n * max(_bits(p), 1) > 20_000:
        raise GiveUp("a number of thousands of digits")
    return p**n


def _bits(p: Poly) -> int:
    c = p.leading_coefficient() if not p.is_zero() else fmpq(0)
    return int(c.p).bit_length() + int(c.q).bit_length() - 1 if c not in (1, -1, 0) else 0


def monomials(p: Poly) -> list[tuple[dict[int, int], Fraction]]:
    """Each term as {kernel: exponent} and its coefficient."""
    return [
        ({i: int(e) for i, e in enumerate(exponents) if e}, Fraction(int(c.p), int(c.q))) for exponents, c in p.terms()
    ]


def monomial(exponents: dict[int, int], coefficient: Fraction | int = 1) -> Poly:
    value = Fraction(coefficient)
    key = tuple(exponents.get(i, 0) for i in range(WIDTH))
    return CONTEXT.from_dict({key: fmpq(value.numerator, value.denominator)})


def used(p: Poly) -> tuple[int, ...]:
    """The kernels that occur in the polynomial."""
    return tuple(i for i, d in enumerate(p.degrees()) if d > 0)


def key(p: Poly) -> Hashable:
    return tuple(sorted((tuple(int(e) for e in m), str(c)) for m, c in p.terms()))


def factors(p: Poly) -> tuple[Fraction, list[tuple[Poly, int]]]:
    """A rational number and irreducible factors over ℚ, each with leading coefficient 1.

    A polynomial of many terms counts as one factor: that only loses identities, it proves none wrongly.
    """
    if len(p) > 80 or p.total_degree() > 120:
        lead = p.leading_coefficient()
        c, found = lead, [(p / lead, 1)]
    else:
        c, found = p.factor()
    value = Fraction(int(c.p), int(c.q)) if isinstance(c, fmpq) else Fraction(int(c))
    out: list[tuple[Poly, int]] = []
    for q, e in found:
        lead = q.leading_coefficient()
        if lead != 1:
            q, value = q / lead, value * Fraction(int(lead.p), int(lead.q)) ** int(e)
        out.append((q, int(e)))
    return value, out


def rewrite(p: Poly, kernel: int, degree: int, value: Ratio) -> Poly:
    """``p`` with ``kernel^degree = value`` used until the degree is lower, times a power of ``value.bottom``."""
    top_degree = p.degrees()[kernel]
    if top_degree < degree:
        return p
    most = int(top_degree) // degree
    parts: dict[int, Any] = {}
    for exponents, c in p.terms():
        e = int(exponents[kernel])
        rest = tuple(e % degree if i == kernel else x for i, x in enumerate(exponents))
        bucket = parts.setdefault(e // degree, {})
        bucket[rest] = bucket.get(rest, 0) + c
    result = POLY_ZERO
    for times_, terms in parts.items():
        factor = times(poly_power(value.top, times_), poly_power(value.bottom, most - times_))
        result = result + times(CONTEXT.from_dict(terms), factor)
    _check(result)
    return result

"""Quotients of polynomials over ℚ in numbered generators, with caps: what is too large is given up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mpoly_ctx, fmpz

from symnn.recheck.outcome import METER, UnclearError

WIDTH = 40
CONTEXT = fmpq_mpoly_ctx.get(tuple(f"k{i}" for i in range(WIDTH)), "degrevlex")
GENERATORS = CONTEXT.gens()
Poly = Any  # fmpq_mpoly
_MOST_TERMS, _HIGHEST_DEGREE = 1200, 1500


class Form(NamedTuple):
    """``top / bottom`` in lowest terms; ``bottom`` has leading coefficient 1."""

    top: Poly
    bottom: Poly


def constant(x: Fraction | int) -> Poly:
    x = Fraction(x)
    if x.numerator.bit_length() + x.denominator.bit_length() > 20_000:
        raise UnclearError("a number of thousands of digits")
    return CONTEXT.constant(fmpq(x.numerator, x.denominator))


ONE_, ZERO_ = constant(1), constant(0)


def fraction(c: Any) -> Fraction:
    return Fraction(int(c.p), int(c.q)) if isinstance(c, fmpq) else Fraction(int(c))


def checked(p: Poly) -> Poly:
    if len(p) > _MOST_TERMS or p.total_degree() > _HIGHEST_DEGREE:
        raise UnclearError("the polynomial is too large")
    return p


def product(p: Poly, q: Poly) -> Poly:
    if len(p) * len(q) > 40 * _MOST_TERMS:
        raise UnclearError("the polynomial is too large")
    return checked(p * q)


def quotient(top: Poly, bottom: Poly) -> Form:
    METER.tick(1 + len(top) // 8)
    if bottom.is_zero():
        raise UnclearError("a denominator that is zero")
    if top.is_zero():
        return Form(ZERO_, ONE_)
    if not bottom.is_constant():
        common = top.gcd(bottom)
        top, bottom = top / common, bottom / common
    lead = bottom.leading_coefficient()
    return Form(checked(top / lead), checked(bottom / lead))


def plus(a: Form, b: Form) -> Form:
    if a.bottom == b.bottom:
        return quotient(a.top + b.top, a.bottom)
    common = a.bottom.gcd(b.bottom)
    left, right = a.bottom / common, b.bottom / common
    return quotient(product(a.top, right) + product(b.top, left), product(a.bottom, right))


def times(a: Form, b: Form) -> Form:
    return quotient(product(a.top, b.top), product(a.bottom, b.bottom))


def inverse(a: Form) -> Form:
    return quotient(a.bottom, a.top)


def whole_power(a: Form, n: int) -> Form:
    if n < 0:
        return whole_power(inverse(a), -n)
    for p in a:
        if p.is_constant() and n > 1 and n * (p.leading_coefficient().height_bits() if not p.is_zero() else 0) > 20_000:
            raise UnclearError("a number of thousands of digits")
        if not p.is_constant() and (n * p.total_degree() > _HIGHEST_DEGREE or (len(p) > 1 and n > 60)):
            raise UnclearError("the power is too large")
    return Form(checked(a.top**n), checked(a.bottom**n))


def number(x: Fraction | int) -> Form:
    return Form(constant(x), ONE_)


ONE_FORM = number(1)


def monomials(p: Poly) -> list[tuple[dict[int, int], Fraction]]:
    return [({i: int(e) for i, e in enumerate(m) if e}, fraction(c)) for m, c in p.terms()]


def monomial(exponents: dict[int, int]) -> Poly:
    return CONTEXT.from_dict({tuple(exponents.get(i, 0) for i in range(WIDTH)): fmpq(1)})


def factors(p: Poly) -> tuple[Fraction, list[tuple[Poly, int]]]:
    """A number, and factors with leading coefficient 1; what is too long to factor counts as one."""
    if len(p) == 1:
        [(exponents, value)] = monomials(p)
        return value, [(GENERATORS[i], e) for i, e in exponents.items()]
    c, rows = p.factor() if len(p) <= 60 and p.total_degree() <= 60 else (fmpq(1), [(p, 1)])
    value, out = fraction(c), []
    for q, e in rows:
        lead = q.leading_coefficient()
        value *= fraction(lead) ** int(e)
        out.append((q / lead, int(e)))
    return value, out


def prime_powers(n: int) -> list[tuple[int, int]]:
    if n.bit_length() > 80:
        return [(n, 1)]
    return [(int(p), int(e)) for p, e in fmpz(n).factor()]

"""Signs of a polynomial in one unknown on an interval, by Sturm's theorem: exact, without any rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from flint import fmpq, fmpq_poly

from symnn.domain import Interval

HIGHEST_DEGREE = 30


def signs_on(coefficients: Mapping[int, Fraction], where: Interval) -> frozenset[int]:
    """The signs that the polynomial takes on a nonempty interval: all of them, where it has a root of odd order."""
    degree = max(coefficients)
    p = fmpq_poly([_rational(coefficients.get(i, Fraction(0))) for i in range(degree + 1)])
    out: set[int] = set()
    if where.is_point and where.low is not None:
        return frozenset({_sign(p(_rational(where.low)))})
    chain = _chain(p // p.gcd(p.derivative()))
    inside = _changes(chain, where.low, True) - _changes(chain, where.high, False)
    low, high = (None if x is None else _sign(p(_rational(x))) for x in (where.low, where.high))
    if high == 0:
        inside -= 1  # the theorem counts the roots in (low, high]
    if inside:
        return frozenset({-1, 0, 1})
    out.add(_sign(p(_rational(_inner(where)))))
    if (low == 0 and not where.low_open) or (high == 0 and not where.high_open):
        out.add(0)
    return frozenset(out)


def _chain(p: fmpq_poly) -> list[fmpq_poly]:
    out = [p, p.derivative()]
    while out[-1].degree() > 0:
        rest = -(out[-2] % out[-1])
        if rest == 0:
            break
        out.append(rest)
    return [q for q in out if q != 0]


def _changes(chain: list[fmpq_poly], at: Fraction | None, low: bool) -> int:
    """Changes of sign along the chain at a point, or at -∞ (``low``) or ∞."""
    if at is None:
        rows = [_sign(q[q.degree()]) * ((-1) ** q.degree() if low else 1) for q in chain]
    else:
        rows = [_sign(q(_rational(at))) for q in chain]
    signs = [s for s in rows if s]
    return sum(a != b for a, b in pairwise(signs))


def _sign(x: fmpq) -> int:
    return int(x > 0) - int(x < 0)


def _rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def _inner(where: Interval) -> Fraction:
    if where.low is None:
        return Fraction(0) if where.high is None else where.high - 1
    return where.low + 1 if where.high is None else (where.low + where.high) / 2

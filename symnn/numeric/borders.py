"""Places where a formula passes from one branch to another, or leaves its domain, that are no rational numbers.

|x² − 2|, max(log x, 1/2), log(eˣ − 2): the argument whose sign decides is followed over the doubles by balls, and a
change of sign is narrowed down to two neighbouring doubles, so that no double lies in between.  That the sign is one
and the same from one border to the next is shown afterwards, by the kernel or by ``certain_sign``.
"""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from flint import arb, fmpq

from symnn.domain import Interval
from symnn.kernel.build import depends
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.kernel.pieces import arguments, linear
from symnn.kernel.positivity import constant_sign_on
from symnn.numeric.analytic import Analytic, NotAnalyticError, NoValueError, precision
from symnn.term import Num, Op, Sym, Term, walk

Border = tuple[float, float]  # neighbouring doubles on both sides, or twice the double that it is
DECIDING = frozenset("abs sign max min case indicator log log_base sqrt root asin acos atanh acosh".split())
SCANNED = sorted(
    {s * float(v) for s in (1, -1) for v in [*np.linspace(0, 48, 385), *(2.0**k for k in range(-1074, 1024, 6))]}
)
MOST = 12
MOST_PIECES = 4000
FAR = Fraction(1024)
LARGEST = Fraction(float(np.finfo(np.float64).max))


def borders_of(term: Term, var: Sym) -> list[Border]:
    """Rising; at most ``MOST`` (a sine has no end of them)."""
    found: set[Border] = set()
    for u in _deciding(term, var):
        try:
            found |= set(_changes(Analytic(u, var)))
        except NotAnalyticError:
            continue
    exact = {b for a, b in found if (b, b) in found or any(c == b and b != d for c, d in found)}
    rows = sorted({(b, b) if b in exact else (a, b) for a, b in found if a not in exact or a == b})
    return rows if len(rows) <= MOST else []


def _deciding(term: Term, var: Sym) -> set[Term]:
    """Arguments whose sign matters, linear ones and denominators left out."""
    out: set[Term] = set()
    for node in walk(term):
        if isinstance(node, Op) and (node.head in DECIDING or _is_broken_power(node)):
            inner = {u for a in node.args for u in arguments(a, var)}
            out |= {u for u in arguments(node, var) if u not in inner and linear(u, var) is None}
    return {u for u in out if depends(u, var)}


def _is_broken_power(node: Op) -> bool:
    return (
        node.head == "pow"
        and node.args[0] != Op("e")
        and not (isinstance(node.args[1], Num) and node.args[1].value.denominator == 1)
    )


def _changes(u: Analytic) -> Iterator[Border]:
    signs = [_sign(u, x) for x in SCANNED]
    for (a, s), (b, t) in itertools.pairwise(zip(SCANNED, signs, strict=True)):
        if a == 0 or b == 0:  # a border anyway
            continue
        if s == 0:
            yield a, a
        elif t != 0 and s != t:
            yield _narrowed(u, a, b, s)


def _narrowed(u: Analytic, low: float, high: float, sign: int | None) -> Border:
    a, b = _place(low), _place(high)
    while b - a > 1:
        middle = (a + b) // 2
        found = _sign(u, _double(middle))
        if found == 0:
            return _double(middle), _double(middle)
        a, b = (middle, b) if found == sign else (a, middle)
    return _double(a), _double(b)


def _place(x: float) -> int:
    """Doubles counted from zero."""
    (bits,) = struct.unpack("<q", struct.pack("<d", abs(x)))
    return int(bits) if x >= 0 else -int(bits)


def _double(place: int) -> float:
    (x,) = struct.unpack("<d", struct.pack("<q", abs(place)))
    return float(x) if place >= 0 else -float(x)


def _sign(u: Analytic, x: float) -> int | None:
    """Of the exact value; zero where it is, nothing where there is no value."""
    try:
        v = u.value(x)
    except NoValueError:
        return None
    return 1 if v > 0 else -1 if v < 0 else 0


def certain_sign(term: Term, var: Sym, where: Interval) -> int | None:
    """The sign that balls show for every double inside an open interval; nothing where they do not.

    Piece by piece; beside an end where the term comes to zero by its derivative: what begins with a sign (or with 0)
    and moves away from 0 keeps it.
    """
    try:
        u, slope = Analytic(term, var), Analytic(derivative(term, var), var)
    except (NotAnalyticError, Unsupported):
        return None
    signs: set[int] = set()
    low, high = where.low, where.high
    if low is None:
        low = -LARGEST if (s := constant_sign_on(term, var, Interval(None, -FAR), 1)) is None else -FAR
        signs |= set() if s is None else {s}
    if high is None:
        high = LARGEST if (s := constant_sign_on(term, var, Interval(FAR, None), 1)) is None else FAR
        signs |= set() if s is None else {s}
    work = _halves(low, high)
    for _ in range(MOST_PIECES):
        if not work:
            return signs.pop() if len(signs) == 1 else None
        a, b = work.pop()
        found = _sign_between(u, slope, a, b)
        if found is not None:
            signs.add(found)
            if len(signs) > 1:
                return None
        elif (b - a) * 2**60 > abs(a):
            middle = _middle(a, b)
            work += [(a, middle), (middle, b)]
        else:
            return None
    return None


def _halves(low: Fraction, high: Fraction) -> list[tuple[Fraction, Fraction]]:
    least = Fraction(2) ** -1074
    parts = [(low, min(high, -least)), (max(low, least), high)]
    return [(a, b) for a, b in parts if a < b]


def _middle(a: Fraction, b: Fraction) -> Fraction:
    """By exponents where the ends are far apart."""
    small, large = sorted((abs(a), abs(b)))
    if large <= 4 * small:
        return (a + b) / 2
    exponents = [math.frexp(float(v))[1] for v in (small, large)]
    middle = Fraction(2) ** ((exponents[0] + exponents[1]) // 2)
    middle = middle if small < middle < large else (small + large) / 2
    return middle if a > 0 else -middle


def _sign_between(u: Analytic, slope: Analytic, a: Fraction, b: Fraction) -> int | None:
    with precision(128):
        ends = [_exact(a), _exact(b)]
        whole = ends[0].union(ends[1])
        found = _clear(u.ball(whole))
        if found is not None:
            return found
        moves = _clear(slope.ball(whole))
        if moves is None:
            return None
    at = [_sign_at(u, e) for e in (a, b)]
    if at[0] is not None and at[0] * moves >= 0:
        return moves  # rises from what is not negative, or falls from what is not positive
    if at[1] is not None and at[1] * moves <= 0:
        return -moves
    return None


def _sign_at(u: Analytic, x: Fraction) -> int | None:
    try:
        v = u.value(x)
    except NoValueError:
        return None
    return 1 if v > 0 else -1 if v < 0 else 0 if v.is_zero() else None


def _clear(v: arb) -> int | None:
    return 1 if v > 0 else -1 if v < 0 else None


def _exact(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))

"""Kinks with their one-sided slopes, limits, and points at which signs are seen: guesses that columns have proved."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import sympy

from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.notation.arrange import arranged
from symnn.sympy_bridge import from_sympy, to_sympy
from symnn.sympy_bridge.errors import BridgeError
from symnn.tables.pieces import Smooth, sample, smooth_pieces, value
from symnn.tables.subjects import Kink, Subject
from symnn.term import Num, Op, Sym, Term, num, op, substitute

INFINITY = Op("infinity")
NEAR = 1e-9
GRID = [Fraction(n, 8) for n in range(-96, 97)]
FAR = [Fraction(s * 10**e) for s in (-1, 1) for e in (2, 3, 6)]


def kink_points(subject: Subject) -> tuple[Kink, ...]:
    """Those of the catalogue, else the cuts at which value or slope differ from one side to the other."""
    return subject.kinks if subject.known else _seen(subject)


def _seen(subject: Subject) -> tuple[Kink, ...]:
    pieces = smooth_pieces(subject) or []
    found = []
    for left, right in itertools.pairwise(pieces):
        if left.high is None or left.high != right.low:
            continue
        at = value(left.high, subject, Fraction(0))
        if at is None:
            continue
        x = Fraction(at).limit_denominator(10**6)
        ends = [(_slope(p, subject), p.term) for p in (left, right)]
        slopes = [None if s is None else value(s, subject, x) for s, _ in ends]
        values = [value(t, subject, x) for _, t in ends]
        if None in slopes or None in values or _differ(*slopes) or _differ(*values):
            sides = [at_point(s, subject, left.high) for s, _ in ends]
            if None not in sides:
                found.append(Kink(left.high, *(s for s in sides if s is not None)))
    return tuple(found)


def _differ(a: float | None, b: float | None) -> bool:
    return a is None or b is None or abs(a - b) > NEAR * (1 + abs(a))


def _slope(piece: Smooth, subject: Subject) -> Term | None:
    try:
        return derivative(piece.term, subject.var)
    except Unsupported:
        return None


def at_point(term: Term | None, subject: Subject, point: Term) -> Term | None:
    if term is None:
        return None
    return simplified(substitute(term, {subject.var: point}), subject.var)


def simplified(term: Term, var: Sym) -> Term | None:
    """A constant as people write it; ``None`` where SymPy has no form for it."""
    try:
        return arranged(from_sympy(sympy.simplify(to_sympy(term, real=True))), var)
    except (BridgeError, ValueError, TypeError):
        return None


def approach(subject: Subject, end: Term, direction: int) -> list[Fraction]:
    """Points on the way to an end of the domain."""
    if direction == 0:
        sign = -1 if isinstance(end, Op) and end.head == "neg" else 1
        return [Fraction(sign * 10**e) for e in (2, 4, 8)]
    at = value(end, subject, Fraction(0))
    return [] if at is None else [Fraction(at) + direction * Fraction(1, 10**e) for e in (3, 9, 40)]


def limit_candidates(term: Term, subject: Subject, end: Term, direction: int = 0) -> Iterator[Term]:
    """What the limit at an end of the domain may be, by values near it: the likely one first."""
    values = sample(subject)
    far = [value(term, subject, x, values) for x in approach(subject, end, direction)]
    seen = [v for v in far if v is not None]
    if not seen:
        return
    last = seen[-1]
    plain: list[Term] = [num(0), num(1), num(-1)]
    for sym in (*subject.parameters, *(s for s, _ in subject.letters)):
        plain += [sym, op("neg", sym)]
    plain += [op("neg", op("mul", a, b)) for a, _ in subject.letters for b, _ in subject.letters if a != b]
    plain += [op("div", op("pi"), num(2)), op("neg", op("div", op("pi"), num(2))), op("pi"), op("log", num(2))]
    guess = Fraction(last).limit_denominator(24)
    if abs(float(guess) - last) < 1e-6:
        plain.insert(0, arranged(Num(guess), subject.var))
    for candidate in dict.fromkeys(plain):
        here = value(candidate, subject, Fraction(0), values)
        if here is not None and abs(here - last) < 1e-5 * (1 + abs(last)):
            yield candidate
    yield op("neg", INFINITY) if last < 0 else INFINITY


def signs(term: Term, subject: Subject) -> tuple[Fraction | None, Fraction | None]:
    """Simple points at which a term is certainly positive and certainly negative, as far as floating point shows."""
    values = sample(subject)
    above = below = None
    for x in sorted((*GRID, *FAR), key=lambda q: (q.denominator, abs(q))):
        if x not in subject.domain(subject.var):
            continue
        if value(subject.closed, subject, x, values) is None:
            continue  # log x has no slope at -1, whatever 1/x is there
        v = value(term, subject, x, values)
        if v is not None and v > NEAR and above is None:
            above = x
        if v is not None and v < -NEAR and below is None:
            below = x
    return above, below


def extreme(term: Term, subject: Subject) -> tuple[float, float] | None:
    """The largest |value| on a grid and where; only for subjects without parameters."""
    if subject.parameters:
        return None
    best: tuple[float, float] | None = None
    values = sample(subject)
    for k in range(-2000, 2001):
        x = Fraction(k, 100)
        v = value(term, subject, x, values) if x in subject.domain(subject.var) else None
        if v is not None and (best is None or abs(v) > best[0]):
            best = abs(v), float(x)
    return best

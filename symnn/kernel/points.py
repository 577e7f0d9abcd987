"""Exact rational points of a domain, the simplest first: small numbers, borders, kinks, then random ones.

The random ones come from a fixed seed, so that a verdict does not change from run to run.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from symnn.claim import Variable
from symnn.domain import Domain
from symnn.kernel import balls
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import integers_of
from symnn.term import Num, Op, Sym, Term, free_symbols, walk

Point = tuple[tuple[Sym, Fraction], ...]

SMALL = tuple(
    Fraction(x) for x in "1 2 -1 0 -2 1/2 -1/2 3 -3 3/2 1/3 -3/2 5 -5 1/10 -1/10 10 -10 7/3 1/100 30 -30".split()
)
MOST_TRIED = 4000


def points(
    variables: tuple[Variable, ...], assumptions: tuple[Term, ...], terms: tuple[Term, ...], count: int
) -> Iterator[Point]:
    """Up to ``count`` points at which every domain and every assumption certainly holds."""
    integers = integers_of(variables)
    seen: set[Point] = set()
    for tried, point in enumerate(_candidates(variables, terms)):
        if tried > MOST_TRIED or len(seen) >= count:
            return
        if point in seen or not allowed(point, variables, assumptions, integers):
            continue
        seen.add(point)
        yield point


def allowed(
    point: Point, variables: tuple[Variable, ...], assumptions: tuple[Term, ...], integers: frozenset[Sym]
) -> bool:
    """Whether the point certainly lies in the domain and satisfies every assumption."""
    by_name = {v.sym: v.domain for v in variables}
    if any(x not in by_name[s] for s, x in point if s in by_name):
        return False
    values = exact(point)
    try:
        return all(balls.truth(a, values, integers=integers) is True for a in assumptions)
    except (Unsupported, Undefined):
        return False


def exact(point: Point) -> dict[Sym, object]:
    return {s: balls.rational(x) for s, x in point}


def _candidates(variables: tuple[Variable, ...], terms: tuple[Term, ...]) -> Iterator[Point]:
    if not variables:
        yield ()
        return
    names = [v.sym for v in variables]
    special = _special(terms)
    axes = [axis(v.domain, special) for v in variables]
    if any(not a for a in axes):
        return
    width = {1: 40, 2: 12, 3: 6, 4: 4}.get(len(variables), 3 if len(variables) < 7 else 2)
    ranks = sorted(product(*(range(min(width, len(a))) for a in axes)), key=lambda r: (sum(r), max(r)))[:400]
    generator = random.Random(20240)
    for i, row in enumerate(ranks):
        yield tuple((s, axes[k][j]) for k, (s, j) in enumerate(zip(names, row, strict=True)))
        if i % 2:  # mixed in early: grid points alone meet too many symmetries
            yield tuple((s, _random(generator, a, v.domain)) for s, a, v in zip(names, axes, variables, strict=True))
    while True:
        yield tuple((s, _random(generator, a, v.domain)) for s, a, v in zip(names, axes, variables, strict=True))


def _special(terms: tuple[Term, ...]) -> list[Fraction]:
    """Numbers that occur in the terms, with both signs: kinks and branch points are often among them."""
    found: dict[Fraction, None] = {}
    for term in terms:
        for node in walk(term):
            match node:
                case Num(value):
                    found[value] = found[-value] = None
                case Op("neg", (Num(value),)):
                    found[-value] = None
                case Op("div", (Num(a), Num(b))) if b:
                    found[a / b] = found[-a / b] = None
    return [x for x in found if x.denominator < 10**6 and abs(x) < 10**6][:12]


def axis(domain: Domain, special: list[Fraction]) -> list[Fraction]:
    """Coordinates to try in a domain: small ones, ends, points inside each interval, special ones."""
    found = [x for x in SMALL[:12] if x in domain]
    for i in domain.intervals:
        if i.low is not None and i.high is not None:
            found += [i.low + (i.high - i.low) * Fraction(k, 12) for k in (6, 4, 9, 1, 11)]
        elif i.low is not None:
            found += [i.low + k for k in (Fraction(1), Fraction(1, 2), Fraction(3), Fraction(1, 10))]
        elif i.high is not None:
            found += [i.high - k for k in (Fraction(1), Fraction(1, 2), Fraction(3), Fraction(1, 10))]
        found += [e for e in (i.low, i.high) if e is not None]
    found += [*special, *SMALL[12:]]
    return list(dict.fromkeys(x for x in found if x in domain))


def _random(generator: random.Random, candidates: list[Fraction], domain: Domain) -> Fraction:
    if generator.random() < 0.4:
        return generator.choice(candidates)
    interval = generator.choice(domain.intervals)
    low = Fraction(-4) if interval.low is None and interval.high is None else interval.low
    if low is None:
        assert interval.high is not None
        low = interval.high - 8
    high = low + 8 if interval.high is None else interval.high
    x = low + (high - low) * Fraction(generator.randrange(0, 401), 400)
    if domain.integer:
        x = Fraction(round(x))
    return x if x in domain else generator.choice(candidates)


def used(variables: tuple[Variable, ...], terms: tuple[Term, ...]) -> tuple[Variable, ...]:
    """The variables that occur in the terms."""
    names = frozenset().union(*(free_symbols(t) for t in terms)) if terms else frozenset()
    return tuple(v for v in variables if v.sym in names)

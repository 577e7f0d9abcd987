"""Points at which a claim is looked at: random, border, kink, tie and root points of its domain."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise

import mpmath
from judge import Functions, Judge, UndefinedError, UnsureError, holds, infinite
from mpmath import mp

from symnn.claim import Variable
from symnn.domain import Domain
from symnn.term import Num, Op, Sym, Term, bound_variable, free_symbols, op, walk

SMALL = tuple(Fraction(x) for x in "0 1 -1 2 -2 1/2 -1/2 3 -3 1/3 -7/5 11/7 -5 4 10 -10 1/10 -1/100 40 -40".split())
LARGE = tuple(Fraction(x) for x in (100, -100, 1000, -1000, Fraction(1, 1000), Fraction(-1, 10**6)))
NEAR = (Fraction(1, 1000), Fraction(1, 10**9))
Point = dict[Sym, Fraction]


def integers_of(variables: tuple[Variable, ...], assumptions: tuple[Term, ...] = ()) -> frozenset[Sym]:
    """Names declared as integers, and those that the domain or an assumption fixes at one."""
    fixed = {
        a.args[0] for a in assumptions
        if isinstance(a, Op) and a.head == "eq" and isinstance(a.args[1], Num) and a.args[1].value.denominator == 1
    }  # fmt: skip

    def single(domain: Domain) -> bool:
        return all(i.low is not None and i.low == i.high and i.low.denominator == 1 for i in domain.intervals)

    return frozenset(v.sym for v in variables if v.domain.integer or single(v.domain) or v.sym in fixed)


def accepted(
    point: Point, variables: tuple[Variable, ...], assumptions: tuple[Term, ...], functions: Functions | None = None
) -> bool:
    """Inside the domains, and every assumption holds."""
    integers = integers_of(variables)
    if any(v.sym in point and point[v.sym] not in v.domain for v in variables):
        return False
    try:
        return all(holds(a, point, functions, integers) for a in assumptions)
    except (UndefinedError, UnsureError):
        return False


def sample(
    variables: tuple[Variable, ...],
    assumptions: tuple[Term, ...],
    terms: tuple[Term, ...],
    generator: random.Random,
    count: int,
    fixed: Point | None = None,
    functions: Functions | None = None,
) -> Iterator[Point]:
    """Up to ``count`` points of the domain: a third of them special in one coordinate, then roots, then random ones."""
    fixed = fixed or {}
    open_ = [v for v in variables if v.sym not in fixed]
    if not open_:
        if accepted(dict(fixed), variables, assumptions, functions):
            yield dict(fixed)
        return
    seen: set[tuple[Fraction, ...]] = set()

    def fresh(rows: Iterator[Point], most: int) -> Iterator[Point]:
        found = 0
        for point in islice(rows, 12 * most):
            key = tuple(point[v.sym] for v in variables)
            if key in seen or not accepted(point, variables, assumptions, functions):
                continue
            seen.add(key)
            yield point
            found += 1
            if found >= most:
                return

    special = {v.sym: list(coordinates(v.domain, terms + assumptions)) for v in open_}
    if any(not s for s in special.values()):
        return
    if len(open_) == 1:
        (only,) = open_
        yield from fresh(({**fixed, only.sym: x} for x in special[only.sym]), count // 2 + 2)
    zeros = [t for t in kinks(terms + assumptions) if free_symbols(t)]
    yield from fresh(_roots(zeros, open_, fixed, special, generator, functions), count // 3 + 1)
    yield from fresh(_randomly(open_, fixed, special, generator), count // 2 + 1)


def coordinates(domain: Domain, terms: tuple[Term, ...]) -> Iterator[Fraction]:
    """Borders, points just inside of them, numbers that occur in the terms, small and large numbers."""
    rows: list[Fraction] = []
    for i in domain.intervals:
        for end, side in ((i.low, 1), (i.high, -1)):
            if end is not None:
                rows += [end, *(end + side * d for d in NEAR)]
        if i.low is not None and i.high is not None:
            rows += [i.low + (i.high - i.low) * Fraction(k, 7) for k in (1, 3, 6)]
        elif i.low is not None or i.high is not None:
            rows += [i.low + k if i.low is not None else (i.high or 0) - k for k in (1, Fraction(1, 3), 5)]
    numbers = {n.value for t in terms for n in walk(t) if isinstance(n, Num) and abs(n.value) < 10**4}
    rows += [s * x for x in sorted(numbers, key=lambda x: (x.denominator, abs(x)))[:8] for s in (1, -1)]
    if domain.integer:
        rows += [Fraction(round(x)) for x in rows]
    yield from dict.fromkeys(x for x in (*rows, *SMALL, *LARGE) if x in domain)


def _randomly(
    open_: list[Variable], fixed: Point, special: dict[Sym, list[Fraction]], generator: random.Random
) -> Iterator[Point]:
    while True:
        point = dict(fixed)
        for v in open_:
            x = Fraction(generator.randint(-500, 500), 100)
            for i in v.domain.intervals:
                if i.low is not None and i.high is not None:
                    x = i.low + (i.high - i.low) * Fraction(generator.randint(0, 100), 100)
                elif i.low is not None:
                    x = i.low + abs(x)
                elif i.high is not None:
                    x = i.high - abs(x)
                if generator.random() < 0.6:
                    break
            x = Fraction(round(x)) if v.domain.integer else x
            point[v.sym] = generator.choice(special[v.sym]) if generator.random() < 0.5 or x not in v.domain else x
        yield point


def kinks(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """What is zero where a formula changes, where it ends, and where two sides of a relation meet."""
    found: dict[Term, None] = {}
    for term in terms:
        for node in walk(term):
            match node:
                case Op("abs" | "sign" | "log" | "sqrt" | "floor" | "coth" | "csch", (u,)):
                    found[u] = None
                case Op("max" | "min", (first, *rest)):
                    found |= {op("add", first, op("neg", b)): None for b in rest}
                case Op("div", (_, u)) | Op("pow" | "root", (u, _)):
                    found[u] = None
                case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge", (a, b)):
                    found[op("add", a, op("neg", b))] = None
                case Op("in", (u, Op(head, (low, high)))) if head.startswith("interval_"):
                    ends = (e for e in (low, high) if not infinite(e))
                    found |= {op("add", u, op("neg", e)): None for e in ends}
    bound = {b for t in terms for n in walk(t) if (b := bound_variable(n)) is not None}
    bound |= {n.args[1] for t in terms for n in walk(t) if isinstance(n, Op) and n.head == "at"}  # type: ignore[misc]
    return tuple(t for t in found if not free_symbols(t) & bound)


def _roots(
    zeros: list[Term],
    open_: list[Variable],
    fixed: Point,
    special: dict[Sym, list[Fraction]],
    generator: random.Random,
    functions: Functions | None,
) -> Iterator[Point]:
    """Zeros in one coordinate, the others random: simple fractions where they are exact, else 40 digits."""
    rounds = _randomly(open_, fixed, special, generator)
    for _ in range(2 if len(open_) == 1 else 4):
        for zero in zeros:
            base = next(rounds)
            names = [v for v in open_ if v.sym in free_symbols(zero)]
            if not names:
                continue
            v = generator.choice(names)
            for x in roots(zero, v.sym, base, special[v.sym], functions):
                yield {**base, v.sym: x}


def roots(
    zero: Term, name: Sym, base: Point, axis: list[Fraction], functions: Functions | None = None
) -> Iterator[Fraction]:
    """Changes of sign between the points of an axis, by bisection."""
    with mp.workdps(50):
        rest = {k: mpmath.mpf(v.numerator) / v.denominator for k, v in base.items()}

        def at(x: mpmath.mpf) -> mpmath.mpf | None:
            try:
                return Judge({**rest, name: x}, functions or {}, frozenset())(zero)
            except (UndefinedError, UnsureError, NotImplementedError, ValueError):
                return None

        known = [(x, at(mpmath.mpf(x.numerator) / x.denominator)) for x in sorted(axis) if abs(x) <= 100]
        for (a, fa), (b, fb) in pairwise(known):
            if fa == 0:
                yield a
            if fa is None or fb is None or fa * fb >= 0:
                continue
            low, high = (mpmath.mpf(x.numerator) / x.denominator for x in (a, b))
            for _ in range(140):
                middle = (low + high) / 2
                value = at(middle)
                if value is None:
                    break
                low, high = (low, middle) if value * fa <= 0 else (middle, high)
            else:
                yield rational(low)


def rational(x: mpmath.mpf) -> Fraction:
    """The simple fraction that x is, or 40 digits of it."""
    exact = Fraction(int(mpmath.nint(x * mpmath.mpf(10) ** 40)), 10**40)
    simple = exact.limit_denominator(10**6)
    return simple if abs(simple - exact) < Fraction(1, 10**35) else exact


def lowest(
    gap: Term,
    name: Sym,
    base: Point,
    axis: list[Fraction],
    functions: Functions | None = None,
) -> Fraction | None:
    """Where the term is smallest along one coordinate: the best point of an axis, then golden section."""
    rest = {k: mpmath.mpf(v.numerator) / v.denominator for k, v in base.items()}

    def at(x: Fraction) -> mpmath.mpf | None:
        with mp.workdps(60):
            try:
                judge = Judge({**rest, name: mpmath.mpf(x.numerator) / x.denominator}, functions or {}, frozenset())
                return judge(gap)
            except (UndefinedError, UnsureError, NotImplementedError):
                return None

    values = [(v, x) for x in sorted(x for x in axis if abs(x) <= 100) if (v := at(x)) is not None]
    if len(values) < 3:
        return None
    best = min(range(len(values)), key=lambda i: values[i][0])
    low, high = values[max(0, best - 1)][1], values[min(len(values) - 1, best + 1)][1]
    ratio = Fraction(610, 987)
    for _ in range(70):
        step = (high - low) * ratio
        a, b = _short(high - step), _short(low + step)
        fa, fb = at(a), at(b)
        if fa is None or fb is None:
            return None
        low, high = (low, b) if fa <= fb else (a, high)
    return _short((low + high) / 2)


def _short(x: Fraction) -> Fraction:
    return Fraction(round(x * 10**30), 10**30)

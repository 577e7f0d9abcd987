"""f > 0 or f ≥ 0 for a term of one variable on an interval.

Ends at which f is 0 or has no value, infinite ends, and zeros inside are covered by expansions for T ≥ R, the compact
rest by boxes, on each of which f or its mean-value form is positive.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from flint import arb, ctx

from symnn.domain import Interval
from symnn.recheck import values
from symnn.recheck.facts import Facts
from symnn.recheck.outcome import Need, NoValueError, UnclearError
from symnn.recheck.polynomials import monomials
from symnn.recheck.series import Scale, T, approached
from symnn.term import Num, Sym, Term, free_symbols, num, op, substitute

_STARTS = tuple(Fraction(2**k) for k in (2, 3, 4, 5, 6, 8, 10, 14, 20))
_MOST_BOXES, _PRECISION = 4000, 96


def positive_on(term: Term, var: Sym, where: Interval, strict: bool, facts: Facts, anchors: Iterable[Term]) -> bool:
    """Whether it is shown; ``facts`` say nothing that is needed about var."""
    if where.is_point:
        return _at_least(term, var, num(where.low or 0), strict, facts)
    program = values.Program(term, (var,))
    low = _end(term, var, where.low, 1, where, strict, facts, program)
    high = _end(term, var, where.high, -1, where, strict, facts, program)
    todo = [(low, high)]
    for anchor in dict.fromkeys(anchors):
        if strict or not any(a < b for a, b in todo):
            break
        todo = _without(term, var, anchor, todo, facts)
    with ctx.workprec(_PRECISION):
        return all(_boxes(program, a, b) for a, b in todo if a < b)


def _at_least(term: Term, var: Sym, at: Term, strict: bool, facts: Facts) -> bool:
    return facts.of(substitute(term, {var: at})) <= ({1} if strict else {0, 1})


def _hull(a: Fraction, b: Fraction) -> arb:
    return arb(values.rational(a)).union(arb(values.rational(b)))


def _sign(program: values.Program, a: Fraction, b: Fraction) -> bool:
    """f > 0 on [a, b]."""
    try:
        value, slope = program((_hull(a, b),))
        if value > 0:
            return True
        if slope is None or not arb(slope).is_finite():
            return False
        middle = (a + b) / 2
        centre = program((values.rational(middle),))[0]
        lowest = a if slope >= 0 else b if slope <= 0 else None
        if lowest is not None:
            return bool(program((values.rational(lowest),))[0] > 0)
        return bool(centre + slope * (_hull(a, b) - values.rational(middle)) > 0)
    except (UnclearError, NoValueError, ZeroDivisionError):
        return False


def _boxes(program: values.Program, low: Fraction, high: Fraction) -> bool:
    todo, count = [(low, high)], 0
    while todo:
        a, b = todo.pop()
        count += 1
        if _sign(program, a, b):
            continue
        if count > _MOST_BOXES or (b - a) < Fraction(1, 2**26):
            return False
        middle = Fraction(0) if a < -1 and b > 1 else (a + b) / 2
        todo += [(a, middle), (middle, b)]
    return True


def _end(term: Term, var: Sym, end: Fraction | None, side: int, where: Interval, strict: bool, facts: Facts,
         program: values.Program) -> Fraction:  # fmt: skip
    """Where the compact rest begins."""
    if end is not None:
        with ctx.workprec(_PRECISION):
            if _sign(program, end, end):
                return end
        closed = not (where.low_open if side > 0 else where.high_open)
        if closed and not _defined_and(term, var, end, strict, facts):
            raise UnclearError("the value at an end")
        room = where.high - where.low if where.low is not None and where.high is not None else None
        return end + side / _start(term, var, num(end), side, strict, facts, 2 / room if room else Fraction(0))
    return -side * _start(term, var, None, -side, strict, facts)


def _defined_and(term: Term, var: Sym, end: Fraction, strict: bool, facts: Facts) -> bool:
    """At a closed end the value is right, or there is none."""
    from symnn.recheck.settle import needs

    at = substitute(term, {var: num(end)})
    if facts.extended(needs(at, facts.kernels.integers)) is None:
        return True
    try:
        return facts.of(at) <= ({1} if strict else {0, 1})
    except (UnclearError, Need):
        return False


def _start(term: Term, var: Sym, at: Term | None, side: int, strict: bool, facts: Facts,
           least: Fraction = Fraction(0)) -> Fraction:  # fmt: skip
    """R such that f has the right sign for every T ≥ R, where var = ±T or at ± 1/T."""
    moved = approached(term, var, at, side)
    for length in (4, 8):
        for start in _STARTS:
            if start <= least:
                continue
            here = facts.extended([(op("add", T, num(-start)), frozenset({0, 1})), (T, frozenset({1}))])
            if here is None:
                raise UnclearError("no facts")
            scale = Scale(here, length, start)
            try:
                with ctx.workprec(_PRECISION):
                    s = scale.lasting_sign(scale.of(moved))
            except (UnclearError, Need, NoValueError):
                continue
            if s < 0 or (s == 0 and strict):
                raise UnclearError("the sign near an end is wrong")
            return start
    raise UnclearError("the behaviour at an end")


def _without(term: Term, var: Sym, anchor: Term, todo: list[tuple[Fraction, Fraction]], facts: Facts
             ) -> list[tuple[Fraction, Fraction]]:  # fmt: skip
    """The intervals without a neighbourhood of an exact zero, shown to be harmless by two expansions."""
    try:
        with ctx.workprec(_PRECISION):
            near = values.ball(values.evaluate(anchor))
        inside = any(near > values.rational(a) and near < values.rational(b) for a, b in todo)
        if not inside or facts.of(substitute(term, {var: anchor})) != {0}:
            return todo
        left, right = (_start(term, var, anchor, side, False, facts) for side in (-1, 1))
    except (UnclearError, NoValueError, Need):
        return todo
    low, high = _rational_ends(near, anchor)
    cuts = high - 1 / left, low + 1 / right
    pieces = [p for a, b in todo for p in ((a, min(b, cuts[0])), (max(a, cuts[1]), b))]
    return [(a, b) for a, b in pieces if a < b]


def _rational_ends(near: arb, anchor: Term) -> tuple[Fraction, Fraction]:
    if isinstance(anchor, Num):
        return anchor.value, anchor.value
    low, high = (x.fmpq() if hasattr(x, "fmpq") else x for x in (near.lower(), near.upper()))
    ends = [x.man_exp() if hasattr(x, "man_exp") else None for x in (low, high)]
    out = []
    for e in ends:
        if e is None:
            raise UnclearError("an end of a ball")
        man, power = int(e[0]), int(e[1])
        out.append(Fraction(man) * Fraction(2) ** power)
    return out[0], out[1]


def straight(term: Term, var: Sym, facts: Facts) -> tuple[Fraction, Fraction] | None:
    """(c, x) for a term c·(var - x) with numbers c and x."""
    if free_symbols(term) != {var}:
        return None
    top, bottom = facts.form(term)
    if not bottom.is_one() or top.total_degree() != 1 or [k.sort for k in facts.kernels.used(top)] != ["name"]:
        return None
    rows = {tuple(m.values()): c for m, c in monomials(top)}
    return rows[(1,)], -rows.get((), Fraction(0)) / rows[(1,)]


def intervals(var: Sym, facts: Facts) -> list[Interval]:
    """Intervals that cover the values of a name: what its linear facts say."""
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    holes: set[Fraction] = set()
    for term, allowed in facts.rows:
        line = straight(term, var, facts)
        if line is None:
            continue
        rise, x = line
        allowed = frozenset(-s for s in allowed) if rise < 0 else allowed
        if allowed == {0}:
            return [Interval(x, x, False, False)]
        if -1 not in allowed:
            low = max(low or (x, False), (x, 0 not in allowed))
        elif 1 not in allowed:
            high = min(high or (x, True), (x, 0 in allowed))
        elif 0 not in allowed:
            holes.add(x)
    cuts = sorted(h for h in holes if (low is None or h > low[0]) and (high is None or h < high[0]))
    ends = [low and low[0], *cuts, high and high[0]]
    opens = [
        low is None or low[1] or low[0] in holes,
        *[True] * len(cuts),
        high is None or not high[1] or high[0] in holes,
    ]
    out = [Interval(a, b, opens[i], opens[i + 1]) for i, (a, b) in enumerate(pairwise(ends))]
    return [i for i in out if not i.empty]

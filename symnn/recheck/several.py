"""An inequality f ≥ 0 in several variables from inequalities in fewer: each step is verified by normal forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product

from symnn.recheck.basic import ONE, TWO, ZERO, add, minus, mul, neg, over, power
from symnn.recheck.bounds import intervals, straight
from symnn.recheck.conditions import SIGNS, Row
from symnn.recheck.facts import Facts
from symnn.recheck.outcome import Need, UnclearError
from symnn.recheck.settle import needs
from symnn.recheck.slopes import slope
from symnn.term import Sym, Term, free_symbols, num, substitute

Problem = tuple[Term, bool, Facts]
FRESH = Sym("t~~")


def smaller(gap: Term, strict: bool, facts: Facts) -> Iterator[list[Problem]]:
    """Lists of problems that together imply gap ≥ 0, or gap > 0."""
    names = sorted(free_symbols(gap), key=lambda s: s.text)
    for step in (_translated, _scaled, _lowest, _line, _fibre):
        try:
            yield from step(gap, strict, facts, names)
        except (UnclearError, Need):
            continue


def _fixed(gap: Term, strict: bool, facts: Facts, name: Sym, value: Term) -> list[Problem]:
    """The problem where a name has a value; the term must have one there."""
    rows = [(substitute(t, {name: value}), allowed) for t, allowed in facts.rows]
    here = Facts(facts.kernels).extended(rows)
    if here is None:
        return []
    moved = substitute(gap, {name: value})
    if any(not here.of(u) <= allowed for u, allowed in needs(moved, facts.kernels.integers)):
        raise UnclearError("no value at the end of a step")
    return [(moved, strict, here)]


def _zero(term: Term, facts: Facts) -> bool:
    return bool(facts.form(facts.put(term)).top.is_zero())


def _about(name: Sym, facts: Facts) -> list[Row]:
    return [r for r in facts.rows if name in free_symbols(r[0])]


def _side(row: Row, v: Sym, facts: Facts) -> bool:
    """Whether a fact says that v is on one side of a number."""
    return straight(row[0], v, facts) is not None and row[1] != SIGNS["ne"]


def _translated(gap: Term, strict: bool, facts: Facts, names: list[Sym]) -> Iterator[list[Problem]]:
    """f and the facts do not change when t is added to some names: one of them may be 0."""
    for size in range(len(names), 1, -1):
        for chosen in combinations(names, size):
            shift: dict[Sym, Term] = {s: add(s, FRESH) for s in chosen}
            if all(_zero(minus(substitute(t, shift), t), facts) for t in (gap, *(r[0] for r in facts.rows))):
                yield _fixed(gap, strict, facts, chosen[0], ZERO)
                return


def _scaled(gap: Term, strict: bool, facts: Facts, names: list[Sym]) -> Iterator[list[Problem]]:
    """f and the facts are multiplied by a power of t > 0 when the names are by t^w: a positive one may be 1."""
    here = facts.extended([(FRESH, frozenset({1}))])
    assert here is not None

    def homogeneous(term: Term, change: dict[Sym, Term]) -> bool:
        moved = substitute(term, change)
        return any(_zero(minus(moved, mul(term, power(FRESH, d)) if d else term), here) for d in (0, 1, -1, 2, -2))

    for name in names:
        if facts.of(name) != {1}:
            continue
        others = [s for s in names if s != name]
        for weights in product((0, 1, -1), repeat=len(others)):
            row = zip([name, *others], (1, *weights), strict=True)
            change = {s: mul(s, FRESH) if w > 0 else over(s, FRESH) for s, w in row if w}
            if all(homogeneous(t, change) for t in (gap, *(r[0] for r in facts.rows))):
                yield _fixed(gap, strict, facts, name, ONE)
                return


def _lowest(gap: Term, strict: bool, facts: Facts, names: list[Sym]) -> Iterator[list[Problem]]:
    """f = a·(v - w)² + f(w) with a > 0 and v free: lowest at w."""
    for v in names:
        first = slope(gap, v)
        second = substitute(slope(first, v), {v: ZERO})
        if _about(v, facts) or facts.of(second) != {1}:
            continue
        at = neg(over(substitute(first, {v: ZERO}), second))
        square = over(mul(second, power(minus(v, at), 2)), TWO)
        if _zero(minus(gap, add(substitute(gap, {v: at}), square)), facts):
            yield _fixed(gap, strict, facts, v, at)


def _line(gap: Term, strict: bool, facts: Facts, names: list[Sym]) -> Iterator[list[Problem]]:
    """f is a straight line in v: enough at both ends of its interval, or at one from which it rises."""
    for v in names:
        if not _zero(slope(slope(gap, v), v), facts) or any(free_symbols(r[0]) != {v} for r in _about(v, facts)):
            continue
        for where in intervals(v, facts)[:1] if len(intervals(v, facts)) == 1 else ():
            ends = [num(x) for x in (where.low, where.high) if x is not None]
            rest = Facts(facts.kernels, [r for r in facts.rows if v not in free_symbols(r[0])])
            along = rest.extended([r for r in _about(v, facts) if _side(r, v, facts)])
            needed = needs(gap, facts.kernels.integers)
            if along is None or any(not along.of(u) <= allowed for u, allowed in needed):
                continue  # a line with gaps may jump
            out = [p for e in ends for p in _fixed(gap, strict, rest, v, e)]
            if len(ends) == 1:
                rising = slope(gap, v)
                out.append((rising if where.low is not None else neg(rising), False, rest))
            if ends:
                yield out


def _fibre(gap: Term, strict: bool, facts: Facts, names: list[Sym]) -> Iterator[list[Problem]]:
    """f = 0 at v = u, and f rises from there on both sides; v and u have the same interval."""
    integers = facts.kernels.integers
    if strict or any(not facts.of(u) <= allowed for u, allowed in needs(gap, integers)):
        return
    for v in names:
        mine = [(t, s) for t, s in _about(v, facts)]
        given = (k.names for p, _ in facts.given for k in facts.kernels.used(p))
        if not all(_side(row, v, facts) for row in mine) or any(v in names for names in given):
            continue  # the way from u to v has to stay within the facts
        change = slope(gap, v)
        for u in names:
            same = {(substitute(t, {v: u}), s) for t, s in mine} <= set(facts.rows)
            if u == v or not same or not _zero(substitute(gap, {v: u}), facts):
                continue
            sides = [(facts.extended([(minus(v, u), frozenset({s}))]), s) for s in (1, -1)]
            if all(here is None or here.of(change) <= {0, s} for here, s in sides):
                yield []


Solve = Callable[[Term, bool, Facts], bool]


def positive_in_several(gap: Term, strict: bool, facts: Facts, solve: Solve) -> bool:
    """Whether some list of smaller problems is solved."""
    return any(all(solve(*p) for p in problems) for problems in smaller(gap, strict, facts))

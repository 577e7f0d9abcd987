"""Limits and orders of growth, read off expansions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from symnn.recheck.basic import ZERO, minus, neg, over, whole
from symnn.recheck.conditions import SIGNS
from symnn.recheck.facts import Facts
from symnn.recheck.outcome import NoValueError, UnclearError, fail
from symnn.recheck.series import Scale, Series, T, approached
from symnn.recheck.settle import Settled, needs, settled
from symnn.term import Num, Op, Sym, Term, num, op, walk

INFINITY = op("infinity")
T_ = TypeVar("T_")
_LENGTHS = (3, 6, 10)


def certain(s: Settled, facts: Facts) -> None:
    """The rules for derivatives say whether there is one: see ``Settled``."""
    integers = facts.kernels.integers
    for node in {n for t in (s.term, *s.bodies) for n in walk(t)}:
        match node:
            case Op("pow", (u, v)) if not isinstance(v, Num) and whole(v, integers):
                if not facts.surely(u) and not facts.of(facts.put(v)) <= {-1, 0}:
                    fail("zero to a power that may be positive")
    here = facts.extended([r for r in s.needs(integers) if r[1] != SIGNS["ne"]])
    for u, change in s.touching if here is not None else ():
        assert here is not None
        if 0 in here.of(u):
            zero = here.extended([(u, SIGNS["eq"])])
            if zero is not None and 0 in zero.of(change):
                fail("a root whose argument may touch zero")
    for t in s.sure:
        for u, allowed in needs(t, integers):
            if not facts.of(u) <= allowed:
                fail("a branch that may have no value at its end")


# -- limits ----------------------------------------------------------------------------------------------------------


def limits_taken(term: Term, facts: Facts) -> Term:
    """The term with the values of its limits in their places."""
    match term:
        case Op("lim", (body, Sym() as var, point, Num(side))):
            ends = [_limit(body, var, point, s, facts) for s in directions(point, int(side))]
            for e in ends[1:]:
                infinite = INFINITY in walk(e) or INFINITY in walk(ends[0])
                if e != ends[0] and (infinite or facts.of(minus(e, ends[0])) != {0}):
                    fail("the limits from the two sides differ")
            return ends[0]
        case Op(head, args) if head not in ("infinity", "at", "deriv", "sum", "prod"):
            fresh = tuple(limits_taken(a, facts) for a in args)
            return Op(head, fresh) if fresh != args else term
    return term


def directions(point: Term, side: int) -> Iterable[int]:
    if any(n == INFINITY for n in walk(point)):
        return (1,)
    return (side,) if side else (1, -1)


def _limit(body: Term, var: Sym, point: Term, side: int, facts: Facts) -> Term:
    """The limit as a term; infinite ones as such."""

    def value(scale: Scale, s: Series) -> Term:
        for m, c in s.terms:
            if scale.compare(m) > 0 and (side_ := scale.sign(c)):
                return INFINITY if side_ > 0 else neg(INFINITY)
        if s.rest is not None and scale.compare(s.rest[0]) >= 0:
            fail("too few terms")
        return next((facts.kernels.term(c) for m, c in s.terms if scale.compare(m) == 0), ZERO)

    return _expanded(body, var, point, side, facts, value)


def bounded(a: Term, b: Term, gauge: Term, var: Sym, point: Term, side: int, facts: Facts) -> bool:
    """Whether (a - b)/gauge stays bounded as var tends to the point."""

    def check(scale: Scale, s: Series) -> bool:
        if any(scale.compare(m) > 0 and scale.sign(c) for m, c in s.terms):
            return False
        if s.rest is not None and scale.compare(s.rest[0]) > 0:
            raise UnclearError("too few terms")
        return True

    ratio = over(minus(a, b), gauge)
    return all(_expanded(ratio, var, point, s, facts, check) for s in directions(point, side))


def _expanded(body: Term, var: Sym, point: Term, side: int, facts: Facts, answer: Callable[[Scale, Series], T_]
              ) -> T_:  # fmt: skip
    """The answer about the expansion of a term as var tends to the point from one side."""
    far = any(n == INFINITY for n in walk(point))
    if far and point not in (INFINITY, neg(INFINITY)):
        fail("a point that is no number")
    moved = approached(body, var, None if far else facts.put(point), (1 if point == INFINITY else -1) if far else side)
    here = facts.extended([(minus(T, num(4)), SIGNS["gt"]), (T, SIGNS["gt"])])
    if here is None:
        raise UnclearError("no facts")
    problem: Exception = UnclearError("no expansion")
    for length in _LENGTHS:
        scale = Scale(here, length)

        def decide(u: Term, scale: Scale = scale) -> int:
            known = here.of(u)
            if len(known) == 1:
                return next(iter(known))
            s = scale.of(u)
            return scale.sign(scale.lead(s)[1])

        try:
            s = settled(moved, here, decide)
            for u, allowed in s.needs(here.kernels.integers):
                if not here.of(u) <= allowed and decide(u) not in allowed:
                    raise UnclearError("no value near the point")
            rows = [row for t in s.sure for row in needs(t, here.kernels.integers)]
            if any(decide(u) not in allowed for u, allowed in [*rows, *((u, SIGNS["ne"]) for u, _ in s.touching)]):
                raise UnclearError("a derivative that may not exist near the point")
            return answer(scale, scale.of(s.term))
        except (UnclearError, NoValueError) as error:
            problem = error
    raise UnclearError(str(problem))

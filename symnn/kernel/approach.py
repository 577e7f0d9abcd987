"""Limits of terms: the variable moved to its point, and the limit read off an expansion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from symnn.claim import Variable
from symnn.kernel import series as se
from symnn.kernel.asymptotics import Expansion
from symnn.kernel.coefficients import Coef, to_term
from symnn.kernel.probes import shown
from symnn.kernel.scales import Scale
from symnn.kernel.signs import Facts, NoValue, Split, Unknown
from symnn.term import Num, Op, Sym, Term, num, op, substitute

T = Sym("T~")
_FEWEST, _MOST = 4, 16
R = TypeVar("R")


@dataclass(frozen=True)
class Limit:
    """A finite value (``at`` is 0), or ±∞ (``at`` is the sign)."""

    value: Coef
    at: int = 0

    def __str__(self) -> str:
        return {1: "∞", -1: "-∞"}.get(self.at) or shown(to_term(self.value))


def approached(term: Term, var: Sym, point: Term, side: int) -> Term:
    """``term`` with var = ±T, or var = point ± 1/T: its limit for T → ∞ is the one-sided limit at the point."""
    infinite = infinity_sign(point)
    if infinite:
        moving: Term = T if infinite > 0 else op("neg", T)
    else:
        step = op("div", num(side), T)
        moving = step if point == num(0) else op("add", point, step)
    return substitute(term, {var: moving})


def infinity_sign(point: Term) -> int:
    match point:
        case Op("infinity"):
            return 1
        case Op("neg", (Op("infinity"),)):
            return -1
    return 0


def sides_of(point: Term, direction: int, variable: Variable | None) -> tuple[int, ...]:
    """The sides from which the variable comes: one at infinity; both for a plain limit, if the domain has both."""
    if infinity_sign(point):
        return (1,)
    if direction:
        return (direction,)
    if variable is not None and isinstance(point, Num):
        near = variable.domain.intervals
        right = any((i.low is None or i.low <= point.value) and (i.high is None or i.high > point.value) for i in near)
        left = any((i.high is None or i.high >= point.value) and (i.low is None or i.low < point.value) for i in near)
        if left != right:
            return (1,) if right else (-1,)
    return (1, -1)


def with_growing_length(work: Callable[[int], R]) -> R:
    """The answer with the fewest terms that give one: cancellation of the kept terms asks for more."""
    terms = _FEWEST
    while True:
        try:
            return work(terms)
        except Unknown:
            if terms >= _MOST:
                raise
            terms *= 2


def limit_of(term: Term, facts: Facts, terms: int) -> Limit:
    """The limit of a term in T for T → ∞; raises ``Split``, ``Unknown`` (no limit found), ``NoValue``."""
    scale = Scale(facts, terms)
    return limit_of_series(scale, Expansion(scale, T).of(term))


def limit_of_series(scale: Scale, s: se.Series) -> Limit:
    for m, c in s.terms:
        growth = scale.growth(m)
        if growth < 0:
            return Limit(Coef())
        sign = scale.facts.sign(c)
        if not sign:
            continue
        if growth == 0:
            if s.rest is not None and scale.growth(s.rest) >= 0:
                break
            return Limit(c)
        return Limit(Coef(), sign)
    if s.rest is not None and scale.growth(s.rest) >= 0:
        raise Unknown("the remainder does not tend to zero")
    return Limit(Coef())


def one_sided(body: Term, var: Sym, point: Term, side: int) -> Limit | None:
    """The exact one-sided limit of a term without other names, or ``None``."""
    moved = approached(body, var, point, side)
    try:
        return with_growing_length(lambda n: limit_of(moved, Facts(), n))
    except (Unknown, NoValue, Split):
        return None

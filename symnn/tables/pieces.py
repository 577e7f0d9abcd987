"""A function cut where its formula changes: at its kinks, and where |·|, max, min or a case list switch.

Which branch holds between two cuts is seen at one point; it is a guess there for all parameters, and what is made of it
is proved afterwards for every value.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from flint import arb

from symnn.domain import Domain, Interval
from symnn.kernel.elementary import Unsupported
from symnn.kernel.pieces import pieces as kernel_pieces
from symnn.kernel.positivity import constant_sign_on
from symnn.notation.arrange import arranged
from symnn.numeric.analytic import Analytic, NotAnalyticError, NoValueError
from symnn.tables.subjects import Subject
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, rebuild, substitute, walk

FAR = Fraction(3)
SWITCHES = frozenset("abs max min sign indicator cases".split())


@dataclass(frozen=True)
class Smooth:
    """One smooth formula between two cuts; ``None`` is infinity.  ``low`` and ``high`` may hold parameters."""

    low: Term | None
    high: Term | None
    term: Term
    inside: Fraction


def sample(subject: Subject) -> dict[Sym, Fraction]:
    """A value of each parameter inside its domain, and the values of the letters."""
    values = {s: inner(subject.domain(s)) for s in subject.parameters}
    return values | {s: n.value for s, n in subject.letters}


def inner(domain: Domain) -> Fraction:
    """A number inside that no formula has by chance: 13/17 where it fits."""
    for candidate in (Fraction(13, 17), Fraction(5, 17), Fraction(23, 17), Fraction(1), Fraction(2), Fraction(-1)):
        if candidate in domain:
            return candidate
    first = domain.intervals[0]
    low, high = first.low, first.high
    if low is not None and high is not None:
        return (low + high) / 2
    return low + 1 if low is not None else high - 1 if high is not None else Fraction(0)


def value(term: Term, subject: Subject, x: Fraction, values: dict[Sym, Fraction] | None = None) -> float | None:
    """A floating-point value; ``None`` where there is none."""
    ball = ball_value(term, subject, x, values)
    return None if ball is None else float(ball.mid())


def ball_value(term: Term, subject: Subject, x: Fraction, values: dict[Sym, Fraction] | None = None) -> arb | None:
    given = sample(subject) if values is None else values
    try:
        fixed = _fixed(term, tuple(given.items()))
        found = _analytic(fixed if _straight(fixed) else resolved(fixed, subject.var, x), subject.var).value(x)
    except (NotAnalyticError, NoValueError, Unsupported, ZeroDivisionError, ValueError, OverflowError, ArithmeticError):
        return None
    return found if found.is_finite() else None


@lru_cache(maxsize=256)
def _fixed(term: Term, values: tuple[tuple[Sym, Fraction], ...]) -> Term:
    return substitute(term, {s: Num(v) for s, v in values})


@lru_cache(maxsize=256)
def _straight(term: Term) -> bool:
    """Whether nothing in the term switches."""
    return not any(isinstance(n, Op) and n.head in SWITCHES for n in walk(term))


@lru_cache(maxsize=512)
def _analytic(term: Term, var: Sym) -> Analytic:
    return Analytic(term, var)


def resolved(term: Term, var: Sym, x: Fraction) -> Term:
    """The branches that hold at a point in place of |·|, max, min, sign, indicators and case lists."""
    match term:
        case Op(head, args):
            pass
        case _:
            return term
    if head == "cases":
        for row in args:
            match row:
                case Op("case", (v, condition)) if _holds(condition, var, x):
                    return resolved(v, var, x)
        return op("div", num(0), num(0))
    parts = tuple(resolved(a, var, x) for a in args) if head != "indicator" else args
    match head, parts:
        case "abs", (u,):
            return u if _number(u, var, x) >= 0 else op("neg", u)
        case "sign", (u,):
            here = _number(u, var, x)
            return num(0 if here == 0 else 1 if here > 0 else -1)
        case "max", _:
            return max(parts, key=lambda p: _number(p, var, x))
        case "min", _:
            return min(parts, key=lambda p: _number(p, var, x))
        case "indicator", (condition,):
            return num(1 if _holds(condition, var, x) else 0)
    return rebuild(term, parts)


def _number(term: Term, var: Sym, x: Fraction) -> float:
    return float(_analytic(term, var).value(x).mid())


def _holds(condition: Term, var: Sym, x: Fraction) -> bool:
    match condition:
        case Op("true"):
            return True
        case Op("and" | "chain", parts):
            return all(_holds(p, var, x) for p in parts)
        case Op("or", parts):
            return any(_holds(p, var, x) for p in parts)
        case Op("lt" | "le" | "gt" | "ge" | "eq" | "ne" as head, (a, b)):
            gap = _number(resolved(a, var, x), var, x) - _number(resolved(b, var, x), var, x)
            return {"lt": gap < 0, "le": gap <= 0, "gt": gap > 0, "ge": gap >= 0, "eq": gap == 0, "ne": gap != 0}[head]
    raise Unsupported("a condition that is no relation")


def smooth_pieces(subject: Subject) -> list[Smooth] | None:
    """The pieces in order; ``None`` where the formula cannot be cut."""
    values = sample(subject)
    cuts: dict[Fraction, Term] = {}
    for kink in subject.kinks:
        at = value(kink.point, subject, Fraction(0), values)
        if at is None:
            return None
        cuts[Fraction(at).limit_denominator(10**6)] = kink.point
    fixed = substitute(subject.closed, {s: Num(v) for s, v in values.items()})
    try:
        for where in subject.domain(subject.var).intervals:
            for piece in kernel_pieces(fixed, subject.var, where, lambda u, w: constant_sign_on(u, subject.var, w, 1)):
                for end in (piece.where.low, piece.where.high):
                    if end is not None and end not in (where.low, where.high):
                        cuts.setdefault(end, _named(end, values))
    except Unsupported:
        return None
    return _between(subject, cuts, values)


def _named(end: Fraction, values: dict[Sym, Fraction]) -> Term:
    """A cut at ±p for a parameter p, else at a number."""
    for sym, v in values.items():
        if end in (v, -v) and end:
            return sym if end == v else op("neg", sym)
    return arranged(Num(end), Sym("x"))


def _between(subject: Subject, cuts: dict[Fraction, Term], values: dict[Sym, Fraction]) -> list[Smooth] | None:
    out: list[Smooth] = []
    for where in subject.domain(subject.var).intervals:
        inside = sorted(c for c in cuts if c in Interval(where.low, where.high))
        ends: list[Fraction | None] = [where.low, *inside, where.high]
        for low, high in itertools.pairwise(ends):
            x = _middle(low, high)
            plain = _branches(subject, x, values)
            if plain is None:
                return None
            a, b = (None if e is None else cuts.get(e, Num(e)) for e in (low, high))
            if out and out[-1].term == plain and out[-1].high == a:
                out[-1] = Smooth(out[-1].low, b, plain, x)
            else:
                out.append(Smooth(a, b, plain, x))
    return out


def _branches(subject: Subject, x: Fraction, values: dict[Sym, Fraction]) -> Term | None:
    """The formula around a point with its parameters kept."""
    marked = _Branching(subject.var, x, values)
    try:
        return marked.of(subject.closed)
    except (NotAnalyticError, NoValueError, Unsupported, ZeroDivisionError, ArithmeticError):
        return None


class _Branching:
    """``resolved`` where conditions are seen at given values of the parameters."""

    def __init__(self, var: Sym, x: Fraction, values: dict[Sym, Fraction]) -> None:
        self.var, self.x = var, x
        self.values = {s: Num(v) for s, v in values.items()}

    def number(self, term: Term) -> float:
        return _number(resolved(substitute(term, self.values), self.var, self.x), self.var, self.x)

    def of(self, term: Term) -> Term:
        match term:
            case Op("cases", rows):
                for row in rows:
                    if isinstance(row, Op) and _holds(substitute(row.args[1], self.values), self.var, self.x):
                        return self.of(row.args[0])
                raise Unsupported("no case")
            case Op("abs", (u,)) if free_symbols(u) & {self.var}:
                return self.of(u) if self.number(u) >= 0 else op("neg", self.of(u))
            case Op("sign", (u,)) if free_symbols(u) & {self.var}:
                here = self.number(u)
                return num(0 if here == 0 else 1 if here > 0 else -1)
            case Op("max", args) if free_symbols(term) & {self.var}:
                return self.of(max(args, key=self.number))
            case Op("min", args) if free_symbols(term) & {self.var}:
                return self.of(min(args, key=self.number))
            case Op("indicator", (condition,)):
                return num(1 if _holds(substitute(condition, self.values), self.var, self.x) else 0)
            case Op(_, args):
                return rebuild(term, tuple(self.of(a) for a in args))
        return term


def _middle(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is None and high is None:
        return Fraction(1, 3)
    if low is None:
        assert high is not None
        return high - FAR
    return low + FAR if high is None else low + (high - low) * Fraction(2, 5)

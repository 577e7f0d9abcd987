"""Exact constants, and relations that bound one variable by constants."""

from __future__ import annotations

from fractions import Fraction

from symnn.domain import Domain, Interval
from symnn.term import Num, Op, Sym, Term

_FLIP = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_INTERVALS = {
    "interval_oo": (True, True),
    "interval_oc": (True, False),
    "interval_co": (False, True),
    "interval_cc": (False, False),
}


def constant(term: Term) -> Fraction | None:
    """The exact rational value of a numeric term, if it is one."""
    match term:
        case Num():
            return term.value
        case Op("neg", (a,)):
            value = constant(a)
            return None if value is None else -value
        case Op("add" | "mul" | "dot" | "times" as head, args):
            total = Fraction(0 if head == "add" else 1)
            for arg in args:
                value = constant(arg)
                if value is None:
                    return None
                total = total + value if head == "add" else total * value
            return total
        case Op("div", (a, b)):
            top, bottom = constant(a), constant(b)
            return None if top is None or not bottom else top / bottom
        case Op("pow", (a, Num() | Op("neg", (Num(),)) as exponent)):
            base, power = constant(a), constant(exponent) or Fraction(0)
            if power.denominator != 1 or abs(power) > 64:
                return None
            return None if base is None or (base == 0 and power < 0) else Fraction(base ** int(power))
        case _:
            return None


def infinite(term: Term) -> int:
    """1 for ∞, -1 for -∞, else 0."""
    match term:
        case Op("infinity"):
            return 1
        case Op("neg", (Op("infinity"),)):
            return -1
        case _:
            return 0


def interval(term: Term) -> Interval | None:
    """The interval with rational or infinite ends that a term writes down; it may be empty."""
    if not (isinstance(term, Op) and term.head in _INTERVALS and len(term.args) == 2):
        return None
    ends: list[Fraction | None] = []
    for end, side in zip(term.args, (-1, 1), strict=True):
        if infinite(end) == side:
            ends.append(None)
        else:
            value = constant(end)
            if value is None:
                return None
            ends.append(value)
    low_open, high_open = _INTERVALS[term.head]
    return Interval(ends[0], ends[1], low_open or ends[0] is None, high_open or ends[1] is None)


def domain_of_set(term: Term) -> Domain | None:
    """The set of real numbers that a term writes down, where it is a union of rational intervals."""
    match term:
        case Op("reals", ()):
            return Domain()
        case Op("naturals"):
            return Domain((Interval(Fraction(1), None, False),), integer=True)
        case Op("integers"):
            return Domain(integer=True)
        case Op("set", items):
            values = [constant(i) for i in items]
            if any(v is None for v in values):
                return None
            return Domain(tuple(Interval(v, v, False, False) for v in values if v is not None))
        case Op("union", parts):
            domains = [domain_of_set(p) for p in parts]
            if any(d is None for d in domains):
                return None
            return Domain(tuple(i for d in domains if d is not None for i in d.intervals))
        case _:
            found = interval(term)
            return None if found is None else Domain((found,))


def bound(relation: Term) -> tuple[Sym, Domain] | None:
    """``x > 0`` as (x, (0, ∞)); ``None`` unless one side is a name and the other a rational number."""
    if not (isinstance(relation, Op) and relation.head in _FLIP and len(relation.args) == 2):
        return None
    left, right = relation.args
    head = relation.head
    if not isinstance(left, Sym):
        left, right, head = right, left, _FLIP[head]
    value = constant(right)
    if not isinstance(left, Sym) or value is None:
        return None
    match head:
        case "lt" | "le":
            intervals: tuple[Interval, ...] = (Interval(None, value, True, head == "lt"),)
        case "gt" | "ge":
            intervals = (Interval(value, None, head == "gt", True),)
        case "eq":
            intervals = (Interval(value, value, False, False),)
        case _:
            intervals = (Interval(None, value), Interval(value, None))
    return left, Domain(intervals)

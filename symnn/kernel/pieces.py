"""A term of one variable, cut at its kinks, jumps and ends of domain into pieces on which it is one smooth formula.

Breakpoints are the rational roots of linear arguments of |·|, max, min, sign, conditions, logarithms, roots and
denominators.  Between two breakpoints such an argument has one sign, that at any point between them.  An argument that
is not linear stays as it is; its sign is looked for by branch and bound (``decided``), else the term keeps its kink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from symnn.domain import Interval
from symnn.kernel import balls
from symnn.kernel.build import depends
from symnn.kernel.differentiate import borders
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.term import Num, Op, Sym, Term, num, op, rebuild, walk

SignOn = Callable[[Term, Interval], int | None]


@dataclass(frozen=True)
class Piece:
    """An open interval (or a single point) and the formula there; ``term`` is ``None`` where it has no value."""

    where: Interval
    term: Term | None


def linear(term: Term, var: Sym) -> tuple[Fraction, Fraction] | None:
    """(a, b) with term = a·var + b for every value of var, rational a and b."""
    match term:
        case Num(q):
            return Fraction(0), q
        case Sym():
            return (Fraction(1), Fraction(0)) if term == var else None
        case Op("neg", (u,)):
            inner = linear(u, var)
            return None if inner is None else (-inner[0], -inner[1])
        case Op("add", parts):
            rows = [linear(p, var) for p in parts]
            if any(r is None for r in rows):
                return None
            return sum((r[0] for r in rows if r), Fraction(0)), sum((r[1] for r in rows if r), Fraction(0))
        case Op("mul" | "dot" | "times", parts):
            slope, value = Fraction(0), Fraction(1)
            for p in parts:
                row = linear(p, var)
                if row is None or (row[0] and slope):
                    return None
                slope, value = slope * row[1] + value * row[0], value * row[1]
            return slope, value
        case Op("div", (u, v)):
            top, bottom = linear(u, var), linear(v, var)
            if top is None or bottom is None or bottom[0] or not bottom[1]:
                return None
            return top[0] / bottom[1], top[1] / bottom[1]
    return None


def arguments(term: Term, var: Sym) -> Iterator[Term]:
    """Terms at whose zeros the formula or its definedness may change."""
    for node in walk(term):
        if not isinstance(node, Op) or not depends(node, var):
            continue
        match node:
            case Op("abs" | "sign" | "log" | "sqrt" | "root", (u, *_)):
                yield u
            case Op("div", (_, u)) | Op("log_base", (u, _)):
                yield u
            case Op("pow", (u, e)) if not (isinstance(e, Num) and e.value.denominator == 1 and e.value > 0):
                yield u
            case Op("max" | "min", args):
                for i, a in enumerate(args):
                    yield from (op("add", a, op("neg", b)) for b in args[i + 1 :])
            case Op("indicator", (condition,)) | Op("case", (_, condition)):
                try:
                    yield from (op("add", a, op("neg", b)) for a, b in borders(condition))
                except Unsupported:
                    continue
            case Op("asin" | "acos" | "atanh", (u,)):
                yield from (op("add", u, num(k)) for k in (1, -1))
            case Op("acosh", (u,)):
                yield op("add", u, num(-1))


def breakpoints(term: Term, var: Sym, where: Interval) -> list[Fraction]:
    """Rational breakpoints inside the interval, rising."""
    found: set[Fraction] = set()
    for u in arguments(term, var):
        row = linear(u, var)
        if row is not None and row[0]:
            found.add(-row[1] / row[0])
    inside = Interval(where.low, where.high)
    return sorted(x for x in found if x in inside)


def cut(where: Interval, at: list[Fraction]) -> list[Interval]:
    """Open intervals between the breakpoints, and each breakpoint and closed end as a point."""
    out: list[Interval] = []
    low: Fraction | None = where.low
    if low is not None and not where.low_open:
        out.append(Interval(low, low, False, False))
    for x in at:
        out += [Interval(low, x), Interval(x, x, False, False)]
        low = x
    out.append(Interval(low, where.high))
    if where.high is not None and not where.high_open and where.high != where.low:
        out.append(Interval(where.high, where.high, False, False))
    return [i for i in out if not i.empty]


def inner_point(where: Interval) -> Fraction:
    """A simple rational of the interval."""
    if where.low is None and where.high is None:
        return Fraction(0)
    if where.low is None:
        assert where.high is not None
        return Fraction(-((-where.high.numerator) // where.high.denominator)) - 1
    if where.high is None:
        return Fraction(where.low.numerator // where.low.denominator) + 1
    if where.is_point:
        return where.low
    return simplest_between(where.low, where.high)


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The rational with the smallest denominator in the open interval (Stern–Brocot)."""
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -simplest_between(-high, -low)
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        gap = high - low
        return whole + Fraction(1, gap.denominator // gap.numerator + 1)
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole))


def resolved(term: Term, var: Sym, where: Interval, sign_on: SignOn) -> Term:
    """The formula that the term is on the piece; every part that the sign search leaves open stays as written.

    Innermost first; a part that is not reached (a branch not taken) is dropped, and with it its domain.
    """
    known: dict[Term, int | None] = {}

    def sign(u: Term) -> int | None:
        if u not in known:
            row = linear(u, var)
            if row is not None:
                crosses = bool(row[0]) and not where.is_point and -row[1] / row[0] in where
                value = row[0] * inner_point(where) + row[1]
                known[u] = None if crosses else (value > 0) - (value < 0)
            else:
                known[u] = sign_on(u, where)
        return known[u]

    def holds(condition: Term) -> bool | None:
        match condition:
            case Op("true"):
                return True
            case Op("and" | "chain", parts):
                rows = [holds(p) for p in parts]
                return False if False in rows else None if None in rows else True
            case Op("or", parts):
                rows = [holds(p) for p in parts]
                return True if True in rows else None if None in rows else False
            case Op("not", (part,)):
                inner = holds(part)
                return None if inner is None else not inner
            case Op("eq" | "ne" | "lt" | "le" | "gt" | "ge" as head, (a, b)):
                s = sign(op("add", a, op("neg", b)))
                if s is None:
                    return None
                return {"eq": s == 0, "ne": s != 0, "lt": s < 0, "le": s <= 0, "gt": s > 0, "ge": s >= 0}[head]
        return None

    def go(node: Term) -> Term:
        if not isinstance(node, Op) or not depends(node, var):
            return node
        if node.head == "cases":
            kept: list[Term] = []
            for row in node.args:
                if not isinstance(row, Op) or row.head != "case":
                    return node
                taken = holds(row.args[1])
                if taken is False:
                    continue
                value = go(row.args[0])
                if taken and not kept:
                    return value
                kept.append(op("case", value, op("true") if taken else go(row.args[1])))
                if taken:
                    break
            return Op("cases", tuple(kept))
        parts = tuple(go(a) for a in node.args)
        match node:
            case Op("abs"):
                s = sign(parts[0])
                return op("abs", parts[0]) if s is None else parts[0] if s >= 0 else op("neg", parts[0])
            case Op("sign"):
                s = sign(parts[0])
                return op("sign", parts[0]) if s is None else num(s)
            case Op("indicator"):
                taken = holds(node.args[0])
                return node if taken is None else num(int(taken))
            case Op("max" | "min" as head):
                best = [parts[0]]
                for p in parts[1:]:
                    s = sign(op("add", p, op("neg", best[-1]))) if len(best) == 1 else None
                    if s is None:
                        best.append(p)
                    elif (s > 0) == (head == "max") and s:
                        best = [p]
                return best[0] if len(best) == 1 else Op(head, tuple(best))
        return rebuild(node, parts)

    return go(term)


def pieces(term: Term, var: Sym, where: Interval, sign_on: SignOn) -> list[Piece]:
    """The cover of the interval; a piece on which a linear argument shows that there is no value has no term."""
    out: list[Piece] = []
    for part in cut(where, breakpoints(term, var, where)):
        here = resolved(term, var, part, sign_on)
        if nowhere_defined(here, var, part):
            out.append(Piece(part, None))
        elif not part.is_point and here != term and breakpoints(here, var, part):
            out.extend(pieces(here, var, part, sign_on))  # an inner kink resolved, an outer one shows
        else:
            out.append(Piece(part, here))
    return out


def nowhere_defined(term: Term, var: Sym, where: Interval) -> bool:
    """Certainly no value on the whole piece: at a point by evaluation, else by the sign of a linear argument."""
    if where.is_point:
        assert where.low is not None
        return _undefined_at(term, {var: balls.rational(where.low)})
    x = inner_point(where)
    for node in walk(term):
        if not isinstance(node, Op):
            continue
        match node:
            case Op("log" | "sqrt", (u,)) | Op("log_base", (u, _)):
                row = linear(u, var)
            case Op("pow", (u, Num(q))) if q.denominator != 1:
                row = linear(u, var)
            case _:
                continue
        if row is not None and row[0] and row[0] * x + row[1] < 0:
            return True
    return False


def _undefined_at(term: Term, values: dict[Sym, object]) -> bool:
    from symnn.kernel.elementary import Unsure

    try:
        balls.evaluate(term, values)
    except Unsure:
        return False
    except Undefined:
        return True
    except Unsupported:
        return False
    return False


def value_sign(term: Term, var: Sym, x: Fraction) -> int | None:
    """The certain sign at a rational point; ``None`` if the ball does not tell or there is no value."""
    try:
        ball: arb = balls.evaluate(term, {var: balls.rational(x)})
    except (Undefined, Unsupported):
        return None
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if ball.is_zero() else None

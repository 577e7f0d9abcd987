"""Proofs of one cell, and what several columns are made of: limits, jumps, smoothness, signs at points."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.notation import latex
from symnn.tables.model import Cell, Claimed, Piece
from symnn.tables.pieces import smooth_pieces, value
from symnn.tables.points import (
    INFINITY,
    approach,
    at_point,
    kink_points,
    limit_candidates,
)
from symnn.tables.proving import Proof, off, printed, prove, slope
from symnn.tables.subjects import Kink, Subject
from symnn.term import Num, Op, Term, num, op

ZERO = num(0)
COMMA: Piece = ("text", ", ")
PLUS, MINUS = INFINITY, op("neg", INFINITY)


class Work:
    """Proofs of one cell, in order; ids are ``KEY.COLUMN.PART``."""

    def __init__(self, subject: Subject, column: str) -> None:
        self.subject, self.column = subject, column
        self.points = off(subject, [k.point for k in kink_points(subject)])
        self.claims: list[Claimed] = []

    def proved(self, part: str, relation: Term, conditions: Sequence[Term] = ()) -> bool:
        """Whether it is proved; then it is a claim of the cell."""
        name = f"{self.subject.key}.{self.column}" + (f".{part}" if part else "")
        found = prove(self.subject, name, relation, conditions)
        if found.proved:
            self.claims.append(found.claimed)
        return found.proved

    def keep(self, proof: Proof) -> None:
        self.claims.append(proof.claimed)

    def word(self, key: str, *more: Piece) -> Cell:
        return Cell((("word", key), *more), tuple(self.claims))

    def math(self, text: str) -> Cell:
        return Cell((("math", text),), tuple(self.claims))


def sides(subject: Subject) -> tuple[tuple[str, Term, int], tuple[str, Term, int]]:
    """(name, end of the domain, the direction from which it is approached): ±∞, or a number from inside."""
    intervals = subject.domain(subject.var).intervals
    low, high = intervals[0].low, intervals[-1].high
    left = ("left", MINUS, 0) if low is None else ("left", number_term(low), 1)
    right = ("right", PLUS, 0) if high is None else ("right", number_term(high), -1)
    return left, right


def as_set(target: Term, subject: Subject) -> tuple[str, Term]:
    """A set as it is printed and read behind ∈: elsewhere (a, b) may be a pair."""
    _, again = printed(op("in", subject.shown, target), subject)
    return latex(target), again.args[1] if isinstance(again, Op) and again.head == "in" else target


def under(subject: Subject, conditions: Sequence[Term]) -> tuple[Piece, ...]:
    """The conditions behind a value, in brackets; those on the variable itself are kinks and told there."""
    shown = [printed(c, subject)[0] for c in conditions if not _about_kinks(c, subject)]
    return tuple(p for text in shown for p in ((("text", " ("), ("math", text), ("text", ")"))))


def _about_kinks(condition: Term, subject: Subject) -> bool:
    return isinstance(condition, Op) and condition.head == "ne" and condition.args[0] == subject.var


def number_term(x: Fraction) -> Term:
    plain: Term = Num(abs(x)) if x.denominator == 1 else op("div", num(abs(x.numerator)), num(x.denominator))
    return plain if x >= 0 else op("neg", plain)


def decimal(x: Fraction) -> Term:
    text = format(float(abs(x)), ".4f").rstrip("0").rstrip(".")
    plain = Num(Fraction(text), text)
    return plain if x >= 0 else op("neg", plain)


def limit_at(work: Work, part: str, shown: Term, end: Term, direction: int, role: str) -> tuple[str, Term] | None:
    """(as printed, as a term) of the limit at an end of the domain: what the source states, else a guess; proved."""
    subject = work.subject
    for given in subject.of(role):
        match given.relation:
            case Op("eq", (Op("lim", (_, _, point, _)) as left, right)) if point == end and not given.conditions:
                text, again = printed(right, subject)
                proof = prove(subject, given.id, op("eq", left, again))
                if proof.proved:
                    work.keep(proof)
                    return text, again
    term = subject.closed if shown == subject.shown else _slope_far(subject, end)
    if term is None or not _defined_near(subject, end, direction):
        return None
    for candidate in limit_candidates(term, subject, end, direction):
        text, again = printed(candidate, subject)
        if work.proved(part, op("eq", op("lim", shown, subject.var, end, num(direction)), again)):
            return text, again
    return None


def _defined_near(subject: Subject, end: Term, direction: int) -> bool:
    """Whether f itself has values there: log has a limit at 0 and none at −∞."""
    return any(value(subject.closed, subject, x) is not None for x in approach(subject, end, direction))


def _slope_far(subject: Subject, end: Term) -> Term | None:

    pieces = smooth_pieces(subject)
    if not pieces:
        return None
    try:
        return derivative((pieces[0] if end == MINUS else pieces[-1]).term, subject.var)
    except Unsupported:
        return None


def one_sided(work: Work, kink: Kink, number: int) -> bool:
    x, f = work.subject.var, slope(work.subject)
    sides = ((-1, "left", kink.left), (1, "right", kink.right))
    return all(
        work.proved(f"{number + 1}-{name}", op("eq", op("lim", f, x, kink.point, num(side)), limit))
        for side, name, limit in sides
    )


def jump(work: Work, at: Term | None = None) -> Cell | None:
    """A point at which the limits from both sides differ: no Lipschitz constant, whatever the derivative."""
    subject = work.subject
    pieces = smooth_pieces(subject) or []
    for left, right in pairwise(pieces):
        if left.high is None or left.high != right.low or (at is not None and left.high != at):
            continue
        ends = [at_point(p.term, subject, left.high) for p in (left, right)]
        if None in ends or ends[0] == ends[1]:
            continue
        lims = [op("lim", subject.shown, subject.var, left.high, num(side)) for side in (-1, 1)]
        a, b = (e for e in ends if e is not None)
        if (
            work.proved("jump-left", op("eq", lims[0], a)) and work.proved("jump-right", op("eq", lims[1], b))
            and work.proved("jump", op("ne", a, b))
        ):  # fmt: skip
            return work.word("jumps")
        work.claims.clear()
    return None


def smooth_off(work: Work, found: Sequence[Kink]) -> bool:
    """Continuous, and differentiable but for the kinks: then f′ turns nowhere else than f″ and the kinks tell."""
    shown, x = work.subject.shown, work.subject.var
    if not found:
        return work.proved("differentiable", op("differentiable", shown, x))
    if not work.proved("continuous", op("continuous", shown, x)):
        return False
    return differentiable_between(work, found)


def differentiable_between(work: Work, found: Sequence[Kink]) -> bool:
    """f has a derivative everywhere but at the kinks."""
    shown, x = work.subject.shown, work.subject.var
    points = [k.point for k in found]
    rows = [(op("lt", x, points[0]),), *((op("gt", x, a), op("lt", x, b)) for a, b in pairwise(points)),
            (op("gt", x, points[-1]),)]  # fmt: skip
    return all(
        work.proved(f"differentiable-{n + 1}", op("differentiable", shown, x), row) for n, row in enumerate(rows)
    )


def slope_term(subject: Subject, order: int = 1) -> Term:

    term = subject.closed
    try:
        for _ in range(order):
            term = derivative(term, subject.var)
    except Unsupported:
        return op("div", ZERO, ZERO)
    return term


def witness(work: Work, part: str, term: Term, head: str, x: Fraction | None) -> bool:
    """The sign of a term at a point; with parameters at a multiple of one of them or its inverse as well."""
    if x is None:
        return False
    subject = work.subject
    points = [number_term(x)]
    for sym in subject.parameters:
        points += [op("div", number_term(x), sym), op("mul", number_term(x), sym), op("add", sym, number_term(x))]
    return any(work.proved(part, op(head, op("at", term, subject.var, p), ZERO)) for p in points)

"""The columns about slopes: kinks, the bound of |f′|, monotony."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.tables.model import Cell, Piece, nothing, undecided
from symnn.tables.pieces import smooth_pieces
from symnn.tables.points import (
    at_point,
    extreme,
    kink_points,
    signs,
    simplified,
)
from symnn.tables.proving import printed, prove, slope
from symnn.tables.subjects import Kink, Subject
from symnn.tables.work import (
    MINUS,
    PLUS,
    ZERO,
    Work,
    decimal,
    differentiable_between,
    jump,
    limit_at,
    number_term,
    one_sided,
    sides,
    slope_term,
    witness,
)
from symnn.term import Op, Term, num, op, substitute


def kinks(subject: Subject) -> Cell:
    """The points without a derivative, with the slopes on both sides; "none" where f is differentiable everywhere."""
    if subject.several:
        return nothing()
    work = Work(subject, "kinks")
    found = kink_points(subject)
    if not found:
        if work.proved("", op("differentiable", subject.shown, subject.var)):
            return work.word("none")
        return undecided("whether f has a derivative everywhere was not proved")
    pieces: list[Piece] = []
    for number, kink in enumerate(found):
        if not one_sided(work, kink, number):
            return undecided("the slopes on both sides of a kink were not proved")
        text = [printed(t, subject)[0] for t in (kink.point, kink.left, kink.right)]
        if pieces:
            pieces.append(("text", "; "))
        pieces.append(("math", text[0]))
        pieces += [("text", " ("), ("math", text[1]), ("text", " | "), ("math", text[2]), ("text", ")")]
        if text[1] == text[2]:
            if not _jumps_at(work, kink):
                return undecided("that there is no derivative was not proved")
            pieces.insert(-1, ("word", "jump"))
    if not differentiable_between(work, found):
        return undecided("that there are no other kinks was not proved")
    return Cell(tuple(pieces), tuple(work.claims))


def _jumps_at(work: Work, kink: Kink) -> bool:
    """With equal slopes on both sides there is no derivative only where f jumps."""
    return (
        not prove(work.subject, "", op("continuous", work.subject.shown, work.subject.var)).proved
        and jump(work, kink.point) is not None
    )


def lipschitz(subject: Subject) -> Cell:
    """The best bound of |f′| that was proved; it is a Lipschitz constant, for f is proved to be continuous."""
    if subject.several:
        return nothing()
    work = Work(subject, "lipschitz")
    jumping = jump(work)
    if jumping is not None:
        return jumping
    if not work.proved("continuous", op("continuous", subject.shown, subject.var)):
        return undecided("that f is continuous was not proved")
    size = op("abs", slope(subject))
    for bound in _bounds(subject):
        text, again = printed(bound, subject)
        if work.proved("", op("le", size, again), work.points):
            return work.math(text)
    for given in subject.of("bound"):
        match given.relation:
            case Op("le", (_, bound)):
                text, again = printed(bound, subject)
                proof = prove(subject, given.id, op("le", size, again), given.conditions)
                if proof.proved:
                    work.keep(proof)
                    return work.math(text)
    for _, end, direction in sides(subject):
        found = limit_at(work, "unbounded", slope(subject), end, direction, "slope")
        if found is not None and found[1] in (MINUS, PLUS):
            return work.word("unbounded")
    return undecided("no bound of the derivative was proved")


def _bounds(subject: Subject) -> Iterator[Term]:
    """|f′| at 0 and far out as closed numbers, then what is seen on a grid, rounded up to four digits."""
    try:
        term = derivative(subject.closed, subject.var)
    except Unsupported:
        return
    if subject.parameters or subject.letters:
        return
    found = extreme(term, subject)
    if found is None:
        return
    most, where = found
    if abs(where) < 0.02 and not kink_points(subject):
        at_zero = simplified(op("abs", substitute(term, {subject.var: ZERO})), subject.var)
        if at_zero is not None:
            yield at_zero
    simple = Fraction(most).limit_denominator(100)
    if abs(float(simple) - most) < 1e-6:
        yield number_term(simple)
    if abs(where) < 19.9:
        yield decimal(Fraction(math.ceil(most * 10_000 + 0.05), 10_000))


def monotone(subject: Subject) -> Cell:
    """Strictly increasing or decreasing; never decreasing or increasing; or neither, with a point for each."""
    if subject.several:
        return nothing()
    work = Work(subject, "monotone")
    up, down = signs(slope_term(subject), subject)
    order = [(1, "increasing"), (-1, "decreasing")]
    for sign, key in order:
        if (down if sign > 0 else up) is None and work.proved(
            "", op("monotone", subject.shown, subject.var, num(sign))
        ):
            return work.word(key)
    for sign, key, head in ((1, "nondecreasing", "ge"), (-1, "nonincreasing", "le")):
        if (down if sign > 0 else up) is None and work.proved("", op(head, slope(subject), ZERO), work.points):
            if work.proved("continuous", op("continuous", subject.shown, subject.var)) or _steps(work, head):
                return work.word(key)
            work.claims.clear()
    if witness(work, "rises", slope(subject), "gt", up) and witness(work, "falls", slope(subject), "lt", down):
        return work.word("not-monotone")
    return undecided("the sign of the derivative was not proved")


def _steps(work: Work, head: str) -> bool:
    """At each jump the value lies between the limits from both sides, and each piece is continuous.

    Where a pole or a hole parts the domain, the sign of f′ says nothing of the whole: 1/x falls on both sides of it.
    """
    subject = work.subject
    pieces = smooth_pieces(subject) or []
    if len(pieces) < 2:
        return False
    if not all(work.proved(f"piece-{k}", op("continuous", p.term, subject.var)) for k, p in enumerate(pieces)):
        return False
    for k, (left, right) in enumerate(pairwise(pieces)):
        if left.high is None:
            return False
        ends = [at_point(p.term, subject, left.high) for p in (left, right)]
        here = op("at", subject.shown, subject.var, left.high)
        if None in ends:
            return False
        a, b = (e for e in ends if e is not None)
        for side, end, name in ((-1, a, "left"), (1, b, "right")):
            if not work.proved(
                f"step-{k}-{name}", op("eq", op("lim", subject.shown, subject.var, left.high, num(side)), end)
            ):
                return False
        if not (work.proved(f"step-{k}-from", op(head, here, a)) and work.proved(f"step-{k}-to", op(head, b, here))):
            return False
    return True

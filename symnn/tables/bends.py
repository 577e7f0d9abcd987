"""The column about curvature: convex, concave, on two halves, neither."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symnn.tables.model import Cell, nothing, undecided
from symnn.tables.points import (
    kink_points,
    signs,
)
from symnn.tables.proving import printed, prove, slope
from symnn.tables.subjects import Kink, Subject
from symnn.tables.work import (
    ZERO,
    Work,
    jump,
    one_sided,
    slope_term,
    smooth_off,
    witness,
)
from symnn.term import Term, free_symbols, op


def convex(subject: Subject) -> Cell:
    """Convex or concave on the line, on two halves, or neither; kinks count with their slopes."""
    if subject.several:
        return nothing()
    work = Work(subject, "convex")
    curved = slope(subject, 2)
    found = kink_points(subject)
    up, down = signs(slope_term(subject, 2), subject)
    for key, head, against in (("convex", "ge", down), ("concave", "le", up)):
        if against is not None or not work.proved("", op(head, curved, ZERO), work.points):
            continue
        turns = [op("le" if head == "ge" else "ge", k.left, k.right) for k in found]
        held = [work.proved(f"kink-{n + 1}", turn) for n, turn in enumerate(turns)]
        sides = all(one_sided(work, k, n) for n, k in enumerate(found))
        if sides and smooth_off(work, found):
            open_ = [t for t, h in zip(turns, held, strict=True) if not h]
            if not open_:
                return work.word("linear" if _straight(work, found) else key)
            if len(open_) == 1 and free_symbols(open_[0]):  # the slopes decide, for nothing else bends the other way
                return work.word(key, ("word", "exactly-where"), ("math", printed(open_[0], subject)[0]))
        work.claims.clear()
    work.claims.clear()
    halves = _halves(work, curved, found)
    if halves is not None:
        return halves
    bends = _bends(work, curved, found, up, down)
    return bends if bends is not None else undecided("the sign of the second derivative was not proved")


def _straight(work: Work, found: Sequence[Kink]) -> bool:
    return not found and prove(work.subject, "", op("eq", slope(work.subject, 2), ZERO)).proved


def _halves(work: Work, curved: Term, found: Sequence[Kink]) -> Cell | None:
    """Convex on one side of 0 and concave on the other."""
    x = work.subject.var
    if found:
        return None
    halves = (("lt", "left"), ("gt", "right"))
    for first, second, key in (("ge", "le", "convex-concave"), ("le", "ge", "concave-convex")):
        signs_ = zip(halves, (first, second), strict=True)
        bent = all(work.proved(name, op(head, curved, ZERO), (op(side, x, ZERO),)) for (side, name), head in signs_)
        if bent and smooth_off(work, found):
            return work.word(key)
        work.claims.clear()
    return None


def _bends(work: Work, curved: Term, found: Sequence[Kink], up: Fraction | None, down: Fraction | None) -> Cell | None:
    """Neither: somewhere it bends up and somewhere down, by f″ or at a kink."""

    def bent(part: str, head: str, x: Fraction | None) -> bool:
        if witness(work, part, curved, head, x):
            return True
        for number, kink in enumerate(found):
            if work.proved(part, op("lt" if head == "gt" else "gt", kink.left, kink.right)):
                return one_sided(work, kink, number)
        return False

    if bent("up", "gt", up) and bent("down", "lt", down):
        return work.word("neither")
    if _jumps_both(work):
        return work.word("neither")
    return None


def _jumps_both(work: Work) -> bool:
    """A jump inside the line is neither convex nor concave: both are continuous inside."""
    work.claims.clear()
    return jump(work) is not None

"""One-sided derivatives where a term changes its formula.

The term is cut into exact cells: open ones, on which it is one smooth formula, and those on which an argument of |·|,
max, … is zero.  Next to such a point, on each side, one open cell holds: that into which the arguments move.
"""

from __future__ import annotations

from dataclasses import dataclass

from symnn.kernel import cells as split
from symnn.kernel import normal
from symnn.kernel.build import ZERO, depends, difference
from symnn.kernel.definedness import open_requirements
from symnn.kernel.differentiate import derivative
from symnn.kernel.identity_work import Facts, Work
from symnn.kernel.sided import Sided
from symnn.kernel.solve import with_equalities
from symnn.term import Op, Sym, Term, op


@dataclass(frozen=True)
class Formula:
    """On the cell the term is ``term``; ``smooth`` tells that the cell is open in the variable."""

    term: Term
    facts: Facts
    demands: Facts
    smooth: bool


@dataclass(frozen=True)
class Kink:
    """The formulas on both sides of a cell of kinks, and how value and derivatives go over.

    ``exists``: the derivative of the order asked for exists there (``None``: not known); ``gap``: the difference of
    one-sided derivatives where only its vanishing is open; ``slopes``: from the left and from the right, by order.
    """

    at: Formula
    left: Formula
    right: Formula
    slopes: tuple[tuple[Term, Term], ...]
    exists: bool | None
    gap: Term | None = None
    sided: Sided | None = None

    @property
    def slope(self) -> Term:
        """The derivative, if it exists."""
        return self.slopes[-1][0]


def formulas(body: Term, var: Sym, facts: Facts, work: Work) -> list[Formula]:
    """The exact cells of the body; ``facts`` do not speak of the variable, so that both sides of a point are seen."""
    out = []
    for cell in split.cells((body,), facts, work.cheap, work.agree, work.integers, exact=True):
        new = cell.facts[len(facts) :]
        edge = any(isinstance(f, Op) and f.head == "eq" and depends(f, var) for f in new)
        out.append(Formula(cell.sides[0], new, cell.demands[0], not edge))
    return out


def kink(at: Formula, all_: list[Formula], var: Sym, facts: Facts, work: Work, order: int = 1) -> Kink | None:
    """The kink on the cell ``at`` under all facts; ``None`` if the neighbours are not determined.

    f⁽ⁿ⁾ exists there exactly where the value and all derivatives up to the n-th agree from both sides.
    """
    here = (*facts, *at.facts)
    left, right = (neighbour(all_, var, here, side, work) for side in (-1, 1))
    if left is None or right is None:
        return _touching(at, all_, var, here, work, order)
    slopes = tuple(zip(*(derivatives(f.term, var, order) for f in (left, right)), strict=True))
    terms = (left.term, right.term, at.term, *(t for pair in slopes for t in pair), *left.demands, *right.demands)
    if open_requirements(terms, here, work.integers):
        return None
    gaps = [difference(f.term, at.term) for f in (left, right)] + [difference(a, b) for a, b in slopes]
    zero = [work.zero(g, here) for g in gaps]
    if all(zero):
        return Kink(at, left, right, slopes, True)
    if any(work.empty((*here, op("eq", g, ZERO)), True) for g, z in zip(gaps, zero, strict=True) if not z):
        return Kink(at, left, right, slopes, False)
    open_ = [g for g, z in zip(gaps, zero, strict=True) if not z]
    return Kink(at, left, right, slopes, None, open_[0] if len(open_) == 1 and zero[0] and zero[1] else None)


def derivatives(term: Term, var: Sym, order: int) -> list[Term]:
    """The derivatives of order 1 to ``order``."""
    out: list[Term] = []
    for _ in range(order):
        term = derivative(term, var)
        out.append(term)
    return out


def _touching(at: Formula, all_: list[Formula], var: Sym, here: Facts, work: Work, order: int) -> Kink | None:
    """Which formulas hold beside the point is not known, but all that can agree there in value and derivatives."""
    near = [f for f in all_ if f is at or any(False not in _beside(f, var, here, side, work) for side in (-1, 1))]
    slopes = derivatives(at.term, var, order)
    for formula in near:
        own = derivatives(formula.term, var, order)
        if open_requirements((formula.term, *own, *formula.demands), here, work.integers):
            return None
        pairs = zip((formula.term, *own), (at.term, *slopes), strict=True)
        if not all(work.zero(difference(a, b), here) for a, b in pairs):
            return None
    return Kink(at, at, at, tuple((s, s) for s in slopes), True)


def _beside(formula: Formula, var: Sym, here: Facts, side: int, work: Work) -> list[bool | None]:
    return [_holds_beside(f, var, here, side, work) for f in formula.facts]


def neighbour(all_: list[Formula], var: Sym, here: Facts, side: int, work: Work) -> Formula | None:
    """The one cell whose facts hold directly beside the point, on the side of smaller (-1) or larger (1) values."""
    sure: list[Formula] = []
    for formula in all_:
        rows = _beside(formula, var, here, side, work)
        if False in rows:
            continue
        if None in rows:
            return None
        sure.append(formula)
    return sure[0] if len(sure) == 1 and sure[0].smooth else None


def _holds_beside(fact: Term, var: Sym, here: Facts, side: int, work: Work) -> bool | None:
    if not isinstance(fact, Op):
        return None
    gap = difference(*fact.args)
    if open_requirements((gap,), here, work.integers):
        return None
    sign = sign_beside(gap, var, here, side, work)
    if sign is None:
        return None
    return split.holds(fact.head, sign)


def sign_beside(gap: Term, var: Sym, here: Facts, side: int, work: Work) -> int | None:
    """The sign of a smooth term directly beside the points of the cell."""
    if work.zero(gap, here):
        if not depends(gap, var):
            return 0
        slope = _sign(derivative(gap, var), here, work)
        return None if slope in (None, 0) else side * slope
    return _sign(gap, here, work)


def _sign(term: Term, here: Facts, work: Work) -> int | None:
    solved = with_equalities(term, here)
    signs = normal.sign(term, here, work.integers)
    if solved is not None and len(signs) != 1:
        signs = normal.sign(*solved, work.integers)
    if len(signs) == 1:
        (sign,) = signs
        return sign
    for value, head in ((1, "le"), (-1, "ge")):
        if work.empty((*here, op(head, term, ZERO)), True):
            return value
    return None

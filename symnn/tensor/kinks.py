"""Absolute values, maxima and signs as index expressions.

|u| = (u²)^(1/2) holds for every number, and so does max(a, b) = (a + b + |a − b|)/2; their derivatives are taken off
the kinks, where u/|u| has no value.  sign(u) = u/|u| holds off the jump only, which is kept in mind.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symnn.tensor.algebra import Algebra
from symnn.tensor.contraction import factor
from symnn.tensor.index import Expr, Factor, number
from symnn.term import Term

JUMP = "jump "


def absolute(algebra: Algebra, u: Expr) -> Expr:
    if u.number is not None:
        return number(abs(u.number))
    return algebra.power(algebra.times(u, u), Fraction(1, 2))


def extremum(algebra: Algebra, parts: Sequence[Expr], side: int) -> Expr:
    """The largest of the parts with ``side`` 1, the smallest with -1."""
    out, *others = parts
    for x in others:
        spread = algebra.scaled(absolute(algebra, algebra.minus(out, x)), side)
        out = algebra.scaled(algebra.plus(out, x, spread), Fraction(1, 2))
    return out


def sign(algebra: Algebra, u: Expr, argument: Term, array: bool) -> Expr:
    if u.number is not None:
        return number((u.number > 0) - (u.number < 0))
    algebra.jumps.append((argument, array))
    if algebra.marked:
        return factor(Factor("entry", JUMP, tuple(sorted(u.free, key=lambda i: i.id))))
    return algebra.times(u, algebra.power(algebra.times(u, u), Fraction(-1, 2)))


def jumps_everywhere(algebra: Algebra, a: Expr) -> bool:
    """Whether an expression with marked jumps is c·sign(u) + …, with c a product of a number and positive factors."""
    holding = [m for m in a.terms if any(f.name == JUMP or _deep(f) for f, _ in m.powers.values())]
    if len(holding) != 1 or holding[0].bound:
        return False
    rows = list(holding[0].powers.values())
    return all(algebra.positive(f) or (f.kind == "entry" and f.name == JUMP and e == 1) for f, e in rows)


def _deep(f: Factor) -> bool:
    """Whether a jump stands inside a function or a power."""
    return f.inside is not None and any(
        g.name == JUMP or _deep(g) for m in f.inside.terms for g, _ in m.powers.values()
    )


__all__ = ["absolute", "extremum", "jumps_everywhere", "sign"]

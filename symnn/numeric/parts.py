"""The line cut into parts: on each the function is one smooth formula, and zero is never inside."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symnn.domain import Interval
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.kernel.pieces import inner_point, linear, pieces
from symnn.kernel.positivity import constant_sign_on
from symnn.numeric.analytic import Analytic
from symnn.numeric.field import Field, elements
from symnn.numeric.ratios import NoFormError, Poly, Side, fraction, gens
from symnn.term import Op, Sym, Term, free_symbols, num, op, walk

NOWHERE = op("div", num(0), num(0))


class CompileError(ValueError):
    """The formula has no numeric form here; the message names the part."""


class AccuracyWarning(UserWarning):
    """The accurate mode found no form that keeps half of the digits everywhere; the message says where."""


@dataclass(frozen=True)
class Part:
    """A piece of the line with one smooth formula, on one side of zero; ``end`` is its upper end, exactly."""

    low: float
    high: float
    terms: tuple[Term, Term]
    inside: Fraction
    end: Fraction | None = None

    def holds(self, x: Any) -> Any:
        return (x > self.low) & (x < self.high)


def _sign_on(term: Term, var: Sym, where: Interval) -> int | None:
    """The certain sign on an interval: by the kernel, else by the factors of the term in its field."""
    found = constant_sign_on(term, var, where, 1)
    return found if found is not None else _sign_by_factors(term, var, where)


def _sign_by_factors(term: Term, var: Sym, where: Interval) -> int | None:
    """The product of the signs of powers of e^w and of e^w − 1, which has the sign of w."""
    try:
        field, (row,) = elements(var, (term,))
    except NoFormError:
        return None
    sign = 1
    for p, below in ((row.n, False), (row.d, True)):
        c, factors = p.factor()
        sign *= 1 if c > 0 else -1
        for f, e in factors:
            s = _factor_sign(field, f, var, where)
            if s is None or (below and s == 0):
                return None
            sign *= s if int(e) % 2 else s * s
    return sign


def _factor_sign(field: Field, f: Poly, var: Sym, where: Interval) -> int | None:
    used = gens(f)
    if len(used) != 1:
        return None
    atom = field.atoms[used[0]]
    if atom.kind == "exp" and atom.of is not None:
        rows = {int(m[used[0]]): fraction(c) for m, c in f.to_dict().items()}
        if all(c > 0 for c in rows.values()):
            return 1
        if set(rows) == {0, 1} and rows[0] == -rows[1] != 0:
            line = linear(field.term_of(atom.of), var)
            inner = None if line is None else _linear_sign(line, where)
            return None if inner is None else inner if rows[1] > 0 else -inner
        return None
    line = linear(field.poly_term(f), var)
    return None if line is None else _linear_sign(line, where)


def _linear_sign(line: tuple[Fraction, Fraction], where: Interval) -> int | None:
    slope, value = line
    if slope and not where.is_point and -value / slope in where:
        return None
    at = slope * inner_point(where) + value
    return (at > 0) - (at < 0)


def parts_of(term: Term, var: Sym) -> list[Part]:
    """Open intervals, cut at kinks and at zero; equal neighbours stay apart at zero only."""
    try:
        found = pieces(term, var, Interval(), lambda u, w: _sign_on(u, var, w))
    except Unsupported as reason:
        raise CompileError(str(reason)) from reason
    out: list[Part] = []
    for piece in found:
        if piece.where.is_point:
            continue
        halves = [piece.where]
        low, high = piece.where.low, piece.where.high
        if (low is None or low < 0) and (high is None or high > 0):
            halves = [Interval(low, Fraction(0)), Interval(Fraction(0), high)]
        for half in halves:
            body = piece.term if piece.term is not None else NOWHERE
            try:
                slope = derivative(body, var) if piece.term is not None else body
            except Unsupported as reason:
                raise CompileError(str(reason)) from reason
            ends = (
                (-math.inf if half.low is None else float(half.low)),
                (math.inf if half.high is None else float(half.high)),
            )
            out.append(Part(*ends, (body, slope), inner_point(half), half.high))
    return out


def undefined(part: Part) -> bool:
    return part.terms[0] == NOWHERE


def has_root(terms: tuple[Term, ...]) -> bool:
    return any(
        isinstance(n, Op) and n.head in ("sqrt", "root", "asinh") and free_symbols(n) for t in terms for n in walk(t)
    )


def sign_at(var: Sym, x: Fraction) -> Side:
    """The sign of a term at an inner point of a part."""

    def sign(term: Term) -> int:
        ball = Analytic(term, var).value(x)
        return 1 if ball > 0 else -1

    return sign

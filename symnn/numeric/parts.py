"""The line cut into parts: on each the function is one smooth formula, and zero is never inside."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symnn.domain import Interval
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.kernel.pieces import inner_point, linear, pieces
from symnn.kernel.positivity import constant_sign_on
from symnn.numeric.analytic import Analytic, NotAnalyticError, NoValueError
from symnn.numeric.borders import Border, borders_of, certain_sign
from symnn.numeric.field import Field, elements
from symnn.numeric.ratios import NoFormError, Poly, Side, fraction, gens
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, walk

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
    """The certain sign on an interval: by the kernel, else by the factors of the term in its field, else by balls."""
    found = constant_sign_on(term, var, where, 1)
    if found is None:
        found = _sign_by_factors(term, var, where)
    return found if found is not None or where.is_point else certain_sign(term, var, where)


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
    out: list[Part] = []
    border: Border | None = None
    for upper in [*borders_of(term, var), None]:
        where = Interval(None if border is None else Fraction(border[1]), None if upper is None else Fraction(upper[0]))
        inner = _parts_between(term, var, where)
        if not inner:
            raise CompileError("borders too close together")
        if border is not None and border[0] != border[1]:  # the part begins at the double below
            inner[0] = replace(inner[0], low=border[0])
        if upper is not None and upper[0] != upper[1]:
            inner[-1] = replace(inner[-1], end=(Fraction(upper[0]) + Fraction(upper[1])) / 2)
        out += inner
        border = upper
    return out


def _parts_between(term: Term, var: Sym, where: Interval) -> list[Part]:
    """The parts of an interval without borders of the formula but rational ones."""
    try:
        found = pieces(term, var, where, lambda u, w: _sign_on(u, var, w))
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
            body = piece.term if piece.term is not None and not _without_value(piece.term, var, half) else NOWHERE
            try:
                slope = derivative(body, var) if body != NOWHERE else body
            except Unsupported as reason:
                raise CompileError(str(reason)) from reason
            ends = (
                (-math.inf if half.low is None else float(half.low)),
                (math.inf if half.high is None else float(half.high)),
            )
            out.append(Part(*ends, (body, slope), inner_point(half), half.high))
    return out


def _without_value(term: Term, var: Sym, where: Interval) -> bool:
    """Whether a logarithm or root certainly has no value: at a point by evaluation, on the interval by a sign."""
    for u in (u for node in walk(term) for u in _never_negative(node)):
        try:
            here = Analytic(u, var).value(inner_point(where))
        except (NoValueError, NotAnalyticError):
            continue
        if here < 0 and _sign_on(u, var, where) == -1:
            return True
    return False


def _never_negative(node: Term) -> tuple[Term, ...]:
    """What has to be at least 0 for the node to have a value."""
    match node:
        case Op("log" | "sqrt", (u,)) | Op("log_base", (u, _)):
            return (u,)
        case Op("pow", (u, Num(q))) if q.denominator != 1:
            return (u,)
        case Op("pow", (u, Op(_, _) | Sym())) if u != Op("e"):
            return (u,)
        case Op("acosh", (u,)):
            return (op("add", u, num(-1)),)
        case Op("asin" | "acos" | "atanh", (u,)):
            return op("add", num(1), u), op("add", num(1), op("neg", u))
    return ()


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

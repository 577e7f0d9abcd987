"""Derivatives of higher order: the form of f″ is derived from the formula of f′, and so on."""

from __future__ import annotations

from symnn.numeric.parts import parts_of, undefined
from symnn.term import Num, Op, Sym, Term, op


def slope_term(term: Term, var: Sym) -> Term:
    """f′ as a case list over the parts of the line; at a border it has the value of the part above."""
    rows: list[tuple[Term, Num | None, Num | None]] = []
    low: Num | None = None
    for part in parts_of(term, var):
        high = None if part.end is None else Num(part.end)
        if not undefined(part):
            if rows and rows[-1][0] == part.terms[1] and rows[-1][2] == low is not None:
                rows[-1] = rows[-1][0], rows[-1][1], high
            else:
                rows.append((part.terms[1], low, high))
        low = high
    if len(rows) == 1 and rows[0][1:] == (None, None):
        return rows[0][0]
    return Op("cases", tuple(Op("case", (body, _between(var, low, high))) for body, low, high in rows))


def _between(var: Sym, low: Num | None, high: Num | None) -> Term:
    above = None if low is None else op("ge", var, low)
    below = None if high is None else op("lt", var, high)
    if above is not None and below is not None:
        return op("and", above, below)
    return above or below or op("true")

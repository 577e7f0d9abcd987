"""Layouts of derivatives that the document names: what does not depend on an unclear one, and rows as gradients.

In numerator layout ∂s/∂x of a number is a row in some texts and a column in others; here it has the shape of x.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symnn.claim import Claim
from symnn.tensor.algebra import Algebra
from symnn.tensor.axes import SCALAR
from symnn.tensor.declarations import known_of
from symnn.tensor.given import DENOMINATOR, NUMERATOR, UNCLEAR
from symnn.tensor.index import Unsupported
from symnn.tensor.operations.derivatives import ROW_BY_COLUMN
from symnn.tensor.operations.table import lowering
from symnn.term import Op, Sym, Term, is_place, transform
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict

Decide = Callable[[Claim], Verdict]


def by_layout(claim: Claim, decide: Decide) -> Verdict:
    """What ``decide`` says in the layout that the document names, or in both where it is unclear which it uses."""
    if UNCLEAR in claim.assumptions:
        others = tuple(a for a in claim.assumptions if a != UNCLEAR)
        rows = [(*others, layout) for layout in (NUMERATOR, DENOMINATOR)]
        first, second = (by_layout(replace(claim, assumptions=a), decide) for a in rows)
        if type(first) is type(second) and _condition(first) == _condition(second):
            return first
        return Undecided("the text speaks of a layout of derivatives and does not say whether it is used here")
    verdict = decide(claim)
    if isinstance(verdict, Refuted) and NUMERATOR in claim.assumptions and _holds_for_rows(claim, decide):
        return Undecided("it holds if the derivative of a number is a row, as in some texts with numerator layout")
    if isinstance(verdict, Undecided) and verdict.reason.endswith(ROW_BY_COLUMN):
        return _of_rows(claim, decide) or verdict
    return verdict


def _of_rows(claim: Claim, decide: Decide) -> Verdict | None:
    """A row differentiated by a column, with a row for each of its entries and with a column: both have to agree."""
    found = []
    for transposed in (False, True):
        relation = _with_rows(claim, transposed)
        if relation is None or relation == claim.relation:
            return None
        found.append(decide(replace(claim, relation=relation)))
    first, second = found
    agree = type(first) is type(second) and isinstance(first, Proved | Refuted)
    return first if agree else None


def _with_rows(claim: Claim, transposed: bool) -> Term | None:
    """Every derivative of a row by a column as that of the column, or as its transpose."""
    try:
        known, positive = known_of(claim)
        low = lowering(known, Algebra(positive))

        def rule(t: Term) -> Term | None:
            match t:
                case Op("deriv", (body, by)) if not (isinstance(by, Sym) and is_place(by)):
                    of, var = low.shape(body), low.shape(by)
                    if of is not None and var is not None and not of[0] and of[1] and var[0] and not var[1]:
                        column = Op("deriv", (Op("transpose", (body,)), by))
                        return Op("transpose", (column,)) if transposed else column
            return None

        return transform(claim.relation, rule)
    except Unsupported:
        return None


def _condition(verdict: Verdict) -> Term | None:
    return verdict.condition if isinstance(verdict, Conditional) else None


def _holds_for_rows(claim: Claim, decide: Decide) -> bool:
    """With every derivative of a number transposed."""
    try:
        known, positive = known_of(claim)
        low = lowering(known, Algebra(positive))

        def rule(t: Term) -> Term | None:
            match t:
                case Op("deriv", (body, by)) if (
                    not (isinstance(by, Sym) and is_place(by)) and low.shape(body) == SCALAR
                ):
                    return Op("transpose", (t,))
            return None

        rows = transform(claim.relation, rule)
    except Unsupported:
        return False
    return rows != claim.relation and isinstance(decide(replace(claim, relation=rows)), Proved)

"""Layouts of derivatives that the document names: what does not depend on an unclear one, and rows as gradients.

In numerator layout ∂s/∂x of a number is a row.  Many texts that name it write it as a column all the same, or ∇s as a
row: what holds with those alone is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from symnn.claim import Claim
from symnn.tensor.algebra import Algebra
from symnn.tensor.declarations import known_of
from symnn.tensor.given import DENOMINATOR, NUMERATOR, NUMERATOR_ROWS, OPEN, ROWS, UNCLEAR
from symnn.tensor.index import Unsupported
from symnn.tensor.operations.derivatives import ROW_BY_COLUMN
from symnn.tensor.operations.table import lowering
from symnn.term import Op, Sym, Term, is_place, transform
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict

Decide = Callable[[Claim], Verdict]
_ALIKE = {UNCLEAR: (NUMERATOR, DENOMINATOR), OPEN: (NUMERATOR, DENOMINATOR, ROWS)}  # each may be meant
_BESIDE = {NUMERATOR: (NUMERATOR_ROWS, ROWS), NUMERATOR_ROWS: (NUMERATOR, ROWS), ROWS: (NUMERATOR_ROWS, NUMERATOR)}
_SHAPES = {
    NUMERATOR: "the derivative of a number has the shape of its variable",
    NUMERATOR_ROWS: "the derivative of a number is a row, as in numerator layout",
    ROWS: "gradients are rows",
}


def by_layout(claim: Claim, decide: Decide) -> Verdict:
    """What ``decide`` says in the layout that the document names, or in both where it is unclear which it uses."""
    for unclear, layouts in _ALIKE.items():
        if unclear in claim.assumptions:
            return _alike([by_layout(_laid_out(claim, unclear, layout), decide) for layout in layouts])
    verdict = decide(claim)
    named = next((layout for layout in _BESIDE if layout in claim.assumptions), None)
    if named is not None and isinstance(verdict, Refuted):
        for other in _BESIDE[named]:
            found = decide(_laid_out(claim, named, other))
            if isinstance(found, Proved):
                return Undecided(f"it holds if {_SHAPES[other]}, and not if {_SHAPES[named]}")
            if named != NUMERATOR and not isinstance(found, Refuted):
                return found
    if isinstance(verdict, Undecided) and verdict.reason.endswith(ROW_BY_COLUMN):
        return _of_rows(claim, decide) or verdict
    return verdict


def _alike(found: Sequence[Verdict]) -> Verdict:
    first, *others = found
    if all(type(v) is type(first) and _condition(v) == _condition(first) for v in others):
        return first
    return Undecided("the text speaks of a layout of derivatives and does not say whether it is used here")


def _laid_out(claim: Claim, layout: Term, other: Term) -> Claim:
    return replace(claim, assumptions=tuple(other if a == layout else a for a in claim.assumptions))


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

"""Derivatives of arrays in a document that names no layout: a row or a column, both are usual.

A claim that fails as derivatives are laid out here, and holds with Jacobians transposed, is no error of a document
that never says which layout it takes: it is conditional on the layout.  If it holds with the gradient of a number as a
row it is left open.  So is a derivative of an expression by a matrix conditional on numerator layout, where it is the
transpose: ∂ tr(AX)/∂X = A.  The gradient of a named loss by a matrix has the shape of the matrix in nearly every text.
What fails in every layout is refuted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from symnn.claim import Claim
from symnn.context.model import Pending, Understanding
from symnn.notation import words
from symnn.term import Op, Sym, walk
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict

VerdictOf = Callable[[Claim], tuple[Verdict, float]]
Key = tuple[str, str]
_DENOMINATOR, _NUMERATOR = (Op("layout", (Sym(name),)) for name in ("denominator", "numerator"))


@dataclass(frozen=True, slots=True)
class Turned:
    """The claim in denominator layout, and in the numerator layout of texts that may write gradients as rows."""

    denominator: Claim
    numerator: Claim
    transposed: Claim | None = None  # the derivative of an expression by a matrix as its transpose

    @property
    def claims(self) -> tuple[Claim, ...]:
        rows = (self.denominator, self.numerator)
        return rows if self.transposed is None else (*rows, self.transposed)


def turned(read: Iterable[Understanding], verdict_of: VerdictOf) -> dict[Key, Turned]:
    """What has to be decided in another layout, by file and id."""
    out: dict[Key, Turned] = {}
    for pending in (p for one in read for p in one.pending):
        claim = pending.claim
        if not pending.layout_open or not isinstance(claim, Claim) or not any(v.shape for v in claim.variables):
            continue
        if not any(isinstance(n, Op) and n.head in ("deriv", "gradient") for n in walk(claim.relation)):
            continue
        if isinstance(verdict_of(claim)[0], Refuted):
            columns, rows = (replace(claim, assumptions=(*claim.assumptions, a)) for a in (_DENOMINATOR, _NUMERATOR))
            out[pending.location.file, pending.id] = Turned(columns, rows, _transposed(pending, claim))
    return out


def _transposed(pending: Pending, claim: Claim) -> Claim | None:
    """``∂f/∂X = R`` with an expression f and a matrix X as ``∂f/∂X = Rᵀ``."""
    written = None if pending.statement is None else pending.statement.relation
    matrices = {v.sym for v in claim.variables if len(v.shape) > 1}
    match written, claim.relation:
        case Op("eq", (Op("deriv", (Op(), _)), _)), Op("eq", (Op("deriv", (_, by)) as slope, other)) if by in matrices:
            pass
        case Op("eq", (_, Op("deriv", (Op(), _)))), Op("eq", (other, Op("deriv", (_, by)) as slope)) if by in matrices:
            pass
        case _:
            return None
    if any(isinstance(n, Op) and n.head in ("deriv", "gradient") for n in walk(other)):
        return None
    return replace(claim, relation=Op("eq", (slope, Op("transpose", (other,)))))


def settled(
    pending: Pending, verdict: Verdict, asked: Mapping[Key, Turned], verdict_of: VerdictOf
) -> tuple[Pending, Verdict]:
    """The claim and its verdict in the layout in which it holds, where it is refuted in ours."""
    found = asked.get((pending.location.file, pending.id))
    if not isinstance(verdict, Refuted) or found is None:
        return pending, verdict
    there, rows, *turned_ = (verdict_of(c)[0] for c in found.claims)
    if isinstance(there, Proved):
        note = "the document names no layout, and with a row for each output the sides differ"
        assumed = replace(pending, claim=found.denominator, assumptions=(*pending.assumptions, words(_DENOMINATOR)))
        return assumed, Conditional(
            _DENOMINATOR, there.certificate, defined_where=there.defined_where, note=note, exact=False
        )
    if found.transposed is not None and isinstance(proof := turned_[0], Proved):
        note = (
            "the document names no layout, and where the derivative of a number has the shape of its variable it fails"
        )
        assumed = replace(pending, claim=found.transposed, assumptions=(*pending.assumptions, words(_NUMERATOR)))
        return assumed, Conditional(
            _NUMERATOR, proof.certificate, defined_where=proof.defined_where, note=note, exact=False
        )
    return pending, rows if isinstance(rows, Undecided) and not _by_matrices(found.numerator) else verdict


def _by_matrices(claim: Claim) -> bool:
    """The gradient of a loss by a matrix has its shape in nearly every text, whatever that by a column is."""
    matrices = {v.sym for v in claim.variables if len(v.shape) > 1}
    derived = (n for n in walk(claim.relation) if isinstance(n, Op) and n.head == "deriv")
    return any(by in matrices for n in derived for by in n.args[1:])

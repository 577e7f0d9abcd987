"""Derivatives of arrays in a document that names no layout: a row or a column, both are usual.

A claim that fails as derivatives are laid out here, and holds with Jacobians transposed, is no error of a document
that never says which layout it takes: it is conditional on the layout.  If it holds with the gradient of a number as a
row it is left open.  What fails in every layout is refuted.
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

    @property
    def claims(self) -> tuple[Claim, Claim]:
        return self.denominator, self.numerator


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
            rows = (replace(claim, assumptions=(*claim.assumptions, a)) for a in (_DENOMINATOR, _NUMERATOR))
            out[pending.location.file, pending.id] = Turned(*rows)
    return out


def settled(
    pending: Pending, verdict: Verdict, asked: Mapping[Key, Turned], verdict_of: VerdictOf
) -> tuple[Pending, Verdict]:
    """The claim and its verdict in the layout in which it holds, where it is refuted in ours."""
    found = asked.get((pending.location.file, pending.id))
    if not isinstance(verdict, Refuted) or found is None:
        return pending, verdict
    there, rows = (verdict_of(c)[0] for c in found.claims)
    if isinstance(there, Proved):
        note = "the document names no layout, and with a row for each output the sides differ"
        assumed = replace(pending, claim=found.denominator, assumptions=(*pending.assumptions, words(_DENOMINATOR)))
        return assumed, Conditional(
            _DENOMINATOR, there.certificate, defined_where=there.defined_where, note=note, exact=False
        )
    return pending, rows if isinstance(rows, Undecided) and not _by_matrices(found.numerator) else verdict


def _by_matrices(claim: Claim) -> bool:
    """The gradient of a loss by a matrix has its shape in nearly every text, whatever that by a column is."""
    matrices = {v.sym for v in claim.variables if len(v.shape) > 1}
    derived = (n for n in walk(claim.relation) if isinstance(n, Op) and n.head == "deriv")
    return any(by in matrices for n in derived for by in n.args[1:])

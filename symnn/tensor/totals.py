"""Labels and weights whose entries add up to 1, where the text does not say so.

The gradient p − y of the cross-entropy −Σ y_j log p_j needs Σ y_j = 1, which "labels y" tells a reader and not us.  Of
arrays that nothing declares such a claim is open: false in general, true where the entries add up to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from symnn.claim import Claim
from symnn.term import Op, Sym, Term, num, walk
from symnn.verdict import Proved, Undecided, Verdict

MOST = 6  # arrays that are tried


def open_total(claim: Claim, decide: Callable[[Claim], Verdict]) -> Undecided | None:
    """The reason why a claim that is false in general is open: it holds where the entries of one array add up to 1."""
    for name, total in islice(_totals(claim), MOST):
        found = decide(replace(claim, assumptions=(*claim.assumptions, Op("eq", (total, num(1))))))
        if isinstance(found, Proved):
            return Undecided(
                f"this holds where the entries of {name.text} add up to 1; the document does not say whether they do"
            )
    return None


def _totals(claim: Claim) -> Iterator[tuple[Sym, Term]]:
    """Each array without a declaration that the claim sums over, with the sum of its entries."""
    arrays = {v.sym for v in claim.variables if v.shape}
    tied = {
        s.base for a in claim.assumptions if isinstance(a, Op) and a.head == "eq" for s in walk(a) if isinstance(s, Sym)
    }
    found: dict[Sym, Term] = {}
    for node in walk(claim.relation):
        match node:
            case Op("sum", (body, Sym() as index, Op("range" | "none") as where)):
                for s in walk(body):
                    if isinstance(s, Sym) and s.subs == (index,) and not {s, s.base} & arrays and s.base not in tied:
                        found.setdefault(s.base, Op("sum", (s, index, where)))
    yield from found.items()

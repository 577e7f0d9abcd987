"""Labels and weights whose entries add up to 1, where the text does not say so.

The gradient p − y of the cross-entropy −Σ y_j log p_j needs Σ y_j = 1, which "labels y" tells a reader and not us.  Of
arrays that nothing declares such a claim is open: false in general, true where the entries add up to 1.  So is an
inequality between entropies, as Σ p_k log(p_k/q_k) ≥ 0, that is true of distributions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from symnn.claim import Claim, Variable
from symnn.domain import Domain, Interval
from symnn.term import Op, Sym, Term, num, walk
from symnn.verdict import Proved, Undecided, Verdict

MOST = 6  # arrays that are tried
_NOT_NEGATIVE = Domain((Interval(Fraction(0), None, False),))


def open_total(claim: Claim, decide: Callable[[Claim], Verdict]) -> Undecided | None:
    """The reason why a claim that is false in general is open: it holds where the entries of one array add up to 1."""
    for name, total in islice(_totals(claim), MOST):
        found = decide(replace(claim, assumptions=(*claim.assumptions, Op("eq", (total, num(1))))))
        if isinstance(found, Proved):
            return Undecided(
                f"this holds where the entries of {name.text} add up to 1; the document does not say whether they do"
            )
    return _of_distributions(claim, decide)


def _of_distributions(claim: Claim, decide: Callable[[Claim], Verdict]) -> Undecided | None:
    """The reason why an inequality with logarithms of entries is open that holds of distributions."""
    match claim.relation:
        case Op("le" | "ge"):
            rows = dict(islice(_totals(claim, declared=True), MOST))
        case _:
            return None
    entries = {t.args[0] for t in rows.values() if isinstance(t, Op)}
    logged = {s for n in walk(claim.relation) if isinstance(n, Op) and n.head == "log" for s in walk(n)}
    if not entries & logged:
        return None
    kept = tuple(v for v in claim.variables if v.sym not in entries)
    added = tuple(Variable(s, _NOT_NEGATIVE, declared=True) for s in entries if isinstance(s, Sym))
    totals = tuple(Op("eq", (t, num(1))) for t in rows.values())
    found = decide(replace(claim, variables=(*kept, *added), assumptions=(*claim.assumptions, *totals)))
    if not isinstance(found, Proved):
        return None
    names = " and ".join(sorted(s.text for s in rows))
    return Undecided(
        f"this holds of distributions {names}: no entry below 0, and they add up to 1; the document does not say so"
    )


def _totals(claim: Claim, *, declared: bool = False) -> Iterator[tuple[Sym, Term]]:
    """Each array that the claim sums over, with the sum of its entries; without ``declared`` none with a shape."""
    arrays = set() if declared else {v.sym for v in claim.variables if v.shape}
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

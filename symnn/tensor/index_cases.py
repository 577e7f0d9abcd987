"""Cases by equal indices: 1[i = j] is δ_ij, and "A for i = j, B for i ≠ j" is δ_ij A + (1 − δ_ij) B."""

from __future__ import annotations

from dataclasses import replace

from symnn.claim import Claim
from symnn.term import TRUE, Op, Sym, Term, num, op, transform, walk


def with_deltas(claim: Claim) -> Claim:
    """The claim with such cases as sums; others stay, and no rule covers them."""
    if not any(isinstance(n, Op) and n.head in ("indicator", "cases") for n in walk(claim.relation)):
        return claim
    subscripts = {i for n in walk(claim.relation) if isinstance(n, Sym) for i in n.subs if isinstance(i, Sym)}

    def rule(term: Term) -> Term | None:
        match term:
            case Op("indicator", (condition,)):
                return _delta(condition, subscripts)
            case Op("cases", rows) if len(rows) in (1, 2):
                return _of_two(rows, subscripts)
        return None

    return replace(claim, relation=transform(claim.relation, rule))


def _delta(condition: Term, subscripts: set[Sym]) -> Term | None:
    match condition:
        case Op("eq", (Sym() as i, Sym() as j)) if {i, j} <= subscripts:
            return Op("delta", (i, j))
        case Op("ne", (Sym() as i, Sym() as j)) if {i, j} <= subscripts:
            return op("add", num(1), op("neg", Op("delta", (i, j))))
    return None


def _of_two(rows: tuple[Term, ...], subscripts: set[Sym]) -> Term | None:
    """Two branches, of which the second holds exactly where the first does not."""
    match rows:
        case (Op("case", (first, Op("eq" | "ne" as head, (i, j)))), Op("case", (second, other))):
            opposite = {"eq": "ne", "ne": "eq"}[head]
            whole = other == TRUE or (isinstance(other, Op) and other.head == opposite and set(other.args) == {i, j})
            delta = _delta(Op("eq", (i, j)), subscripts)
            if not whole or delta is None:
                return None
            same, apart = (first, second) if head == "eq" else (second, first)
            rest = op("add", num(1), op("neg", delta))
            return op("add", op("mul", delta, same), op("mul", rest, apart))
    return None

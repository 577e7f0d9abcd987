"""Derivatives by a name that an assumption ties to others: whether these vary along is not said."""

from __future__ import annotations

from symnn.claim import Claim
from symnn.kernel.equation import flat
from symnn.term import Op, Sym, free_symbols, walk

TIED = "a derivative by a name to which an assumption ties another: does that one vary along?"


def tied(claim: Claim) -> bool:
    """``∂y/∂x`` under ``y = x²``, also by way of other names."""
    rows = [free_symbols(a) for a in flat(claim.assumptions) if isinstance(a, Op) and a.head in ("eq", "equiv")]
    for node in walk(claim.relation) if rows else ():
        match node:
            case Op("deriv", (body, *by)):
                for var in by:
                    if isinstance(var, Sym) and (_connected(var, rows) - {var}) & free_symbols(body):
                        return True
    return False


def _connected(start: Sym, rows: list[frozenset[Sym]]) -> frozenset[Sym]:
    found = frozenset({start})
    while True:
        more = found.union(*(r for r in rows if r & found))
        if more == found:
            return found
        found = more

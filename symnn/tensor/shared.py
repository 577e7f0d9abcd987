"""Sums that stand on both sides of a large claim, as one name: what is equal whatever their values are, is equal.

An entry of a shared sum is not multiplied out.  Its derivative is that of the sum, its value in an example the sum's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from symnn.tensor.index import Expr, Ix
from symnn.term import Op, Sym, Term, bound_variable, free_symbols, walk

SHARED = "sum~"
LARGE = 300  # nodes of a claim
_SMALL = 4  # nodes of a sum that is not worth a name
_LOCAL = ("deriv", "gradient", "hessian", "at")


@dataclass(frozen=True)
class Shared:
    """The sum at the indices ``at``."""

    at: tuple[Ix, ...]
    value: Expr

    def put(self, at: tuple[Ix, ...]) -> Expr:
        fresh = Expr(tuple(m.refreshed() for m in self.value.terms))
        return fresh.renamed(dict(zip(self.at, at, strict=True)))


def shared_sums(left: Term, right: Term) -> list[Term]:
    """Sums on both sides of a large claim that depend on no bound name, the inner ones first."""
    if sum(1 for _ in walk(left)) + sum(1 for _ in walk(right)) < LARGE:
        return []
    rows = [Counter(_sums(side)) for side in (left, right)]
    bound = {n for side in (left, right) for n in _bound(side)}
    found = [t for t in rows[0] if t in rows[1] and not free_symbols(t) & bound]
    return sorted(found, key=lambda t: sum(1 for _ in walk(t)))


def _sums(t: Term) -> Iterator[Term]:
    for node in walk(t):
        if isinstance(node, Op) and node.head == "add":
            inner = list(walk(node))
            if len(inner) > _SMALL and not any(isinstance(n, Op) and n.head in _LOCAL for n in inner):
                yield node


def _bound(t: Term) -> Iterator[Sym]:
    for node in walk(t):
        if (name := bound_variable(node)) is not None:
            yield name
        match node:
            case Op("at", (_, Sym() as var, _)):
                yield var

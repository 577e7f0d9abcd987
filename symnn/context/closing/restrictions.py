"""Which of the conditions that hold somewhere in a document are conditions of one claim."""

from __future__ import annotations

from collections.abc import Sequence

from symnn.context.names import value_symbols
from symnn.context.scope import Scope
from symnn.term import Num, Op, Sym, Term, bound_variable, free_symbols, walk


def connected(relation: Term, restrictions: Sequence[Term], scope: Scope) -> list[Term]:
    """The conditions on names of the relation, and on names that such conditions speak of.

    Σ_k y_k = 1 is one on y_i and y_j too, but not on a plain y of which nothing says that it is an array; neither is
    y_k ≥ 0 beside it.
    """
    names = {*value_symbols(relation), *indices_of(relation)}
    totals = frozenset(s for r in restrictions for s in _summed(r))

    def about(condition: Term) -> bool:
        summed = _summed(condition) or _of_entry(condition) & totals
        arrays = {s.base for s in names if s.subs or ((what := scope.declaration(s)) is not None and what.shape)}
        return bool(names & (_spoken_of(condition) - (summed - arrays)) or arrays & summed)

    while True:
        kept = [r for r in restrictions if about(r)]
        more = names.union(*(value_symbols(r) for r in kept))
        if more == names:
            return kept
        names = more


def indices_of(relation: Term) -> frozenset[Sym]:
    """The letters that stand free in subscripts: k ≠ j is a condition on ∂p_k/∂z_j."""
    free = free_symbols(relation)
    return frozenset(
        i for n in walk(relation) if isinstance(n, Sym) for s in n.subs for i in free_symbols(s) if i in free
    )


def _summed(condition: Term) -> frozenset[Sym]:
    """The arrays of whose entries a condition takes the sum."""
    sums = [n for n in walk(condition) if isinstance(n, Op) and n.head == "sum"]
    return frozenset(
        s.base for n in sums for s in walk(n.args[0]) if isinstance(s, Sym) and bound_variable(n) in s.subs
    )


def _of_entry(condition: Term) -> frozenset[Sym]:
    """The array of which a condition bounds one entry."""
    match condition:
        case Op("ge", (Sym(subs=(_, *_)) as entry, Num())):
            return frozenset((entry.base,))
    return frozenset()


def _spoken_of(condition: Term) -> frozenset[Sym]:
    """The names in a condition; one on Σ y_i, but not a list of entries, is one on the array y as well."""
    names = value_symbols(condition)
    listed = any(isinstance(n, Op) and n.head in ("row", "column") for n in walk(condition))
    return names if listed else names | {s.base for s in names}


def relevant(assumptions: Sequence[Term], names: set[Sym]) -> tuple[Term, ...]:
    """Assumptions that speak of the claim's names only, or of entries of its arrays."""

    def about(a: Term) -> bool:
        whole = _spoken_of(a)
        return all(s in names or (s.base in whole and s.base in names) for s in value_symbols(a))

    return tuple(dict.fromkeys(a for a in assumptions if about(a)))

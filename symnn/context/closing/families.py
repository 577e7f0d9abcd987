"""Letters of indices in a closed claim: one letter, one meaning; rows of an array of two indices as vectors.

A sum may run over the letter that is free beside it, as in ∂L/∂f_j with L = Σ_j y_j log f_j: its own letter becomes
another one.  In Σ_j y_{ij} f_j with one i everywhere y_{i·} is a vector like f.
"""

from __future__ import annotations

from dataclasses import replace

from symnn.context.scope import Scope
from symnn.term import Op, Sym, Term, bound_variable, free_symbols, substitute, transform, walk

LETTERS = "klmpqrstuvabcd"
SUMS = ("sum", "prod", "maxover", "minover")


def apart(relation: Term, scope: Scope) -> Term:
    """Bound indices renamed where the same letter stands free, to letters of which the document says nothing.

    What is said of a single entry, y_j ≥ 0, would not be said of y_k: then nothing is renamed.
    """
    free = free_symbols(relation)
    bound = {v for n in walk(relation) if isinstance(n, Op) and n.head in SUMS and (v := bound_variable(n)) is not None}
    clashing = {v for v in bound & free if not v.subs and not v.sups}
    if not clashing or len(bound) > len(LETTERS):
        return relation
    if any(_said(n, clashing, scope) for n in walk(relation) if isinstance(n, Sym)):
        return relation
    names = {n.name for t in (relation, *scope.all_assumptions()) for n in walk(t) if isinstance(n, Sym)}
    letters = [c for c in LETTERS if c not in names and not _known(Sym(c), scope)]
    if len(letters) < len(clashing):
        return relation
    fresh = dict(zip(sorted(clashing, key=lambda s: s.text), map(Sym, letters), strict=False))

    def rename(node: Term) -> Term | None:
        var = bound_variable(node)
        if not isinstance(node, Op) or node.head not in SUMS or var not in fresh:
            return None
        new = fresh[var]
        body, _, *where = node.args
        return replace(
            node, args=(substitute(body, _entries(body, var, new)), new, *(_renamed(w, var, new) for w in where))
        )

    return transform(relation, rename)


def _known(sym: Sym, scope: Scope) -> bool:
    return scope.declaration(sym) is not None or scope.definition(sym) is not None or scope.said_of(sym) is not None


def _said(sym: Sym, clashing: set[Sym], scope: Scope) -> bool:
    """Whether the document says something of an entry with one of the letters, and not of the array as a whole."""
    return bool(clashing & set(sym.subs)) and (sym in _declared(scope) or scope.said_of(sym) is not None)


def _declared(scope: Scope) -> frozenset[Sym]:
    return frozenset(s for one in scope.chain() for s in one.declared)


def _entries(body: Term, old: Sym, new: Sym) -> dict[Sym, Term]:
    """The index itself, and every name that carries it."""
    changed: dict[Sym, Term] = {old: new}
    for node in walk(body):
        if isinstance(node, Sym) and old in free_symbols(Op("and", (*node.subs, *node.sups))):
            changed[node] = _renamed(node, old, new)
    return changed


def _renamed(term: Term, old: Sym, new: Sym) -> Term:
    return transform(term, lambda t: new if t == old else None)


def rows(relation: Term, scope: Scope) -> Term:
    """y_{ij} in a sum over j, with the same free i wherever y stands, as the entry of a vector."""
    bound = {v for n in walk(relation) if isinstance(n, Op) and n.head in SUMS and (v := bound_variable(n)) is not None}
    double = {n for n in walk(relation) if isinstance(n, Sym) and len(n.subs) == 2 and not n.sups}
    spoken_of = {n.base for t in scope.all_assumptions() for n in walk(t) if isinstance(n, Sym)}
    changed: dict[Sym, Term] = {}
    for base in {replace(s, subs=()) for s in double}:
        own = [s for s in double if replace(s, subs=()) == base]
        firsts = {s.subs[0] for s in own}
        (first, *more) = firsts
        summed = any(s.subs[1] in bound for s in own)
        if more or not isinstance(first, Sym) or first in bound or not summed or _known(base, scope):
            continue
        if any(_known(s, scope) for s in own) or base in spoken_of:
            continue
        row = replace(base, name=f"{base.name}_{first.text}")
        changed |= {s: replace(row, subs=s.subs[1:]) for s in own}
    return transform(relation, lambda t: changed.get(t) if isinstance(t, Sym) else None) if changed else relation

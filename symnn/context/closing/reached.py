"""What a formula speaks of through the definitions behind its names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symnn.context.names import value_symbols
from symnn.context.scope import Scope
from symnn.term import NONE, Op, Sym, Term, free_functions, free_symbols, transform

_MOST = 40


def reached(relation: Term, scope: Scope) -> Iterator[Term]:
    """The relation, and the bodies of the definitions behind it; of a recursion over layers one step."""
    todo, seen = [relation], set[Sym]()
    while todo and len(seen) < _MOST:
        term = todo.pop(0)
        yield term
        for s in free_symbols(term):
            if (name := replace(s, sups=())) in seen:
                continue
            seen.add(name)
            body = body_of(s, scope)
            todo += [] if body is None else [body]


def body_of(sym: Sym, scope: Scope) -> Term | None:
    for name in (sym, sym.base):
        found = scope.definition(name)
        if found is not None and not found.params:
            return found.body
    return None


def gives_a_loss(relation: Term, scope: Scope) -> str | None:
    """The name of an unknown loss that one side alone speaks of: ``δ^L = a^L - y`` may say which loss is meant.

    So may a side with a name of its own, ``∂L/∂W = δ xᵀ + λ W``.
    """
    match relation:
        case Op("eq", (left, right)):
            sides = (left, right)
        case _:
            return None
    losses = [frozenset(_losses(side, scope)) for side in sides]
    both = losses[0] | losses[1]
    if not both:
        return None
    names = [{s.base for t in reached(side, scope) for s in free_symbols(t) | free_functions(t)} for side in sides]
    unbounded = [transform(t, lambda n: NONE if isinstance(n, Op) and n.head == "range" else None) for t in sides]
    given = [{s.base for s in value_symbols(side) if body_of(s, scope) is None} for side in unbounded]
    own = any(given[k] - names[1 - k] for k in (0, 1))
    return min(s.text for s in both) if losses[0] != losses[1] or own else None


def _losses(side: Term, scope: Scope) -> Iterator[Sym]:
    """The names that words alone make functions."""
    for term in reached(side, scope):
        for s in free_symbols(term) | free_functions(term):
            found = scope.definition(s)
            if found is not None and found.origin == "words":
                yield found.name

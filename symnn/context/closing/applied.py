"""A body with values for its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from symnn.context.closing.errors import NotClosedError
from symnn.notation import words
from symnn.term import Sym, Term, substitute, transform, walk


def applied(body: Term, values: Mapping[Sym, Term], fn: Sym) -> Term:
    """A body with values for its parameters; the entries x_i of a parameter x become those of its value."""
    entries: dict[Sym, Term] = {}
    for node in walk(body):
        if not isinstance(node, Sym) or not node.subs or node.base not in values:
            continue
        value = values[node.base]
        if value == node.base:
            continue
        if not isinstance(value, Sym) or value.subs:
            reason = f"the entries of the argument of {words(fn)} are not named; this needs the index calculus"
            raise NotClosedError(reason)
        entries[node] = replace(value, subs=node.subs)
    # an entry keeps its index, which may be bound around it
    named = transform(body, lambda n: entries.get(n) if isinstance(n, Sym) else None)
    return substitute(named, values)

"""Names that the document compares with numbers, which makes them numbers: "let $0 < q < 1$"."""

from __future__ import annotations

from dataclasses import replace

from symnn.context.constants import constant, infinite
from symnn.context.scope import Scope
from symnn.term import Op, Sym, Term

_ORDER = frozenset(["lt", "le", "gt", "ge"])


def note_bounded(scope: Scope, term: Term) -> None:
    """The profile with the names of ``0 < q < 1`` and ``a, b > 0``, but for arrays, whose entries are bounded so."""
    found = {s for s in _bounded(term) if (what := scope.declaration(s)) is None or not what.shape}
    if found and not found <= scope.profile.bounded:
        scope.profile = replace(scope.profile, bounded=scope.profile.bounded | found)


def _bounded(term: Term) -> set[Sym]:
    match term:
        case Op("chain" | "and", links):
            return {s for link in links for s in _bounded(link)}
        case Op(head, (left, right)) if head in _ORDER:
            sides = [(left, right), (right, left)]
            return {s for one, other in sides if constant(other) is not None or infinite(other) for s in _names(one)}
    return set()


def _names(side: Term) -> set[Sym]:
    match side:
        case Sym():
            return {replace(side, at=None)} if not side.font else set()
        case Op("seq", items):
            return {s for item in items for s in _names(item)}
    return set()

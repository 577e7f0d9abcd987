"""Names that words make functions of others: with "$L$ is a function of $z$" L stands for L(z), an unknown function.

A formula that gives the name a value goes before the words, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from symnn.context.model import Declared, Definition
from symnn.context.walk import Task, Walk
from symnn.context.words.function_words import is_called_loss, said_of
from symnn.domain import REALS
from symnn.notation import ReadError, read
from symnn.term import Op, Sym, Term, free_symbols


def note_dependence(walk: Walk, task: Task, terms: Sequence[Term]) -> None:
    """Enter what the words behind a lone name, or a loss with its argument, say that it depends on."""
    if walk.authored or task.let or task.span.kind == "display":
        return
    match tuple(terms):
        case (Sym() as name,):
            found = said_of(walk.prose, task.span)
            by = None if found is None else _name_in(found.source, walk)
        case (Op("call", (Sym() as name, Sym() as argument)),):
            by = argument if is_called_loss(walk.prose, task.span) else None
        case _:
            return
    if by is None or by == name or _indexes(walk, name):
        return
    known = walk.scope.definition(name)
    if known is not None and known.origin == "document":
        return
    walk.scope.declare(name, Declared(REALS, kind="scalar function"))
    walk.scope.profile = walk.scope.profile.declare(name, "function")
    walk.scope.definitions[name] = Definition(name, (), Op("call", (name, by)), None, "words")


def _name_in(source: str, walk: Walk) -> Sym | None:
    """z in ``z``, ``z = Wx + b`` and ``Z ∈ ℝ^{N×K}``."""
    try:
        parts = read(source, walk.scope.profile).parts
    except ReadError:
        return None
    match [p.term for p in parts]:
        case [Sym() as name] | [Op("eq" | "define" | "in", (Sym() as name, _))]:
            return name
    return None


def _indexes(walk: Walk, name: Sym) -> bool:
    """Whether the letter counts something, as the L of a^{(L)}."""
    return any(
        name in free_symbols(i) for span in walk.document.spans for s in walk.prose.names(span) for i in s.subs + s.sups
    )


__all__ = ["note_dependence"]

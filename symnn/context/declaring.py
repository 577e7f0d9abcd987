"""Formulas that a sentence makes conditions, declarations or suppositions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symnn.context.cases.renewal import begins_anew, declare_here, lasts
from symnn.context.cases.supposed import taken_up_with
from symnn.context.constants import constant
from symnn.context.defining.definitions import define
from symnn.context.defining.heads import Head, head_of
from symnn.context.defining.surroundings import puts
from symnn.context.model import Declared
from symnn.context.relations import is_relation
from symnn.context.stater import Stater
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_functions, free_symbols


def state_condition(stater: Stater, term: Term) -> None:
    """ "Let $W \\in \\mathbb{R}^m$ and" in front of a formula declares; "for all" is of that formula only."""
    if stater.task.span.start in stater.walk.cases.understood:
        stater.statement("mention")  # of a case: it ends
        return
    match term:
        case Op("eq" | "define", (left, body)) if (head := _put(stater, left, body)) is not None:
            define(stater, head, body)
            note_with(stater, head)
            stater.statement("definition", None if head.name is None else words(head.name))
        case Op("in", (_, where)) if lasts(stater.walk.prose, stater.task.span, arrays=_of_arrays_in(where)):
            names = declare_here(term, stater.walk.scope, anew=True)
            _by_sentence(stater, names)
            stater.statement("declaration" if names else "mention", words(names[0]) if names else None)
        case _:
            stater.statement("mention")


def _of_arrays_in(where: Term) -> bool:
    return isinstance(where, Op) and where.head == "reals" and bool(where.args)


def _put(stater: Stater, left: Term, body: Term) -> Head | None:
    """What "let $z = w x$ and" in front of a display defines for all that follows; "with z = …" if z has no meaning.

    A name that only takes a value is one of the formula below.
    """
    head = head_of(left)
    if head is None or head.name is None or stater.walk.authored or constant(body) is not None:
        return None
    how = puts(stater.walk, stater.task.span)
    new = stater.walk.scope.definition(head.name) is None
    return head if how == "let" or (how == "with" and new) else None


def note_with(stater: Stater, head: Head) -> None:
    """A name that "with" gives a meaning may be free again "in general"."""
    if head.name is not None and not head.params:
        stater.walk.given_with.pop(head.name, None)
        if puts(stater.walk, stater.task.span) == "with":
            stater.walk.given_with[head.name] = stater.task.span


def state_let(stater: Stater, term: Term) -> None:
    match term:
        case Op("define" | "eq", (left, right)) if (
            (head := head_of(left)) is not None and head.name is not None and head.name not in free_symbols(right)
        ):
            define(stater, head, right)
            stater.statement("definition", words(head.name))
        case _:
            scope = stater.walk.scope
            before = len(scope.assumptions)
            with_the_sentence = _said_in_the_sentence(stater)
            names = declare_here(term, scope, anew=True)
            _narrow(stater, names, with_the_sentence)
            stater.statement("declaration", words(names[0]) if names else None)
            if not names and len(scope.assumptions) == before and is_relation(term):
                suppose(stater, term)


def _said_in_the_sentence(stater: Stater) -> dict[Sym, Declared]:
    """What the sentence has said of names so far: "let $x > 0$ and $x \\in \\mathbb{R}$"."""
    scope, (first, _) = stater.walk.scope, stater.walk.prose.sentence(stater.task.span)[0]
    return {s: scope.declared[s] for s, at in scope.sentences.items() if at == first and s in scope.declared}


def _narrow(stater: Stater, names: Sequence[Sym], said: Mapping[Sym, Declared]) -> None:
    """Of two declarations of a number in one sentence both hold."""
    scope = stater.walk.scope
    _by_sentence(stater, names)
    for sym in names:
        old, new = said.get(sym), scope.declared.get(sym)
        if old is None or new is None or old.kind != "number" or new.kind != "number":
            continue
        both = old.domain.intersect(new.domain)
        if not both.empty:
            scope.declare(sym, Declared(both, new.shape if new.shape is not None else old.shape), narrows=True)


def suppose(stater: Stater, term: Term) -> None:
    """A relation in a declaration that declares nothing: an assumption, or something that no prover knows of."""
    scope = stater.walk.scope
    if (both := taken_up_with(term)) is not None:
        declare_here(both[0], scope, anew=True)
        term = both[1]
    if isinstance(term, Op) and term.head in ("eq", "le", "lt", "ge", "gt", "ne", "chain"):
        scope.assumptions.append(term)
        scope.unsaid.update((f, words(term)) for f in free_functions(term))
        return
    for sym in free_symbols(term):
        scope.unsaid[sym] = words(term)


def declare_by(stater: Stater, term: Term) -> None:
    names = declare_here(term, stater.walk.scope, begins_anew(stater.walk.prose, stater.task.span))
    _by_sentence(stater, names)


def _by_sentence(stater: Stater, names: Sequence[Sym]) -> None:
    """Remember in which sentence names were declared."""
    (first, _), _ = stater.walk.prose.sentence(stater.task.span)
    stater.walk.scope.sentences.update(dict.fromkeys(names, first))

"""What was put up before a formula and is lifted by words on the way to it: "without symmetry", "in general".

Assumptions of the section, names that "with" gave a meaning and the conditions of its own sentence are taken for
granted no longer then: the formula is proved without them, and refuted only where it fails under them as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from symnn.context.cases.freed import names_used
from symnn.context.model import Declared
from symnn.context.scope import Scope
from symnn.context.walk import Task, Walk
from symnn.context.words import case_words as said
from symnn.document.model import Span
from symnn.domain import REALS
from symnn.notation import ReadError, read, words
from symnn.term import Op, Sym, Term, free_symbols


@dataclass(frozen=True, slots=True)
class Lifted:
    """The scope of a formula without what was lifted, and what that was, in terms and as it is written."""

    scope: Scope
    terms: tuple[Term, ...] = ()
    shown: tuple[str, ...] = ()


def without_lifted(walk: Walk, task: Task) -> tuple[Task, tuple[Span, ...]]:
    """The formula without the conditions of its sentence that are lifted before it, and those."""
    masked = walk.prose.masked
    gone = tuple(
        s for s in task.conditions
        if s.end <= task.span.start and said.WIDENED.search(masked, s.end, task.span.start) is not None
    )  # fmt: skip
    if task.tag is not None or task.let or not gone:
        return task, ()
    return replace(task, conditions=tuple(s for s in task.conditions if s not in gone)), gone


def lifted(walk: Walk, span: Span, term: Term, scope: Scope, gone: tuple[Span, ...]) -> Lifted:
    """What holds no longer for a formula; ``gone`` are the conditions that its sentence lifts."""
    inner = scope.child(scope.level)
    terms: list[Term] = []
    shown: list[str] = []
    for other in gone:
        terms += _relations(other, scope)
        shown.append(other.source.strip())
    if _behind(walk, span, walk.assumed_at):
        for relation in scope.all_assumptions():
            terms.append(relation)
            shown.append(words(relation))
            for sym in free_symbols(relation):
                _forget(sym, scope, inner)
    used = names_used(term, scope)
    for sym, given in walk.given_with.items():
        known = scope.definition(sym)
        if sym in used and known is not None and not known.params and _behind(walk, span, given.end):
            terms.append(Op("eq", (sym, known.body)))
            shown.append(given.source.strip())
            inner.declared[sym] = scope.declared.get(sym, Declared(REALS, ()))
    return Lifted(inner if inner.renewed or inner.declared else scope, tuple(terms), tuple(shown))


def _behind(walk: Walk, span: Span, since: int) -> bool:
    """Whether words between an offset and a formula, in its paragraph or in that above a display, lift what is said."""
    if since < 0 or since >= span.start:
        return False
    (first, start), _ = walk.prose.sentence(span)
    masked = walk.prose.masked
    if said.WIDENED.search(masked, max(first, since), start) is not None:
        return True
    blocks, number = walk.document.blocks, span.block
    block = blocks[max(0, number - 1) if span.kind == "display" else number]
    return said.DROPPED.search(masked, max(block.start, since), span.start) is not None


def _forget(sym: Sym, scope: Scope, inner: Scope) -> None:
    inner.renewed.add(sym)
    told = scope.said_of(sym)
    if told is not None:
        inner.unsaid[sym] = told


def _relations(span: Span, scope: Scope) -> list[Term]:
    try:
        return [p.term for p in read(span.source, scope.profile).parts]
    except ReadError:
        return []

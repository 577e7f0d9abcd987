"""Columns and rows that words give a matrix: "$A$ has columns $a_1, …, a_n$", "$x_1^T, …$ are the rows of $X$"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symnn.context.closing.stacked import entered, listed
from symnn.context.defining.properties import named
from symnn.context.walk import Task, Walk
from symnn.document.model import Span
from symnn.term import Op, Term

_HAS = re.compile(
    r"\s*,?\s*((be|is|denotes?) (a|the|an)? ?((data|design|weight|real) )?matrix )?"
    r"(with|have|has|having|whose)( the)?( (?P<what>columns|rows))( (are|be|vectors|being|given by))*\s*",
    re.I,
)
_OF = re.compile(r"\s*(be|are|denote|for)( the)? (?P<what>columns|rows)( vectors)? of( the)?( matrix)?\s*", re.I)


def note_columns(walk: Walk, task: Task, terms: Sequence[Term]) -> None:
    """Enter the columns that the words between a matrix and a list of names say that it has."""
    if walk.authored or task.let or task.span.kind == "display" or not terms:
        return
    number = walk.prose.starts.index(task.span.start)
    if number == 0 or (other := walk.document.spans[number - 1]).block != task.span.block:
        return
    between = walk.prose.masked[other.end : task.span.start]
    if (said := _HAS.fullmatch(between)) is not None:
        _enter(walk, other, task.span, said["what"])
    elif (said := _OF.fullmatch(between)) is not None:
        _enter(walk, task.span, other, said["what"])


def _enter(walk: Walk, matrix: Span, members: Span, what: str) -> None:
    arrays, lists = named(walk.prose.terms(matrix)), walk.prose.terms(members)
    if len(arrays) != 1 or not lists:
        return
    first = lists[0]
    if isinstance(first, Op) and first.head == "in":
        first = first.args[0]
    if not (isinstance(first, Op) and first.head == "seq"):
        return
    args = list(first.args)
    for more in lists[1:]:  # a_1, …, a_n ∈ ℝ^m is read as two parts
        args.append(more.args[0] if isinstance(more, Op) and more.head == "in" else more)
    turned = [a.args[0] if isinstance(a, Op) and a.head == "transpose" else a for a in args]
    rows = what.lower() == "rows"
    if (turned != args) != rows:  # rows are written x_1ᵀ; x_1 as a row is none of our columns
        return
    stack = listed(arrays[0], turned, rows=rows)
    if stack is not None and walk.scope.definition(stack.array) is None:
        entered(stack, walk.scope, walk.section, (*walk.prose.terms(matrix), *lists))


__all__ = ["note_columns"]

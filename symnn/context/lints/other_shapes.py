"""A name that is declared once more in its section with another shape (N424): ``x ∈ ℝ^n``, later ``x ∈ ℝ^{m×n}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from symnn.context.lints.flaw import Flaw
from symnn.context.stater import Stater
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, walk

_ANEW = re.compile(
    r"\b(now|instead|this time|from (now|here) on|re-?defin\w*|again|transpos\w*|suppose|assume|case|if|when|otherwise"
    r"|e\.?g|example|alternativ\w*|either|or|sometimes|also|reshap\w*|stack\w*|batch\w*|flatten\w*|new)\b"
    r"|现在|改为|重新|转置|假设|如果|例如|或",
    re.I,
)
Shapes = Mapping[Sym, tuple[Term, ...]]


def said_before(stater: Stater) -> Shapes:
    """The shapes that this section has said of names which the formula gives a shape."""
    given = {n.args[0] for n in walk(stater.part.term) if _gives_shape(n) and isinstance(n, Op)}
    if stater.task.condition or not given:
        return {}
    known = stater.walk.scope.declared
    rows = ((s, known[s].shape) for s in given if isinstance(s, Sym) and s in known)
    return {sym: shape for sym, shape in rows if shape}


def other_shapes(stater: Stater, before: Shapes) -> Iterator[Flaw]:
    """What is declared differently now, and where it was declared; the places of later ones are kept."""
    scope, document = stater.walk.scope, stater.walk.document
    span = stater.task.span
    for sym in [n.args[0] for n in walk(stater.part.term) if _gives_shape(n) and isinstance(n, Op)]:
        what = scope.declared.get(sym) if isinstance(sym, Sym) else None
        if not isinstance(sym, Sym) or what is None or not what.shape:
            continue
        earlier = scope.shaped.get(sym)
        scope.shaped[sym] = span.start
        old = before.get(sym)
        if earlier is None or old is None or not _differ(old, what.shape):
            continue
        if _apart(stater, earlier) or _ANEW.search(stater.walk.prose.ahead(span)):
            continue
        line = document.position(earlier)[0]
        both = f"{_shown(what.shape)} here and in {_shown(old)} in line {line}"
        message = f"{words(sym)} is declared in {both}: from here on it is what stands here"
        yield Flaw("N424", message)


def _gives_shape(term: Term) -> bool:
    match term:
        case Op("in", (Sym(), Op("reals", (_, *_)))):
            return True
    return False


def _differ(old: tuple[Term, ...], new: tuple[Term, ...]) -> bool:
    """Whether two shapes are of different arrays; a column may be written as a matrix, and as a row."""
    first, second = ([d for d in shape if not (isinstance(d, Num) and d.value == 1)] for shape in (old, new))
    return first != second


def _apart(stater: Stater, earlier: int) -> bool:
    """Whether the earlier one stands in an item of a list, a row of a table, a theorem that this one is not in."""
    document, here = stater.walk.document, stater.task.span.start
    mine = document.blocks[stater.task.span.block]
    block = next((b for b in document.blocks if b.start <= earlier < b.end), mine)
    if block is not mine and ("list_item" in (block.kind, mine.kind) or "table_row" in (block.kind, mine.kind)):
        return True
    return any((e.start <= earlier < e.end) != (e.start <= here < e.end) for e in document.scopes)


def _shown(shape: tuple[Term, ...]) -> str:
    return "ℝ^(" + "×".join(words(d) for d in shape) + ")"

"""Equations that give a name a value in one case: "If $a = 2b$, …", "For the uniform distribution, $p_k = 1/K$, …".

They hold in their sentence, and in those behind it that go on with "then" or "hence".  Elsewhere the name is what it
was before; so it is where the text goes back to the general case, or lets the name be something else.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from symnn.context.scope import family_indices
from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Span
from symnn.term import Op, Sym, Term

_IF = re.compile(
    r"(\b(if|when|whenever|for|once|unless|(in|for) (the|this|that) (\w+ )?case (of|where|that|when)?)( that)?"
    r"|当|若|如果|对于?)\s*$",
    re.I,
)
_FRAMED = re.compile(
    r"\W*((for|under|in|with) (the|an?|this|that|example|instance)|as an example|e\.g|if|when|whenever|suppose)\b"
    r"|\W*(例如|比如|当|若|如果|对于)",
    re.I,
)
_LET = re.compile(
    rf"(?:\b(?:let|assume|suppose|given|consider|take)\b|设|令|给定)[^{FILL}.。]{{0,20}}"
    rf"(?:{FILL}++\s*(?:,|，|and|和)?\s*)*$",
    re.I,
)
_ANEW = re.compile(rf"(?:\blet\b|设|令)[^{FILL}.。]{{0,20}}(?:{FILL}++\s*(?:,|，|and|和)?\s*)*$", re.I)
_RECALLED = re.compile(r"\b(above|before|as in|defined|again|still)\b|如上|同上|上述|仍", re.I)
_STOP = re.compile(r"[。；;！!？?]|\.\s|\n\s*\n(?=\s*[A-Z#])")
_GOES_ON = re.compile(
    r"\W*(then|thus|hence|therefore|so|here|in (this|that|the latter) case|it follows|consequently"
    r"|this (gives|yields|means|implies))\b|\W*(则|于是|因此|所以|从而|此时|这时|故)",
    re.I,
)


def givings(prose: Prose, sym: Sym) -> list[Span]:
    """The formulas that give a name, or the family of which it is one, a value."""
    return [s for name, rows in prose.giving.items() if _same(name, sym) for s in rows]


def said_for_one_case(prose: Prose, sym: Sym, given: Span, span: Span) -> bool:
    """Whether the equation that gave a name its value before a formula was said for a case, or up to a new meaning."""
    (first, start), _ = prose.sentence(given)
    ahead = prose.masked[first:start]
    taken = _taken(prose, sym, 0, first, _LET)
    explicit = any(isinstance(t, Op) and t.head == "define" for t in prose.terms(given))
    framed = not explicit and (_IF.search(ahead) is not None or (taken and _FRAMED.match(ahead) is not None))
    if framed and given.kind == "inline" and not _goes_on(prose.masked[given.end : span.start]):
        return True
    if taken and any(given.start < at <= span.start for at in prose.over):
        return True
    begun = prose.document.blocks[given.block].end
    return _taken(prose, sym, begun, span.start, _ANEW)


def _same(name: Sym, sym: Sym) -> bool:
    return name == sym or family_indices(name, sym) is not None


def _goes_on(text: str) -> bool:
    """Whether all sentences between an equation and a formula go on with the one before them."""
    return all(_GOES_ON.match(part) for part in _STOP.split(text)[1:])


def _taken(prose: Prose, sym: Sym, begin: int, end: int, words: re.Pattern[str]) -> bool:
    """Whether a sentence between two offsets lets the name, or the family of which it is one, be something."""
    starts = prose.starts
    for span in prose.document.spans[bisect_left(starts, begin) : bisect_left(starts, end)]:
        if span.kind != "inline" or not any(_names(t, sym) for t in prose.terms(span)):
            continue
        (first, start), (behind, last) = prose.sentence(span)
        if words.search(prose.masked, first, start) and not _RECALLED.search(prose.masked, behind, last):
            return True
    return False


def _names(term: Term, sym: Sym) -> bool:
    match term:
        case Sym():
            return term == sym
        case Op("in", (name, _)):
            return _names(name, sym)
        case Op("seq", names):
            return any(n == sym or (isinstance(n, Sym) and bool(n.subs) and n.base == sym.base) for n in names)
    return False

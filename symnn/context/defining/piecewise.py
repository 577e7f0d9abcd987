"""Functions that a sentence gives piece by piece: "f(x) = x for x > 0 and f(x) = 0 for x ≤ 0".

The letter of a function that was given above is taken up anew by such a sentence where it begins a paragraph and says
nothing that follows ("then", "so", "we have"); elsewhere the pieces are claims about the function that is known.
"""

from __future__ import annotations

import re
from itertools import combinations

from symnn.context.defining.heads import Head, head_of
from symnn.context.names import is_generic
from symnn.context.stater import Stater
from symnn.context.words.bounds import bounds_a_name, exclude
from symnn.context.words.prose import FILL
from symnn.document.model import Span
from symnn.term import Op, Term, free_symbols

_OTHERWISE = re.compile(r"\s*[,，]?\s*[(（]?\s*(otherwise|else|否则|其他情况)", re.I)
_FOLLOWS = re.compile(
    r"\b(then|so|hence|thus|therefore|consequently|we|it|this|that|which|because|since|as|note|observe|recall|indeed"
    r"|clearly|obviously|equivalently|in particular|in other words|i\.e|namely|again|also|has|satisfies)\b"
    r"|则|所以|因此|于是|即|故|显然|可得|得到|从而|此时|有|由于|因为|注意|满足",
    re.I,
)


def begins_anew(stater: Stater, head: Head) -> bool:
    """Whether the formula is the first piece of a function that its sentence gives, whatever the letter meant above."""
    if head.name is None or not head.params or not is_generic(head.name):
        return False
    given = _pieces(stater, head)
    if len(given) < 2 or given[0].start != stater.task.span.start:
        return False
    prose = stater.walk.prose
    (first, start), _ = prose.sentence(stater.task.span)
    block = prose.document.blocks[stater.task.span.block]
    ahead = prose.masked[first:start]
    if prose.masked[block.start : first].strip() or _FOLLOWS.search(ahead) or FILL in ahead:
        return False
    known = stater.walk.scope.definition(head.name)
    return known is None or known.location is None or known.location.line < _line(stater, block.start)


def is_rest(stater: Stater, head: Head) -> bool:
    """Whether the formula is the last piece of its sentence: "and f(x) = 0 otherwise"."""
    given = _pieces(stater, head)
    own = stater.task.span
    return len(given) > 1 and given[-1].start == own.start and _ends_in_otherwise(stater, own)


def belongs(stater: Stater, head: Head) -> bool:
    """Whether the formula is one of several pieces of its sentence."""
    given = _pieces(stater, head)
    return len(given) > 1 and any(s.start == stater.task.span.start for s in given)


def _line(stater: Stater, offset: int) -> int:
    return stater.walk.document.position(offset)[0]


def _pieces(stater: Stater, head: Head) -> list[Span]:
    """The formulas of the sentence that give the function under conditions of which no two hold together."""
    prose = stater.walk.prose
    (first, start), (end, last) = prose.sentence(stater.task.span)
    if not first <= start <= end <= last:
        return []
    found: list[Span] = []
    conditions: list[tuple[Term, ...]] = []
    for span in prose.document.spans:
        if not first <= span.start < last or not _gives(prose.terms(span), head):
            continue
        limits = tuple(t for s in stater.walk.conditions.get(span.start, ()) for t in prose.terms(s))
        if not limits and _ends_in_otherwise(stater, span):
            found.append(span)
            break
        if len(limits) != 1 or not bounds_a_name(limits[0]) or not free_symbols(limits[0]) & set(head.params):
            return []
        found.append(span)
        conditions.append(limits)
    return found if all(exclude(a, b) for a, b in combinations(conditions, 2)) else []


def _ends_in_otherwise(stater: Stater, span: Span) -> bool:
    return _OTHERWISE.match(stater.walk.prose.masked, span.end) is not None


def _gives(terms: tuple[Term, ...], head: Head) -> bool:
    match terms:
        case (Op("eq", (left, _)),):
            other = head_of(left)
            return other is not None and (other.name, other.params) == (head.name, head.params)
    return False


__all__ = ["begins_anew", "belongs", "is_rest"]

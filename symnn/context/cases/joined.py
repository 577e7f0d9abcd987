"""Formulas in a row behind a cue word, "For $x > 0$, $y > 0$ and …": which are conditions too, and which are claims."""

from __future__ import annotations

import re

from symnn.context.words.bounds import bounds_a_name
from symnn.document.model import Span
from symnn.notation import ReadError, read
from symnn.term import Op, Sym, Term, free_symbols

_RELATIONS = ("eq", "chain", "and", "lt", "le", "gt", "ge", "ne", "approx", "iff", "implies")
_AND = re.compile(r"\s*(and|[和且])?\s*")
# "If a = b, c = d, then …": all that stands before these words is given
_THEN = re.compile(
    r"\s*[,，:：]?\s*(then|we (then )?(have|get|obtain|find|see)|it (then )?(holds|follows)"
    r"|there holds|one has|则|那么|我们?有|有)"
    r"(?![A-Za-z])",
    re.I,
)


def goes_on(span: Span, gap: str, behind: str) -> bool:
    """Whether a formula behind a condition is one more: a bound, a membership, a definition, or what only "and" joins.

    ``gap`` is what stands between them, ``behind`` what stands between the formula and the claim.  "With p = σ(z),
    1 − p = p and …" claims both of the formulas behind its first comma, "If a = b, c = d, then …" none before "then".
    """
    return says_what_a_name_is(span) or (_AND.fullmatch(gap) is not None and not _goes_on(behind)) or leads_to(behind)


def says_what_a_name_is(span: Span) -> bool:
    """No relation at all, a bound on a name, a membership, or the definition of a name or of a function."""
    try:
        return all(_given(p.term) for p in read(span.source).parts)
    except ReadError:
        return True


def _given(term: Term) -> bool:
    match term:
        case Op("eq" | "define", (Sym() | Op("bare", (Sym(),)), _)):
            return True
        case Op("eq" | "define", (Op("call", (Sym(), *params)), _)):
            return all(isinstance(p, Sym) for p in params)
        case Op("chain", links):
            return all(map(_given, links))
        case Op("lt" | "le" | "gt" | "ge" | "ne", (Sym() as name, other) | (other, Sym() as name)):
            return name not in free_symbols(other)
        case Op(head) if head in _RELATIONS:
            return bounds_a_name(term)
        case _:
            return True


def leads_to(behind: str) -> bool:
    """Whether the words between a row of formulas and the next say that the row was given: ", then"."""
    return _THEN.match(behind) is not None


def _goes_on(behind: str) -> bool:
    """Another "and": the formula is the first claim of a row, "for all x, A and B"."""
    return re.fullmatch(r"\s*[,，、]?\s*(and|[和且])\s*", behind) is not None


__all__ = ["goes_on", "leads_to", "says_what_a_name_is"]

"""Names that are defined and then taken up anew: "Let $q = 1 - p$. … For arbitrary $p, q \\in (0, 1)$, …".

What is claimed behind that is proved for any value of the name, not by its definition; it is not refuted either.
"""

from __future__ import annotations

import re

from symnn.context.cases.one_case import givings, said_for_one_case
from symnn.context.cases.widened import taken_anew
from symnn.context.defining.heads import head_of
from symnn.context.model import Declared
from symnn.context.scope import Scope
from symnn.context.walk import Walk
from symnn.context.words.doubts import Doubt
from symnn.document.model import Span
from symnn.domain import REALS
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols


def freed(walk: Walk, span: Span, term: Term, scope: Scope) -> tuple[Scope, Doubt | None]:
    """The scope of a claim without the definitions of the names that were taken up anew since, and why it is open."""
    head = head_of(term.args[0]) if isinstance(term, Op) and term.args else None
    if head is not None and head.name not in free_symbols(Op("and", term.args[1:] if isinstance(term, Op) else ())):
        return scope, None  # it may say anew what that is
    names = sorted(names_used(term, scope) | _indexed(term), key=lambda s: s.text)
    anew = [s for s in names if _anew(walk, span, s, scope)]
    cases = [s for s in names if s not in anew and _of_one_case(walk, span, s, scope)]
    if not anew and not cases:
        return scope, None
    inner = scope.child(scope.level)
    for sym in (*anew, *cases):
        known = scope.declaration(sym)
        inner.declared[sym] = Declared(REALS, ()) if known is None else known
    if not cases:
        return inner, Doubt(f"{words(anew[0])} was defined before, and is taken up anew", "open")
    unknown = any(scope.declaration(s) is None and _may_be_array(s, scope) for s in cases)
    reason = f"whether {words(cases[0])} still has the value that was said before was not understood"
    return inner, Doubt(reason, "supposed" if unknown else "open")


def _of_one_case(walk: Walk, span: Span, sym: Sym, scope: Scope) -> bool:
    known = scope.definition(sym)
    if known is None or known.params or known.location is None or known.origin != "document" or walk.authored:
        return False
    at = known.location.line, known.location.column
    for given in givings(walk.prose, sym):
        place = walk.location(given.start, given.end)
        if given.start < span.start and (place.line, place.column) <= at < (place.end_line, place.end_column):
            return said_for_one_case(walk.prose, sym, given, span)
    return False


def _may_be_array(sym: Sym, scope: Scope) -> bool:
    known = scope.definition(sym)
    return not sym.subs and known is not None and scope.holds_arrays(known.body)


def _indexed(term: Term) -> set[Sym]:
    return {s for s in free_symbols(term) if not _is_plain(s)}


def names_used(term: Term, scope: Scope) -> set[Sym]:
    """The plain names in a term, and those that their definitions speak of; h_{t-1} of h_t has no end."""
    out: set[Sym] = set()
    open_ = set(filter(_is_plain, free_symbols(term)))
    while open_:
        sym = open_.pop()
        out.add(sym)
        known = scope.definition(sym)
        if known is not None and not known.params:
            open_ |= set(filter(_is_plain, free_symbols(known.body))) - out
    return out


def _is_plain(sym: Sym) -> bool:
    return not (sym.subs or sym.sups)


def _anew(walk: Walk, span: Span, sym: Sym, scope: Scope) -> bool:
    known = scope.definition(sym)
    if known is None or known.params or known.origin != "document" or sym.subs or sym.sups:
        return False
    given = [s for s in walk.prose.giving.get(sym, ()) if s.start < span.start]
    return bool(given) and taken_anew(walk.prose, sym, given[-1], span)


_LASTING = re.compile(r"\b(suppose|assume)\b|假设|假定", re.I)


def lasts(doubt: Doubt) -> bool:
    """Whether what is supposed, or given, holds for what follows too."""
    return doubt.kind == "hypothesis" or (doubt.kind == "supposed" and _LASTING.search(doubt.reason) is not None)


def left_open(scope: Scope, term: Term) -> None:
    """Of the names of an equation that is supposed and was not taken up nothing is refuted in its section."""
    if isinstance(term, Op) and term.head in ("eq", "chain"):
        for sym in free_symbols(term):
            scope.unsaid.setdefault(sym, words(term))

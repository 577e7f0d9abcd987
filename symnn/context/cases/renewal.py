"""Names taken up anew: "now let $A$ be arbitrary", "for a non-symmetric $A$", a heading "The general case".

A declaration replaces what was said of its names before.  When it does not say that it begins something new, as
"where $A \\in \\mathbb{R}^n$" does not, what was said before is not used, and nothing is refuted without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symnn.context.cases.supposed import only_spoken_of
from symnn.context.defining.declare import declare
from symnn.context.defining.properties import around
from symnn.context.scope import Scope, speaks_of
from symnn.context.words.prose import Prose
from symnn.document.model import Span
from symnn.domain import Domain
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols

_NEW = re.compile(
    r"\b(let|assume|suppose|consider|take|given|choose|fix|denote|define|now|for (an? |any |every |all |each )?)\b"
    r"|设|令|取|给定|假设|假定|考虑|任意|对于?|现在",
    re.I,
)
_BACK = re.compile(r"\b(where|here|in which|whose)\b|其中|这里|式中", re.I)
_LASTING = re.compile(r"\b(let|assume|suppose|consider|given|take|choose|fix)\b|设|令|假设|假定|给定|考虑", re.I)
_OF_ONE = re.compile(
    r"\b(for|if|when(ever)?|where|while|once|as|at|on|over|such|so|provided|unless|either|or|some|case|then|we|it)\b"
    r"|当|时|若|如果|对|或|则|有",
    re.I,
)
_PLAIN = r"(arbitrary|general|generic|asymmetric|unsymmetric|non[- ]?symmetric|not( necessarily)? symmetric)"
_NOUNS = r"(\s+(real|square|possibly|dense|[\w×]{1,3} by [\w×]{1,3}))*(\s+(matri(x|ces)|vectors?|arrays?))?"
_AHEAD = re.compile(
    rf"(?<!in )\b{_PLAIN}{_NOUNS}\s*$|(任意|一般|非对称|不对称|不一定对称)(的)?(实|方)*(矩阵|阵|向量)?\s*$", re.I
)
_BEHIND = re.compile(
    rf"\s*,?\s*[(（]?((is|are|be|being|an?|now|also|which|that|taken|to)\s+)*({_PLAIN}\b|need not be symmetric)"
    r"|\s*(是|为|不是)?(一个)?(任意|一般|非对称|不对称|不一定对称)",
    re.I,
)
_HEADING = re.compile(
    r"\b(general (case|matri(x|ces))|arbitrary (matri(x|ces)|case)|non[- ]?symmetric)\b|一般情[形况]|任意矩阵|非对称",
    re.I,
)


def begins_anew(prose: Prose, span: Span) -> bool:
    """Whether the sentence before a declaration introduces its names, and does not only recall them."""
    (first, start), _ = prose.sentence(span)
    ahead = prose.masked[first:start]
    cues = [m.end() for m in _NEW.finditer(ahead)]
    return bool(cues) and _BACK.search(ahead, cues[-1]) is None


def lasts(prose: Prose, span: Span, *, arrays: bool) -> bool:
    """Whether a declaration in front of a formula holds behind it too: "let", not "for all".

    Of a set of numbers that is said with no other cue behind "let" only, in a sentence that denies and asks nothing.
    """
    (first, start), _ = prose.sentence(span)
    cues = [m.end() for m in _LASTING.finditer(prose.masked, first, start)]
    if not cues or not begins_anew(prose, span):
        return False
    return arrays or not (_OF_ONE.search(prose.masked, cues[-1], start) or only_spoken_of(prose, span))


def taken_up(term: Term, local: Scope, *, again: bool = True) -> bool:
    """Enter "for all $A \\in \\mathbb{R}^n$" for one formula; false if it only narrows what the name may be.

    Without ``again`` the words recall what is known: only what was not declared before is entered.
    """
    match term:
        case Op("in", (Sym() as sym, Op("reals", (_, *_)))):
            names: tuple[Term, ...] = (sym,)
        case Op("in", (Op("seq", names), Op("reals", (_, *_)))):
            pass
        case Op("in", (Sym() as sym, _)) if not sym.subs and again:
            known = local.declaration(sym)
            if known is None or known.shape:
                return False
            names = (sym,)
        case _:
            return False
    if not all(isinstance(n, Sym) and local.definition(n) is None for n in names):
        return False
    if not again and any(isinstance(n, Sym) and local.declaration(n) is not None for n in names):
        return True
    return bool(declare(term, local))


def declare_here(term: Term, scope: Scope, anew: bool) -> list[Sym]:
    """Enter a declaration; what it replaces without beginning anew is remembered as not understood."""
    before = scope.all_assumptions()
    domains = {s: d.domain for s in free_symbols(term) if (d := scope.declaration(s)) is not None}
    told = {s: t for s in free_symbols(term) if (t := scope.said_of(s)) is not None}
    names = declare(term, scope)
    if anew:
        return names
    after = scope.all_assumptions()
    for sym in names:
        lost = [a for a in before if a not in after and speaks_of(a, sym)]
        if lost:
            scope.unsaid[sym] = words(lost[0])
        elif _wider(domains.get(sym), scope, sym):
            scope.unsaid[sym] = f"{words(sym)} {domains[sym]}"
        elif sym in told:
            scope.unsaid.setdefault(sym, told[sym])
    return names


def _wider(old: Domain | None, scope: Scope, sym: Sym) -> bool:
    new = scope.declaration(sym)
    return old is not None and new is not None and old.intersect(new.domain) != new.domain


def free_by_words(prose: Prose, span: Span, names: Sequence[Sym], scope: Scope) -> list[tuple[int, Sym, str]]:
    """ "an arbitrary $A$": its properties are forgotten; to the end of the sentence where that is "for an arbitrary A".

    Returned are the names whose properties come back then, from which offset on, with one of them in words.
    """
    before, after = around(prose, span)
    if not names or (_AHEAD.search(before) is None and _BEHIND.match(after) is None):
        return []
    (first, start), (_, stop) = prose.sentence(span)
    lasting = re.search(r"\b(let|now|take|consider)\b|设|令", prose.masked[first:start], re.I)
    found = []
    for sym in names:
        lost = [a for a in scope.all_assumptions() if speaks_of(a, sym) and not _ranges(a)]
        told = words(lost[0]) if lost else scope.said_of(sym)
        if told is None:
            continue
        scope.forget(sym)
        if lasting is None:
            found.append((_end(prose, span, stop), sym, told))
    return found


def _ranges(relation: Term) -> bool:
    """1 ≤ i and i ≤ n: how far an index runs."""
    return isinstance(relation, Op) and relation.head in ("le", "lt", "ge", "gt")


def _end(prose: Prose, span: Span, stop: int) -> int:
    """The end of a sentence, behind the displayed formula with which it goes on."""
    document = prose.document
    block = document.blocks[span.block]
    if prose.masked[stop : block.end].strip():
        return stop
    shown = next((s for s in document.spans if s.start >= stop and s.kind == "display"), None)
    return stop if shown is None else shown.end


def heading_frees(text: str, scope: Scope) -> bool:
    """Under "The general case" nothing rests on what was said of the matrices above."""
    if (said := _HEADING.search(text)) is None:
        return False
    names = {s for relation in scope.all_assumptions() for s in free_symbols(relation)}
    matrices = [s for s in names if (what := scope.declaration(s)) is not None and what.shape]
    for sym in matrices:
        scope.forget(sym)
        scope.unsaid[sym] = said.group()
    return bool(matrices)

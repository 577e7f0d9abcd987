"""Relations that a document supposes of its names, in plain sentences: "$y \\in \\mathbb{R}^K$ with $\\sum_k y_k = 1$".

They are assumptions of the section, as in a declaration.  An equation between two expressions is a claim unless the
words say that it restricts ("such that", "satisfying", "assume"): "with $w^T x = \\sum_i w_i x_i$" is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symnn.context.equations import solved
from symnn.context.prose import Prose, bounds_a_name
from symnn.context.relations import is_relation
from symnn.context.scope import Scope
from symnn.document.model import Span
from symnn.notation import ReadError, read
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols

_ASSUMED = re.compile(r"(\b(assume|suppose)( further| also| now)?( that)?|假设|假定)\s*[,，:：]?\s*$", re.I)
_RESTRICTS = re.compile(
    r"(\b(such that|so that|satisfying|subject to|under the constraint( that)?|with the (property|constraint)( that)?)"
    r"|满足|使得|约束(为|是)?)\s*[,，:：]?\s*$",
    re.I,
)
_SATISFIES = re.compile(r"\bsatisf(y|ies)\s*[,:]?\s*$", re.I)
_ALWAYS = re.compile(r"\b(any|every|each|all|always|then|thus|hence|therefore|it follows|we (get|have))\b", re.I)
_BESIDE = re.compile(r"(\b(with|where)|其中)\s*[,，:：]?\s*$", re.I)
_JOINED = re.compile(r"\s*[,，]?\s*(\b(and|but)\b|且|以及|[,，(（、])?\s*")
_LET = re.compile(r"\b(let|assume|suppose)\b|设|令|假设", re.I)
_RELATIONS = frozenset(["eq", "le", "lt", "ge", "gt", "ne", "chain"])


def supposes(prose: Prose, span: Span, terms: Sequence[Term], scope: Scope) -> bool:
    """Whether the sentence puts the relations up as something that holds of its names from here on.

    What only the minimiser satisfies does not hold from there on.
    """
    if not terms or span.kind not in ("inline", "display"):
        return False
    (first, start), _ = prose.sentence(span)
    ahead = prose.masked[first:start]
    if solved(ahead) is not None:
        return False
    return all(_supposed(prose, ahead, (first, start), t, scope) for t in terms)


def _supposed(prose: Prose, ahead: str, place: tuple[int, int], term: Term, scope: Scope) -> bool:
    if not (isinstance(term, Op) and term.head in _RELATIONS and is_relation(term)) or bounds_a_name(term):
        return False
    if not _is_about_given(term, scope):
        return False
    if _ASSUMED.search(ahead):
        return True
    named = declared_in(prose, *place) & _arrays(term)
    if _RESTRICTS.search(ahead):
        return bool(named) or (_restricts(term) and not free_functions(term))
    if _SATISFIES.search(ahead):
        return term.head == "eq" and _restricts(term) and not free_functions(term) and not _ALWAYS.search(ahead)
    if not named or not _restricts(term):
        return False
    if _BESIDE.search(ahead):
        return not free_functions(term)
    last = [s for s in prose.document.spans if place[0] <= s.start and s.end <= place[1]][-1]
    arrays = any((what := scope.declaration(s)) is not None and what.shape for s in _arrays(term))
    joined = _JOINED.fullmatch(prose.masked, last.end, place[1]) is not None
    return arrays and joined and _LET.search(ahead) is not None and bool(declared_in(prose, last.start, place[1]))


def _is_about_given(term: Term, scope: Scope) -> bool:
    """About names that are given, not about what the document has defined."""
    names = {*free_symbols(term), *_arrays(term)}
    if any(scope.definition(s) is not None for s in names | free_functions(term)):
        return False
    return any(scope.declaration(s) is not None for s in names)


def _arrays(term: Term) -> set[Sym]:
    """The names in a relation, without their indices."""
    return {s.base for s in free_symbols(term)}


def _restricts(term: Term) -> bool:
    """One side is a constant, a unit, or the transpose of the other: no identity looks like that."""
    match term:
        case Op("eq", (left, right)):
            return (
                any(map(_unit, (left, right))) or right == Op("transpose", (left,)) or left == Op("transpose", (right,))
            )
        case Op("chain", links):
            return all(isinstance(k, Op) and k.head != "eq" for k in links)
    return isinstance(term, Op)


def _unit(term: Term) -> bool:
    match term:
        case Num() | Op("identity" | "ones" | "zeros"):
            return True
        case Sym(name="I", subs=()):
            return True
    return False


def declared_in(prose: Prose, start: int, end: int) -> set[Sym]:
    """The names that the formulas of a stretch of text declare, without their indices."""
    found: set[Sym] = set()
    for span in prose.document.spans:
        if span.start < start or span.end > end:
            continue
        try:
            parts = read(span.source).parts
        except ReadError:
            continue
        for part in parts:
            match part.term:
                case Op("in", (Sym() as sym, _)):
                    found.add(sym.base)
                case Op("in", (Op("seq", names), _)):
                    found |= {n.base for n in names if isinstance(n, Sym)}
    return found

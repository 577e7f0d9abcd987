"""Relations that a document supposes of its names, in plain sentences: "$y \\in \\mathbb{R}^K$ with $\\sum_k y_k = 1$".

They are assumptions of the section, as in a declaration.  An equation between two expressions is a claim unless the
words say that it restricts ("such that", "satisfying", "assume"): "with $w^T x = \\sum_i w_i x_i$" is one.

Only a sentence that plainly supposes does so: "we do not assume", "some authors assume", "if we assume" and "may we
assume …?" suppose nothing, and what rests on their names is not refuted either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symnn.context.relations import is_relation
from symnn.context.scope import Scope
from symnn.context.words.bounds import bounds_a_name
from symnn.context.words.equations import solved
from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Span
from symnn.notation import ReadError, read, words
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols

_ASSUMED = re.compile(r"(\b(assume|suppose)( further| also| now)?( that)?|假设|假定)\s*[,，:：]?\s*$", re.I)
_RESTRICTS = re.compile(
    r"(\b(such that|so that|satisfying|subject to|under the constraint( that)?|with the (property|constraint)( that)?)"
    r"|满足|使得|约束(为|是)?)\s*[,，:：]?\s*$",
    re.I,
)
_OF_ENTRIES = re.compile(
    r"(\b(let|where|with|since|because|as|given( that)?|assum\w+( that)?|suppose( that)?|such that|satisf\w+)"
    r"|令|设|其中|由于|因为|满足|使得|假设|假定)\s*[,，:：]?\s*$",
    re.I,
)
_SATISFIES = re.compile(r"\bsatisf(y|ies)\s*[,:]?\s*$", re.I)
_ALWAYS = re.compile(r"\b(any|every|each|all|always|then|thus|hence|therefore|it follows|we (get|have))\b", re.I)
_BESIDE = re.compile(r"(\b(with|where)|其中)\s*[,，:：]?\s*$", re.I)
_JOINED = re.compile(r"\s*[,，]?\s*(\b(and|but)\b|且|以及|[,，(（、])?\s*")
_CLAUSE = re.compile(r"[,;:，；：]\s*(?=\S)")
_NEW = re.compile(
    r"\b(let|assume|suppose|consider|given|take|here|be|are|is|where|with)\b|设|令|假设|给定|考虑|其中|这里", re.I
)
_LET = re.compile(r"\b(let|assume|suppose)\b|设|令|假设", re.I)
_PLAINLY = re.compile(  # all that may stand before "assume" in its clause
    r"\W*((now|also|here|next|further(more)?|moreover|in addition|additionally|finally|again|and|then|throughout|we|i"
    r"|let us|will|shall|always|further on|from (now|here) on|in the following|in what follows|for simplicity"
    r"|(in|throughout) this (section|chapter|note|paper|text|book))\b[\s,]*)*"
    r"(assume|suppose)( further| also| now)?( that)?\s*[,:]?\s*"
    r"|\W*((我们|这里|此处|现在|现|还|并且?|且|另外|此外|进一步|下面|以下|本[书文章节]中?|总是|始终)[\s，,]*)*"
    r"(假设|假定)\s*[:：,，]?\s*",
    re.I,
)
_HEDGED = re.compile(
    r"\b(not|never|no|nor|neither|none|nobody|cannot|without|unless|if|whether|when(ever)?|once|except|instead|rather|unlike"
    r"|some(times)?|others?|authors?|they|people|books?|often|usually|typically|commonly|mostly|later|until|may|might|can"
    r"|could|would|should|need(s|ed)?|wrong(ly)?|incorrect(ly)?|mistake\w*|drop\w*|relax\w*|contradict\w*|contrary"
    r"|examples?|e\.g|i\.e|cases?|only|few|most|many|fails?|false|violat\w*)\b|n['’]t\b"
    r"|不|没|未|非|无|若|如果|假如|当|例如|比如|通常|有时|有些|有的|有人|可以|可能|应|除|何|是否|反之|只有|错",
    re.I,
)
_TAKEN_BACK = re.compile(
    r"\b(not|never|no longer|only|unless|except|if|when(ever)?|but|or|fails?|false|wrong|temporarily"
    r"|are called|is called|for (the moment|now|a moment)|examples?|cases?|either|would|could|may|might)\b|n['’]t\b"
    r"|不|未|没|除非|仅|只有|若|如果|当|称为|叫做|或|例如|暂",
    re.I,
)
_SPOKEN_OF = re.compile(  # a set named here is not where the name lives from here on
    r"\b(not|never|no|nor|neither|cannot|without|unless|if|whether|when(ever)?|once|except|instead|rather|unlike"
    r"|authors?|others|people|often|sometimes|later|until|would|could|wrong|mistake\w*|drop\w*|relax\w*|contradict\w*"
    r"|contrary|examples?|e\.g|suppose for|violat\w*)\b|n['’]t\b"
    r"|不|未|没有|若|如果|假如|例如|比如|有时|有些|有的|有人|以后|之后|除非|是否",
    re.I,
)
_TAKEN_UP = re.compile(
    r"(\b(let|suppose|assume|given|consider|take|fix|with|where)( that| us)?( a| an| the| any)?( matrix| matrices)?"
    r"|设|令|假设|假定|给定|考虑|其中)\s*[,，:：]?\s*$",
    re.I,
)
_RELATIONS = frozenset(["eq", "le", "lt", "ge", "gt", "ne", "chain"])


def supposes(prose: Prose, span: Span, terms: Sequence[Term], scope: Scope) -> bool:
    """Whether the sentence puts the relations up as something that holds of its names from here on.

    What only the minimiser satisfies does not hold from there on.
    """
    if not terms or span.kind not in ("inline", "display"):
        return False
    (first, start), _ = prose.sentence(span)
    ahead = prose.masked[first:start]
    if solved(ahead) is not None or not all(_supposed(prose, ahead, (first, start), t, scope) for t in terms):
        return False
    if _plainly(prose, span):
        return True
    for term in terms:
        for sym in _arrays(term):
            scope.unsaid.setdefault(sym, f"{ahead.replace(FILL, '').strip()} {words(term)}")
    return False


def only_spoken_of(prose: Prose, span: Span) -> bool:
    """Whether a sentence denies, limits, asks or only mentions that something lies in a set."""
    (first, start), (_, last) = prose.sentence(span)
    return prose.masked[last : last + 1] in ("?", "？") or _SPOKEN_OF.search(prose.masked, first, start) is not None


def _plainly(prose: Prose, span: Span) -> bool:
    """Whether nothing in the sentence denies, limits, asks or only mentions what it seems to suppose."""
    (first, start), (end, last) = prose.sentence(span)
    ahead, behind = prose.masked[first:start], prose.masked[end:last]
    asked = prose.masked[last : last + 1] in ("?", "？")
    if asked or _HEDGED.search(ahead) or _TAKEN_BACK.search(behind):
        return False
    return not _ASSUMED.search(ahead) or _PLAINLY.fullmatch(_CLAUSE.split(ahead)[-1]) is not None


def taken_up_with(term: Term) -> tuple[Op, Op] | None:
    """``A = A^T ∈ ℝ^{n×n}`` as the membership of A and the equation."""
    match term:
        case Op("chain", (Op("eq", (left, right)) as equation, Op("in", (_, where)))):
            names = [s for s in (left, right) if isinstance(s, Sym)]
            return (Op("in", (names[0], where)), equation) if names and _restricts(equation) else None
    return None


def _supposed(prose: Prose, ahead: str, place: tuple[int, int], term: Term, scope: Scope) -> bool:
    if (both := taken_up_with(term)) is not None:
        return _TAKEN_UP.search(ahead) is not None and not _arrays(both[1]) & _defined(scope)
    if not (isinstance(term, Op) and term.head in _RELATIONS and is_relation(term)) or bounds_a_name(term):
        return False
    if _is_total(term) and _OF_ENTRIES.search(ahead) and not _arrays(term) & _defined(scope):
        return True
    if not _is_about_given(term, scope):
        return False
    if _ASSUMED.search(ahead):
        return True
    named = declared_in(prose, *place) & _arrays(term)
    if _RESTRICTS.search(ahead):
        return bool(named) and _NEW.search(ahead) is not None
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


def _is_total(term: Term) -> bool:
    """``Σ_k y_k = 1``, which is true of hardly any array: nobody says it but to restrict y."""
    match term:
        case Op("eq", (Op("sum", (Sym(subs=(index,)), bound, *_)), Num())):
            return index == bound
    return False


def _defined(scope: Scope) -> set[Sym]:
    return {name.base for one in scope.chain() for name in one.definitions}


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

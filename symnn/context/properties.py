"""Properties of arrays said in words: "a symmetric matrix $A$", "$Q$ orthogonal", "$P$ invertible", "对称矩阵 $A$".

Symmetric and orthogonal become equations; so does "one-hot", the entries of y add up to 1.  Words that say more than
we can write down (positive definite, diagonal, one-hot too) are remembered, so that nothing is refuted that may rest
on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from symnn.context.property_words import of_matrices, said
from symnn.context.prose import FILL, Prose
from symnn.document.model import Span
from symnn.term import Op, Sym, Term, num

_CUT = re.compile(r"[,，;；、](?!\s*(both|all|each|which|均|都|皆))|\band\b|\bwith\b|\bfor\b|\bwhere\b|和|与|且")
_LISTED = re.compile(r"\W*(,|，|、|and|,\s*and|和|与)\W*")
_JOINED = re.compile(r"and|和|与")
_SEVERAL = re.compile(r"\W*(be|are|both|all|each|which are|均|都|皆)\b|\W*(均|都|皆)")
_OF_MANY = re.compile(r"matrices|arrays|vectors|\ball\b|\bboth\b|两个")


def properties(prose: Prose, spans: Sequence[Span], *, once: bool = False) -> Iterator[tuple[Span, str, str]]:
    """The words right before and right behind each formula: ``symmetric``, ``orthogonal``, ``total`` or ``other``.

    With ``once`` they are said of one claim only.
    """
    for span in spans:
        (first, start), (end, last) = prose.sentence(span)
        clause = prose.masked[first:start] + prose.masked[end : last + 1]
        before, after = around(prose, span)
        rows = [*said(before, clause, False, once=once), *said(after, clause, True, once=once)]
        yield from ((span, kind, word) for kind, word in rows)
        if not rows:
            yield from ((span, "other", word) for word in _of_several(prose, span))


def around(prose: Prose, span: Span) -> tuple[str, str]:
    """The words of the same sentence up to the next comma, conjunction or formula on both sides.

    Between two formulas without a comma or a conjunction the words belong to the first, as in "$A$ is symmetric".
    """
    (first, start), (end, last) = prose.sentence(span)
    behind = prose.masked[end:last]
    cut = _CUT.search(behind)
    stop = behind.find(FILL)
    after = behind[: min([len(behind), *([cut.start()] if cut else []), *([stop] if stop >= 0 else [])])]
    ahead = prose.masked[first:start]
    rows = [*_CUT.finditer(ahead)]
    begin = max([0, *(m.end() for m in rows)])
    other = ahead.rfind(FILL)
    before = "" if other >= begin else ahead[begin:]
    return before.strip("$ \n"), after.strip("$ \n.。")


def _of_several(prose: Prose, span: Span) -> Iterator[str]:
    """Words that stand at the other end of a list of names, and may be said of all of them."""
    spans = [s for s in prose.document.spans if s.block == span.block and s.kind != "display"]
    if span not in spans:
        return
    here = spans.index(span)
    end, gap = here, ""
    while end + 1 < len(spans) and _LISTED.fullmatch(between := prose.masked[spans[end].end : spans[end + 1].start]):
        end, gap = end + 1, between
    if end > here:
        after = around(prose, spans[end])[1]
        if _SEVERAL.match(after) or _JOINED.search(gap):
            yield from (word for _, word in said(after, after, True, once=False))
    begin = here
    while begin > 0 and _LISTED.fullmatch(prose.masked[spans[begin - 1].end : spans[begin].start]):
        begin -= 1
    if begin < here:
        before = around(prose, spans[begin])[0]
        between = prose.masked[spans[begin].end : spans[begin + 1].start]
        if _OF_MANY.search(before) or _JOINED.search(between):
            yield from (word for _, word in said(before, before, False, once=False))


def is_vector(term: Term) -> bool:
    """``x ∈ ℝⁿ``."""
    match term:
        case Op("in", (_, Op("reals", (_,)))):
            return True
    return False


def fits(word: str, terms: Sequence[Term]) -> bool:
    """Whether the names of a declaration can have the property at all."""
    return not (of_matrices(word) and any(map(is_vector, terms)))


def equation(kind: str, sym: Sym) -> Term:
    if kind == "total":
        index = Sym("k" if sym.name != "k" else "j")
        return Op("eq", (Op("sum", (replace(sym, subs=(*sym.subs, index)), index, Op("none"))), num(1)))
    turned = Op("transpose", (sym,))
    if kind == "symmetric":
        return Op("eq", (sym, turned))
    return Op("eq", (Op("mul", (turned, sym)), Op("identity", (Op("none"),))))


def named(terms: Sequence[Term]) -> tuple[Sym, ...]:
    """The names of a formula that only names or declares: ``A``, ``A ∈ ℝ^{n×n}``, ``A, B ∈ …``."""
    match tuple(terms):
        case (Sym() as sym,) | (Op("in", (Sym() as sym, _)),):
            return (sym,)
        case (Op("in", (Op("seq", names), _)),) | (Op("seq", names),):
            return tuple(n for n in names if isinstance(n, Sym))
        case rows if rows and all(isinstance(r, Sym) for r in rows):
            return tuple(r for r in rows if isinstance(r, Sym))
        case _:
            return ()

"""Properties of arrays said in words: "a symmetric matrix $A$", "$Q$ orthogonal", "$P$ invertible", "对称矩阵 $A$".

Symmetric and orthogonal become equations; so do "a distribution", its entries add up to 1, and "one-hot"; none is below
0.  Words that say more than we can write down (positive definite, diagonal, one-hot too) are remembered,
so that nothing is refuted that may rest on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from symnn.context.words.distribution_words import SEVERAL
from symnn.context.words.property_words import of_matrices, said
from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Span
from symnn.term import Op, Sym, Term, bound_variable, num, walk

_CUT = re.compile(r"[,，;；、](?!\s*(both|all|each|which|均|都|皆))|\band\b|\bwith\b|\bfor\b|\bwhere\b|和|与|且")
_LISTED = re.compile(r"\W*(,|，|、|and|,\s*and|和|与)\W*")
_JOINED = re.compile(r"and|和|与")
_SEVERAL = re.compile(r"\W*(be|are|both|all|each|which are|均|都|皆)\b|\W*(均|都|皆)")
_ARE = re.compile(r"\s*[为是]")
_OF_MANY = re.compile(r"matrices|arrays|vectors|\ball\b|\bboth\b|两个")


def properties(prose: Prose, spans: Sequence[Span], *, once: bool = False) -> Iterator[tuple[Span, str, str]]:
    """The words right before and right behind each formula, with what they say: ``symmetric``, ``orthogonal``,
    ``total``, ``distribution`` or ``other``.

    With ``once`` they are said of one claim only.
    """
    for span in spans:
        clause = _clause(prose, span)
        before, after = around(prose, span)
        rows = [*said(before, clause, False, once=once), *said(after, clause, True, once=once)]
        yield from ((span, kind, word) for kind, word in rows)
        if not rows:
            yield from ((span, kind, word) for kind, word in _of_several(prose, span, once=once))


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


def _of_several(prose: Prose, span: Span, *, once: bool) -> Iterator[tuple[str, str]]:
    """Words that stand at the other end of a list of names, and may be said of all of them.

    "Distributions" is said of each, as are "both one-hot"; of the others that is not certain.
    """
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
            yield from _shared(after, _clause(prose, span), True, once=once)
    begin = here
    while begin > 0 and _LISTED.fullmatch(prose.masked[spans[begin - 1].end : spans[begin].start]):
        begin -= 1
    if begin < here:
        before = around(prose, spans[begin])[0]
        between = prose.masked[spans[begin].end : spans[begin + 1].start]
        if _OF_MANY.search(before) or _JOINED.search(between):
            yield from _shared(before, _clause(prose, span), False, once=once)


def _shared(words: str, clause: str, behind: bool, *, once: bool) -> Iterator[tuple[str, str]]:
    several = SEVERAL.search(words) is not None or _ARE.match(words) is not None
    for kind, word in said(words, clause, behind, once=once):
        if several or kind != "distribution":  # "$z$ and $p$ the predicted distribution" says nothing of z
            yield kind if kind == "distribution" else "other", word


def _clause(prose: Prose, span: Span) -> str:
    (first, start), (end, last) = prose.sentence(span)
    return prose.masked[first:start] + prose.masked[end : last + 1]


def of_the_simplex(terms: Sequence[Term]) -> bool | None:
    """Whether ``p ∈ Δ^{K-1}`` says that p is a distribution: with Δ or Δ_K it may; ``None`` where no Δ stands."""
    match terms:
        case (Op("in", (_, Op("pow", (Sym("Delta"), power)))),):
            return isinstance(power, Op) and power.head == "add" and Op("neg", (num(1),)) in power.args
        case (Op("in", (_, Sym("Delta"))),):
            return False
    return None


def is_vector(term: Term) -> bool:
    """``x ∈ ℝⁿ``."""
    match term:
        case Op("in", (_, Op("reals", (_,)))):
            return True
    return False


def fits(word: str, terms: Sequence[Term]) -> bool:
    """Whether the names of a declaration can have the property at all."""
    return not (of_matrices(word) and any(map(is_vector, terms)))


def relations(kind: str, sym: Sym) -> tuple[Term, ...]:
    """What a property says of a name, as assumptions."""
    if kind in ("total", "distribution"):
        index = Sym("k" if sym.name != "k" else "j")
        entry = replace(sym, subs=(*sym.subs, index))
        total = Op("eq", (Op("sum", (entry, index, Op("none"))), num(1)))
        return (total, Op("ge", (entry, num(0)))) if kind == "distribution" else (total,)
    turned = Op("transpose", (sym,))
    if kind == "symmetric":
        return (Op("eq", (sym, turned)),)
    return (Op("eq", (Op("mul", (turned, sym)), Op("identity", (Op("none"),)))),)


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


def of_distributions(relation: Term, known: Sequence[Term]) -> bool:
    """Whether all names of a relation but those of sizes are entries of arrays that are said to be distributions."""
    said = {
        entry.base for t in known
        if isinstance(t, Op) and t.head == "ge" and t.args[1] == num(0) and isinstance(entry := t.args[0], Sym)
        and Op("eq", (Op("sum", (entry, *entry.subs[-1:], Op("none"))), num(1))) in known
    }  # fmt: skip
    sums = [n for n in walk(relation) if isinstance(n, Op) and n.head == "sum"]
    bound = {b for n in sums if (b := bound_variable(n)) is not None}
    sizes = {s for n in sums for s in walk(n.args[2]) if isinstance(s, Sym)}
    rest = {s for s in walk(relation) if isinstance(s, Sym)} - bound - sizes
    return bool(rest) and all(s.base in said and len(s.subs) == 1 and set(s.subs) <= bound for s in rest)

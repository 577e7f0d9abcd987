"""Where a bound that was put up, "Let $x > 0$.", is over or may be: the text behind it widens or lifts it.

A new declaration of its names ("Let $x \\in \\mathbb{R}$.") and a formula that says itself for which of them it is
meant ("for all $x \\in \\mathbb{R}$") take its place.  Words that lift it ("without this restriction", "in the other
case", "for arbitrary $x$") and the end of the item, the quote, the proof or the part that it stands in leave it open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from symnn.context.constants import domain_of_set
from symnn.context.words.bounds import names_in
from symnn.context.words.case_words import DROPPED, SUPPOSITION
from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Span
from symnn.notation import ReadError, read
from symnn.term import Op, Sym, Term, walk

_LIFTED = re.compile(
    rf"\bwithout (this|that|the|these|those|any|such|our|its)\b|\bwithout( \w+)? {SUPPOSITION}\b"
    rf"|{DROPPED.pattern}"
    rf"|\b{SUPPOSITION}\b[^.。]{{0,30}}"
    r"\b(dropped|removed|lifted|relaxed|discarded|not needed|unnecessary|superfluous)\b"
    r"|\b(back|return(ing|s)?) to\b|\b(both|either|any|all|whatever|of each) (of the )?signs?\b|\bwhatever the\b"
    r"|\b(regardless|irrespective|independent(ly)?) of the sign|\bno matter (what|which|whether)\b"
    r"|\b(other|opposite|remaining|contrary|converse|reverse|complementary) (cases?|signs?|half|side|situation)\b"
    r"|(?<!unless )\botherwise\b|\bconversely\b|\bno longer\b|\b(else)?where else\b|\bby contrast\b|\bin contrast\b"
    r"|\b(non-?)?(negative|positive)(ly)? (real |signed )?(inputs?|values?|numbers?|arguments?|reals|side|half|ones?)\b"
    r"|\b(is|are|be|being) (strictly )?(non-?)?(negative|positive)\b"
    r"|\b(for|of|to|on) (all|any|every|arbitrary|general|both|each) (kinds? of )?(real )?"
    r"(numbers?|inputs?|values?|arguments?|reals?)\b"
    r"|去掉|取消|去除|除去|放弃|不再|解除|反之|否则|相反|(另|其他|其余|相反)(外)?[一的]?种?情[形况]|回到|无论|不论|不管"
    r"|(负|正|任意|所有)(的)?(实数|数|值|输入)|一般情[形况]",
    re.I,
)
_OWN = re.compile(
    r"\b(always|everywhere|in general|generally|universally|without|whatever|whatsoever|arbitrary|throughout|anyway)\b"
    r"(?! loss of)|总是|恒(成立|有|为)|处处|一般|任意",
    re.I,
)
_EVERY = r"(?:all|any|every|each|arbitrary|general|real|negative|non-?positive|non-?zero)"
_ALL = re.compile(
    rf"(?:\b{_EVERY}\b[\s,]*(?:(?:real|possible|number|numbers|values?|inputs?|choices?|of|and|the|arbitrary|pairs?)"
    rf"[\s,]+)*|(?:所有|任意|任何|任一|一切|每[一个]|实数|负数?)(?:的|实数|数|值|一个)*\s*)"
    rf"(?:{FILL}++\s*(?:,|，|、|and|和|与|或|or)?\s*)*$",
    re.I,
)
_IS_ANY = re.compile(
    rf"(?:\s*(?:,|，|、|and|和|与)\s*{FILL}++)*(?:"
    r"\s*(?:(?:is|are|be|being|to be|denotes?|now|again|may be|can be|also|both)\s+)+(?:an?\s+)?"
    r"(?:any|arbitrary|real|general|every|unrestricted|unconstrained|free|whatever|negative|non-?positive"
    r"|of any|of either)\b"
    r"|\s*,?\s*(?:arbitrary|real)\b|\s*(?:是|为|可以?是|取)?\s*(?:任意|任何|实数|负))",
    re.I,
)
_ANY = re.compile(
    rf"\b(?:any|arbitrary|general)\b(?:\s+(?:real|numbers?|values?|of))*\s*(?:{FILL}++\s*(?:,|and)?\s*)*$"
    rf"|任[意何一](?:的|实数|数|值)*\s*(?:{FILL}++\s*(?:,|，|、|和|与)?\s*)*$",
    re.I,
)
_ANEW = re.compile(
    rf"(?:\b(?:let|suppose|assume|consider|take|any|every|each|all|arbitrary)\b|设|令|任意|所有)[^{FILL}.。]{{0,30}}"
    rf"(?:{FILL}++\s*(?:,|，|and|和)?\s*)*$",
    re.I,
)
_TAKEN = re.compile(
    r"\b(let|assume|suppose|consider|given|take|choose|fix|for (all|any|every|each)|forall|whenever|if)\b"
    r"|设|令|假设|假定|给定|考虑|任意|所有|对",
    re.I,
)
_RULE = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|\\hrule\b.*|\\rule\b.*)$", re.M)
_PROVED = re.compile(r"∎|□|■|\\(?:blacksquare|qed|qedhere|qedsymbol)\b|\$\s*\\(?:square|Box)\s*\$|\bQ\.?E\.?D\b|证毕")
_PROOF = re.compile(r"\bproof\b|证明", re.I)

Standing = Literal["holds", "open", "over"]


def standing(prose: Prose, bound: Span, span: Span) -> Standing:
    """Whether a bound that was put up still holds for a formula behind it; ``open`` where that was not understood."""
    names = names_in(prose.terms(bound))
    since = prose.sentence(bound)[1][1]
    if span.start < since:
        return "holds"
    (first, start), (end, last) = prose.sentence(span)
    found = {_declared(prose, bound, span, names, since), _of_itself(span, names)}
    if "over" in found:
        return "over"
    ahead, own = prose.masked[since:start], f"{prose.masked[max(first, since) : start]} {prose.masked[end:last]}"
    if "open" in found or _LIFTED.search(ahead) or _LIFTED.search(own) or _OWN.search(own):
        return "open"
    return "open" if _left(prose, bound, span) else "holds"


def _declared(prose: Prose, bound: Span, span: Span, names: frozenset[Sym], since: int) -> Standing:
    """What the formulas between the two, and those in the sentence of the second, say of the names anew."""
    starts = prose.starts
    (first, _), (_, last) = prose.sentence(span)
    out: Standing = "holds"
    for other in prose.document.spans[bisect_left(starts, since) : bisect_left(starts, max(last, span.end))]:
        terms = prose.terms(other)
        if other is span or not names & prose.names(other):
            continue
        (begin, start), (end, stop) = prose.sentence(other)
        ahead = prose.masked[max(begin, since) : start]
        if terms and all(isinstance(t, Op) and t.head in ("in", "chain", "sim") for t in terms):
            own = begin == first or other.start > span.start
            sure = all(map(_of_numbers, terms)) and _TAKEN.search(ahead) is not None
            lasting = re.search(r"\b(let|assume|suppose|consider|given|take|fix)\b|设|令|假", ahead, re.I) is not None
            if sure and (own or lasting):
                return "over"
            out = "open"
        elif _plain(terms) and (_ALL.search(ahead) or _IS_ANY.match(prose.masked, end, stop)):
            out = "open"
    return out


def taken_anew(prose: Prose, sym: Sym, given: Span, span: Span) -> bool:
    """Whether a sentence behind that of a definition, up to a formula, lets its name be any number."""
    since = prose.sentence(given)[1][1]
    if span.start < since:
        return False
    (_, start), (_, last) = prose.sentence(span)
    starts = prose.starts
    for other in prose.document.spans[bisect_left(starts, since) : bisect_left(starts, max(start, last, span.end))]:
        if other is span or sym not in prose.names(other):
            continue
        terms = prose.terms(other)
        (begin, ahead), (behind, stop) = prose.sentence(other)
        said = prose.masked[max(begin, since) : ahead]
        if _plain(terms) and (_ANY.search(said) or _IS_ANY.match(prose.masked, behind, stop)):
            return True
        if terms and all(isinstance(t, Op) and t.head == "in" and _of_numbers(t) for t in terms) and _ANEW.search(said):
            return True
    return False


def _plain(terms: tuple[Term, ...]) -> bool:
    return all(isinstance(t, Sym) or (isinstance(t, Op) and t.head == "seq") for t in terms)


def _of_itself(span: Span, names: frozenset[Sym]) -> Standing:
    """``|x| = x \\quad (x \\in \\mathbb{R})``, ``\\forall x: …``: it says for which names it is meant."""
    if re.search(r"\\in(?![a-z])|∈|\\forall|∀|\\text|\\mbox", span.source) is None:
        return "holds"
    try:
        parts = read(span.source).parts
    except ReadError:
        return "holds"
    said = [n for p in parts for t in (p.term, *p.conditions) for n in walk(t)]
    sets = [n for n in said if isinstance(n, Op) and n.head == "in" and names & names_in((n.args[0],))]
    if sets:
        return "over" if all(map(_of_numbers, sets)) else "open"
    every = re.search(
        rf"\\forall|∀|\\(?:text|mbox)\w*\s*\{{[^{{}}]*\b{_EVERY}\b|\\(?:text|mbox)\w*\s*\{{[^{{}}]*任意", span.source
    )
    return "open" if every else "holds"


def _of_numbers(term: Term) -> bool:
    match term:
        case Op("in", (_, where)):
            return where == Op("reals", ()) or domain_of_set(where) is not None
    return False


def _left(prose: Prose, bound: Span, span: Span) -> bool:
    """Whether the item, the quote, the proof or the part of the text in which a bound stands has ended."""
    document = prose.document
    block, mine = document.blocks[bound.block], document.blocks[span.block]
    between = document.text[bound.end : span.start]
    if _RULE.search(between):
        return True
    proved = _PROVED.search(between)
    if proved is not None and _PROOF.search(between, 0, proved.start()) is None:
        return True
    if block.kind == "quote" and mine.kind != "quote":
        return True
    if block.kind != "list_item" or span.block == bound.block:
        return False
    if not any(prose.claims(s) for s in document.spans if bound.end <= s.start < block.end):
        return False  # an item that does nothing but put it up
    own = _indent(prose, block.start)
    rest = document.blocks[bound.block + 1 : span.block + 1]
    return any(b.kind == "list_item" and _indent(prose, b.start) <= own for b in rest)


def _indent(prose: Prose, offset: int) -> int:
    line = prose.document.text.rfind("\n", 0, offset) + 1
    text = prose.document.text[line:]
    return len(text) - len(text.lstrip(" \t"))

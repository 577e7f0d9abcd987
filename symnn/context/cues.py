"""Prose cues, Chinese and English: what the words around a formula make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from symnn.context.cases.joined import goes_on, leads_to, says_what_a_name_is
from symnn.context.catalog import Catalog, Entry
from symnn.context.constants import interval
from symnn.context.words import sentences
from symnn.document.model import Document, Span
from symnn.domain import Interval
from symnn.notation import ReadError, read
from symnn.term import Op, Sym, Term, walk

# The words directly before an inline formula that make it a condition of what follows.
_CONDITION = re.compile(
    r"(当|若|如果|对于?|其中|令|设|\b(for( all| every| any)?|at|when|whenever|if|provided|assuming|with|where|let|under"
    r"|suppose|given|(in|for) (the|this|that) (\w+ )?cases? (of|where|that|when|in which)?)( that)?)\s*[,，:：]?\s*$",
    re.I,
)
_TENDS = re.compile(r"\\(to|rightarrow|longrightarrow)(?![A-Za-z])|→")
_AS = re.compile(r"(\b(as|in the limit( (as|of|when|where))?|letting)|当|令)\s*$", re.I)
# … unless they say the contrary: before the cue, and behind the formula.
_NOT = re.compile(
    r"(\b(unless|except(ing)?( for| when| if| where)?|not( for| if| when)?|only (for|if|when))"
    r"|除非|除了?|并非|[仅只]有?[当在若]?)"
    r"\s*$",
    re.I,
)
_VALUE_AT = re.compile(  # "starts at f(0) = 1": a value, no condition of what follows
    r"\b(start|begin|end|stop|peak|finish|arrive|remain|stay|settle|saturate|level|converge|plateau)"
    r"(s|es|ed|ing|ning|ting|ping)?( off| out)? at\s*$",
    re.I,
)
_FAILS = re.compile(
    r"\s*(fails|does not|doesn't|is not|isn't|is violated"
    r"|不成立|不满足|除外|以外|之外|外\b|or\b|或|resp\b|respectively)",
    re.I,
)
_OR = re.compile(r"\s*[,，]?\s*(or|或者?|resp\.?)\s*(for|if|when|当|若)?\s*$")
_SOME = re.compile(r"(\bfor some|there (is|are|exists?)( an?| some)?|存在(某个|一个|某些)?|某个)\s*$", re.I)
MOST_CONDITIONS = 12
_FULL_STOPS = (".", "。", "!", "！", "?", "？", ";", "；")
_BACKWARDS = re.compile(r"\s*[,，]?\s*(where|with|here|in which|其中|这里|式中)", re.I)
_FORWARDS = re.compile(r"\s*With\b")
_INEQUALITY = re.compile(r"[<>≤≥≠]|\\(le|ge|lt|gt|ne|neq|leq|geq|leqslant|geqslant)(?![A-Za-z])")
# what holds for some value only, or where the sides are equal, is no definition for the formula above
_NOT_SET = re.compile(
    r"\b(equality|iff|if and only if|there (is|are|exists?)|for some)\b|等号|当且仅当|存在|某个", re.I
)
_FOR = re.compile(
    r"(\b(for|if|when|whenever|at|on|as|once|while|unless|provided|as long as|in the case)"
    r"( (that|all|every|any|each|of))?"
    r"|当|若|如果|对于?|只要)\s*[,，(（]?\s*$",
    re.I,
)
_SET = re.compile(r"\b(where|here|in which)\b|其中|这里|式中", re.I)
_OF_ARRAYS = re.compile(r"(\\in(?![A-Za-z])|∈)\s*(\\mathbb\s*\{?\s*R\s*\}?|\\R(?![A-Za-z])|ℝ)\s*[\^ⁿᵐᵈ]")
_LED = re.compile(r"\s*[,，、]?\s*(where|with|here|and|其中|这里|式中|且|和|for( all)?)?\s*")
_LETTERS = re.compile(r"\\?[A-Za-z]+|[^\W\d_]")
_JOINED = re.compile(r"^\s*(,|，|、|and|且|,\s*and|;)?\s*$")
# The words between the name of a function and its interval.
_RANGE = re.compile(
    r"值域\s*[为是]|取值\s*(范围)?\s*[为是在]|映射到|映射成|range\s+(is|of)|takes values in|maps\s+.*\bto\b", re.I
)
_TEXT_INTERVAL = re.compile(r"[(\[（]\s*[-−]?\d+(?:\.\d+)?\s*[,，]\s*[-−]?\d+(?:\.\d+)?\s*[)\]）]")
_OF_IT = re.compile(r"\s*(的|'s)?\s*(函数)?(的)?\s*")
_PLAIN_CALL = re.compile(r"(?<![\w\\])([A-Za-zσΦφ]+)\s*[(（][a-zα-ω][)）]\s*的?\s*$")
_COMPARISON = re.compile(r"与[^,，。]*相比|相比(于|之下)?[^,，。]*|compared (to|with)[^,.]*|unlike[^,.]*", re.I)
_IMAGE = re.compile(r"值域|range", re.I)


@dataclass(frozen=True, slots=True)
class RangeCue:
    """The document says that a catalogue function takes its values in an interval."""

    entry: Entry
    term: Term
    interval: Interval
    start: int
    end: int
    exact: bool


def chosen_names(document: Document) -> frozenset[Sym]:
    """Names that a document says to exist: "for some ξ between a and b"; a formula about one holds for that one."""
    found: set[Sym] = set()
    for span in document.spans:
        if _SOME.search(document.text[max(0, span.start - 30) : span.start]):
            try:
                parts = read(span.source).parts
            except ReadError:
                continue
            first = next((n for p in parts for n in walk(p.term) if isinstance(n, Sym)), None)
            found |= {first.base} if first is not None else set()
    return frozenset(found)


def cued(
    document: Document, spans: tuple[Span, ...], start: int, claim: int | None = None, claimed: list[Span] | None = None
) -> tuple[Span, ...]:
    """Of inline formulas in a row those that are conditions: after a cue word, or joined by a comma to one that is.

    Before a ``claim`` in the same sentence, given by its offset, a relation in the row may be one too: then it is put
    to those ``claimed``.
    """
    found: list[Span] = []
    for span in spans:
        lead = document.text[start : span.start]
        gap = document.text[found[-1].end : span.start] if found else ""
        if found and _OR.match(gap):  # "for x > 0 or x < -1": neither alone
            found.pop()
            continue
        joined = bool(found) and _JOINED.match(gap) is not None
        if joined and claim is not None:
            following = next((s.start for s in spans if s.start >= span.end), claim)
            joined = goes_on(span, gap, document.text[span.end : following]) or (
                not says_what_a_name_is(span) and leads_to(document.text[spans[-1].end : claim])
            )
            if not joined:
                if claimed is not None:
                    claimed.append(span)
                continue
        limit = _TENDS.search(span.source) is not None and _AS.search(lead) is not None
        if (not joined and not limit and not _CONDITION.search(lead)) or _NOT.search(lead):
            continue
        if _VALUE_AT.search(lead):
            continue
        if _FAILS.match(document.text, span.end):
            continue
        if not joined:  # "when x > 0 …, and when x < 0 …": the later one replaces the earlier
            names = set(_LETTERS.findall(span.source))
            found = [f for f in found if not names & set(_LETTERS.findall(f.source))]
        found.append(span)
    return tuple(found)


def conditions_before(document: Document, number: int, claimed: list[Span]) -> tuple[Span, ...]:
    """The conditions of a formula, given by its number: cued inline formulas that stand before it in its sentence.

    What may be a condition of it, or a claim beside it, is put to those ``claimed``.
    """
    span, spans = document.spans[number], document.spans
    start = document.blocks[span.block].start
    same: list[Span] = []
    for other in reversed(spans[max(0, number - MOST_CONDITIONS) : number]):
        if other.block != span.block:
            break
        if _stop(document, other.end, span.start) is not None:
            start = other.end
            break
        if other.kind in ("inline", "scraped", "unicode"):
            same.append(other)
    return cued(document, tuple(reversed(same)), start, span.start, claimed)


def conditions_above(document: Document, offset: int, start: int) -> tuple[Span, ...]:
    """The conditions in the paragraph that ends right before ``offset``, when its last sentence goes on: "For x > 0,".

    ``start`` is an offset before which nothing counts.
    """
    block = next((b for b in reversed(document.blocks) if b.end <= offset and b.kind != "comment"), None)
    if block is None or block.kind not in ("paragraph", "list_item") or block.start < start:
        return ()
    text = document.text[block.start : block.end]
    gap = re.sub(r"<!--.*?-->", "", document.text[block.end : offset], flags=re.DOTALL)
    if gap.strip() or text.rstrip().endswith(_FULL_STOPS):
        return ()
    inside = [s for s in document.spans if block.start <= s.start and s.end <= block.end]
    if not inside or any(s.kind == "display" for s in inside):
        return ()
    last = [s for s in inside if _stop(document, s.end, block.end) is None]
    begin = max((s.end for s in inside if s not in last), default=block.start)
    return cued(document, tuple(last), begin)


def definitions_below(
    document: Document, number: int, simple: Callable[[Span], bool], other: list[Span]
) -> tuple[Span, ...]:
    """The formulas of a paragraph right behind another one that begins with "where": they bind backwards.

    Behind a formula in running text only equations and w ∈ ℝ^n do: other conditions are those of the sentence.  A
    ``simple`` condition behind "for" in such a paragraph, "with $h'(x) = 0$ for $x > 1$", is one of the formula before
    it: it is put to the ``other``.
    """
    span = document.spans[number]
    following = document.spans[number + 1 : number + 1 + MOST_CONDITIONS]
    if not following or following[0].kind == "display":
        return ()
    block = document.blocks[following[0].block]
    start = span.end if following[0].block == span.block else block.start
    gap = document.text[span.end : start]
    if gap.strip() or not _BACKWARDS.match(document.text, start):
        return ()
    stop = _stop(document, start, block.end)
    end = block.end if stop is None else stop
    forwards = _FORWARDS.match(document.text, start) is not None
    if forwards and (_closed(span) or any(s.kind == "display" and s.start <= end for s in following)):
        return ()  # a sentence of its own, which leads to the next formula
    inside = [s for s in following if s.kind == "inline" and s.end <= end]
    inside = [s for s in inside if not _NOT_SET.search(_SET.split(document.text[start : s.start])[-1])]
    further: list[Span] = []
    for last, bound in pairwise(inside):
        goes_on = last in further and _JOINED.match(document.text[last.end : bound.start])
        if simple(bound) and (goes_on or _FOR.search(document.text, last.end, bound.start)):
            further.append(bound)
    other += further
    inside = [s for s in inside if s not in further]
    gaps = zip([start, *(s.end for s in inside)], inside, strict=False)
    # "where γ is small and governs x ≤ 0": an inequality in the middle of what is said limits nothing
    if span.kind != "display":
        mine = (s for _, s in gaps if "=" in s.source or _OF_ARRAYS.search(s.source))
        return tuple(s for s in mine if not _INEQUALITY.search(s.source))
    return tuple(s for e, s in gaps if not _INEQUALITY.search(s.source) or _LED.fullmatch(document.text, e, s.start))


def _stop(document: Document, start: int, end: int) -> int | None:
    """Where a sentence ends between two offsets; a semicolon in a formula, ``[w_1; w_2]``, ends none."""
    for found in sentences.STOP.finditer(document.text, start, end):
        at = found.start()
        if found.group() not in tuple(";；!！?？") or not any(s.start < at < s.end - 1 for s in document.spans):
            return at
    return None


def _closed(span: Span) -> bool:
    """Whether the full stop of the sentence stands in the formula."""
    return span.source.rstrip().endswith((".", "。"))


def range_cues(document: Document, catalog: Catalog) -> list[RangeCue]:
    """Every "值域为 (a, b)" with the function that it speaks of, named before it in the sentence or above."""
    found: list[RangeCue] = []
    for number, block in enumerate(document.blocks):
        if block.kind in ("code", "comment", "fence", "heading", "front_matter"):
            continue
        text = document.text[block.start : block.end]
        for cue in _RANGE.finditer(text):
            stop = sentences.STOP.search(text, cue.end())
            place = _TEXT_INTERVAL.search(text, cue.end(), stop.start() if stop else len(text))
            if place is None:
                continue
            term = _interval_term(place.group())
            bounds = None if term is None else interval(term)
            named = text[cue.end() : place.start()]
            if cue.group().lower().endswith("of") and catalog.first_word(named) is None:
                continue  # "the full range of [-1, 1]" speaks of no function
            entry = _subject(document, number, block.start + cue.start(), text[: place.start()], catalog)
            if term is not None and bounds is not None and entry is not None:
                start, end = block.start + place.start(), block.start + place.end()
                found.append(RangeCue(entry, term, bounds, start, end, bool(_IMAGE.search(cue.group()))))
    return found


def _interval_term(text: str) -> Term | None:
    plain = text.replace("（", "(").replace("）", ")").replace("，", ",").replace("−", "-")
    head = {"()": "oo", "(]": "oc", "[)": "co", "[]": "cc"}[plain[0] + plain[-1]]
    try:
        ends = tuple(read(e.strip()).parts[0].term for e in plain[1:-1].split(","))
    except ReadError:
        return None
    return Op(f"interval_{head}", ends)


def _subject(document: Document, number: int, cue: int, before: str, catalog: Catalog) -> Entry | None:
    """The function that a sentence is about.

    The one whose formula stands right before the cue; else the first that the sentence names, comparisons aside; else,
    when no formula stands in the sentence before the cue, the last one above.
    """
    start = document.blocks[number].start
    inside = [s for s in document.spans if start <= s.start and s.end <= cue]
    if inside and _OF_IT.fullmatch(document.text, inside[-1].end, cue):
        return _applied(inside[-1], catalog)
    if (plain := _PLAIN_CALL.search(document.text, start, cue)) is not None:
        return catalog.find(_symbol(plain[1]), applied=True)
    sentence = _COMPARISON.sub("", sentences.STOP.split(before)[-1])
    entry = catalog.first_word(sentence)
    if entry is not None:
        return entry
    if any(s.start >= start + len(before) - len(sentence) for s in inside) and _lone(inside[-1], catalog):
        return None
    entry = catalog.by_word(before)
    if entry is not None:
        return entry
    for block in reversed(document.blocks[:number]):
        if block.kind in ("heading", "paragraph", "list_item"):
            entry = catalog.by_word(document.text[block.start : block.end])
            if entry is not None or block.kind == "heading":
                return entry
    return None


def _symbol(text: str) -> Sym:
    return Sym({"σ": "sigma", "Φ": "Phi"}.get(text, text))


def _applied(span: Span, catalog: Catalog) -> Entry | None:
    """The catalogue's function that a formula is: ``\\sigma`` or ``\\sigma(x)``."""
    try:
        parts = read(span.source).parts
    except ReadError:
        return None
    match parts[0].term if len(parts) == 1 else None:
        case Sym() as name:
            return catalog.find(name, applied=True)
        case Op("call", (Sym() as name, _)):
            return catalog.find(name, applied=True)
        case Op("bare", (Sym() as name,)):
            return catalog.find(name, applied=True)
        case Op(head, (Sym(),)):
            return catalog.find(Sym(head), applied=True)
        case Op("eq" | "define" | "chain", (first, *_)):
            while isinstance(first, Op) and first.head in ("eq", "define", "approx"):
                first = first.args[0]
            named = first.args[0] if isinstance(first, Op) and first.head == "call" else first
            return catalog.find(named, applied=True) if isinstance(named, Sym) else None
        case _:
            return None


def _lone(span: Span, catalog: Catalog) -> bool:
    """Whether a formula is just a function of some name, and none of the catalogue's."""
    try:
        parts = read(span.source).parts
    except ReadError:
        return False
    term = parts[0].term if len(parts) == 1 else None
    return isinstance(term, Op) and term.head == "call" and _applied(span, catalog) is None

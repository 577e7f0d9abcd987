"""What the sentence around a formula says of it: conditions behind it, and words that limit, deny or only ask it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from symnn.context.words import complex_words, doubts, layouts, over, sentences
from symnn.context.words.bounds import (
    bounds_a_name,
    declares_arrays,
    exclude,
    holds_an_interval,
    is_inequality,
    is_limit,
    is_plain,
    names_in,
    only_names,
)
from symnn.context.words.doubts import Doubt
from symnn.context.words.frames import Frames
from symnn.context.words.lets import let_spans
from symnn.document.model import Block, Document, Span
from symnn.notation import ReadError, read
from symnn.term import Op, Sym, Term, free_symbols, walk

FILL = sentences.FILL
_RELATION = re.compile(r"[=<>≤≥≠≈∈]|\\(le|ge|lt|gt|ne|neq|leq|geq|approx|in|equiv|leqslant|geqslant)(?![A-Za-z])")
_OPENED = re.compile(r"(\s|\.\. math::|[`~:]{3,}\{?math\}?|:[\w-]+:[^\n]*(?=\n)|[$>])*+")  # what opens a directive
CONTINUES = frozenset("proof solution 证明 解答".split())  # environments that belong to what stands before them
_PROSE = ("paragraph", "list_item", "quote")
# between a formula and a condition behind it
_BEHIND = re.compile(
    r"\s*(?P<comma>[,，])?\s*[(（]?\s*(holds?|is true|is valid)?\s*(for( all| every| any| each)?|if|when|whenever"
    r"|provided( that)?|as long as|where|with|其中|当|若|如果|只要|对于?(所有|任意)?)\s*"
)
_BRACKETED = re.compile(r"\s*[(（]\s*")  # "f'(x) = 1 (x > 0)": a condition in brackets of its own
_AS = re.compile(r"\s*[,，]?\s*[(（]?\s*(as|in the limit( (as|of|when|where))?|for|when|if|with|当|在)\s*")
_CUE = re.compile(
    r"(\b(for|if|when|whenever|provided|as long as|where|while|unless|once)\b( that| all| every| any| each)?"
    r"|当|若|如果|只要|对于?)"
    r"[^\ufffc.。]{0,20}$",
    re.I,
)
_CLOSED = re.compile(r"\s*(时|成立)?\s*[)）]?\s*($|[,，.。;；:：!！]|(and|while|but|holds)\b|而|且)")
_BRACKET_ENDS = re.compile(r"\s*时?\s*[)）]")
_JOINED = re.compile(r"\s*(,|，|、|and|且|,\s*and)\s*")
_WITHIN = re.compile(
    r"(\b(on|in|over|outside|inside|within|for)( the| an?| this| that)?"
    r"( (open|closed|half-open|half-closed|whole|unit|bounded|compact|interval|range|domain|region|set|ray|segment"
    r"|half-(line|axis)|real))*|[在于]((开|闭|半开)?区间|集合|范围)?)\s*$",
    re.I,
)
_LETS = re.compile(
    r"[\W\d]*(\w+[\s,]+){0,2}((let|assume|suppose|given|consider|fix|take)\b|设|令|假设|假定|给定|取)", re.I
)
_LET = re.compile(r"(\b(let|assume|suppose)( that)?|令|设|假设|假定)\s*$", re.I)
_TAKEN = re.compile(
    r"(\b(let|take|set|setting|choose|suppose|assume|fix|with|if|when|for)( that)?|令|设|取|假设|若|当|如果)\s*$", re.I
)


@dataclass
class Prose:
    """The text of a document with its formulas masked, and what it says around each of them."""

    document: Document
    _terms: dict[int, tuple[Term, ...]] = field(default_factory=dict)
    _names: dict[int, frozenset[Sym]] = field(default_factory=dict)
    _either: set[int] = field(default_factory=set)
    understood: set[int] = field(default_factory=set)  # the starts of bounds that are declared, or put up a case
    begun: list[int] = field(default_factory=list)  # where the words end that put up cases

    @cached_property
    def masked(self) -> str:
        text = list(self.document.text)
        for span in self.document.spans:
            text[span.start : span.end] = FILL * (span.end - span.start)
            if sentences.ENDS.search(span.source) and not sentences.GOES_ON_SMALL.match(self.document.text, span.end):
                text[span.end - 1] = "。"  # the full stop stands in the formula
        labelled = sentences.LABELLED.sub(lambda m: m.group()[0] + " " * (len(m.group()) - 1), "".join(text))
        return sentences.SHORTENED.sub(lambda m: m.group()[:-1] + " ", labelled)

    @cached_property
    def complex_places(self) -> list[tuple[int, str]]:
        return complex_words.places(self.masked)

    @cached_property
    def behind(self) -> dict[int, tuple[Span, ...]]:
        """For the start of a formula in running text the conditions that stand right behind it: "… for x > 0"."""
        spans, found = self.document.spans, {}
        taken: set[int] = set()
        for number, span in enumerate(spans):
            if span.kind == "display" or span.start in taken or not self.claims(span):
                continue
            mine = self._behind(number)
            if mine:
                found[span.start] = mine
                taken |= {s.start for s in mine}
        return found

    @cached_property
    def bound(self) -> frozenset[int]:
        """The starts of all conditions that belong, or may belong, to a formula in front of them."""
        return frozenset(s.start for mine in self.behind.values() for s in mine) | self._either

    def _behind(self, number: int) -> tuple[Span, ...]:
        spans, span = self.document.spans, self.document.spans[number]
        following = [s for s in spans[number + 1 : number + 7] if s.block == span.block]
        if not following:
            return ()
        gap = self.masked[span.end : following[0].start]
        if all(map(is_limit, self.terms(following[0]))) and self.terms(following[0]) and _AS.fullmatch(gap):
            return (following[0],)
        cue, bracketed = _BEHIND.fullmatch(gap), _BRACKETED.fullmatch(gap) is not None
        if not (cue or bracketed) or not self._says_where(following[0]):
            return ()
        mine = [following[0]]
        for other in following[1:]:
            if not self._says_where(other) or not _JOINED.fullmatch(self.masked[mine[-1].end : other.start]):
                break
            mine.append(other)
        block = self.document.blocks[span.block]
        rest = self.masked[mine[-1].end : self._stop(mine[-1].end, block)]
        if not (_BRACKET_ENDS if bracketed else _CLOSED).match(rest):
            return ()
        stop = self._stop(mine[-1].end, block)
        if cue is not None and cue["comma"] and any(self.claims(s) and stop > s.start for s in following[len(mine) :]):
            if re.search("[a-z]", cue.group()):  # "…, for x > 0, …": which of the two is meant?
                self._either.update(s.start for s in mine)
            return ()
        return tuple(mine)

    def terms(self, span: Span) -> tuple[Term, ...]:
        if span.start not in self._terms:
            try:
                parts = tuple(p.term for p in read(span.source).parts)
            except ReadError:
                parts = ()
            self._terms[span.start] = parts
        return self._terms[span.start]

    def names(self, span: Span) -> frozenset[Sym]:
        """The names in a formula, worked out once."""
        if span.start not in self._names:
            self._names[span.start] = names_in(self.terms(span))
        return self._names[span.start]

    @cached_property
    def giving(self) -> dict[Sym, list[Span]]:
        """The formulas that give a name a value, by the name."""
        found: dict[Sym, list[Span]] = {}
        for span in self.document.spans:
            for term in self.terms(span):
                match term:
                    case Op("eq" | "define", (Sym() as name, body)) if name not in free_symbols(body):
                        found.setdefault(name, []).append(span)
        return found

    def simple(self, span: Span) -> bool:
        """Whether a formula only bounds, excludes or fixes names: what a condition looks like."""
        return (
            bool(_RELATION.search(span.source)) and all(map(bounds_a_name, self.terms(span))) and bool(self.terms(span))
        )

    def _limits(self, span: Span) -> bool:
        """Whether a formula is simple, or an inequality between any expressions: "if y f(x) < 1"."""
        return self.simple(span) or (bool(self.terms(span)) and all(map(is_inequality, self.terms(span))))

    def _says_where(self, span: Span) -> bool:
        """Whether a formula limits its names, or says of which shape they are."""
        return self._limits(span) or (bool(self.terms(span)) and all(map(declares_arrays, self.terms(span))))

    def claims(self, span: Span) -> bool:
        return bool(_RELATION.search(span.source)) and not self.simple(span)

    def _stop(self, offset: int, block: Block) -> int:
        if self.masked[max(offset - 1, 0)] == "。":
            return offset
        stop = sentences.STOP.search(self.masked, offset, block.end)
        return stop.start() if stop else block.end

    def _begin(self, start: int, offset: int) -> int:
        return max((m.end() for m in sentences.STOP.finditer(self.masked, start, offset)), default=start)

    def sentence(self, span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
        """The rest of the sentence before a formula and behind it; that of a display goes on in its neighbours."""
        blocks = self.document.blocks
        block = blocks[span.block]
        before = self._begin(block.start, span.start), span.start
        after = span.end, self._stop(span.end, block)
        if (back := sentences.LOOKS_BACK.match(self.masked, after[1], block.end)) is not None:
            after = span.end, self._stop(back.end(), block)
        if span.kind != "display":
            return before, after
        if self.opened(span):
            before = span.start, span.start
        if self.opened(span) or (not self.masked[slice(*before)].strip("$ \n\t") and before[0] == block.start):
            above = next((b for b in reversed(blocks[: span.block]) if b.kind != "comment"), None)
            ahead = self.document.spans[: bisect_left(self.starts, span.start)]
            gap = above is not None and all(s.end <= above.end for s in ahead[-1:])
            if above is not None and gap and above.kind in _PROSE:
                end = len(self.masked[: above.end].rstrip())
                if not self.masked[:end].endswith((".", "。", "!", "！", "?", "？")):
                    before = self._begin(above.start, above.end), above.end
        if not self.masked[slice(*after)].strip(" .,，。\n\t`~" if block.kind == "fence" else " .,，。\n\t"):
            below = next((b for b in blocks[span.block + 1 :] if b.kind != "comment"), None)
            if (
                below is not None
                and below.kind in _PROSE
                and (
                    sentences.GOES_ON.match(self.masked, below.start)
                    or sentences.LOOKS_BACK.match(self.masked, below.start)
                )
            ):
                after = below.start, self._stop(below.start, below)
        return before, after

    def opened(self, span: Span) -> bool:
        """Whether a formula is the first of its directive: nothing but the head of that stands before it."""
        block = self.document.blocks[span.block]
        return block.kind == "fence" and _OPENED.fullmatch(self.masked, block.start, span.start) is not None

    def ahead(self, span: Span) -> str:
        """The sentence up to the formula."""
        (first, start), _ = self.sentence(span)
        return self.masked[first:start]

    def plain_ahead(self, span: Span) -> str:
        """The sentence up to the formula, the formulas in it as they are written."""
        (first, start), _ = self.sentence(span)
        return self.document.text[first:start]

    @cached_property
    def frames(self) -> Frames:
        return Frames(self.document, self.masked, self.understood)

    @cached_property
    def keeps_shapes(self) -> bool:
        """Whether the document says that gradients have the shape of what they are taken by."""
        return layouts.keeps_shapes(self.document.text)

    @cached_property
    def over(self) -> list[int]:
        """The beginnings of the sentences that end a case or an example."""
        return over.ends(self.document, self.masked)

    def doubt(self, span: Span, term: Term, used: frozenset[int], tagged: bool) -> Doubt | None:
        """What keeps a verdict on a formula from being one on the document; ``used`` are the conditions understood."""
        (first, start), (end, last) = self.sentence(span)
        first = max((at for at in self.begun if first < at <= start), default=first)
        before, after = self.masked[first:start], self.masked[end:last]
        limit = any(isinstance(n, Op) and n.head == "lim" for n in walk(term))
        said = doubts.in_words(before, after, span.kind, self.masked[last : last + 1], tagged, limit)
        if not tagged and (said is None or said.kind == "solved") and only_names(term):
            said = doubts.hypothesis(before) or said
        if said is not None or tagged:
            return said
        unused = self._unused(span, first, last, free_symbols(term), used)
        if unused is not None or span.kind not in ("inline", "display"):
            return unused
        framed = self.frames.of((first, start), (end, last), span.source, term)
        return None if framed is None else doubts.framed(*framed)

    def _unused(self, span: Span, first: int, last: int, names: frozenset[Sym], used: frozenset[int]) -> Doubt | None:
        """A condition on one of the names, in the sentence or put up above it in the section, that nothing took."""
        top = max((b.start for b in self._headings if b.end <= span.start), default=0)
        own = [s for s in self.document.spans if s.start in used]
        renewed: frozenset[Sym] = frozenset()
        behind = bisect_left(self.starts, max(first, last))  # what stands behind the sentence does not limit it
        for other in reversed(self.document.spans[:behind]):
            if other.start < top:
                return None
            inside = first <= other.start < last
            if not inside and all(isinstance(t, Op) and t.head == "in" for t in self.terms(other)):
                renewed |= names_in(self.terms(other))
                continue  # a declaration
            if other is span or other.start in used or not (inside or other.start < first):
                continue
            if other.start in self.understood or self._ended(other, span):
                continue
            if any(exclude(self.terms(other), self.terms(s)) for s in own):
                continue  # "If i = j, then …. If i ≠ j, …"
            limits = (
                inside
                and holds_an_interval(self.terms(other))
                and bool(_WITHIN.search(self.masked, first, other.start))
            )
            near = inside or other.block == span.block or (span.kind == "display" and other.block == span.block - 1)
            if near and any(is_limit(t) and names & names_in((t,)) for t in self.terms(other)):
                limits = True
            if near and other.kind == "inline" and names & names_in(self.terms(other)) and self._region(other, first):
                limits = True
            if self.simple(other) and other.kind != "display" and names & names_in(self.terms(other)):
                mine = inside and (other.start not in self.bound or other.start in self._either)
                limits = mine or (other.start not in self.bound and self._put_up(other, span))
                let = other.start < first and not names_in(self.terms(other)) <= renewed and self._let(other)
                limits = limits or let
            if limits:
                return Doubt(f"whether {other.source.strip()} limits it was not understood", "open")
        return None

    def _region(self, span: Span, first: int) -> bool:
        """Whether a formula says where one is, "the case y f < 1", and nothing that is true everywhere."""
        if not self.terms(span) or self.simple(span) or not all(map(is_inequality, self.terms(span))):
            return False
        return all(map(is_plain, self.terms(span))) or _CUE.search(self.masked, first, span.start) is not None

    def section(self, offset: int) -> tuple[int, int]:
        """From the heading above an offset to the next one."""
        top = max((b.start for b in self._headings if b.start <= offset), default=0)
        return top, min((b.start for b in self._headings if b.start > offset), default=len(self.masked))

    def _ended(self, other: Span, span: Span) -> bool:
        """Whether a formula stands in a theorem that has ended before the other; its proof is still about it."""
        around = [e for e in self.document.scopes if e.start <= other.start < e.end]
        over = [e for e in around if not e.start <= span.start < e.end]
        proved = any(e.start <= span.start < e.end and e.name in CONTINUES for e in self.document.scopes)
        return bool(over) and not proved

    @cached_property
    def starts(self) -> list[int]:
        return [s.start for s in self.document.spans]

    @cached_property
    def _headings(self) -> list[Block]:
        return [b for b in self.document.blocks if b.kind == "heading"]

    def _put_up(self, other: Span, span: Span) -> bool:
        """Whether a condition above was put up for what follows it: in the heading, or by "Let x > 0."."""
        block = self.document.blocks[other.block]
        if block.kind == "heading":
            return other.start < span.start
        cue = _TAKEN if other.block == span.block else _LET
        return other.start < span.start and bool(cue.search(self.masked, block.start, other.start))

    def _let(self, span: Span) -> bool:
        """Whether a bound stands further back in a sentence that lets: "Let $x \\in \\mathbb{R}$, $x > 0$."."""
        (first, _), _ = self.sentence(span)
        inside = any(e.start <= span.start < e.end for e in self.document.scopes)
        return not inside and span.start not in self._lets and _LETS.match(self.masked, first, span.start) is not None

    @cached_property
    def _lets(self) -> set[int]:
        return let_spans(self.document)

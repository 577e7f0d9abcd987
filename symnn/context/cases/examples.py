"""Values put up for the formulas behind them: "Example: $x = 3$, $y = 4$.", "Take $w = 2$.", a list of values.

They are values of the numbers that follow: of formulas that say a number, such as $\\sqrt{x^2 + y^2} = 5$.  They hold
surely in their paragraph, in the formulas displayed below it, in the paragraph below that begins with a result, and in
all of a section whose heading calls it an example; perhaps to the end of the section.  A name that a formula gives
anew has its value no longer.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from symnn.context.cases.cases import Cases, value_of
from symnn.context.constants import constant
from symnn.context.defining.heads import head_of
from symnn.context.words import example_words as said
from symnn.context.words import sentences
from symnn.context.words.bounds import names_in
from symnn.context.words.case_words import WIDENED
from symnn.document.model import Block, Span
from symnn.term import Op, Sym, Term, free_functions, free_symbols

_HOSTS = ("paragraph", "list_item", "quote")
_COLONS = (":", "：")


@dataclass(frozen=True, slots=True)
class Values:
    """Formulas that give values, for what stands from ``start`` on: surely up to ``sure``, perhaps up to ``end``."""

    spans: tuple[Span, ...]
    start: int
    sure: int
    end: int


class Examples:
    """The values that the sentences of a document put up."""

    def __init__(self, cases: Cases) -> None:
        self.cases, self.prose, self.document = cases, cases.prose, cases.document

    def over(self, span: Span) -> tuple[dict[Sym, Span], dict[Sym, Span]]:
        """The names that surely have a value in a formula, and those that may have one, with where it is given."""
        sure: dict[Sym, Span] = {}
        perhaps: dict[Sym, Span] = {}
        widened = self._widened(span)
        for one in self._all:
            if not one.start <= span.start < one.end:
                continue
            for given in one.spans:
                for sym in names_in(self.prose.terms(given)):
                    sure.pop(sym, None)
                    perhaps.pop(sym, None)
                    again = any(one.start <= at < span.start for at in self._heads.get(sym, ()))
                    (perhaps if again or span.start >= one.sure or one.start <= widened else sure)[sym] = given
        return sure, perhaps

    def _widened(self, span: Span) -> int:
        """Where the words of its sentence say that a formula is meant in general, -1 if they do not."""
        (first, start), _ = self.prose.sentence(span)
        return max((m.start() for m in WIDENED.finditer(self.prose.masked, first, start)), default=-1)

    def given(self, span: Span) -> tuple[Span, ...]:
        """The formulas that give those values."""
        sure, perhaps = self.over(span)
        return (*sure.values(), *perhaps.values())

    @cached_property
    def _all(self) -> tuple[Values, ...]:
        found: list[Values] = []
        taken = set[int]()
        for span in self.document.spans:
            if span.start in taken or not self._gives(span):
                continue
            one = self._listed(span) if self.document.blocks[span.block].kind == "list_item" else self._said(span)
            if one is not None:
                found.append(one)
                taken |= {s.start for s in one.spans}
        return tuple(found)

    def _gives(self, span: Span) -> bool:
        """Whether a formula in running text says nothing but values of names: "w = 1, b = 0"."""
        if span.kind == "display" or span.start in self.cases.understood:
            return False
        terms = self.prose.terms(span)
        return bool(terms) and all(value_of(t) is not None for t in terms)

    def _said(self, span: Span) -> Values | None:
        """The values of a sentence that puts them up, up to a colon, to "then" or to its end."""
        block = self.document.blocks[span.block]
        if block.kind not in _HOSTS:
            return None
        masked = self.prose.masked
        begin = max((m.end() for m in sentences.STOP.finditer(masked, block.start, span.start)), default=block.start)
        stop = sentences.STOP.search(masked, span.end - 1, block.end)
        end = stop.end() if stop is not None else block.end
        marks = [at + 1 for c in _COLONS if (at := masked.find(c, span.end, end)) >= 0]
        marks += [m.end() for m in [said.LEADS.search(masked, span.end - 1, end)] if m is not None]
        end = min(marks, default=end)
        inside = self._inside(begin, end)
        relations = [s for s in inside if self._relates(s)]
        given = tuple(s for s in relations if self._gives(s))
        if not all(s in given or self._defines(s) for s in relations) or not self._puts_up(begin, end, span.start):
            return None
        return self._reaching(given, end, span.block)

    def _defines(self, span: Span) -> bool:
        """Whether a formula in running text says what a function is: "with α = 0.3, f(x) = max(αx, x)"."""
        terms = self.prose.terms(span)
        heads = [head_of(t.args[0]) for t in terms if isinstance(t, Op) and t.head in ("eq", "define")]
        return span.kind != "display" and len(heads) == len(terms) and all(h is not None and h.params for h in heads)

    def _puts_up(self, begin: int, end: int, first: int) -> bool:
        """Whether words before the first value put it up, and none takes that back."""
        masked = self.prose.masked
        ahead = said.EXAMPLE.search(masked, begin, first)
        return ahead is not None and said.HEDGED.search(masked, begin, end) is None

    def _listed(self, span: Span) -> Values | None:
        """The values of a list of nothing else, behind a line that puts them up."""
        blocks = self.document.blocks
        first = last = span.block
        while first > 0 and blocks[first - 1].kind == "list_item":
            first -= 1
        while last + 1 < len(blocks) and blocks[last + 1].kind == "list_item":
            last += 1
        inside = self._inside(blocks[first].start, blocks[last].end)
        relations = tuple(s for s in inside if self._relates(s))
        if first == 0 or not all(map(self._gives, relations)):
            return self._said(span)
        above = blocks[first - 1]
        titled = above.kind == "heading" and said.TITLE.search(self._text(above)) is not None
        text = self._text(above).rstrip()
        lead = text.endswith(_COLONS) and said.EXAMPLE.search(text) is not None
        worked = above.kind == "paragraph" and said.TITLE.search(text) is not None
        hedged = any(said.HEDGED.search(self._text(b)) for b in blocks[first - 1 : last + 1])
        return self._reaching(relations, blocks[last].end, last) if (titled or lead or worked) and not hedged else None

    def _reaching(self, spans: tuple[Span, ...], start: int, number: int) -> Values:
        blocks = self.document.blocks
        top, section = self.prose.section(start - 1)
        end = min((at for at in self.prose.over if at >= start), default=section)
        sure = self.cases.shown_below(number)
        while (below := next((n for n in range(number + 1, len(blocks)) if blocks[n].start >= sure), None)) is not None:
            if blocks[below].kind not in _HOSTS or not said.RESULT.match(self._text(blocks[below])):
                break
            number, sure = below, self.cases.shown_below(below)
        heading = next((b for b in blocks if b.kind == "heading" and b.start == top), None)
        if heading is not None and said.TITLE.search(self._text(heading)) is not None:
            sure = section
        return Values(spans, start, min(sure, end, section), min(end, section))

    def results(self, span: Span) -> bool:
        """Whether a formula is said as a result: displayed, behind a colon, or behind words such as "then"."""
        masked = self.prose.masked
        (first, start), (_, last) = self.prose.sentence(span)
        if said.HEDGED.search(masked, first, last) is not None:
            return False
        colon = max(masked.rfind(c, first, start) for c in _COLONS)
        values = any(one.start <= start and first <= one.start - 1 for one in self._all)
        shown = span.kind == "display"
        return shown or (values and colon >= 0) or said.RESULT.match(masked, first, start) is not None

    def _relates(self, span: Span) -> bool:
        return self.prose.claims(span) or self.prose.simple(span)

    def _text(self, block: Block) -> str:
        return self.prose.masked[block.start : block.end]

    def _inside(self, start: int, end: int) -> tuple[Span, ...]:
        starts = self.cases.starts
        return self.document.spans[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _heads(self) -> dict[Sym, list[int]]:
        """Where formulas that are no plain values give a name: w = w − η g."""
        found: dict[Sym, list[int]] = {}
        for span in self.document.spans:
            for term in self.prose.terms(span):
                links = term.args if isinstance(term, Op) and term.head == "chain" else (term,)
                head = links[0].args[0] if isinstance(links[0], Op) and links[0].args else None
                equal = isinstance(links[0], Op) and links[0].head in ("eq", "define", "update", "approx")
                if equal and isinstance(head, Sym):
                    found.setdefault(head, []).append(span.start)
        return found


def says_a_number(term: Term) -> bool:
    """Whether an equation has a side that is a number: with names on the other, it is said of their values."""
    links = term.args if isinstance(term, Op) and term.head == "chain" else (term,)
    return any(isinstance(k, Op) and k.head == "eq" and any(map(is_number, k.args)) for k in links)


def is_number(term: Term) -> bool:
    """``0.5``, ``\\log 2``: no name stands in it."""
    return constant(term) is not None or not (free_symbols(term) or free_functions(term))

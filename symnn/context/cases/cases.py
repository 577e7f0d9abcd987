"""Cases put up in words for the formulas behind them: "Case 1: $i = j$.", a heading "Case $i = j$", "Suppose $i = j$."

A case holds to the next of its kind, to words that end it ("in general", "in both cases") and to the end of its
section, its list item, its row.  How far it surely holds is kept apart from how far it may: behind the paragraph of the
last case, and what is displayed right below that, nothing says whether it is still meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from symnn.context.constants import constant
from symnn.context.words import case_words as said
from symnn.context.words import over, sentences
from symnn.context.words.bounds import is_inequality, is_plain, names_in
from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Block, Span
from symnn.term import Op, Sym, Term

_HOSTS = ("paragraph", "list_item", "quote", "heading", "table_row")
Kind = Literal["heading", "label", "numbered", "named", "item", "supposed", "ends"]  # the last: of cases before it
_LEADS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("label", said.LABEL), ("numbered", said.ENUMERATED), ("supposed", said.SUPPOSED), ("named", said.NAMED),
)  # fmt: skip
_MOST = 4  # conditions of one case


@dataclass(frozen=True, slots=True)
class Case:
    """The conditions of a case, for what stands from ``start`` on: surely up to ``sure``, perhaps up to ``end``."""

    kind: Kind
    spans: tuple[Span, ...]
    lead: int  # where its words begin
    start: int
    sure: int
    end: int
    indent: int = 0

    @property
    def shown(self) -> str:
        return ", ".join(s.source.strip() for s in self.spans)


class Cases:
    """The cases of a document, by the words around its formulas."""

    def __init__(self, prose: Prose) -> None:
        self.prose, self.document = prose, prose.document

    def over(self, span: Span) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
        """The cases that surely hold for a formula, and those that may."""
        mine = [c for c in self._all if c.start <= span.start < c.end and span not in c.spans]
        return tuple(c for c in mine if span.start < c.sure), tuple(c for c in mine if span.start >= c.sure)

    @cached_property
    def understood(self) -> frozenset[int]:
        """The starts of the conditions of cases, which limit nothing outside of them."""
        return frozenset(s.start for c in self._all for s in c.spans if c.end > c.start)

    @cached_property
    def begun(self) -> tuple[int, ...]:
        """Where the words end that put up cases."""
        return tuple(c.start for c in self._all if c.end > c.start)

    @cached_property
    def _all(self) -> tuple[Case, ...]:
        found: list[Case] = []
        for number, span in enumerate(self.document.spans):
            taken = found and found[-1].spans[-1].start >= span.start
            if not taken and (case := self._put_up(number)) is not None:
                found.append(case)
        return tuple(self._cut(n, found) for n in range(len(found)))

    def _put_up(self, number: int) -> Case | None:
        """The case whose first condition is this formula."""
        spans, prose = self.document.spans, self.prose
        first = spans[number]
        block = self.document.blocks[first.block]
        if first.kind != "inline" or block.kind not in _HOSTS or not self._limits(first):
            return None
        conditions = [first]
        for other in spans[number + 1 : number + _MOST]:
            gap = prose.masked[conditions[-1].end : other.start]
            if other.block != first.block or not self._limits(other) or not said.JOINED.fullmatch(gap):
                break
            conditions.append(other)
        stop = block.end
        if block.kind == "table_row":
            stop = next((b for a, b in block.cells if a <= first.start < b), block.end)
        at = conditions[-1].end
        at -= prose.masked[at - 1] == "。"
        closed = said.CLOSED.match(prose.masked, at, stop)
        if closed is None or (block.kind == "heading" and prose.masked[closed.end() : stop].strip(" \n#*}")):
            return None
        kind, lead = self._lead(first, block, closed["stop"])
        if kind == "ends":
            return Case("supposed", tuple(conditions), lead, closed.end(), closed.end(), closed.end())
        if kind is None:
            return None
        sure, end = self._reach(kind, closed.end(), first.block)
        if not prose.masked[closed.end() : end].strip():
            return None  # an item that is nothing but a value
        return Case(kind, tuple(conditions), lead, closed.end(), sure, end, self._indent(block))

    def _lead(self, span: Span, block: Block, stop: str) -> tuple[Kind | None, int]:
        """What leads to the condition, from the beginning of its sentence; a label may end with a full stop."""
        masked = self.prose.masked
        first = next((a for a, b in block.cells if a <= span.start < b), block.start)
        shown = (s.end for s in self._inside(first, span.start) if s.kind == "display")
        stops = (m.end() for m in sentences.STOP.finditer(masked, first, span.start))
        begins = sorted({first, *shown, *stops})[-2:]
        comma = stop in (",", "，")
        for begin in reversed(begins):
            ahead = masked[begin : span.start]
            if FILL in ahead:
                continue
            if block.kind in ("heading", "list_item", "table_row") and begin == first and not comma:
                plain = said.ALONE.fullmatch(ahead) or said.LABEL.fullmatch(ahead) or said.NAMED.fullmatch(ahead)
                if block.kind == "heading" and (plain or said.ENUMERATED.fullmatch(ahead)):
                    return "heading", block.start
                if block.kind != "heading" and said.ALONE.fullmatch(ahead):
                    return "item", begin
            for kind, pattern in _LEADS:
                if block.kind == "heading" or pattern.fullmatch(ahead) is None:
                    continue
                if kind == "supposed" and (self._in_environment(span) or self._only_bounds(span)):
                    return "ends", begin  # declarations, and what is put up for the section
                if kind == "supposed" and said.TAKEN.search(ahead) and self._gives(span):
                    return None, begin  # values
                if (kind == "named" or kind == "supposed") and (comma or (stop in (".", "。") and kind == "named")):
                    continue
                if comma and kind == "numbered":
                    continue
                return kind, begin
        return None, span.start

    def _limits(self, span: Span) -> bool:
        """Whether a formula bounds names or plain terms, |a| < δ, and is no value of a running index: "i = 1, 2"."""
        terms = self.prose.terms(span)
        plain = self.prose.simple(span) or all(is_inequality(t) and is_plain(t) for t in terms)
        return bool(terms) and plain and all(isinstance(t, Op) and t.head != "in" for t in terms)

    def _only_bounds(self, span: Span) -> bool:
        return all(isinstance(t, Op) and t.head != "eq" for t in self.prose.terms(span))

    def _gives(self, span: Span) -> bool:
        return all(value_of(t) is not None for t in self.prose.terms(span))

    def _in_environment(self, span: Span) -> bool:
        return any(e.start <= span.start < e.end for e in self.document.scopes)

    def _reach(self, kind: Kind, start: int, number: int) -> tuple[int, int]:
        """How far a case surely holds, and how far it may, if nothing comes between."""
        blocks = self.document.blocks
        block = blocks[number]
        if block.kind == "heading":
            later = (b.start for b in blocks[number + 1 :] if b.kind == "heading" and b.level <= block.level)
            end = next(later, len(self.document.text))
            return end, end
        if block.kind == "table_row":
            return block.end, block.end
        section = next((b.start for b in blocks[number + 1 :] if b.kind == "heading"), len(self.document.text))
        inside = [e.end for e in self.document.scopes if e.start <= start < e.end]
        section = min([section, *inside])
        if block.kind == "list_item":
            end = self._of_the_item(number)
            return end, end
        return min(self.shown_below(number), section), section

    def _of_the_item(self, number: int) -> int:
        """The end of an item: of its paragraphs and of the items in it, and of what is displayed in it."""
        blocks = self.document.blocks
        own, end = self._indent(blocks[number]), blocks[number].end
        for block in blocks[number + 1 :]:
            if block.kind != "comment" and (
                block.kind != "list_item" or (self._indent(block) <= own and not self.shown(block))
            ):
                break
            end = block.end
        return end

    def shown_below(self, number: int) -> int:
        """The end of a paragraph and of the formulas displayed right below it."""
        blocks = self.document.blocks
        end = blocks[number].end
        for block in blocks[number + 1 :]:
            if block.kind == "comment":
                continue
            if not self.shown(block):
                break
            end = block.end
        return end

    def shown(self, block: Block) -> bool:
        """Whether nothing but displayed formulas stands in a block."""
        inside = self._inside(block.start, block.end)
        text = self.prose.masked[block.start : block.end]
        return bool(inside) and inside[0].kind == "display" and not re.search(r"\w", text.replace(FILL, ""))

    def _inside(self, start: int, end: int) -> tuple[Span, ...]:
        return self.document.spans[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    @cached_property
    def starts(self) -> list[int]:
        return [s.start for s in self.document.spans]

    def _indent(self, block: Block) -> int:
        line = self.document.text.rfind("\n", 0, block.start) + 1
        text = self.document.text[line : block.end]
        return len(text) - len(text.lstrip(" \t"))

    def _cut(self, number: int, cases: list[Case]) -> Case:
        """A case, ended by the next of its kind or about its names, or by words."""
        case, blocks = cases[number], self.document.blocks
        names = names_in(_terms(self.prose, case))
        for other in cases[number + 1 :]:
            if other.lead >= case.end:
                break
            row = blocks[other.spans[0].block].kind == "table_row" and other.spans[0].block == case.spans[0].block
            same = not row and other.kind == case.kind and other.indent == case.indent and case.kind != "supposed"
            if same or names & names_in(_terms(self.prose, other)):
                listed = case.kind in ("label", "numbered") and other.kind == case.kind
                case = replace(case, sure=other.lead if listed else min(case.sure, other.lead), end=other.lead)
                break
        until = min((self._next(self.prose.over, case), self._next(self._perhaps, case), self._of_every(case, names)))
        case = replace(case, sure=min(case.sure, until))
        return replace(case, end=min(self._next(self.prose.over, case), self._of_every(case, names), case.end))

    def _next(self, ends: list[int], case: Case) -> int:
        at = bisect_left(ends, case.start)
        return ends[at] if at < len(ends) else case.end

    def _of_every(self, case: Case, names: frozenset[Sym]) -> int:
        """Where a sentence is about all values of the names of a case: "for all $i, j$"."""
        for span in self._inside(case.start, case.end):
            terms = self.prose.terms(span)
            plain = all(isinstance(t, Sym) or (isinstance(t, Op) and t.head in ("seq", "in")) for t in terms)
            if not (plain and names_in(terms) & names):
                continue
            (first, start), _ = self.prose.sentence(span)
            ahead = said.EVERY.search(self.prose.masked, first, start)
            if ahead is not None and said.BUT.match(self.prose.masked, span.end) is None:
                return max(first, case.start)
        return case.end

    @cached_property
    def _perhaps(self) -> list[int]:
        return over.ends(self.document, self.prose.masked, said.PERHAPS)


def value_of(term: Term) -> Sym | None:
    """The x of ``x = 3``."""
    match term:
        case Op("eq" | "define", (Sym() as sym, value)) if constant(value) is not None:
            return sym
    return None


def _terms(prose: Prose, case: Case) -> tuple[Term, ...]:
    return tuple(t for s in case.spans for t in prose.terms(s))

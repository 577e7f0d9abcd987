"""What a format finds in a text, and the collector that formats fill: blocks, spans, tags, problems."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from symnn.document.model import Block, BlockKind, Problem, Reference, Scope, Span, SpanKind, Tag
from symnn.document.places import Segment


@dataclass(frozen=True, slots=True)
class Piece:
    """A formula found by a scanner, before it is known which block it stands in."""

    kind: SpanKind
    start: int
    end: int
    inner_start: int
    inner_end: int
    note: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything found in a text, by increasing offset; ``segments`` say where the text stands in its file."""

    text: str
    blocks: tuple[Block, ...] = ()
    spans: tuple[Span, ...] = ()
    tags: tuple[Tag, ...] = ()
    problems: tuple[Problem, ...] = ()
    origin: str = ""
    segments: tuple[Segment, ...] = ()
    included: tuple[tuple[str, str], ...] = ()
    references: tuple[Reference, ...] = ()
    scopes: tuple[Scope, ...] = ()


Found = Piece | Tag | Problem


@dataclass(slots=True)
class Collector:
    """Gathers what a format finds; ``layout`` puts it in order.

    ``shown`` is the text with what is no mathematics blanked out, of the same length: the source of spans.
    Guarantee: the spans of a layout are ordered and disjoint, and each lies inside its block.
    """

    text: str
    shown: str = ""
    blocks: list[Block] = field(default_factory=list)
    pieces: list[tuple[int, Piece, int]] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def block(self, kind: BlockKind, start: int, end: int, level: int = 0, info: str = "") -> int:
        """Add a block and give its number in order of discovery."""
        self.blocks.append(Block(kind, start, end, level, info))
        return len(self.blocks) - 1

    def add(self, block: int, found: Found, quotes: int = 0) -> None:
        """Add what a scanner found; ``quotes`` is how many quote markers stand at the start of continuation lines."""
        match found:
            case Piece():
                self.pieces.append((block, found, quotes))
            case Tag():
                self.tags.append(found)
            case Problem():
                self.problems.append(found)

    def cells(self, block: int, cells: tuple[tuple[int, int], ...]) -> None:
        self.blocks[block] = replace(self.blocks[block], cells=cells)

    def layout(self) -> Layout:
        order = sorted(range(len(self.blocks)), key=lambda i: (self.blocks[i].start, self.blocks[i].end))
        rank = {old: new for new, old in enumerate(order)}
        spans: list[Span] = []
        for number, p, quotes in sorted(self.pieces, key=lambda row: row[1].start):
            if spans and p.start < spans[-1].end:
                continue
            source = without_markers((self.shown or self.text)[p.inner_start : p.inner_end], quotes)
            spans.append(
                Span(p.kind, p.start, p.end, p.inner_start, p.inner_end, source, rank[number], p.note, p.broken)
            )
        return Layout(
            self.text,
            tuple(self.blocks[i] for i in order),
            tuple(spans),
            tuple(sorted(self.tags, key=lambda t: t.start)),
            tuple(sorted(set(self.problems), key=lambda p: (p.start, p.end, p.code, p.message))),
        )


def without_markers(source: str, quotes: int) -> str:
    """Blank out up to ``quotes`` quote markers at the start of each continuation line; the length stays the same."""
    if not quotes or "\n" not in source:
        return source
    marker = re.compile(rf"(?<=\n)(?:[ \t]*>){{1,{quotes}}}")
    return marker.sub(lambda m: " " * len(m.group()), source)


def outside(places: list[int], covered: list[tuple[int, int]]) -> list[int]:
    """The places that no stretch covers; the stretches are disjoint and ordered."""
    starts = [a for a, _ in covered]
    kept = []
    for place in places:
        i = bisect_right(starts, place) - 1
        if i < 0 or covered[i][1] <= place:
            kept.append(place)
    return kept


def gaps(start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches between those that are taken."""
    out, place = [], start
    for a, b in sorted(taken):
        if place < a:
            out.append((place, a))
        place = max(place, b)
    return [*out, (place, end)] if place < end else out

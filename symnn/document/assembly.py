"""A document put together from parts that are read on their own: the cells of a notebook, docstrings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from symnn.document.layout import Layout
from symnn.document.model import Block, BlockKind, Problem, Reference, Scope, Span, Tag
from symnn.document.places import Segment


@dataclass
class Assembly:
    """Collects parts; each gets its place behind the others, with a blank line between."""

    origin: str
    body: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    place: int = 0

    def text(self, text: str, segments: list[Segment]) -> None:
        """Text whose segments begin at offsets of its own."""
        self.segments += [replace(s, start=s.start + self.place) for s in segments]
        self.body.append(text)
        self.place += len(text)

    def block(self, kind: BlockKind, start: int, level: int = 0, info: str = "") -> None:
        self.blocks.append(Block(kind, start, self.place, level, info))

    def found(self, layout: Layout, by: int) -> None:
        """What was found in a part that begins at ``by``."""
        blocks, spans = len(self.blocks), len(self.spans)
        self.blocks += [
            replace(b, start=b.start + by, end=b.end + by, cells=tuple((x + by, y + by) for x, y in b.cells))
            for b in layout.blocks
        ]
        self.spans += [
            replace(s, start=s.start + by, end=s.end + by, inner_start=s.inner_start + by,
                    inner_end=s.inner_end + by, block=s.block + blocks)
            for s in layout.spans
        ]  # fmt: skip
        self.tags += [replace(t, start=t.start + by, end=t.end + by) for t in layout.tags]
        self.problems += [replace(p, start=p.start + by, end=p.end + by) for p in layout.problems]
        self.scopes += [replace(s, start=s.start + by, end=s.end + by) for s in layout.scopes]
        self.references += [
            replace(r, start=r.start + by, end=r.end + by, span=None if r.span is None else r.span + spans)
            for r in layout.references
        ]

    def separate(self) -> None:
        self.body.append("\n\n")
        self.place += 2

    def layout(self) -> Layout:
        return Layout(
            "".join(self.body), tuple(self.blocks), tuple(self.spans), tuple(self.tags), tuple(self.problems),
            self.origin, tuple(self.segments) or (Segment(0, 0),), (), tuple(self.references), tuple(self.scopes),
        )  # fmt: skip

"""What a document is to us: blocks of text, spans of mathematics in them, and tags in comments."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

SpanKind = Literal["inline", "display", "scraped", "unicode", "bare"]
BlockKind = Literal[
    "heading", "paragraph", "list_item", "quote", "table_row", "fence", "code", "comment", "front_matter"
]


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of mathematics.  Offsets count code points in ``Document.text``.

    ``start``/``end`` enclose the delimiters, ``inner_start``/``inner_end`` the mathematics without them; ``end`` is
    exclusive.  ``source`` is the mathematics as it stands, so ``source[i]`` is at ``inner_start + i``.
    ``note`` says how it was found when that is not plain (N111: which part of scraped text was taken).
    """

    kind: SpanKind
    start: int
    end: int
    inner_start: int
    inner_end: int
    source: str
    block: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with one role; ``level`` is the depth of a heading (1..6), else 0."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    info: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """``<!-- @claim tanh-sigma uses=a,b -->``: name ``claim``, argument ``tanh-sigma``, options ``{"uses": "a,b"}``."""

    name: str
    argument: str
    options: tuple[tuple[str, str], ...]
    start: int
    end: int

    def option(self, key: str) -> str | None:
        return dict(self.options).get(key)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the document's own structure: an unbalanced delimiter, a bad tag, an undecodable byte."""

    code: str
    start: int
    end: int
    message: str


@dataclass(frozen=True)
class Document:
    """A document as read: the text, and everything in it by increasing offset."""

    path: str
    text: str
    format: Literal["markdown", "latex", "rest", "notebook", "text"]
    blocks: tuple[Block, ...] = ()
    spans: tuple[Span, ...] = ()
    tags: tuple[Tag, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(i + 1 for i, c in enumerate(self.text) if c == "\n")
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, the column in code points."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

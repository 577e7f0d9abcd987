"""What a document is to us: blocks of text, spans of mathematics in them, and tags in comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal

SpanKind = Literal["inline", "display", "scraped", "unicode", "bare"]
BlockKind = Literal[
    "heading", "paragraph", "list_item", "quote", "table_row", "fence", "code", "comment", "front_matter"
]


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of mathematics.  Offsets count code points in ``Document.text``.

        ``start``/``end`` enclose the delimiters, ``inner_start``/``inner_end`` the mathematics without them; ``end`` is
    XX    ``note`` says how it was found when that is not plain (N111: which part of scraped text was taken).
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
    """A run of text with one role; ``level`` is the depth of a heading (1..6), else 0.

    ``info`` is the title of a heading and the info string of a fence.  ``cells`` are the cells of a table row, as
    (start, end) without the separators, empty cells included.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    info: str = ""
    cells: tuple[tuple[int, int], ...] = ()


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


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text that stands at ``origin`` in the file; ``escaped`` when it stands there as a JSON string."""

    start: int
    origin: int
    escaped: bool


@dataclass(frozen=True)
class Document:
    """A document as read: the text, and everything in it by increasing offset.

    The text has ``\n`` line ends and no byte order mark.  Where the text is not the file (the cells of a notebook),
    ``origin`` is the file and ``segments`` say where each part of the text stands in it.
    """

    path: str
    text: str
    format: Literal["markdown", "latex", "rest", "notebook", "text"]
    blocks: tuple[Block, ...] = ()
    spans: tuple[Span, ...] = ()
    tags: tuple[Tag, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    origin: str = field(default="", repr=False)
    segments: tuple[Segment, ...] = field(default=(), repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(m.end() for m in re.finditer("\n", self.origin if self.segments else self.text))
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in the file, both from 1, the column in code points."""
        place = self._in_file(offset) if self.segments else offset
        line = bisect_right(self._line_starts, place)
        return line, place - self._line_starts[line - 1] + 1

    def _in_file(self, offset: int) -> int:
        segment = self.segments[max(0, bisect_right(self.segments, offset, key=lambda s: s.start) - 1)]
        steps = max(0, offset - segment.start)
        if not segment.escaped:
            return segment.origin + steps
        place = segment.origin
        for match in islice(_JSON_CHARACTER.finditer(self.origin, segment.origin), steps):
            place = match.end()
        return place


# one character of a JSON string: a surrogate pair, an escape, or itself
_JSON_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)

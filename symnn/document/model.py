"""What a document is to us: blocks of text, spans of mathematics in them, and tags in comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from symnn.document.cells import CellPlaces
from symnn.document.places import Places, Segment

SpanKind = Literal["inline", "display", "scraped", "unicode", "bare"]
BlockKind = Literal[
    "heading", "paragraph", "list_item", "quote", "table_row", "fence", "code", "comment", "front_matter"
]


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of mathematics.  Offsets count code points in ``Document.text``.

    ``start``/``end`` enclose the delimiters, ``inner_start``/``inner_end`` the mathematics without them; ``end`` is
    exclusive.  ``source`` is the mathematics, as long as ``inner_start``..``inner_end``, with what is none (comments,
    quote markers) as blanks.  ``note`` says how it was found when that is not plain (N111: which part of scraped text
    was taken); ``broken`` says why it is only a part of a formula, which cannot be read.
    """

    kind: SpanKind
    start: int
    end: int
    inner_start: int
    inner_end: int
    source: str
    block: int
    note: str = ""
    broken: str = ""


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
class Reference:
    """``\\label{a}``, ``\\tag{3}``, ``\\eqref{a}``, MyST's ``:label: a``: what names an equation or points to one.

    ``number`` is a plain "(3)" beside a formula, ``cited`` one in a sentence that points to it.

    ``start`` says where it stands in the text: a label or tag inside a span names the row in which it stands.
    ``span`` is the number of the formula that a label or tag belongs to, ``None`` for one that names no formula.
    """

    kind: Literal["label", "tag", "number", "ref", "eqref", "cited"]
    name: str
    start: int
    end: int
    span: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A theorem-like environment from its ``\\begin`` to its ``\\end``: ``theorem``, ``proof``, ``definition`` …"""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of a file: its first and its last character, lines and columns from 1.

    In a notebook ``cell`` is the number of the cell in the file and ``cell_line`` the line of its source, both from 1.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int = 0
    cell_line: int = 0


@dataclass(frozen=True)
class Document:
    """A document as read: the text, and everything in it by increasing offset.

    The text has ``\n`` line ends and no byte order mark.  Where it is not the file (the cells of a notebook, macros
    that are expanded, files that are included), ``origin`` is the file, ``included`` are the other files with their
    paths, and ``segments`` say where each part of the text stands in them.
    """

    path: str
    text: str
    format: Literal["markdown", "latex", "rest", "notebook", "python", "text"]
    blocks: tuple[Block, ...] = ()
    spans: tuple[Span, ...] = ()
    tags: tuple[Tag, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    origin: str = field(default="", repr=False)
    segments: tuple[Segment, ...] = field(default=(), repr=False)
    included: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    references: tuple[Reference, ...] = ()
    scopes: tuple[Scope, ...] = ()
    content: str = field(default="", repr=False, compare=False)  # hash of the bytes of the file
    elsewhere: frozenset[str] = frozenset()  # labels that another document of the project has
    beside: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)  # what ``Folder`` saw

    @cached_property
    def _places(self) -> Places:
        return Places((self.origin if self.segments else self.text, *(t for _, t in self.included)), self.segments)

    @cached_property
    def _cells(self) -> CellPlaces | None:
        return CellPlaces(self.origin) if self.format == "notebook" else None

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in its file, both from 1, the column in code points."""
        return self._places.position(*self._places.at(offset))

    def extent(self, start: int, end: int) -> Extent:
        """The file and the lines and columns from first to last character that ``start``..``end`` stand for."""
        file, first, behind = self._places.stretch(start, end)
        last = max(first, behind - 1)
        path = self.included[file - 1][0] if file else self.path
        cell = self._cells.at(first) if self._cells is not None and not file else (0, 0)
        return Extent(path, *self._places.position(file, first), *self._places.position(file, last), *cell)

    def written(self, start: int, end: int) -> str:
        """What stands in the file for ``start``..``end`` of the text: a macro call, not its expansion."""
        file, first, behind = self._places.stretch(start, end)
        return self._places.files[file][first:behind]

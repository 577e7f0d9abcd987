"""Markdown: blocks from markdown-it-py, formulas and tags from our own scanner."""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from symnn.document.layout import Collector, Layout, Piece, gaps, outside
from symnn.document.mask import MATH_FENCE, mask
from symnn.document.model import BlockKind, Scope, Span
from symnn.document.scanner import MARKDOWN, scan
from symnn.document.scraped import recover

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NESTING = 60
_MARKERS = re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*")
_NOT_PROSE = re.compile(r"[\s>]*+(?:\[[^\]\n]*\]:.*|[^\w$\\]*)")
_ATX = re.compile(r"[\s>]*#{1,6}[ \t]*|[ \t]+#+[ \t]*$")
_NAMED = re.compile(r"[ \t]*\{[#.][\w:.-]+(?:[ \t][^{}\n]*)?\}[ \t]*$")  # "## Title {#sec-a}"
_SPACED_OUT = re.compile(r"(?<!\S)(?:\S ){4}")  # a formula copied from a rendered page
_LATEX = re.compile(r"[\\_^=]")
_BAR = re.compile(r"(?<!\\)\|")
_COMMENT_ONLY = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)
_OPTIONS = re.compile(r"(?:[ \t>]*:[\w-]+:[^\n]*\n|[ \t>]*---[ \t]*\n(?:[^\n]*\n)*?[ \t>]*---[ \t]*\n)+(?:[ \t>]*\n)*")
_FENCE_MARK = re.compile(r"`{3,}|~{3,}|:{3,}")
_DIRECTIVE = re.compile(r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{math\}[ \t]+(?P<argument>\S)")
_HIDDEN_HTML = re.compile(r"\s*<(?:script|style|pre|code|textarea|svg)\b", re.IGNORECASE)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _tokens(text: str) -> list[Token]:
    """The block tokens.  They hold no cycles: the collector would only walk through them in vain."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _parser().parse(text)
    finally:
        if collecting:
            gc.enable()


def read_markdown(text: str) -> Layout:
    """Blocks, formulas and tags of a Markdown document."""
    layout = _Markdown(text).read()
    return replace(layout, spans=tuple(_without_escapes(s) for s in layout.spans))


_BRACES = re.compile(r"\\\\([{}])")
_WORDS = re.compile(r"\\(?:text\w*|math(?:rm|it|tt|sf|bf)|operatorname\*?|mbox|verb)\s*\{[^{}]*\}")
_OPERAND = r"(?:(?<![A-Za-z])[A-Za-z]|(?<=[\^_][A-Za-z])[A-Za-z]|\\[A-Za-z]+|[0-9})'])"  # one letter, no end of a word
_ESCAPED = re.compile(rf"({_OPERAND})\\_(?=[A-Za-z0-9](?![A-Za-z])|[{{\\])")


def _without_escapes(span: Span) -> Span:
    """``L\\_i``, as kramdown wants it, is L_i: an escaped subscript sign between operands, outside of words.

    ``\\\\{ -1, 1 \\\\}`` in running text is a set: a line break has no place there.
    """
    if span.kind == "inline" and len(_BRACES.findall(span.source)) == span.source.count("\\\\") > 0:
        span = replace(span, source=_BRACES.sub(r" \\\1", span.source))
    if "\\_" not in span.source:
        return span
    words = [m.span() for m in _WORDS.finditer(span.source)]
    source = _ESCAPED.sub(lambda m: m[0] if any(a < m.start() < b for a, b in words) else m[1] + " _", span.source)
    return replace(span, source=source)


class _Markdown:
    """One document on its way through: the tokens of the block parser become blocks, each block is scanned."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Collector(text)
        self.starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text) + 1]
        self.covered = bytearray(len(self.starts))

    def read(self) -> Layout:
        masked = mask(self.text)
        self.out.problems.extend(masked.problems)
        for start, end in (line for d in masked.directives for line in d.lines):
            self.covered[bisect_right(self.starts, start) - 1] |= "$" not in self.text[start:end]
        if masked.front:
            self.out.block("front_matter", 0, masked.front)
            for line in range(self.text.count("\n", 0, masked.front)):
                self.covered[line] = 1
        tokens = _tokens(masked.text)
        containers: list[str] = []
        for token in tokens:
            if token.type in ("list_item_open", "blockquote_open"):
                containers.append(token.type)
            elif token.type in ("list_item_close", "blockquote_close"):
                containers.pop()
            elif token.map:
                self.token(token, containers)
        self.remaining()
        scopes = tuple(Scope(d.kind, d.start, d.end) for d in masked.directives if d.kind is not None)
        return replace(self.out.layout(), scopes=scopes)

    def token(self, token: Token, containers: list[str]) -> None:
        first, last = token.map or [0, 0]
        quotes = containers.count("blockquote_open")
        inside: BlockKind = "paragraph"
        if containers:
            inside = "list_item" if containers[-1] == "list_item_open" else "quote"
        match token.type:
            case "heading_open":
                self.heading(token, first, last, quotes, inside)
            case "paragraph_open":
                self.prose(inside, first, last, quotes)
            case "tr_open":
                self.row(first, last, quotes)
            case "fence" | "code_block":
                self.code(token, first, last, quotes)
            case "html_block":
                self.html(inside, first, last, quotes)

    def lines(self, first: int, last: int) -> tuple[int, int]:
        """Start and end of a run of lines, without the last line end; the lines count as covered."""
        self.covered[first:last] = b"\1" * (last - first)
        return self.starts[first], max(self.starts[first], self.starts[last] - 1)

    def scan(self, block: int, start: int, end: int, quotes: int) -> None:
        covered: list[tuple[int, int]] = []
        for found in scan(self.text, start, end, MARKDOWN):
            self.out.add(block, found, quotes)
            covered.append((found.start, found.end))
        if _SPACED_OUT.search(self.text, start, end) and self.text.find("`", start, end) < 0:
            for a, b in gaps(start, end, covered):
                for triple in recover(self.text, a, b):
                    if _LATEX.search(self.text, triple.piece.start, triple.piece.end):
                        self.out.add(block, triple.piece)

    def prose(self, kind: BlockKind, first: int, last: int, quotes: int, level: int = 0, title: str = "") -> int:
        start, end = self.lines(first, last)
        if kind in ("list_item", "quote"):
            markers = _MARKERS.match(self.text, start, end)
            start = markers.end() if markers else start
        block = self.out.block(kind, start, end, level, title)
        self.scan(block, start, end, quotes)
        return block

    def heading(self, token: Token, first: int, last: int, quotes: int, inside: BlockKind) -> None:
        """A heading; one that is underlined and holds a display is text before a rule."""
        start, end = self.starts[first], self.starts[last] - 1
        underlined = token.markup in ("=", "-", "---", "===") and last - first > 1
        if underlined and "$$" in self.text[start:end]:
            self.prose(inside, first, last, quotes)
            return
        shown = self.text[start:end].rsplit("\n", 1)[0] if underlined else self.text[start:end]
        self.prose("heading", first, last, quotes, int(token.tag[1]), _ATX.sub("", _NAMED.sub("", shown)).strip())

    def row(self, first: int, last: int, quotes: int) -> None:
        before = len(self.out.pieces)
        block = self.prose("table_row", first, last, quotes)
        start, end = self.out.blocks[block].start, self.out.blocks[block].end
        inside = [(p.start, p.end) for _, p, _ in self.out.pieces[before:]]
        bars = outside([m.start() for m in _BAR.finditer(self.text, start, end)], inside)
        edges = [start - 1, *bars, end]
        cells = [(a + 1, b) for a, b in pairwise(edges)]
        trimmed = [c for i, c in enumerate(cells) if self.text[c[0] : c[1]].strip() or 0 < i < len(cells) - 1]
        self.out.cells(block, tuple(trimmed))

    def code(self, token: Token, first: int, last: int, quotes: int) -> None:
        start, end = self.lines(first, last)
        if token.type == "code_block" or not MATH_FENCE.match(token.info.strip()):
            self.out.block("fence" if token.type == "fence" else "code", start, end, info=token.info.strip())
            return
        mark = _FENCE_MARK.search(self.text, start, end)
        marker = mark.start() if mark else start
        block = self.out.block("fence", marker, end, info=token.info.strip())
        inner, close = self.starts[first + 1], self.starts[last - 1] - 1
        if token.info.lstrip().startswith("{") and (options := _OPTIONS.match(self.text, inner, max(inner, close))):
            inner = options.end()
        if argument := _DIRECTIVE.match(self.text, marker):
            inner = argument.start("argument")
        self.out.add(block, Piece("display", marker, end, inner, max(inner, close)), quotes)

    def html(self, inside: BlockKind, first: int, last: int, quotes: int) -> None:
        start, end = self.starts[first], self.starts[last] - 1
        while end > start and self.text[end - 1] == "\n":
            end -= 1
            last -= 1
        body = self.text[start:end]
        if _COMMENT_ONLY.fullmatch(body):
            self.prose("comment", first, last, quotes)
        elif _HIDDEN_HTML.match(body):
            self.out.block("code", *self.lines(first, last), info="html")
        else:
            self.prose(inside, first, last, quotes)

    def remaining(self) -> None:
        """Lines that the block parser left out, for they are nested too deep: each is read as a paragraph."""
        for line, done in enumerate(self.covered[: len(self.starts) - 1]):
            start, end = self.starts[line], self.starts[line + 1] - 1
            if not done and not _NOT_PROSE.fullmatch(self.text, start, end):
                self.prose("paragraph", line, line + 1, self.text.count(">", start, end))

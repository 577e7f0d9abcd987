"""Plain text, also scraped from the web: paragraphs, numbered headings, tab-separated rows, code listings.

Formulas are looked for four times, each time in what is left: dollars and brackets, scraped triples, then bare Unicode
mathematics and bare LaTeX.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from symnn.document.layout import Collector, Layout, gaps, outside
from symnn.document.mask import mask
from symnn.document.model import BlockKind, Problem
from symnn.document.outline import code_lines, contents, heading_level
from symnn.document.runs import braced, runs
from symnn.document.scanner import TEXT, scan
from symnn.document.scraped import recover

_ITEM = re.compile(r"[ \t]*(?:[-•*·▪◦‣+](?=[ \t]|$)|\d{1,3}[.)、](?!\d)|[(（]\d{1,3}[)）]|[a-z]\)[ \t])[ \t]*")
_WORDS = re.compile(r"[A-Za-z]{5,}|[\u3040-\u9fff]")
_NAMED = re.compile(r"(?:^|[^A-Za-z])(?:[A-Za-z]|\d)$|[Α-Ωα-ω²³′‖|₀-₉ᵀ]$")
_ABSOLUTE = re.compile(r"[=≤≥<>+−·*/] ?\|[^\s|-]")  # y = |x|
_RELATION = re.compile(r"[=≤≥]")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_PIPE_ROW = re.compile(r"[ \t]*(?:\|.*\||[^|\n]+\|(?:[^|\n]*\|)*)[ \t]*")


def read_text(text: str) -> Layout:
    """Blocks, formulas and tags of a plain text."""
    layout = _Text(text).read()
    spans = (replace(s, source=braced(s.source)) if s.kind in ("unicode", "bare") else s for s in layout.spans)
    return replace(layout, spans=tuple(spans))


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Collector(text)
        masked = mask(text)
        self.out.problems.extend(masked.problems)
        self.lines = masked.text.split("\n")
        self.starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text) + 1]
        self.hidden = [(line != shown) for line, shown in zip(text.split("\n"), self.lines, strict=True)]

        self.levels: dict[int, int] = {}
        self.going: set[int] = set()  # lines that go on with a formula

    def read(self) -> Layout:
        code = code_lines(self.lines)
        titles = contents(self.lines)
        first = 0
        kind: BlockKind = "paragraph"
        for number, line in enumerate(self.lines):
            starts = self.kind(number, code)
            level = heading_level(self.lines, number, titles) if starts in (None, "list_item") else 0
            if level:
                starts = "heading"
                self.levels[number] = level
            fresh = starts is not None or not line.strip() or kind in ("heading", "table_row", "code")
            if kind == "code" and starts == "code":
                fresh = False
            if fresh:
                self.close(kind, first, number)
                first, kind = number, starts or "paragraph"
        self.close(kind, first, len(self.lines))
        return self.out.layout()

    def kind(self, number: int, code: set[int]) -> BlockKind | None:
        """The kind of block that begins with this line, ``None`` when it goes on with the block before."""
        line = self.lines[number]
        if number in code:
            return "code"
        if self.hidden[number] or not line.strip():
            return None
        if self.is_row(number):
            return "table_row"
        if _QUOTE.match(line) and len(line.strip()) > 1 and line.strip()[1] == " ":
            return "quote"
        return "list_item" if _ITEM.match(line) and not self.goes_on(number) else None

    def goes_on(self, number: int) -> bool:
        """Whether a line with + or - at its start goes on with the formula at the end of the line before."""
        before = self.lines[number - 1].strip() if number else ""
        if not before or self.lines[number].lstrip()[:1] not in "+-":
            return False
        if _ITEM.match(before) and number - 1 not in self.going:
            return False
        line = self.lines[number].lstrip()
        inside = _NAMED.search(before) and _RELATION.search(line if line[0] == "-" else before + line)
        if (_WORDS.search(before) and not inside) or before[-1] in ".,:;-=":
            return False
        self.going.add(number)
        return True

    def is_row(self, number: int) -> bool:
        line = self.lines[number].strip("\n ")
        tabs = line.count("\t")
        if tabs and line.strip("\t"):
            near = [self.lines[n].count("\t") for n in (number - 1, number + 1) if 0 <= n < len(self.lines)]
            if line.strip().count("\t") >= 2 or (line.strip().count("\t") == 1 and tabs in near):
                return True
        if _ABSOLUTE.search(line):
            return False
        return line.endswith("|") and bool(_PIPE_ROW.fullmatch(line)) and "||" not in line.strip("| ")

    def close(self, kind: BlockKind, first: int, last: int) -> None:
        """The block of these lines, without the blank ones at its end."""
        while last > first and not self.lines[last - 1].strip():
            last -= 1
        while first < last and not self.lines[first].strip():
            first += 1
        if last <= first:
            return
        start, end = self.starts[first], self.starts[last] - 1
        if kind == "code":
            self.out.block("code", start, end)
            return
        if kind in ("list_item", "quote") and (m := (_ITEM if kind == "list_item" else _QUOTE).match(self.text, start)):
            start = min(m.end(), end)
        level = self.levels.get(first, 0)
        shown = self.text[start:end].strip()
        if kind == "paragraph" and re.fullmatch(r"(?:<!--(?:(?!-->).)*-->\s*)+", shown, re.DOTALL):
            kind = "comment"
        block = self.out.block(kind, start, end, level, shown if kind == "heading" else "")
        taken = self.fill(block, start, end)
        if kind == "table_row":
            self.out.cells(block, self.cells(start, end, taken))

    def fill(self, block: int, start: int, end: int) -> list[tuple[int, int]]:
        """Look for formulas and tags; gives the stretches they cover."""
        taken: list[tuple[int, int]] = []
        if self.text.find("\\begin", start, end) >= 0:  # an environment inside a triple is a part of its formula
            for triple in recover(self.text, start, end):
                if self.text.find("\\begin", triple.start, triple.end) >= 0:
                    self.out.add(block, triple.piece)
                    taken.append((triple.start, triple.end))
        for a, b in list(gaps(start, end, taken)):
            for found in scan(self.text, a, b, TEXT):
                self.out.add(block, found)
                if not isinstance(found, Problem):
                    taken.append((found.start, found.end))
        taken.sort()
        for a, b in list(gaps(start, end, taken)):
            for triple in recover(self.text, a, b):
                self.out.add(block, triple.piece)
                taken.append((triple.start, triple.end))
        for a, b in gaps(start, end, taken):
            for piece in runs(self.text, a, b):
                self.out.add(block, piece)
                taken.append((piece.start, piece.end))
        return sorted(taken)

    def cells(self, start: int, end: int, taken: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        mark = "\t" if "\t" in self.text[start:end].strip() else "|"
        cuts = [start + i for i, c in enumerate(self.text[start:end]) if c == mark]
        return tuple((a + 1, b) for a, b in pairwise((start - 1, *outside(cuts, taken), end)))

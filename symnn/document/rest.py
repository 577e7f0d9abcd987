"""reStructuredText: titles, paragraphs, items; ``:math:`…``` and ``.. math::``; tags in comments (``.. @claim …``).

A grid table with displayed formulas is read cell by cell.  Where its bars leave no such cells a problem N113 says that
the formula is not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from symnn.document.edits import Edited
from symnn.document.environments import kind_of
from symnn.document.layout import Collector, Layout, Piece
from symnn.document.model import BlockKind, Problem, Scope
from symnn.document.places import Places
from symnn.document.rest_tables import BORDER, unrolled
from symnn.document.tags import read_tag

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_DIRECTIVE = re.compile(r"(?P<indent>[ \t]*)\.\.[ \t]+(?P<name>[\w:-]+?)::(?:[ \t]+(?P<argument>\S.*))?[ \t]*")
_EXPLICIT = re.compile(r"(?P<indent>[ \t]*)\.\.(?:[ \t]+(?P<body>.*))?")
_TARGET = re.compile(r"_[^:]*:|\[[^\]]+\][ \t]|\|[^|]+\|[ \t]")
_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:[ \t].*)?")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|(?:\d{1,3}|#|[a-zA-Z])[.)])[ \t]+")
_ROLE = re.compile(
    r"\\.|(?P<literal>``(?:[^`]|`(?!`))+``)|:math:`(?P<inner>[^`]+)`|`(?P<late>[^`<>]+)`:math:|(?P<open>:math:`)"
)
_CODE = frozenset(
    "code code-block sourcecode literalinclude raw parsed-literal highlight productionlist doctest".split()
)
_SILENT = frozenset("image figure contents toctree include meta role default-role plot graphviz".split())


def read_rest(text: str) -> Layout:
    """Blocks, formulas and tags of a reStructuredText document."""
    edits = unrolled(text)
    if not edits:
        return _Rest(text).read()
    edited = Edited(text, Places((text,)), edits)
    return replace(_Rest(edited.text).read(), origin=text, segments=edited.segments)


class _Rest:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Collector(text)
        self.lines = text.split("\n")
        self.starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text) + 1]
        self.styles: list[str] = []
        self.scopes: list[Scope] = []

    def read(self) -> Layout:
        number = 0
        while number < len(self.lines):
            number = self.block(number)
        return replace(self.out.layout(), scopes=tuple(self.scopes))

    def block(self, number: int) -> int:
        """Read the block that begins with this line; gives the line behind it."""
        line = self.lines[number]
        if not line.strip():
            return number + 1
        if title := self.title(number):
            return title
        if BORDER.fullmatch(line):
            return self.table(number)
        if m := _DIRECTIVE.fullmatch(line):
            return self.directive(number, m)
        if (m := _EXPLICIT.fullmatch(line)) and not (m["body"] and _TARGET.match(m["body"])):
            return self.comment(number, m)
        return self.paragraph(number)

    def end_of(self, number: int, indent: int) -> int:
        """The line behind the indented lines that follow."""
        last = look = number + 1
        while look < len(self.lines):
            line = self.lines[look]
            if line.strip():
                if len(line) - len(line.lstrip()) <= indent:
                    break
                last = look + 1
            look += 1
        return last

    def range(self, first: int, last: int) -> tuple[int, int]:
        return self.starts[first], self.starts[last] - 1

    def title(self, number: int) -> int | None:
        """``Title`` over a rule, or between two: the style of the rules gives the depth, in order of appearance."""
        over = bool(_RULE.fullmatch(self.lines[number]))
        at = number + over
        if at + 1 >= len(self.lines) or not self.lines[at].strip() or not _RULE.fullmatch(self.lines[at + 1]):
            return None
        if over and self.lines[at + 1].strip()[0] != self.lines[number].strip()[0]:
            return None
        if _RULE.fullmatch(self.lines[at]) or (not over and self.lines[at][0] in " \t"):
            return None
        style = self.lines[at + 1].strip()[0] + ("=" if over else "")
        if style not in self.styles:
            self.styles.append(style)
        start, end = self.range(at, at + 1)
        self.fill("heading", start, end, min(6, self.styles.index(style) + 1), self.lines[at].strip())
        return at + 2

    def directive(self, number: int, m: re.Match[str]) -> int:
        name = m["name"].split(":")[-1]
        indent = len(m["indent"])
        last = self.end_of(number, indent)
        if name == "math":
            self.mathematics(number, last, m)
        elif name in _CODE:
            self.out.block("code", *self.range(number, last), info=name)
        elif name not in _SILENT:
            if m["argument"]:
                self.fill("paragraph", self.starts[number] + m.start("argument"), self.starts[number + 1] - 1)
            if (kind := kind_of(name)) is not None:
                self.scopes.append(Scope(kind, *self.range(number, last)))
                while number + 1 < last and _OPTION.fullmatch(self.lines[number + 1]):
                    number += 1
            return number + 1
        return last

    def mathematics(self, number: int, last: int, m: re.Match[str]) -> None:
        """Each run of lines between blank ones is a formula; options such as ``:label:`` are none."""
        block = self.out.block("fence", *self.range(number, last), info="math")
        runs: list[tuple[int, int]] = []
        if m["argument"]:
            runs.append((self.starts[number] + m.start("argument"), self.starts[number + 1] - 1))
        fresh, options, within = not m["argument"], True, 0
        for at in range(number + 1, last):
            line = self.lines[at]
            options = options and bool(_OPTION.fullmatch(line) or not line.strip())
            if options or (not line.strip() and not within):
                fresh = True
                continue
            within += line.count("\\begin{") - line.count("\\end{")
            start, end = self.starts[at] + len(line) - len(line.lstrip()), self.starts[at] + len(line.rstrip())
            if fresh:
                runs.append((start, end))
            else:
                runs[-1] = (runs[-1][0], end)
            fresh = False
        for start, end in runs:
            self.out.add(block, Piece("display", start, end, start, end))

    def comment(self, number: int, m: re.Match[str]) -> int:
        last = self.end_of(number, len(m["indent"]))
        start, end = self.range(number, last)
        self.out.block("comment", start, end)
        tag = read_tag((m["body"] or "").strip(), start, self.starts[number + 1] - 1)
        if tag:
            self.out.add(0, tag)
        return last

    def paragraph(self, number: int) -> int:
        """Lines up to a blank one, an item, or a directive; ``::`` at the end makes the indented lines code."""
        item = _ITEM.match(self.lines[number])
        last = number + 1
        if self.lines[number].lstrip().startswith(">>>"):
            while last < len(self.lines) and self.lines[last].strip():
                last += 1
            self.out.block("code", *self.range(number, last), info="doctest")
            return last
        while last < len(self.lines) and self.lines[last].strip():
            if _ITEM.match(self.lines[last]) or _DIRECTIVE.fullmatch(self.lines[last]):
                break
            last += 1
        start, end = self.range(number, last)
        kind: BlockKind = "list_item" if item else "paragraph"
        self.fill(kind, start + (item.end() if item else 0), end)
        final = self.lines[last - 1]
        if not final.rstrip().endswith("::"):
            return last
        behind = self.end_of(last - 1, len(final) - len(final.lstrip()))
        if behind > last:
            self.out.block("code", *self.range(last, behind))
        return behind

    def table(self, number: int) -> int:
        """A grid table: each line is a row block; a formula that takes several lines of a cell is reported."""
        last = number
        while last < len(self.lines) and self.lines[last].lstrip()[:1] in ("|", "+") and self.lines[last].strip():
            if not BORDER.fullmatch(self.lines[last]):
                self.row(last)
            last += 1
        return max(last, number + 1)

    def row(self, number: int) -> None:
        start, end = self.range(number, number + 1)
        cuts = [start + m.start() for m in re.finditer(r"(?<=[ \t])\||^\|", self.lines[number])]
        block = self.fill("table_row", start, end)
        self.out.cells(block, tuple((a + 1, b) for a, b in pairwise(cuts)))
        for m in re.finditer(r"\.\. math::[ \t]*(?P<inner>[^|\n]*)", self.lines[number]):
            at = start + m.start()
            message = "the formula stands in a table cell over several lines; it is not read"
            self.out.problems.append(Problem("N113", at, at + len(".. math::"), message))

    def fill(self, kind: BlockKind, start: int, end: int, level: int = 0, info: str = "") -> int:
        block = self.out.block(kind, start, end, level, info)
        for m in _ROLE.finditer(self.text, start, end):
            inner = "inner" if m["inner"] else "late"
            if m["open"]:
                message = ":math:` opens a formula that nothing closes in this paragraph"
                self.out.add(block, Problem("E101", m.start(), m.end(), message))
            elif m[inner]:
                self.out.add(block, Piece("inline", m.start(), m.end(), m.start(inner), m.end(inner)))
        return block

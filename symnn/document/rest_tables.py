"""Grid tables of reStructuredText whose cells hold displayed formulas: the cells one after the other.

A formula in a cell takes several lines, and between them stand the other cells.  In the text that is read each cell is
a text of its own, its lines without the margin of the cell; every character keeps its place in the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from symnn.document.edits import Edit, Trace

BORDER = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*")
_MATH = re.compile(r"\|[ \t]+\.\.[ \t]+math::")


def unrolled(text: str) -> list[Edit]:
    """An edit for each grid table with a directive ``math`` in a cell."""
    if not _MATH.search(text):
        return []
    lines = text.split("\n")
    starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text) + 1]
    edits = []
    number = 0
    while number < len(lines):
        last = number
        if BORDER.fullmatch(lines[number]):
            while last < len(lines) and lines[last].lstrip()[:1] in ("|", "+") and lines[last].strip():
                last += 1
            if _MATH.search(text, starts[number], starts[last] - 1):
                runs = tuple(_cells(lines, starts, number, last))
                edits.append(Edit(starts[number], starts[last] - 1, runs))
        number = max(last, number + 1)
    return edits


def _cells(lines: list[str], starts: list[int], first: int, last: int) -> Iterator[Trace]:
    row: list[int] = []
    for number in range(first, last):
        if not BORDER.fullmatch(lines[number]):
            row.append(number)
        if row and (number == last - 1 or BORDER.fullmatch(lines[number])):
            yield from _row([(lines[n], starts[n]) for n in row])
            row = []


def _row(lines: list[tuple[str, int]]) -> Iterator[Trace]:
    """The cells between the bars that all lines of the row have in the same column."""
    bars = set.intersection(*(set(_bars(line)) for line, _ in lines))
    edges = sorted(bars)
    for left, right in pairwise(edges):
        parts = []
        for line, start in lines:
            columns = _bars(line)
            a, b = columns[left] + 1, columns[right]
            parts.append((start + a, start + b, line[a:b].rstrip()))
        shown = [text for _, _, text in parts if text]
        margin = min((len(t) - len(t.lstrip()) for t in shown), default=0)
        for start, end, text in parts:
            if len(text) > margin:
                yield Trace(text[margin:], start + margin, start + len(text), True)
            yield Trace("\n", end - 1, end)
        yield Trace("\n", parts[-1][1] - 1, parts[-1][1])


def _bars(line: str) -> dict[int, int]:
    """The columns of the bars of a line, wide characters as two, and the offsets at which they stand."""
    found = {}
    column = 0
    for offset, character in enumerate(line):
        if character == "|":
            found[column] = offset
        column += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return found

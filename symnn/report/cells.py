"""Text on a terminal: cells instead of characters, lines broken at the width, a source line with a part underlined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from symnn.finding import Location
from symnn.report.phrases import CONTROL

NARROWEST = 24  # cells; below that nothing can be laid out, and lines are left to the terminal
AROUND = 100  # cells of a source line that are shown where nobody gave a width
MOST_LINES = 8  # of a formula over many lines

_FENCE = re.compile(r"\s*(?:\$\$|\\\[|\\\]|`{3,}.*|~{3,}.*|\\begin\{[a-z]+\*?\}|\\end\{[a-z]+\*?\}|:::.*)?\s*")


def wrap(text: str, width: int | None, first: str = "", rest: str = "") -> list[str]:
    """The text behind ``first``, broken between words, or within one that is wider than a line; ``rest`` leads on.

    Nothing is cut off.  Colours are put on afterwards: ``text`` has no control sequences.
    """
    if width is None or cell_len(first) + cell_len(text) <= width:
        return [first + text]
    lines: list[str] = []
    line, empty = first, True
    for word in text.split(" "):
        while True:
            joined = word if empty else f" {word}"
            if cell_len(line) + cell_len(joined) <= width:
                line, empty = line + joined, False
                break
            if empty:  # a word that fills more than a line
                head, word = split_cells(word, max(2, width - cell_len(line)))
                line += head
            lines.append(line)
            line, empty = rest, True
            if not word:
                break
    return lines if empty else [*lines, line]


def split_cells(text: str, cells: int) -> tuple[str, str]:
    """As much of the text as fits into so many cells, one character at least, and what is left."""
    used = 0
    for place, letter in enumerate(text):
        used += cell_len(letter)
        if used > cells and place:
            return text[:place], text[place:]
    return text, ""


def plain(line: str) -> str:
    """A source line of the same length in characters that does nothing to a terminal."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", line.replace("\t", " "))


def excerpt(lines: Sequence[str], place: Location, width: int | None) -> Iterator[tuple[str, str]]:
    """The source lines of a place, each as (margin, text), and below each its underline, with an empty margin.

    A line that is too wide is shown around the part, which itself is never cut but broken.  Of a formula over many
    lines the first ones are shown, without delimiters that stand alone, and how many more there are.
    """
    end_line = max(place.end_line, place.line)
    shown = []
    for number in range(place.line, min(end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = place.column - 1 if number == place.line else len(line) - len(line.lstrip())
        end = len(line.rstrip()) if number < end_line else place.end_column or start + 1
        if end_line > place.line and _FENCE.fullmatch(line):
            continue
        shown.append((number, plain(line), min(start, len(line)), max(min(end, len(line)), start)))
    margin = len(str(end_line))
    for number, line, start, end in shown[:MOST_LINES]:
        room = max(AROUND, cell_len(line[start:end]) + 2) if width is None else max(8, width - margin - 3)
        label = str(number)
        for text, mark in _parts(line, start, end, room):
            yield f"{label:>{margin}}", text
            yield "", mark
            label = ""
    if len(shown) > MOST_LINES:
        yield "", f"… {len(shown) - MOST_LINES} more lines"


def _parts(line: str, start: int, end: int, room: int) -> Iterator[tuple[str, str]]:
    """Rows of at most ``room`` cells with the marks below, that together show the part and what is around it."""
    part = line[start:end]
    before, after = line[:start].lstrip(), line[end:].rstrip()
    if cell_len(before) + cell_len(part) + cell_len(after) > room:
        spare = max(0, room - cell_len(part) - 2)
        left = min(cell_len(before), max(spare // 2, spare - cell_len(after)))
        before = _tail(before, left)
        after = _head(after, spare - min(left, cell_len(before)))
    rest = part
    while cell_len(before) + cell_len(rest) > room:
        head, rest = split_cells(rest, room - cell_len(before))
        yield before + head, " " * cell_len(before) + "^" * cell_len(head)
        before = ""
    after = after if cell_len(before) + cell_len(rest) + cell_len(after) <= room else ""
    if rest or not part:
        yield before + rest + after, " " * cell_len(before) + "^" * max(1, cell_len(rest))


def _head(text: str, cells: int) -> str:
    if cell_len(text) <= cells:
        return text
    return split_cells(text, cells)[0] + "…" if cells > 0 else ("…" if text else "")


def _tail(text: str, cells: int) -> str:
    if cell_len(text) <= cells:
        return text
    kept = split_cells(text[::-1], cells)[0][::-1] if cells > 0 else ""
    return "…" + kept

"""The cells of a notebook and the strings of their sources, with their places in the ``.ipynb`` file."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_BREAK = re.compile(r"\\(.)", re.DOTALL)


@dataclass
class Cell:
    """``parts`` are the strings of the source: where each stands, and its value; ``latex`` counts LaTeX outputs."""

    kind: str = "raw"
    parts: list[tuple[int, str]] = field(default_factory=list)
    latex: int = 0


def cells_of(text: str) -> list[Cell]:
    """The cells with the places of their strings: a walk over the tokens of JSON known to be well-formed."""
    cells: list[Cell] = []
    stack: list[str | int | None] = []  # for each open container the current key, or the current index
    expecting_key = False
    for m in _TOKEN.finditer(text):
        token = m.group()
        if token in "{[":
            if len(stack) == 2 and stack[0] == "cells" and token == "{":
                cells.append(Cell())
            stack.append(None if token == "{" else 0)
            expecting_key = token == "{"
        elif token in "}]":
            stack.pop()
            expecting_key = False
        elif token == ",":
            top = stack[-1]
            stack[-1] = top + 1 if isinstance(top, int) else None
            expecting_key = not isinstance(top, int)
        elif token == ":":
            expecting_key = False
        elif token.startswith('"'):
            if expecting_key:
                stack[-1] = json.loads(token)
                _output(cells, stack)
            elif len(stack) > 2 and stack[0] == "cells":
                _string(cells[-1], stack[2:], m.start() + 1, token)
    return cells


def _output(cells: list[Cell], stack: list[str | int | None]) -> None:
    """Count an output that has a form in LaTeX: ``outputs[k].data["text/latex"]``."""
    if len(stack) == 6 and (stack[0], stack[2], stack[4], stack[5]) == ("cells", "outputs", "data", "text/latex"):
        cells[-1].latex += 1


def _string(cell: Cell, path: list[str | int | None], at: int, token: str) -> None:
    if path == ["cell_type"]:
        cell.kind = json.loads(token)
    elif path[0] == "source" and len(path) <= 2:
        value = re.sub(r"[\ud800-\udfff]", "\ufffd", json.loads(token, strict=False))
        cell.parts.append((at, value.replace("\r", " ")))


class CellPlaces:
    """Offsets of a notebook's file to the number of a cell, among all cells from 1, and a line of its source."""

    def __init__(self, text: str) -> None:
        self.text = text
        rows: list[tuple[int, int, int]] = []
        for number, cell in enumerate(cells_of(text), 1):
            line = 1
            for at, value in cell.parts:
                rows.append((at, number, line))
                line += value.count("\n")
        self.rows: Sequence[tuple[int, int, int]] = sorted(rows)

    def at(self, place: int) -> tuple[int, int]:
        """Cell and line; (0, 0) before the first cell."""
        index = bisect_right(self.rows, (place + 1,)) - 1
        if index < 0:
            return 0, 0
        start, cell, line = self.rows[index]
        return cell, line + sum(m[1] == "n" for m in _BREAK.finditer(self.text, start, place))

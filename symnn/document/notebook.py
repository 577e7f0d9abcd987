"""Jupyter notebooks: Markdown cells as Markdown, code cells as code; places are those in the ``.ipynb`` file.

Cells with the magic ``%%latex`` or ``%%markdown`` are what it says.  Outputs are generated: those with LaTeX are
counted in a note.
"""

from __future__ import annotations

import json
import re

from symnn.document.assembly import Assembly
from symnn.document.cells import Cell, cells_of
from symnn.document.latex import latex_piece
from symnn.document.layout import Layout
from symnn.document.markdown import read_markdown
from symnn.document.model import Problem
from symnn.document.places import Segment

_MAGIC = re.compile(r"\s*%%(latex|markdown)\b[^\n]*")


class NotebookError(ValueError):
    """The file is no notebook; the message says why."""


def read_notebook(text: str) -> Layout:
    """Blocks, formulas and tags of the cells, one after the other with a blank line between.

    Raises ``NotebookError`` when the text is not JSON or has no cells.
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise NotebookError("is no notebook: the JSON is nested too deep") from None
    except json.JSONDecodeError as error:
        raise NotebookError(f"is no notebook: not JSON at line {error.lineno}, column {error.colno}") from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        old = isinstance(data, dict) and "worksheets" in data
        raise NotebookError(
            "is a notebook of format 3; convert it with nbconvert" if old else "is no notebook: no cells"
        )
    return _assemble(text, cells_of(text))


def _assemble(origin: str, cells: list[Cell]) -> Layout:
    out = Assembly(origin)
    unread: list[tuple[int, int, int]] = []  # cell, outputs, where its source begins
    for number, cell in enumerate(cells, 1):
        first = out.place
        for at, value in cell.parts:
            out.text(value, [Segment(0, at, "json")])
        text = "".join(value for _, value in cell.parts)
        magic = _MAGIC.match(text) if cell.kind == "code" else None
        if cell.kind == "markdown":
            out.found(read_markdown(text), first)
        elif magic is not None:
            blank = " " * magic.end() + text[magic.end() :]
            out.found(latex_piece(blank) if magic[1] == "latex" else read_markdown(blank), first)
        elif text.strip():
            out.block("code", first, info=cell.kind)
        out.separate()
        if cell.latex:
            unread.append((number, cell.latex, first))
    if unread:
        count = sum(n for _, n, _ in unread)
        which = ("cell " if len(unread) == 1 else "cells ") + ", ".join(str(number) for number, _, _ in unread)
        what = "output with LaTeX is" if count == 1 else "outputs with LaTeX are"
        at = unread[0][2]
        out.problems.append(Problem("N113", at, at + 1, f"{count} {what} generated and not read ({which})"))
    return out.layout()

"""Jupyter notebooks: Markdown cells as Markdown, code cells as code; places are those in the ``.ipynb`` file."""

from __future__ import annotations

import json

from symnn.document.assembly import Assembly
from symnn.document.cells import Cell, cells_of
from symnn.document.layout import Layout
from symnn.document.markdown import read_markdown
from symnn.document.places import Segment


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
    for cell in cells:
        first = out.place
        for at, value in cell.parts:
            out.text(value, [Segment(0, at, "json")])
        text = "".join(value for _, value in cell.parts)
        if cell.kind == "markdown":
            out.found(read_markdown(text), first)
        elif text.strip():
            out.block("code", first, info=cell.kind)
        out.separate()
    return out.layout()

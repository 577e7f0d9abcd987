"""Jupyter notebooks: Markdown cells as Markdown, code cells as code; places are those in the ``.ipynb`` file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from symnn.document.assembly import Assembly
from symnn.document.layout import Layout
from symnn.document.markdown import read_markdown
from symnn.document.places import Segment

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


class NotebookError(ValueError):
    """The file is no notebook; the message says why."""


@dataclass
class _Cell:
    kind: str = "raw"
    parts: list[tuple[int, str]] = field(default_factory=list)  # where a string of the source stands, and its value


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
    return _assemble(text, _cells(text))


def _assemble(origin: str, cells: list[_Cell]) -> Layout:
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


def _cells(text: str) -> list[_Cell]:
    """The cells with the places of their strings: a walk over the tokens of JSON known to be well-formed."""
    cells: list[_Cell] = []
    stack: list[str | int | None] = []  # for each open container the current key, or the current index
    expecting_key = False
    for m in _TOKEN.finditer(text):
        token = m.group()
        if token in "{[":
            if len(stack) == 2 and stack[0] == "cells" and token == "{":
                cells.append(_Cell())
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
            elif len(stack) > 2 and stack[0] == "cells":
                _string(cells[-1], stack[2:], m.start() + 1, token)
    return cells


def _string(cell: _Cell, path: list[str | int | None], at: int, token: str) -> None:
    if path == ["cell_type"]:
        cell.kind = json.loads(token)
    elif path[0] == "source" and len(path) <= 2:
        value = re.sub(r"[\ud800-\udfff]", "\ufffd", json.loads(token, strict=False))
        cell.parts.append((at, value.replace("\r", " ")))

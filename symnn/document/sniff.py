"""Which format a document has: by its suffix, else by what stands in it."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Literal

FormatName = Literal["markdown", "latex", "rest", "notebook", "python", "text"]

SUFFIXES: dict[str, FormatName] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown", ".mdx": "markdown",
    ".qmd": "markdown", ".rmd": "markdown",
    ".tex": "latex", ".ltx": "latex", ".latex": "latex",
    ".rst": "rest", ".rest": "rest",
    ".ipynb": "notebook",
    ".py": "python", ".pyi": "python",
}  # fmt: skip

_LATEX = re.compile(r"^[ \t]*\\(?:documentclass|begin\{document\}|(?:sub)*section\*?\{|usepackage)", re.MULTILINE)
_REST = re.compile(r"^[ \t]*\.\. (?:math|note|image|code-block|contents|toctree)::|:math:`", re.MULTILINE)
_NOTEBOOK = re.compile(r'\s*\{(?=.*"cells"\s*:)', re.DOTALL)
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6} \S|^ {0,3}(?:```|~~~)|^ {0,3}<!-- ?@|\[[^\]\n]{0,200}\]\([^)\s]+[^)\n]{0,200}\)"
    r"|\*\*[^*\s][^*\n]{0,200}\*\*|^ {0,3}\|?(?: *:?-{3,}:? *\|)+|\A---\n",
    re.MULTILINE,
)
_SAMPLE = 200_000


def format_of(path: str, text: str) -> FormatName:
    """The format by the suffix of the path; ``.txt`` and unknown suffixes are sniffed."""
    known = SUFFIXES.get(PurePath(path).suffix.lower())
    return known or sniff(text)


def _is_json(text: str) -> bool:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and isinstance(data.get("cells"), list)


def sniff(text: str) -> FormatName:
    """The format by content: the first that shows itself, plain text when none does."""
    sample = text[:_SAMPLE]
    if _NOTEBOOK.match(sample) and _is_json(text):
        return "notebook"
    if _LATEX.search(sample):
        return "latex"
    if _REST.search(sample):
        return "rest"
    return "markdown" if _MARKDOWN.search(sample) else "text"

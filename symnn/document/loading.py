"""From a path or a text to a ``Document``; a format is one callable in ``FORMATS``."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from symnn.document.decoding import SURROGATE, DocumentError, decode
from symnn.document.expansion import expanded
from symnn.document.folder import Folder
from symnn.document.latex import read_latex
from symnn.document.layout import Layout
from symnn.document.markdown import read_markdown
from symnn.document.model import Document, Problem
from symnn.document.notebook import NotebookError, read_notebook
from symnn.document.places import Places
from symnn.document.python import read_python
from symnn.document.references import references, unlabelled
from symnn.document.rest import read_rest
from symnn.document.sniff import FormatName, format_of
from symnn.document.text import read_text
from symnn.document.unread import unread

Format = Callable[[str, Folder], Layout]


def _alone(read: Callable[[str], Layout]) -> Format:
    """A format that needs no other files; macros are those that its formulas define."""
    return lambda text, folder: expanded(read(text))


FORMATS: tuple[tuple[FormatName, Format], ...] = (
    ("markdown", _alone(read_markdown)),
    ("latex", read_latex),
    ("rest", _alone(read_rest)),
    ("notebook", _alone(read_notebook)),
    ("python", _alone(read_python)),
    ("text", _alone(read_text)),
)

_DELIMITED = ("markdown", "notebook", "rest")  # what stands there without delimiters is no formula

LARGEST = 50_000_000


def load(path: str | Path) -> Document:
    """Read a file.  Raises ``DocumentError`` when it is missing, a directory, unreadable, too large or no text."""
    data = _bytes(Path(path))
    text, problems = decode(data, str(path))
    folder = Folder(Path(path).parent, os.path.dirname(str(path)))
    found = _read(text, str(path), None, problems, folder)
    if found.format in _DELIMITED and (names := unlabelled(found.references)):
        found = replace(found, elsewhere=folder.elsewhere(Path(path), names))
    return replace(found, content=hashlib.sha256(data).hexdigest(), beside=tuple(sorted(folder.seen.items())))


def parse(text: str, path: str = "<text>", format: str | None = None) -> Document:
    """Read a text.  ``format`` is markdown, latex, rest, notebook, python or text; without it suffix or content tells.

    No other file is read for it, whatever its path.
    """
    return _read(text, path, format, [], Folder())


def _read(text: str, path: str, format: str | None, problems: list[Problem], folder: Folder) -> Document:
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    text = SURROGATE.sub("\ufffd", text)
    name = next((n for n, _ in FORMATS if n == (format or format_of(path, text))), None)
    if name is None:
        known = ", ".join(n for n, _ in FORMATS)
        raise DocumentError(f"{path}: there is no format {format or format_of(path, text)!r}; known: {known}")
    try:
        found = dict(FORMATS)[name](text, folder)
    except NotebookError as error:
        raise DocumentError(f"{path} {error}") from None
    if found.segments:
        places = Places((found.origin, *(t for _, t in found.included)), found.segments)
        problems = [replace(p, start=places.back(p.start), end=places.back(p.end)) for p in problems]
    bare = unread(found) if name in _DELIMITED else ()
    everything = sorted([*problems, *found.problems, *bare], key=lambda p: (p.start, p.end))
    return Document(path, found.text, name, found.blocks, found.spans, found.tags, tuple(everything),
                    found.origin, found.segments, found.included, references(found, name), found.scopes)  # fmt: skip


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(f"{path}: is a directory; name a file")
        size = path.stat().st_size
        if size > LARGEST:
            raise DocumentError(f"{path}: has {size // 1_000_000} MB; at most {LARGEST // 1_000_000} MB are read")
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{path}: there is no such file") from None
    except PermissionError:
        raise DocumentError(f"{path}: may not be read (permission denied)") from None
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path}: cannot be read ({error.__class__.__name__}: {error})") from None
    return data

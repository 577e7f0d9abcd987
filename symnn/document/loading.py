"""From a path or a text to a ``Document``; a format is one callable in ``FORMATS``."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from symnn.document.latex import read_latex
from symnn.document.layout import Layout
from symnn.document.markdown import read_markdown
from symnn.document.model import Document, Problem
from symnn.document.notebook import NotebookError, read_notebook
from symnn.document.rest import read_rest
from symnn.document.sniff import FormatName, format_of
from symnn.document.text import read_text

Format = Callable[[str], Layout]
FORMATS: tuple[tuple[FormatName, Format], ...] = (
    ("markdown", read_markdown),
    ("latex", read_latex),
    ("rest", read_rest),
    ("notebook", read_notebook),
    ("text", read_text),
)

_SURROGATE = re.compile(r"[\ud800-\udfff]")
LARGEST = 50_000_000
_REPORTED = 20
_BINARY = ((b"%PDF-", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
           (b"PK\x03\x04", "a zip archive or an office document"), (b"\x1f\x8b", "a gzip archive"),
           (b"\x7fELF", "a program"))  # fmt: skip


class DocumentError(Exception):
    """A document that cannot be read at all; the message is for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def load(path: str | Path) -> Document:
    """Read a file.  Raises ``DocumentError`` when it is missing, a directory, unreadable, too large or no text."""
    text, problems = decode(_bytes(Path(path)), str(path))
    return _read(text, str(path), None, problems)


def parse(text: str, path: str = "<text>", format: str | None = None) -> Document:
    """Read a text.  ``format`` is markdown, latex, rest, notebook or text; without it suffix or content tells."""
    return _read(text, path, format, [])


def _read(text: str, path: str, format: str | None, problems: list[Problem]) -> Document:
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    text = _SURROGATE.sub("\ufffd", text)
    name = next((n for n, _ in FORMATS if n == (format or format_of(path, text))), None)
    if name is None:
        known = ", ".join(n for n, _ in FORMATS)
        raise DocumentError(f"{path}: there is no format {format or format_of(path, text)!r}; known: {known}")
    try:
        found = dict(FORMATS)[name](text)
    except NotebookError as error:
        raise DocumentError(f"{path} {error}") from None
    everything = sorted([*problems, *found.problems], key=lambda p: (p.start, p.end))
    return Document(path, found.text, name, found.blocks, found.spans, found.tags, tuple(everything),
                    found.origin, found.segments)  # fmt: skip


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


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """UTF-8, or UTF-16 with its mark; bytes that are neither become U+FFFD, each run of them a problem W102."""
    what = next((name for magic, name in _BINARY if data.startswith(magic)), None)
    if what:
        raise DocumentError(f"{path}: is {what}, not a text")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), []
    text = data.decode("utf-8-sig", errors="surrogateescape")
    text = re.sub(r"\r\n?", "\n", text)
    runs = list(re.finditer(f"{_SURROGATE.pattern}+", text))
    problems = [_undecodable(m) for m in runs[:_REPORTED]]
    if len(runs) > _REPORTED:
        first = runs[_REPORTED]
        message = f"{len(runs) - _REPORTED} more places are not UTF-8"
        problems.append(Problem("W102", first.start(), first.end(), message))
    return _SURROGATE.sub("\ufffd", text), problems


def _undecodable(m: re.Match[str]) -> Problem:
    shown = " ".join(f"{ord(c) - 0xDC00:#04x}" for c in m.group()[:4])
    return Problem("W102", m.start(), m.end(), f"not UTF-8: byte {shown}; read as U+FFFD")

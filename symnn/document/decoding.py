"""Bytes to text: UTF-8, or UTF-16 with its mark; what is no text at all is refused."""

from __future__ import annotations

import codecs
import re

from symnn.document.model import Problem

SURROGATE = re.compile(r"[\ud800-\udfff]")
_REPORTED = 20
_BINARY = ((b"%PDF-", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
           (b"PK\x03\x04", "a zip archive or an office document"), (b"\x1f\x8b", "a gzip archive"),
           (b"\x7fELF", "a program"))  # fmt: skip


class DocumentError(Exception):
    """A document that cannot be read at all; the message is for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """UTF-8, or UTF-16 with its mark; bytes that are neither become U+FFFD, each run of them a problem W102."""
    what = next((name for magic, name in _BINARY if data.startswith(magic)), None)
    if what:
        raise DocumentError(f"{path}: is {what}, not a text")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), []
    text = data.decode("utf-8-sig", errors="surrogateescape")
    text = re.sub(r"\r\n?", "\n", text)
    runs = list(re.finditer(f"{SURROGATE.pattern}+", text))
    problems = [_undecodable(m) for m in runs[:_REPORTED]]
    if len(runs) > _REPORTED:
        first = runs[_REPORTED]
        message = f"{len(runs) - _REPORTED} more places are not UTF-8"
        problems.append(Problem("W102", first.start(), first.end(), message))
    return SURROGATE.sub("\ufffd", text), problems


def _undecodable(m: re.Match[str]) -> Problem:
    shown = " ".join(f"{ord(c) - 0xDC00:#04x}" for c in m.group()[:4])
    return Problem("W102", m.start(), m.end(), f"not UTF-8: byte {shown}; read as U+FFFD")

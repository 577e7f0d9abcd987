"""Where a report goes: standard output that may be a pipe, or a file that is replaced as a whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from symnn import files


def emit(text: str) -> None:
    """Write UTF-8 to standard output; a reader that has gone away is no fault of ours."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(_bytes(text))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # the interpreter flushes once more at exit: let that go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(text: str, path: Path) -> None:
    """Replace ``path`` by ``text`` in one step: a reader sees the old report or the new one.  Raises ``OSError``."""
    files.replace(path, _bytes(text))


def _bytes(text: str) -> bytes:
    """Undecodable bytes of a document come as lone surrogates; they are shown as escapes."""
    return text.encode("utf-8", "backslashreplace")

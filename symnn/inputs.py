"""Which documents a command line means: files as they are named, directories by what they hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from symnn.document.inclusion import parts_of
from symnn.document.loading import FORMATS
from symnn.document.sniff import SUFFIXES

# what is taken from a directory: every suffix of a format that can be read; a file that is named itself may have any
ENDINGS = frozenset(suffix for suffix, name in SUFFIXES.items() if name in dict(FORMATS)) | {".txt"}
_ROLE = re.compile(rb":math:`|\.\.[ \t]+math::|\$|\\\(")
# directories that hold other people's text
FOREIGN = frozenset({"node_modules", "site-packages", "__pycache__"})


class InputError(Exception):
    """A path that cannot be used; the message names it and says why."""


def documents(paths: Sequence[str]) -> tuple[str, ...]:
    """The documents under ``paths`` in the order given, each once; inside a directory sorted by path.

    From a directory a Python module is taken only if it has formulas, and a file that another one includes
    (``\\input``) is read in its place there and not once more.  Hidden directories and those of ``FOREIGN`` are passed
    over.  ``InputError`` for a path that does not exist, that cannot be read, or a directory without documents.
    """
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):
            inside = _without_parts(sorted(_walk(path)))
            if not inside:
                raise InputError(f"{path}: a directory without documents ({' '.join(sorted(ENDINGS))})")
        else:
            inside = [path]
        for file in inside:
            _check(file)
            found.setdefault(file)
    return tuple(found)


def _walk(directory: str) -> Iterator[str]:
    for folder, names, files in os.walk(directory):
        names[:] = [n for n in names if not n.startswith(".") and n not in FOREIGN]
        for file in files:
            suffix, path = Path(file).suffix.lower(), os.path.join(folder, file)
            if suffix not in ENDINGS or file.startswith("."):
                continue
            if SUFFIXES.get(suffix) != "python" or _has_formulas(path):
                yield path


def _without_parts(files: list[str]) -> list[str]:
    """The files without the chapters that another one includes: these are read in their place in it."""
    parts = {os.path.normpath(part) for file in files if Path(file).suffix.lower() == ".tex" for part in parts_of(file)}
    return [file for file in files if os.path.normpath(file) not in parts]


def _has_formulas(file: str) -> bool:
    """Whether a Python module has mathematics in its docstrings, as far as its text shows."""
    try:
        return bool(_ROLE.search(Path(file).read_bytes()))
    except OSError:
        return True  # named when it is read


def _check(path: str) -> None:
    if not os.path.exists(path):
        raise InputError(f"{path}: no such file or directory")
    if not os.path.isfile(path):
        raise InputError(f"{path}: not a regular file")
    if not os.access(path, os.R_OK):
        raise InputError(f"{path}: no permission to read it")

r"""Files beside a document, for ``\input``, ``\include`` and ``\usepackage``: only those in its folder and below.

Symbolic links are followed before that is judged.  At most 500 files of at most 5 MB each are read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from symnn.document.decoding import DocumentError, decode

_FILES = 500
_LARGEST = 5_000_000


class MissingError(Exception):
    """A file that is not there; for a package that is no fault."""


class RefusedError(Exception):
    """A file that may not or cannot be read; the message says why."""


@dataclass
class Folder:
    """The folder of a document; without a path no file is read.  ``shown`` is how the user spelt it."""

    path: Path | None = None
    shown: str = ""
    count: int = field(default=0, init=False)

    def read(self, name: str, endings: tuple[str, ...], within: str = "") -> tuple[str, str]:
        """The path of a local file, as the user would spell it, and its text.

        ``name`` is tried with each ending, in the folder and in its subfolder ``within``.  Raises ``MissingError`` and
        ``RefusedError``.
        """
        if self.path is None:
            raise MissingError("the text has no folder")
        root = Path(os.path.realpath(self.path))
        for base in dict.fromkeys(("", within)):
            for ending in endings:
                relative = os.path.normpath(os.path.join(base, name + ending))
                found = Path(os.path.realpath(root / relative))
                if root != found and root not in found.parents:
                    raise RefusedError(f"{name} lies outside of the folder of the document; it is not read")
                if found.is_file():
                    return os.path.join(self.shown, relative), self._text(found, name)
        raise MissingError(f"there is no file {name}")

    def _text(self, found: Path, name: str) -> str:
        self.count += 1
        if self.count > _FILES:
            raise RefusedError(f"{name} is not read: more than {_FILES} files")
        try:
            if found.stat().st_size > _LARGEST:
                raise RefusedError(f"{name} is not read: it is larger than {_LARGEST // 1_000_000} MB")
            data = found.read_bytes()
        except OSError as error:
            raise RefusedError(f"{name} cannot be read ({error.__class__.__name__})") from None
        try:
            return decode(data, name)[0]
        except DocumentError as error:
            raise RefusedError(error.message) from None

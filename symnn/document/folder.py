r"""Files beside a document, for ``\input``, ``\include`` and ``\usepackage``: only those in its folder and below.

Symbolic links are followed before that is judged.  At most 500 files of at most 5 MB each are read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from symnn.document.decoding import DocumentError, decode
from symnn.document.neighbours import stands_elsewhere

_FILES = 500
_LARGEST = 5_000_000
OUTSIDE, MISSING, LARGE, CLOSED, FOUND = "outside", "missing", "large", "closed", "found"
_LABEL = "\0label "  # before the name of a document and that of a label that is looked for beside it


class MissingError(Exception):
    """A file that is not there; for a package that is no fault."""


class RefusedError(Exception):
    """A file that may not or cannot be read; the message says why."""


@dataclass
class Folder:
    """The folder of a document; without a path no file is read.  ``shown`` is how the user spelt it.

    ``seen`` are the files that were asked for, by their path from here, with the hash of what they held, or why nothing
    was read; and the labels that were looked for.
    """

    path: Path | None = None
    shown: str = ""
    count: int = field(default=0, init=False)
    seen: dict[str, str] = field(default_factory=dict, init=False)

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
                    self.seen[relative] = OUTSIDE
                    raise RefusedError(f"{name} lies outside of the folder of the document; it is not read")
                if found.is_file():
                    return os.path.join(self.shown, relative), self._text(found, name, relative)
                self.seen[relative] = MISSING
        raise MissingError(f"there is no file {name}")

    def elsewhere(self, own: Path, names: Iterable[str]) -> frozenset[str]:
        """The labels that another document of the project has, or may have."""
        found = {n: stands_elsewhere(own, n) for n in names}
        self.seen.update({f"{_LABEL}{own.name}:{n}": FOUND if there else MISSING for n, there in found.items()})
        return frozenset(n for n, there in found.items() if there)

    def unchanged(self, seen: Iterable[tuple[str, str]]) -> bool:
        """Whether each of these files is in the state in which it was seen."""
        root = Path(os.path.realpath(self.path or "."))
        return all(_state(root, relative) == state for relative, state in seen)

    def _text(self, found: Path, name: str, relative: str) -> str:
        self.count += 1
        if self.count > _FILES:
            raise RefusedError(f"{name} is not read: more than {_FILES} files")
        try:
            if found.stat().st_size > _LARGEST:
                self.seen[relative] = LARGE
                raise RefusedError(f"{name} is not read: it is larger than {_LARGEST // 1_000_000} MB")
            data = found.read_bytes()
        except OSError as error:
            self.seen[relative] = CLOSED
            raise RefusedError(f"{name} cannot be read ({error.__class__.__name__})") from None
        self.seen[relative] = hashlib.sha256(data).hexdigest()
        try:
            return decode(data, name)[0]
        except DocumentError as error:
            raise RefusedError(error.message) from None


def _state(root: Path, relative: str) -> str:
    """In which state ``Folder.read`` would see a file, or ``Folder.elsewhere`` a label."""
    if relative.startswith(_LABEL):
        own, name = relative.removeprefix(_LABEL).split(":", 1)
        return FOUND if stands_elsewhere(root / own, name) else MISSING
    found = Path(os.path.realpath(root / relative))
    if root != found and root not in found.parents:
        return OUTSIDE
    try:
        if not found.is_file():
            return MISSING
        if found.stat().st_size > _LARGEST:
            return LARGE
        return hashlib.sha256(found.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return CLOSED

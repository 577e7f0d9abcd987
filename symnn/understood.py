"""Documents understood once: what a run read of a document, the next one does not read again.

What is understood of a document depends on its bytes, on how its path is spelt, on the local files that it includes or
looks for in vain, on the notation that is set, and on the code (``symnn.results.version``); what other documents say
is compared later.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from symnn.context import Understanding, understand
from symnn.context.catalog import FOLDER
from symnn.context.statement import Statement
from symnn.document import load
from symnn.document.folder import Folder
from symnn.document.model import Document
from symnn.notation import DEEP_LEARNING
from symnn.notation.settings import Settings, with_settings
from symnn.pages import Sheet, sheets
from symnn.results import Results

KIND = "understood"


@dataclass(frozen=True, slots=True)
class Understood:
    """One document: what it says, its lines and places, the hash of its bytes, and what it found beside it."""

    said: Understanding
    sheets: tuple[Sheet, ...]
    content: str
    beside: tuple[tuple[str, str], ...]


def understood(document: Document, notation: Settings = ()) -> Understood:
    """A document under the notation that is set; that of the catalogue is its own."""
    profile = with_settings(DEEP_LEARNING, notation) if Path(document.path).parent != FOLDER else DEEP_LEARNING
    return Understood(understand(document, profile), sheets(document), document.content, document.beside)


def read(path: str, notation: Settings = (), results: Results | None = None) -> Understood:
    """The document in a file, from what was kept if it and all that it includes are as they were."""
    known = None if results is None else _known(path, notation, results)
    if known is not None:
        return known
    found = understood(spelt(load(path)), notation)
    if results is not None:
        results.keep_object(KIND, _key(path, found.content, notation), found)
    return found


def spelt(document: Document) -> Document:
    """The document, its path spelt in UTF-8 whatever the locale took it for."""
    return replace(document, path=os.fsencode(document.path).decode("utf-8", errors="replace"))


def _known(path: str, notation: Settings, results: Results) -> Understood | None:
    try:
        with open(path, "rb") as opened:
            content = hashlib.file_digest(opened, "sha256").hexdigest()
    except (OSError, ValueError):
        return None  # reading it tells what is wrong
    found = results.known_object(KIND, Understood, _key(path, content, notation), (Statement,))
    if found is None or found.content != content or not Folder(Path(path).parent).unchanged(found.beside):
        return None
    return found


def _key(path: str, content: str, notation: Settings) -> str:
    return json.dumps([path, content, notation])

"""Proved cells kept between runs, keyed by everything they depend on: the subject, the column, our own source.

JSON files in the user's cache directory, beside the derived code of ``symnn.numeric.cache``; ``SYMNN_CACHE`` names
another directory, set to nothing or to ``off`` it turns keeping off.  They hold text to show and ids of claims, never
code.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import platformdirs

VARIABLE = "SYMNN_CACHE"
PACKAGE = Path(__file__).resolve().parent.parent


def folder() -> Path | None:
    """Where tables are kept; ``None`` when keeping is off."""
    given = os.environ.get(VARIABLE)
    if given in ("", "off"):
        return None
    return (Path(given) if given else Path(platformdirs.user_cache_dir("symnn"))) / "tables"


@cache
def surroundings() -> str:
    """Our own version, and the source of everything that reads, proves or prints."""
    own = hashlib.sha256()
    for file in sorted((*PACKAGE.rglob("*.py"), *PACKAGE.glob("catalog/*.md"))):
        if file.relative_to(PACKAGE).parts[0] not in ("cli", "report", "network", "plots"):
            own.update(str(file.relative_to(PACKAGE)).encode() + b"\0" + file.read_bytes())
    return f"{version('symnn')} {own.hexdigest()}"


def key(data: Any) -> str:
    """The name under which something is kept."""
    text = json.dumps([data, surroundings()], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def load(name: str) -> Any:
    """What was kept under a name, ``None`` where nothing of ours was."""
    where = folder()
    if where is None:
        return None
    path = where / f"{name}.json"
    try:
        if os.name == "posix" and path.stat().st_uid != os.getuid():
            return None
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def keep(name: str, data: Any) -> None:
    """Written whole or not at all; a directory that cannot be written is no error."""
    where = folder()
    if where is None:
        return
    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=where, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
        Path(part).replace(where / f"{name}.json")
    except OSError:
        return

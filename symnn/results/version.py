"""What every kept result depends on beside its question: our own source, Python, and the libraries that decide.

Any edit of any of our files makes all older results strangers: a changed prover never gives yesterday's answer.
"""

from __future__ import annotations

import hashlib
import platform
import sys
import time
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = (
    "symnn", "sympy", "python-flint", "z3-solver", "numpy", "markdown-it-py", "pylatexenc", "docutils",
)  # fmt: skip
SUFFIXES = frozenset([".py", ".md"])
STARTED = time.time_ns()


@cache
def code_version() -> str | None:
    """A hash over our source and the versions of what it rests on.

    ``None`` where that does not say what runs here: no source is found, or it was edited after this process started.
    """
    return _hashed(PACKAGE, STARTED)


def _hashed(package: Path, started: int) -> str | None:
    own = hashlib.sha256()
    files = sorted(p for p in package.rglob("*") if p.suffix in SUFFIXES)
    if not files:
        return None
    for file in files:
        if started < file.stat().st_mtime_ns <= time.time_ns():
            return None
        content = file.read_bytes()
        own.update(f"{file.relative_to(package)}\0{len(content)}\0".encode() + content)
    surroundings = [sys.version, platform.machine(), str(sys.flags.optimize), *map(_version, LIBRARIES)]
    own.update("\0".join(surroundings).encode())
    return own.hexdigest()


def _version(library: str) -> str:
    try:
        return f"{library} {version_of(library)}"
    except PackageNotFoundError:
        return f"{library} unknown"

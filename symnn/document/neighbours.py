"""Labels that stand in another document of the project: what a page refers to may be an equation of another one.

The project is the folder with the nearest mark of one at most four levels up, else the folder of the document.  Where
it has too many files to be looked through every label may stand there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_MARKS = ("conf.py", "_toc.yml", "_config.yml", "myst.yml", "_quarto.yml", "mkdocs.yml", ".git", "pyproject.toml")
_ENDINGS = (".md", ".rst", ".ipynb", ".tex", ".txt", ".qmd", ".Rmd", ".py")
_SKIPPED = frozenset("node_modules __pycache__ _build build site-packages venv".split())
_LEVELS, _ENTRIES, _LARGEST = 4, 3000, 2_000_000


def stands_elsewhere(path: Path, name: str) -> bool:
    """Whether a label is written in another file of the project, or may be."""
    own, wanted = Path(os.path.realpath(path)), name.encode()
    try:
        for file in _files(_root(own.parent)):
            if file is None:
                return True
            if file != own and file.stat().st_size <= _LARGEST and wanted in file.read_bytes():
                return True
    except OSError:
        return True
    return False


def _root(folder: Path) -> Path:
    for up in (folder, *folder.parents)[:_LEVELS]:
        if any((up / mark).exists() for mark in _MARKS):
            return up
    return folder


def _files(root: Path) -> Iterator[Path | None]:
    """The documents below a folder; ``None`` where there are too many entries."""
    count = 0
    for folder, inside, names in os.walk(root):
        inside[:] = sorted(d for d in inside if d not in _SKIPPED and not d.startswith("."))
        count += len(names) + len(inside)
        if count > _ENTRIES:
            yield None
            return
        yield from (Path(folder, n) for n in sorted(names) if n.endswith(_ENDINGS))

"""Whole runs kept between runs: the same documents, options and code have the same report, without reading anything.

A report depends on the bytes of its documents, on how their paths are spelt, and on the local files that they include
or look for in vain; all of these are compared.  A run in which time or memory ran out for something is not kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from symnn.certificates import keep as keep_certificates
from symnn.document.folder import Folder
from symnn.options import WITHOUT_EFFECT, Options
from symnn.result import Report

if TYPE_CHECKING:
    from symnn.understood import Understood

KIND = "run"
CATALOG = Path(__file__).resolve().parent / "catalog"


def with_catalog(paths: Sequence[str], wanted: bool) -> tuple[str, ...]:
    """The documents of a run, each once; the catalogue's files last where they are wanted."""
    return tuple(dict.fromkeys((*paths, *(str(p) for p in sorted(CATALOG.glob("*.md")) if wanted))))


@dataclass(frozen=True, slots=True)
class Run:
    """A report, how many questions were answered for it, and what each document found beside it."""

    report: Report
    asked: int
    beside: tuple[tuple[tuple[str, str], ...], ...]


def known(files: Sequence[str], options: Options) -> Report | None:
    """The report of the same run, if it was kept; its certificates are written where they are wanted."""
    if options.results is None:
        return None
    key = _key(files, _hashes(files), options)
    if key is None:
        return None
    run = options.results.known(KIND, Run, [key]).get(key)
    if not isinstance(run, Run) or len(run.beside) != len(files):
        return None
    if not all(Folder(Path(f).parent).unchanged(seen) for f, seen in zip(files, run.beside, strict=True)):
        return None
    options.results.count(run.asked, run.asked)
    if options.certificates is not None:
        keep_certificates(options.certificates, ((claim, claim.claim) for claim in run.report.claims))
    return run.report


def keep(files: Sequence[str], options: Options, documents: Sequence[Understood], report: Report, asked: int) -> None:
    """Keep the report on documents as they were when they were read."""
    key = _key(files, [document.content for document in documents], options)
    if options.results is not None and key is not None:
        beside = tuple(document.beside for document in documents)
        options.results.keep(KIND, Run, key, Run(report, asked, beside))


def _key(files: Sequence[str], hashes: Sequence[str | None], options: Options) -> str | None:
    if not all(hashes):
        return None
    said = {f.name: getattr(options, f.name) for f in fields(options) if f.name not in WITHOUT_EFFECT}
    return json.dumps([list(files), list(hashes), said], sort_keys=True)


def _hashes(files: Sequence[str]) -> list[str | None]:
    out: list[str | None] = []
    for file in files:
        try:
            with open(file, "rb") as opened:
                out.append(hashlib.file_digest(opened, "sha256").hexdigest())
        except (OSError, ValueError):
            out.append(None)
    return out

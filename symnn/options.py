"""Options of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from symnn.results import Results


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a run: seconds a claim, worker processes, megabytes a worker, codes to keep or to leave out.

    With ``strict`` findings are told that are rarely a slip.  ``claims`` are the ids of the claims to decide, with the
    steps of a chain under its own id; all where it is empty.
    ``notation`` are settings as in ``symnn.notation.settings``, key and value, for all documents but the catalogue.
    ``results`` are what earlier runs found (``symnn.results.open_results``); nothing is kept without them.
    """

    timeout: float = 20.0
    jobs: int | None = None
    memory_mb: int | None = None
    catalog: bool = False
    lang: str = "en"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    notation: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    certificates: Path | None = None
    claims: tuple[str, ...] = ()
    progress: Callable[[int, int], None] | None = None
    results: Results | None = None


WITHOUT_EFFECT = frozenset(["jobs", "certificates", "progress", "results"])  # on what a report says

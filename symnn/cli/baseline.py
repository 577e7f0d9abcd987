"""The options ``--baseline`` and ``--write-baseline``: read before anything is decided, applied to the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symnn.cli.common import Problem

if TYPE_CHECKING:
    from symnn.baseline import Baseline
    from symnn.result import Report


def known_before(file: Path | None, write: bool, *, partial: bool) -> Baseline | None:
    """The baseline that is there, an empty one where it is to be made, ``None`` where none is asked for."""
    if file is None:
        if write:
            raise click.UsageError("--write-baseline writes the file of --baseline, and none is named")
        return None
    if write and partial:
        raise click.UsageError("--write-baseline is about whole documents: leave out --claim")
    from symnn.baseline import Baseline, BaselineError, load

    try:
        return load(file)
    except BaselineError as error:
        raise Problem(str(error)) from error
    except FileNotFoundError as error:
        if not write:
            raise Problem(f"there is no baseline {file}; --write-baseline makes it") from error
        if not file.parent.is_dir():
            raise Problem(f"{file}: there is no directory {file.parent}") from error
        return Baseline(file, {})


def settled(
    report: Report, known: Baseline | None, select: Sequence[str], ignore: Sequence[str], strict: bool, *,
    partial: bool, write: bool,
) -> Report:  # fmt: skip
    """The report without what is known; with ``write`` all of it is known from now on."""
    if known is None:
        return report
    from symnn import baseline
    from symnn.finding import STRICT

    def covers(code: str) -> bool:
        reported = strict or code not in STRICT or code in select
        return not partial and reported and (not select or code in select) and code not in ignore

    if write:
        fresh = baseline.renewed(report, known.file, known, covers, strict=strict)
        try:
            baseline.write(fresh)
        except OSError as error:
            raise Problem(f"{known.file}: cannot write the baseline: {error.strerror}") from error
        count, before = sum(fresh.entries.values()), sum(known.entries.values())
        click.echo(f"{known.file}: {count} known from now on, {before} before", err=True)
        known = fresh
    return baseline.apply(report, known, covers, strict=strict)

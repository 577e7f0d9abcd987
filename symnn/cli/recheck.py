"""``symnn recheck``: verify certificates again without the provers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from symnn.cli.common import Problem, deliver

if TYPE_CHECKING:
    from symnn.notation import Profile


@click.command("recheck", short_help="Verify kept certificates again, without the provers.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--source", is_flag=True, help="Also read the documents again: they must still say what was proved.")
def command(folder: Path, source: bool) -> int:
    """Verify the certificates that `verify --certificates DIR` kept, without the provers."""
    from collections import Counter

    from symnn.recheck import NotCovered, Refused, recheck_directory
    from symnn.report.phrases import one_line

    try:
        checked = list(recheck_directory(folder))
    except NotADirectoryError:
        raise Problem(f"{folder}: no such directory of certificates") from None
    if not checked:
        raise Problem(f"{folder}: there are no certificates in it")
    counts = Counter(type(c.outcome).__name__ for c in checked)
    rows = [(c.file, c.id, "refused", c.outcome.reason) for c in checked if isinstance(c.outcome, Refused)]
    if source:
        from symnn.sources import compare_with_sources

        compared = compare_with_sources(folder, _notation)
        rows += [(c.file, c.id, "changed", c.problem) for c in compared if c.problem is not None]
    open_ = [(c.file, c.id, "not covered", c.outcome.method) for c in checked if isinstance(c.outcome, NotCovered)]
    lines = [f"{file}: {id_}: {what}: {one_line(why)}\n" for file, id_, what, why in rows + open_]
    changed = sum(what == "changed" for _, _, what, _ in rows)
    summary = f"{counts['Accepted']} accepted, {counts['Refused']} refused, {counts['NotCovered']} not covered"
    deliver("".join(lines) + summary + (f", {changed} changed\n" if source else "\n"), None)
    return 1 if rows else 0


def _notation(path: str) -> Profile:
    """What the settings of a document's project say of its notation."""
    from symnn.configuration import ConfigurationError, configuration
    from symnn.notation import DEEP_LEARNING
    from symnn.notation.settings import with_settings

    try:
        return with_settings(DEEP_LEARNING, configuration((path,)).notation or ())
    except ConfigurationError as error:
        raise Problem(str(error)) from error

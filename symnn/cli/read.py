"""``symnn read``: every formula with its place, its kind and its reading."""

from __future__ import annotations

from pathlib import Path

import click

from symnn.cli.common import (
    Problem,
    colour,
    complete_paths,
    deliver,
    documents_read,
    find_documents,
    notation_set,
    output_option,
)
from symnn.cli.settings import configured


@click.command("read")
@click.argument("paths", nargs=-1, metavar="PATH...", shell_complete=complete_paths)
@click.option("--crosscheck", "second", is_flag=True, help="Also list where latex2sympy2 reads something else.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
@configured
def command(paths: tuple[str, ...], second: bool, format_: str, output: Path | None) -> int:
    """Show each formula with its place, its kind and its reading."""
    if not paths:
        raise click.UsageError("name a document or a directory")
    files = find_documents(paths)

    from symnn.check import read_files
    from symnn.crosscheck import MissingReaderError, crosscheck
    from symnn.report import Look
    from symnn.report.reading import FORMATS

    with documents_read():
        formulas = read_files(files, notation_set())
    try:
        compared = crosscheck(formulas) if second else None
    except MissingReaderError as error:
        raise Problem(str(error)) from error
    deliver(FORMATS[format_](formulas, compared, Look(colour(output))), output)
    return 0

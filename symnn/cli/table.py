"""``symnn table``: definitions, derivatives and shapes of functions, every cell proved."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symnn.cli.common import Problem, deliver
from symnn.tables.names import COLUMNS, DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from symnn.tables import Bar


def _columns(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    wanted = tuple(c.strip() for c in value.split(",") if c.strip())
    if wanted == ("all",):
        return tuple(c for c in COLUMNS if c != "usual")
    if not wanted:
        raise click.BadParameter(f"name at least one column: {', '.join(COLUMNS)}")
    return wanted


def _progress(label: str) -> AbstractContextManager[Bar]:
    from symnn.report.progress import progress_bar

    return progress_bar(label, "cells")


@click.command("table")
@click.argument("names", nargs=-1, required=True, metavar="activations|losses|NAME|FORMULA|FILE...")
@click.option("--format", "format_", type=click.Choice(["markdown", "latex", "html", "csv"]), default="markdown",
              show_default=True)  # fmt: skip
@click.option("--columns", default=",".join(DEFAULT), show_default=True, callback=_columns, metavar="NAMES",
              help=f"Of {', '.join(COLUMNS)}; or all.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the words.")
@click.option("--variable", metavar="NAME", help="Which name of a formula is the variable.")
@click.option("--claims", is_flag=True, help="List the claims behind the cells too (always in LaTeX, HTML and CSV).")
@click.option("--standalone", is_flag=True, help="LaTeX: a whole document.")
@click.option("-j", "--jobs", type=click.IntRange(1, 1024), help="Worker processes; the default is one a core.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True, metavar="SECONDS",
              help="Time limit of each cell.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, replaced in one step.")  # fmt: skip
def command(
    names: tuple[str, ...],
    format_: str,
    columns: tuple[str, ...],
    lang: str,
    variable: str | None,
    claims: bool,
    standalone: bool,
    jobs: int | None,
    timeout: float,
    output: Path | None,
) -> int:
    """Print facts of functions as a table, each of them proved.

    A cell whose claim is not proved is empty and has a note.

    \b
    symnn table activations --format latex
    symnn table gelu "x·log(1+σ(x))" notes.md --columns usual,range,lipschitz
    symnn table unit-step logistic tanh ReLU --columns definition,usual
    """
    from symnn.tables import SubjectError, table

    if standalone and format_ != "latex":
        raise Problem("--standalone is for --format latex")
    try:
        found = table(
            *names, columns=columns, lang=lang, variable=variable, timeout=timeout, jobs=jobs, progress=_progress
        )
    except SubjectError as error:
        raise Problem(str(error)) from error
    options = {"standalone": True} if standalone else {}
    deliver(found.to(format_, claims=claims, **options), output, "table")
    for row, column, reason in found.undecided:
        click.echo(f"{row}, {column}: undecided: {reason}", err=True)
    return 0

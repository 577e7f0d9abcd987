"""``symnn verify``: prove or refute every formula of documents and directories."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symnn.cli.baseline import known_before, settled
from symnn.cli.common import (
    Problem,
    colour,
    colour_option,
    complete_codes,
    complete_paths,
    deliver,
    documents_read,
    find_documents,
    language_option,
    make_folder,
    notation_set,
    output_option,
    terminal_width,
)
from symnn.cli.settings import configured

if TYPE_CHECKING:
    from symnn.options import Options
    from symnn.result import Report


def _format(context: click.Context, parameter: click.Parameter, value: str) -> str:
    from symnn.report import FORMATS

    if value in FORMATS:
        return value
    raise click.BadParameter(f"unknown format {value}; available: {', '.join(FORMATS)}")


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    from symnn.explain import codes

    wanted = tuple(code.strip().upper() for item in value for code in item.split(",") if code.strip())
    for code in wanted:
        if code not in codes():
            raise click.BadParameter(f"unknown code {code}; `symnn explain` lists them all")
    return wanted


@click.command("verify")
@click.argument("paths", nargs=-1, metavar="PATH...", shell_complete=complete_paths)
@click.option("--format", "format_", default="text", show_default=True, callback=_format, metavar="NAME",
              help="text, json, github, sarif or html.")  # fmt: skip
@click.option("--strict/--no-strict", help="Exit 1 for conditional, undecided and unreadable claims too.")
@click.option("-j", "--jobs", type=click.IntRange(1, 1024), help="Worker processes; the default is one a core.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=20.0, show_default=True,
              metavar="SECONDS", help="Time limit of each claim.")  # fmt: skip
@click.option("--memory", type=click.IntRange(64), metavar="MB", default=2048, show_default=True,
              help="What a worker may take to decide a claim.")  # fmt: skip
@click.option("--select", multiple=True, callback=_codes, metavar="CODE", shell_complete=complete_codes,
              help="Report these findings only.")  # fmt: skip
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODE", shell_complete=complete_codes,
              help="Do not report these findings.")  # fmt: skip
@click.option("--catalog", is_flag=True, help="Also prove every fact in the catalogue of activations and losses.")
@click.option("--certificates", type=click.Path(file_okay=False, path_type=Path), callback=make_folder, metavar="DIR",
              help="Keep the certificates of all verdicts in DIR.")  # fmt: skip
@click.option(
    "--claim", "claims", multiple=True, metavar="ID", help="Decide this claim only; more than once for several."
)
@click.option("--baseline", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Leave out the findings that FILE knows; say what in it matches nothing any more.")  # fmt: skip
@click.option("--write-baseline", is_flag=True, help="Put what is found now into the file of --baseline.")
@click.option("--cache/--no-cache", default=True, help="Take what earlier runs decided from the cache; keep it there.")
@click.option("--quiet", "-q", is_flag=True, help="Findings and the count only.")
@click.option("--verbose", "-v", is_flag=True, help="Also how each claim was decided: prover, trust, steps, time.")
@colour_option
@language_option
@output_option
@configured
def command(
    paths: tuple[str, ...],
    format_: str,
    strict: bool,
    jobs: int | None,
    timeout: float,
    memory: int,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    catalog: bool,
    certificates: Path | None,
    claims: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,
    cache: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    lang: str,
    output: Path | None,
) -> int:
    """Prove or refute every formula of documents and directories."""
    if not paths and not catalog:
        raise click.UsageError("name a document or a directory, or give --catalog")
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other")
    known = known_before(baseline, write_baseline, partial=bool(claims))
    files = find_documents(paths)

    from symnn import runs
    from symnn.options import Options
    from symnn.report import Look, exit_status, render
    from symnn.report.progress import progress_bar
    from symnn.results import open_results

    with progress_bar("deciding") as progress, open_results(cache) as results:
        options = Options(
            timeout=timeout, jobs=jobs, memory_mb=memory, catalog=catalog, lang=lang, select=select, ignore=ignore,
            strict=strict, notation=notation_set(), certificates=certificates, claims=claims,
            progress=progress, results=results,
        )  # fmt: skip
        report = runs.known(runs.with_catalog(files, catalog), options) or _verified(files, options)
    report = settled(report, known, select, ignore, strict, partial=bool(claims), write=write_baseline)
    if verbose and results is not None:
        click.echo(f"{results.found} of {results.asked} answers from the cache {results.path}", err=True)
    look = Look(
        colour(output, color), lang, terminal_width(output), "quiet" if quiet else "verbose" if verbose else "normal"
    )
    deliver(render(report, format_, look), output)
    return exit_status(report, strict=strict)


def _verified(files: Sequence[str], options: Options) -> Report:
    from symnn.workers import ANSWERING, warm

    warm(*ANSWERING)  # beside the imports below
    from symnn import check
    from symnn.selection import UnknownClaimError

    try:
        with documents_read():
            return check.verify(files, options)
    except UnknownClaimError as error:
        raise Problem(f"{error} in {', '.join(files)}") from error

"""The commands.  They read options, call one function, and hand its outcome to a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symnn import __version__

if TYPE_CHECKING:
    from fractions import Fraction

INTERNAL = 3  # exit status of a fault of our own: neither a finding (1) nor a wrong command line (2)


class Problem(click.ClickException):
    """Something on the command line or in the surroundings that the user can put right."""

    exit_code = 2


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """0: no error found; 1: an error was found; 2: the command cannot be carried out as given."""
    try:
        return commands.main(list(arguments), prog_name="symnn", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("symnn met a fault of its own; please report the lines above", err=True)
        return INTERNAL


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="symnn %(version)s")
def commands() -> None:
    """Proves or refutes the mathematics of neural networks, formula by formula."""


def _format(context: click.Context, parameter: click.Parameter, value: str) -> str:
    from symnn.report import FORMATS, PLANNED

    if value in FORMATS:
        return value
    ready = ", ".join(FORMATS)
    if value in PLANNED:
        raise click.BadParameter(f"the format {value} is not yet available; available: {ready}")
    raise click.BadParameter(f"unknown format {value}; available: {ready}")


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    from symnn.explain import codes

    wanted = tuple(code.strip().upper() for item in value for code in item.split(",") if code.strip())
    for code in wanted:
        if code not in codes():
            raise click.BadParameter(f"unknown code {code}; `symnn explain` lists them all")
    return wanted


def _files(paths: Sequence[str]) -> tuple[str, ...]:
    from symnn.inputs import InputError, documents

    try:
        return documents(paths)
    except InputError as error:
        raise Problem(str(error)) from error


@contextmanager
def _documents_read() -> Iterator[None]:
    from symnn.document import DocumentError

    try:
        yield
    except DocumentError as error:
        raise Problem(str(error)) from error


def _folder(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """A folder that can be written to, made when it is missing: told before any work is done."""
    if value is not None:
        try:
            value.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.BadParameter(f"{value}: cannot be made: {error.strerror}") from error
        if not os.access(value, os.W_OK):
            raise click.BadParameter(f"{value}: cannot be written to")
    return value


def _deliver(text: str, output: Path | None, what: str = "report") -> None:
    from symnn.report.output import emit, write

    if output is None:
        emit(text)
        return
    try:
        write(text, output)
    except OSError as error:
        raise Problem(f"{output}: cannot write the {what}: {error.strerror}") from error


def _colour(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_output = click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the report to FILE, replaced in one step.",
)  # fmt: skip
_language = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the text report."
)


@commands.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--format", "format_", default="text", show_default=True, callback=_format, metavar="NAME",
              help="text, json or github.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit 1 for conditional, undecided and unreadable claims too.")
@click.option("-j", "--jobs", type=click.IntRange(1, 1024), help="Worker processes; the default is one a core.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=20.0, show_default=True,
              metavar="SECONDS", help="Time limit of each claim.")  # fmt: skip
@click.option("--memory", type=click.IntRange(64), metavar="MB", default=2048, show_default=True,
              help="What a worker may take to decide a claim.")  # fmt: skip
@click.option("--select", multiple=True, callback=_codes, metavar="CODE", help="Report these findings only.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODE", help="Do not report these findings.")
@click.option("--catalog", is_flag=True, help="Also prove every fact in the catalogue of activations and losses.")
@click.option("--certificates", type=click.Path(file_okay=False, path_type=Path), callback=_folder, metavar="DIR",
              help="Keep the certificates of all verdicts in DIR.")  # fmt: skip
@_language
@_output
def verify(
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
    lang: str,
    output: Path | None,
) -> int:
    """Prove or refute every formula of documents and directories."""
    if not paths and not catalog:
        raise click.UsageError("name a document or a directory, or give --catalog")
    files = _files(paths)

    from symnn.workers import ANSWERING, warm

    warm(*ANSWERING)  # beside the imports below
    from symnn import check
    from symnn.report import Look, exit_status, render
    from symnn.report.progress import progress_bar

    with progress_bar("deciding") as progress:
        options = check.Options(
            timeout=timeout, jobs=jobs, memory_mb=memory, catalog=catalog, lang=lang, select=select, ignore=ignore,
            certificates=certificates, progress=progress,
        )  # fmt: skip
        with _documents_read():
            report = check.verify(files, options)
    _deliver(render(report, format_, Look(_colour(output), lang)), output)
    return exit_status(report, strict=strict)


@commands.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--crosscheck", "second", is_flag=True, help="Also list where latex2sympy2 reads something else.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_output
def read(paths: tuple[str, ...], second: bool, format_: str, output: Path | None) -> int:
    """Show each formula with its place, its kind and its reading."""
    files = _files(paths)

    from symnn.check import read_files
    from symnn.crosscheck import MissingReaderError, crosscheck
    from symnn.report import Look
    from symnn.report.reading import FORMATS

    with _documents_read():
        formulas = read_files(files)
    try:
        compared = crosscheck(formulas) if second else None
    except MissingReaderError as error:
        raise Problem(str(error)) from error
    _deliver(FORMATS[format_](formulas, compared, Look(_colour(output))), output)
    return 0


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--source", is_flag=True, help="Also read the documents again: they must still say what was proved.")
def recheck(folder: Path, source: bool) -> int:
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

        rows += [(c.file, c.id, "changed", c.problem) for c in compare_with_sources(folder) if c.problem is not None]
    open_ = [(c.file, c.id, "not covered", c.outcome.method) for c in checked if isinstance(c.outcome, NotCovered)]
    lines = [f"{file}: {id_}: {what}: {one_line(why)}\n" for file, id_, what, why in rows + open_]
    changed = sum(what == "changed" for _, _, what, _ in rows)
    summary = f"{counts['Accepted']} accepted, {counts['Refused']} refused, {counts['NotCovered']} not covered"
    _deliver("".join(lines) + summary + (f", {changed} changed\n" if source else "\n"), None)
    return 1 if rows else 0


@commands.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Explain a code, or list them all."""
    from symnn.explain import codes, page, title

    if code is None:
        _deliver("".join(f"{c}  {title(c)}\n" for c in codes()), None)
        return 0
    try:
        _deliver(page(code.upper()), None)
    except KeyError:
        raise Problem(f"unknown code {code}; `symnn explain` lists them all") from None
    return 0


def _values(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, Fraction]:
    from fractions import Fraction

    found: dict[str, Fraction] = {}
    for item in value:
        name, _, number = item.partition("=")
        if name.strip() in found:
            raise click.BadParameter(f"{name.strip()} is given twice")
        try:
            found[name.strip()] = Fraction(number.strip())
        except (ValueError, ZeroDivisionError):
            raise click.BadParameter(f"{item!r} is not NAME=NUMBER, as alpha=0.5") from None
    return found


@commands.command("compile")
@click.argument("what", metavar="NAME|FILE#CLAIM")
@click.option("--mode", type=click.Choice(["accurate", "fast", "naive"]), default="accurate", show_default=True,
              help="Within 4 ULP, without the last digits, or as written.")  # fmt: skip
@click.option("--backend", type=click.Choice(["numpy", "numba", "torch", "jax", "c"]), default="numpy",
              show_default=True, help="What computes it; c is C99 text.")  # fmt: skip
@click.option("-p", "--parameter", "parameters", multiple=True, callback=_values, metavar="NAME=NUMBER",
              help="The value of a parameter; more than once for several.")  # fmt: skip
@click.option("--variable", metavar="NAME", help="Which name of a claim is the argument.")
@click.option("--certificate", is_flag=True, help="Print what the code rests on instead of the code.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, replaced in one step.")  # fmt: skip
def compile_(
    what: str,
    mode: str,
    backend: str,
    parameters: dict[str, Fraction],
    variable: str | None,
    certificate: bool,
    output: Path | None,
) -> int:
    """Print a function and its derivative as Python code that needs NumPy alone, or the library of another backend.

    NAME is one of the catalogue, as gelu; FILE#CLAIM a proved equation of a derivation file, as notes.md#my-claim.
    """
    from symnn.numeric.printed import printed

    try:
        text, remark = printed(what, mode, parameters, certificate, variable, backend)
    except (TypeError, ValueError, ImportError) as error:
        raise Problem(str(error)) from error
    _deliver(text, output, "certificate" if certificate else "code")
    if remark is not None:
        click.echo(remark, err=True)
    return 0


if __name__ == "__main__":
    main()

"""What commands share: options, the documents named, and where their text goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from fractions import Fraction

    from symnn.notation.settings import Settings


SETTINGS = "symnn.settings"  # where the settings of the project are kept while a command runs


class Problem(click.ClickException):
    """Something on the command line or in the surroundings that the user can put right."""

    exit_code = 2


def find_documents(paths: Sequence[str]) -> tuple[str, ...]:
    """The documents under the paths, without those that the settings of the project exclude."""
    from symnn.inputs import InputError, documents

    try:
        found = documents(paths)
    except InputError as error:
        raise Problem(str(error)) from error
    settings = click.get_current_context().meta.get(SETTINGS)
    if settings is None:
        return found
    kept = tuple(d for d in found if d in paths or settings.keeps(d))
    if len(kept) < len(found):
        if not kept:
            raise Problem(f"every document is excluded by {settings.file}")
        count = len(found) - len(kept)
        click.echo(f"{count} document{'s' * (count > 1)} excluded by {settings.file}", err=True)
    return kept


def notation_set() -> Settings:
    """The notation that the settings of the project give."""
    settings = click.get_current_context().meta.get(SETTINGS)
    return () if settings is None or settings.notation is None else settings.notation


@contextmanager
def documents_read() -> Iterator[None]:
    from symnn.document import DocumentError

    try:
        yield
    except DocumentError as error:
        raise Problem(str(error)) from error


def make_folder(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """A folder that can be written to, made when it is missing: told before any work is done."""
    if value is not None:
        try:
            value.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.BadParameter(f"{value}: cannot be made: {error.strerror}") from error
        if not os.access(value, os.W_OK):
            raise click.BadParameter(f"{value}: cannot be written to")
    return value


def deliver(text: str, output: Path | None, what: str = "report") -> None:
    from symnn.report.output import emit, write

    if output is None:
        emit(text)
        return
    try:
        write(text, output)
    except OSError as error:
        raise Problem(f"{output}: cannot write the {what}: {error.strerror}") from error


def colour(output: Path | None, when: str = "auto") -> bool:
    """Whether to colour: as told, else on a terminal that has colours, unless the environment has NO_COLOR."""
    if when != "auto":
        return when == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and sys.stdout.isatty() and not plain


def terminal_width(output: Path | None) -> int | None:
    """The cells in a line of the terminal; ``None`` for a pipe or a file, where a line may be of any length."""
    if output is not None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def parameter_values(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, Fraction]:
    """``NAME=NUMBER`` of an option that may be given more than once; numbers are exact."""
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


output_option = click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the report to FILE, replaced in one step.",
)  # fmt: skip
language_option = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the text report."
)
colour_option = click.option(
    "--color", "color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
    help="Colours in the text report; auto is on a terminal, unless NO_COLOR is set.",
)  # fmt: skip


# ------------------------------------------------------------------------------------- what a shell offers to complete
def complete_paths(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, left to the shell."""
    return [CompletionItem(incomplete, type="file")]


def complete_codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes with what they mean."""
    from symnn.explain import codes, title

    return [CompletionItem(c, help=title(c)) for c in codes() if c.startswith(incomplete.upper())]


def complete_functions(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Activations of the catalogue, and files."""
    import re
    from importlib.resources import files

    text = (files("symnn") / "catalog" / "activations.md").read_text(encoding="utf-8")
    names = [n.lower().replace("-", "_") for n in re.findall(r"<!-- @entry (\S+)", text)]
    found = [CompletionItem(n) for n in names if n.startswith(incomplete.lower())]
    return found or complete_paths(context, parameter, incomplete)

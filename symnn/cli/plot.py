"""``symnn plot``: functions, families, errors, counterexamples, difference quotients, trainings as pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symnn.cli.common import Problem, complete_functions, make_folder, parameter_values

if TYPE_CHECKING:
    from matplotlib.figure import Figure


FARTHEST = 1e100


def _over(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, list[Fraction]] | None:
    if value is None:
        return None
    name, _, numbers = value.partition("=")
    try:
        return name.strip(), [Fraction(n.strip()) for n in numbers.split(",")]
    except (ValueError, ZeroDivisionError):
        raise click.BadParameter(f"{value!r} is not NAME=NUMBER,NUMBER,…, as beta=0.5,1,2") from None


@click.command("plot")
@click.argument("what", nargs=-1, metavar="WHAT...", shell_complete=complete_functions)
@click.option("-p", "--parameter", "parameters", multiple=True, callback=parameter_values, metavar="NAME=NUMBER",
              help="The value of a parameter; more than once for several.")  # fmt: skip
@click.option("--over", callback=_over, metavar="NAME=N,N,…", help="A curve for each of these values of a parameter.")
@click.option("--range", "view", type=float, nargs=2, metavar="LOW HIGH", help="What is shown of the axis.")
@click.option("--derivative/--no-derivative", default=None, help="Draw f′ too; by default for a single function.")
@click.option("--errors", is_flag=True, help="Approximations of a function with the error that is proved of each.")
@click.option("--differences", "at", type=float, metavar="X", help="Errors of difference quotients at X by step.")
@click.option("--history", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
              help="A training that `History.save` kept.")  # fmt: skip
@click.option("--figures", type=click.Path(file_okay=False, path_type=Path), callback=make_folder, metavar="DIR",
              help="Write the five pictures of the text on activations to DIR.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["svg", "png", "pdf", "pgf"]), default="svg",
              show_default=True, help="Of files that are not named.")  # fmt: skip
@click.option("--variable", metavar="NAME", help="Which name of a formula runs along the axis.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=20.0, show_default=True,
              metavar="SECONDS", help="Time limit of each claim.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, replaced in one step; its suffix is the format.")  # fmt: skip
def command(
    what: tuple[str, ...],
    parameters: dict[str, Fraction],
    over: tuple[str, list[Fraction]] | None,
    view: tuple[float, float] | None,
    derivative: bool | None,
    errors: bool,
    at: float | None,
    history: str | None,
    figures: Path | None,
    format_: str,
    variable: str | None,
    timeout: float,
    output: Path | None,
) -> int:
    """Draw functions and claims as SVG, PNG, PDF or PGF.

    \b
    symnn plot gelu                         a function with its derivative
    symnn plot relu elu softplus            several functions
    symnn plot "x*sigma(b*x)" --over b=1,2  a formula, a family
    symnn plot swish --over beta=0.5,1,2    a family over a parameter
    symnn plot gelu --errors                approximations with proved bounds
    symnn plot notes.md#claim-id            a claim, with its counterexample
    symnn plot tanh --differences 0.5       errors of difference quotients
    symnn plot activations                  the whole catalogue
    """
    _check(what, over, errors, at, history, figures, view)
    if output is not None:
        _known_format(output)
    try:
        if figures is not None:
            return _five(figures, format_)
        figure, name = _figure(what, parameters, over, view, derivative, errors, at, history, variable, timeout)
        target = output or _free(Path(f"{name}.{format_}"))
        _save(figure, target, name)
    except ImportError as error:
        raise Problem(str(error)) from error
    if output is None:
        click.echo(f"wrote {target}", err=True)
    return 0


def _check(what: tuple[str, ...], over: Any, errors: bool, at: Any, history: Any, figures: Any, view: Any) -> None:
    """One picture at a time, and of the right number of things."""
    kinds = {"--over": over, "--errors": errors or None, "--differences": at, "--history": history,
             "--figures": figures}  # fmt: skip
    given = [name for name, value in kinds.items() if value is not None]
    if len(given) > 1:
        raise click.UsageError(f"{given[0]} and {given[1]} are different pictures")
    alone = history is not None or figures is not None
    if alone and what:
        raise click.UsageError(f"{given[0]} takes no {what[0]!r} beside it")
    if not alone and not what:
        raise click.UsageError("name a function, a formula or FILE#CLAIM, as gelu")
    if len(what) > 1 and (given or any("#" in w for w in what)):
        raise click.UsageError("one function or claim at a time" + (f" with {given[0]}" if given else ""))
    if view is not None and not view[0] < view[1]:
        raise click.UsageError("--range takes the lower end first")
    if view is not None and max(map(abs, view)) > FARTHEST:
        raise click.UsageError(f"--range goes to {FARTHEST:g} at most")


def _figure(
    what: tuple[str, ...], parameters: dict[str, Fraction], over: Any, view: Any, derivative: bool | None, errors: bool,
    at: float | None, history: str | None, variable: str | None, timeout: float,
) -> tuple[Figure, str]:  # fmt: skip
    """The picture, and the name of its file."""
    if history is not None:
        from symnn.network.history import History

        with _told(ValueError):
            return History.load(history).plot(), Path(history).stem
    from symnn import plots

    first = what[0]
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(w.rpartition("#")[2] for w in what)).strip("-") or "plot"
    name += "-errors" if errors else "-differences" if at is not None else f"-over-{over[0]}" if over else ""
    make: Callable[[], Figure]
    if errors:
        make = lambda: plots.errors_figure(first, view, _limit(timeout))  # noqa: E731
    elif at is not None:
        make = lambda: plots.differences_figure(first, at, variable, **parameters)  # noqa: E731
    elif over is not None:
        of, numbers = over
        make = lambda: plots.family_figure(  # noqa: E731
            first, of, numbers, parameters, view, bool(derivative), variable
        )
    elif "#" in first:
        make = lambda: plots.claim_figure(first, view, _limit(timeout))  # noqa: E731
    elif what == ("activations",):
        make = plots.catalogue_figure
    else:
        make = lambda: plots.function_figure(what, parameters, view, derivative, variable)  # noqa: E731
    with _told(ValueError, TypeError):
        return make(), name


def _limit(timeout: float) -> Any:
    from symnn.check import Options

    return Options(timeout=timeout)


@contextmanager
def _told(*kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise Problem(str(error)) from error


def _five(folder: Path, format_: str) -> int:
    from symnn.plots import FIGURES

    for name, make in FIGURES.items():
        target = folder / f"{name}.{format_}"
        _save(make(), target, name)
        click.echo(f"wrote {target}", err=True)
    return 0


def _known_format(path: Path) -> None:
    from symnn.drawing import FormatError, format_of

    with _told(FormatError):
        format_of(path)


def _free(path: Path) -> Path:
    if path.exists():
        raise Problem(f"{path} is there already; name it with -o to replace it")
    return path


def _save(figure: Figure, path: Path, title: str) -> None:
    from symnn.drawing import FormatError, save

    try:
        with _told(FormatError):
            save(figure, path, title)
    except OSError as error:
        raise Problem(f"{path}: cannot write the picture: {error.strerror}") from error

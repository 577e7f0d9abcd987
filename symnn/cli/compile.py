"""``symnn compile``: a function and its derivative as source text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from symnn.cli.common import Problem, complete_functions, deliver, parameter_values

if TYPE_CHECKING:
    from fractions import Fraction


@click.command("compile", short_help="Print a function and its derivative as code.")
@click.argument("what", metavar="NAME|FILE#CLAIM", shell_complete=complete_functions)
@click.option("--mode", type=click.Choice(["accurate", "fast", "naive"]), default="accurate", show_default=True,
              help="Within 4 ULP, without the last digits, or as written.")  # fmt: skip
@click.option("--backend", type=click.Choice(["numpy", "numba", "torch", "jax", "c"]), default="numpy",
              show_default=True, help="What computes it; c is C99 text.")  # fmt: skip
@click.option("-p", "--parameter", "parameters", multiple=True, callback=parameter_values, metavar="NAME=NUMBER",
              help="The value of a parameter; more than once for several.")  # fmt: skip
@click.option("--variable", metavar="NAME", help="Which name of a claim is the argument.")
@click.option("--certificate", is_flag=True, help="Print what the code rests on instead of the code.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, replaced in one step.")  # fmt: skip
def command(
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
    deliver(text, output, "certificate" if certificate else "code")
    if remark is not None:
        click.echo(remark, err=True)
    return 0

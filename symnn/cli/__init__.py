"""The commands: each reads its options, calls one function, and hands the outcome to a report.

A command is a module of this package with a click command named ``command``, and its row in ``COMMANDS``.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from symnn import __version__

INTERNAL = 3  # exit status of a fault of our own: neither a finding (1) nor a wrong command line (2)

COMMANDS = {  # name -> module, imported when the command is called or its help is shown; in the order of the help
    "verify": "symnn.cli.verify",
    "read": "symnn.cli.read",
    "recheck": "symnn.cli.recheck",
    "explain": "symnn.cli.explain",
    "compile": "symnn.cli.compile",
    "table": "symnn.cli.table",
    "plot": "symnn.cli.plot",
    "init": "symnn.cli.init",
    "completion": "symnn.cli.completion",
}


class Commands(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        found = import_module(COMMANDS[cmd_name]).command
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="symnn %(version)s")
def commands() -> None:
    """Proves or refutes the mathematics of neural networks, formula by formula."""


def _tell(error: click.ClickException) -> None:
    """The message on stderr; it may quote a file, and nothing in it writes to the terminal but its text."""
    from symnn.report.phrases import harmless

    text = io.StringIO()
    error.show(text)
    click.echo(harmless(text.getvalue()), err=True, nl=False)


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """0: no error found; 1: an error was found; 2: the command cannot be carried out as given."""
    try:
        return commands.main(list(arguments), prog_name="symnn", standalone_mode=False) or 0
    except click.ClickException as error:
        _tell(error)
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

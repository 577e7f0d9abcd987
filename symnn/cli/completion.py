"""``symnn completion``: the script that completes commands, options, codes and names in a shell."""

from __future__ import annotations

import click

from symnn.cli.common import Problem, deliver

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the script that completes symnn in a shell.

    \b
    symnn completion bash > ~/.local/share/bash-completion/completions/symnn
    symnn completion zsh > "${fpath[1]}/_symnn"
    symnn completion fish > ~/.config/fish/completions/symnn.fish
    """
    from click.shell_completion import get_completion_class

    from symnn.cli import commands

    made = get_completion_class(shell)
    if made is None:
        raise Problem(f"there is no completion for {shell}")
    deliver(made(commands, {}, "symnn", "_SYMNN_COMPLETE").source() + "\n", None)
    return 0

"""``symnn explain``: the page of a code."""

from __future__ import annotations

import click

from symnn.cli.common import Problem, complete_codes, deliver


@click.command("explain")
@click.argument("code", required=False, shell_complete=complete_codes)
def command(code: str | None) -> int:
    """Explain a code, or list them all."""
    from symnn.explain import codes, page, title

    if code is None:
        deliver("".join(f"{c}  {title(c)}\n" for c in codes()), None)
        return 0
    try:
        deliver(page(code.upper()), None)
    except KeyError:
        raise Problem(f"unknown code {code}; `symnn explain` lists them all") from None
    return 0

"""``symnn init``: a first derivation file and the settings of a project, which verify as they are."""

from __future__ import annotations

from pathlib import Path

import click

from symnn.cli.common import Problem

DERIVATION = Path("derivations") / "first.md"
SETTINGS = "pyproject.toml"
TABLE = """\
[tool.symnn]
paths = ["derivations"]  # what `symnn verify` verifies when no path is named
strict = true            # exit 1 for conditional, undecided and unreadable claims too
timeout = 20             # seconds a claim
# exclude = ["drafts"]   # passed over inside directories
# ignore = ["N502"]      # codes that are not reported; `symnn explain` lists them all
# lang = "zh"
"""
TEXT = r"""# A first derivation

Mathematics is written as in any Markdown file; comments say what a formula is for. `symnn verify` proves or refutes
every formula, `symnn read derivations/first.md` shows how each was understood.

<!-- @let -->
Let $x \in \mathbb{R}$ and $\gamma \in \mathbb{R}$.

## An activation

```math
\operatorname{LiSHT}(x) := x \tanh(x)
```

<!-- @claim lisht-derivative -->
```math
\operatorname{LiSHT}'(x) = \tanh(x) + x \left(1 - \tanh^2(x)\right) = x + \tanh(x) - \operatorname{LiSHT}(x) \tanh(x)
```

<!-- @claim lisht-even -->
```math
\operatorname{LiSHT}(-x) = \operatorname{LiSHT}(x)
```

## A condition

For $\gamma \le 1$,

<!-- @claim leaky-relu-as-maximum -->
```math
\max(x, \gamma x) = \max(0, x) + \gamma \min(0, x)
```

## A misprint

The next formula is wrong on purpose: an erratum that is announced is an error only if it is not found.

<!-- @erratum lost-factor expect=E201 source="a lost factor of two" -->
```math
\tanh(x) = 2 \sigma(x) - 1
```
"""


@click.command("init")
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
def command(folder: Path) -> int:
    """Write a first derivation file and the settings of a project.

    What is there already is kept as it is.
    """
    from symnn import files

    derivation, settings = folder / DERIVATION, folder / SETTINGS
    kept = _settings_of(settings)
    if derivation.exists():
        raise Problem(f"{derivation} is there already; nothing was written")
    try:
        derivation.parent.mkdir(parents=True, exist_ok=True)
        files.create(derivation, TEXT.encode())
        click.echo(f"wrote {derivation}")
        if kept is None:
            files.create(settings, TABLE.encode())
            click.echo(f"wrote {settings}")
    except OSError as error:
        raise Problem(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    if kept is False:
        click.echo(f"{settings} was kept as it is; to add to it:\n\n{TABLE}")
    click.echo(f"now: symnn verify{'' if kept is None and folder == Path('.') else f' {derivation.parent}'}")
    return 0


def _settings_of(file: Path) -> bool | None:
    """Whether the file has settings of symnn; ``None`` where there is no file."""
    if not file.exists():
        return None
    try:
        return "[tool.symnn" in file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Problem(f"{file}: cannot be read: {error.strerror}") from error

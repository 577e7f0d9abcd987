"""How long pictures take: the whole catalogue, the five figures, a family, proved errors; as commands, start included.

    .venv/bin/python benchmarks/plots.py

The first run of each fills the cache of derived code; the second is shown, with the limit that it has to keep.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

LIMIT = 3.0  # seconds for the whole catalogue from a warm cache
COMMANDS = {
    "the catalogue, SVG": ("activations", "-o", "catalogue.svg"),
    "the catalogue, PNG": ("activations", "-o", "catalogue.png"),
    "the five figures": ("--figures", "figures"),
    "gelu and its derivative": ("gelu", "-o", "gelu.svg"),
    "swish over beta": ("swish", "--over", "beta=0.5,1,2", "-o", "swish.svg"),
    "gelu's approximations, proved": ("gelu", "--errors", "-o", "errors.svg"),
}
LIMITED = ("the catalogue, SVG", "the catalogue, PNG", "the five figures")


def seconds(arguments: tuple[str, ...], folder: str) -> float:
    """One run of the command in ``folder``."""
    start = perf_counter()
    subprocess.run([sys.executable, "-m", "symnn", "plot", *arguments], cwd=folder, check=True, capture_output=True)
    return perf_counter() - start


def main() -> int:
    late = 0
    with tempfile.TemporaryDirectory() as folder:
        for what, arguments in COMMANDS.items():
            seconds(arguments, folder)
            took = min(seconds(arguments, folder) for _ in range(3))
            missed = what in LIMITED and took > LIMIT
            late += missed
            print(f"{what:32} {took:5.2f} s{f'  (limit {LIMIT:g} s missed)' if missed else ''}")
        size = Path(folder, "catalogue.svg").stat().st_size
        print(f"{'catalogue.svg':32} {size / 1000:5.0f} kB")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long ``symnn table`` takes for the whole catalogue: a process each, from an empty cache and a warm one.

The aim is 3 s from a warm cache, the start of Python with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from time import perf_counter

AIM = 3.0
COMMANDS = (
    ("activations", "--format", "latex"),
    ("activations", "losses", "--columns", "all", "--format", "html"),
)


def seconds(arguments: tuple[str, ...], cache: str) -> float:
    """One run of the command."""
    program = "from symnn.cli import main; main()"
    start = perf_counter()
    environment = {**os.environ, "SYMNN_CACHE": cache}
    command = [sys.executable, "-c", program, "table", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return perf_counter() - start


def main() -> int:
    slowest = 0.0
    for arguments in COMMANDS:
        with tempfile.TemporaryDirectory() as cache:
            cold = seconds(arguments, cache)
            warm = min(seconds(arguments, cache) for _ in range(3))
        slowest = max(slowest, warm)
        print(f"symnn table {' '.join(arguments)}: {cold:.1f} s cold, {warm:.2f} s warm")
    print(f"{'within' if slowest <= AIM else 'MISSES'} the aim of {AIM:g} s from a warm cache")
    return 0 if slowest <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())

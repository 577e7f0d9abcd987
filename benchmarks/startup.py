"""Start-up: seconds for `symnn --version`, the whole process from outside."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

LIMIT = 0.15
COMMAND = [str(Path(sys.executable).with_name("symnn")), "--version"]


def main() -> int:
    times = []
    for _ in range(21):
        start = perf_counter()
        subprocess.run(COMMAND, check=True, stdout=subprocess.DEVNULL)
        times.append(perf_counter() - start)
    median = statistics.median(times)
    print(f"symnn --version: median {median:.3f} s, largest {max(times):.3f} s (limit {LIMIT} s)")
    return int(median > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

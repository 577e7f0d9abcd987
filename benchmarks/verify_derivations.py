"""Seconds for `make verify` once the environment is set up, the whole process from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

LIMIT = 10.0
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    subprocess.run(["make", "setup"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    start = perf_counter()
    # pipes, not a terminal: as a script runs it
    outcome = subprocess.run(["make", "verify"], cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ)
    seconds = perf_counter() - start
    last = outcome.stdout.rstrip().rpartition("\n")[2]
    print(f"make verify: {seconds:.2f} s (limit {LIMIT:g} s), exit status {outcome.returncode}\n  {last}")
    return int(seconds > LIMIT or outcome.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())

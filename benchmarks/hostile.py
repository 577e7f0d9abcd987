"""Seconds for each hostile document, the whole process from outside."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

import bombs  # type: ignore[import-not-found]

LIMIT = 2.0
SYMNN = str(Path(sys.executable).with_name("symnn"))


def main() -> int:
    texts = {name: bombs.document(f) for name, f in bombs.FORMULAS.items()}
    texts |= {name: bombs.page(t) for name, t in bombs.TEXTS.items()}
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bomb.md"
        for name, text in texts.items():
            path.write_text(text, encoding="utf-8")
            start = perf_counter()
            # the limit of a claim is below the limit of the run, so that a claim that runs out of time is seen
            outcome = subprocess.run(
                [SYMNN, "verify", "--timeout", "1", str(path)], capture_output=True, text=True, check=False
            )
            seconds = perf_counter() - start
            worst = max(worst, seconds)
            print(f"{seconds:5.2f} s  {name}: {outcome.stdout.rstrip().rpartition(chr(10))[2]}{outcome.stderr[-200:]}")
    print(f"slowest {worst:.2f} s (limit {LIMIT:g} s)")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

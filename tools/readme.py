"""Puts a fresh transcript of the tool between the markers in README.md."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- transcript: begin (made by `make readme`) -->", "<!-- transcript: end -->"
SHOWN = 1  # of the command, from its end


def run(command: str) -> list[str]:
    """What the command prints, line by line; an error that it finds is part of the transcript, a failure is not."""
    outcome = subprocess.run(command.split(), cwd=ROOT, capture_output=True, text=True, check=False)
    if outcome.returncode not in (0, 1) or not outcome.stdout:
        raise SystemExit(f"{command} failed:\n{outcome.stderr}")
    return outcome.stdout.rstrip().splitlines()


def transcript() -> str:
    lines = ["```console", "$ make verify", "…", *run("make --no-print-directory verify")[-SHOWN:], "```"]
    return "\n".join(line.rstrip() for line in lines)


def main() -> int:
    path = ROOT / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n\n{transcript()}\n\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Prints the golden readings again: ``python tests/notation/golden.py seed_formulas > …/golden_seeds.json``.

The readings in the golden files were checked by hand; what this prints must be checked by hand too.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from symnn.notation import ReadError, read, words

BENCH = Path(__file__).resolve().parents[2].parent / "shared" / "bench"


def reading(source: str) -> list[str]:
    """One line for each statement with its conditions and notes, or the code and the reason."""
    try:
        found = read(source)
    except ReadError as error:
        return [f"{error.code} at {error.start}: {error.message}"]
    lines = []
    for part in found.parts:
        line = words(part.term)
        if part.conditions:
            line += " | when " + " and ".join(words(c) for c in part.conditions)
        if part.reason:
            line += f" | reason {part.reason}"
        lines.append(line)
    return lines + [code for code, _ in found.notes]


def formulas(name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((BENCH / f"{name}.json").read_text("utf-8"))
    return rows


if __name__ == "__main__":
    readings = {row["id"]: reading(row["latex"]) for row in formulas(sys.argv[1])}
    print(json.dumps(readings, ensure_ascii=False, indent=0))

"""Readings as plain lines, and a print of the golden files to be checked by hand.

``python tests/support/golden_readings.py seed_formulas`` prints ``tests/notation/golden_seeds.json`` anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from symnn.notation import ReadError, read, words

BENCH = Path(__file__).resolve().parents[2].parent / "shared" / "bench"


def reading(source: str) -> list[str]:
    """One line for each statement with its conditions and reason, then the notes; or the code, place and reason."""
    try:
        found = read(source)
    except ReadError as error:
        return [f"{error.code} at {error.start}-{error.end}: {error.message}"]
    lines = []
    for part in found.parts:
        line = words(part.term)
        if part.conditions:
            line += " | when " + " and ".join(words(c) for c in part.conditions)
        lines.append(line + (f" | reason {part.reason}" if part.reason else ""))
    return lines + [code for code, _ in found.notes]


def unread(source: str) -> bool:
    return reading(source)[0][:8] in ("W110 at ", "E101 at ", "E408 at ", "W407 at ")


def formulas(name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((BENCH / f"{name}.json").read_text("utf-8"))
    return rows


if __name__ == "__main__":
    print(json.dumps({r["id"]: reading(r["latex"]) for r in formulas(sys.argv[1])}, ensure_ascii=False, indent=0))

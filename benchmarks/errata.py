"""Historical corrections of public texts: which mistakes are flagged at their lines, and what the corrected lines get.

Reads ``errata/index.json`` of a corpus folder.  A mistake counts as flagged when an error or a warning stands on its
line in the text before, other than that a formula is not read, and the corrected line does not get the same; a
corrected line must not have an error.  Decoys are edits that change nothing: no error before or after.  The exit
status is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SCORED = ("formula-alone", "structural", "with-document-definitions")
GOAL = 0.7
MARKS = ("error", "warning")
READING = ("W110", "W405")  # what is not read or not defined is no word on the mistake


def findings(path: Path, line: int) -> list[Any]:
    """What is said about the line, errors first."""
    import symnn

    found = [f for f in REPORTS.setdefault(path, symnn.verify(path)).findings if touches(f, line)]
    return sorted((f for f in found if f.severity in MARKS), key=lambda f: str(f.severity))


REPORTS: dict[Path, Any] = {}


def touches(finding: Any, line: int) -> bool:
    place = finding.location
    return bool(place.line <= line <= (place.end_line or place.line))


def shown(rows: Iterable[Any]) -> str:
    return "; ".join(f"{f.code} {f.message[:70]}" for f in rows) or "–"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("../shared/corpus"))
    parser.add_argument("--only", help="the id of one record")
    args = parser.parse_args()
    folder = args.corpus / "errata"
    if not folder.is_dir():
        print(f"no corpus at {args.corpus}", file=sys.stderr)
        return 2
    start = time.perf_counter()
    caught, scored, wrong = 0, 0, []
    print("| record | class | before | after |\n|---|---|---|---|")
    for record in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        if args.only and record["id"] != args.only:
            continue
        texts = {s: next((folder / record["id"]).glob(f"{s}.*")) for s in ("before", "after")}
        rows = {s: findings(p, record[f"line_{s}"]) for s, p in texts.items()}
        kind, note = record["kind"], record.get("note", "")
        counts = kind == "error" and record["decidable"] in SCORED and "before is self-consistent" not in note
        same = {(f.code, f.message) for f in rows["after"]}
        flagged = [f for f in rows["before"] if f.code not in READING and (f.code, f.message) not in same]
        if counts:
            scored += 1
            caught += bool(flagged)
        mark = ("✓ " if flagged else "✗ ") if counts else ""
        print(f"| {record['id']} | {record['decidable']} | {mark}{shown(rows['before'])} | {shown(rows['after'])} |")
        errors = {s: [f for f in rows[s] if f.severity == "error"] for s in rows}
        if kind == "error" and errors["after"] and "not scored" not in note:
            wrong.append(f"{record['id']}: the corrected line has {shown(errors['after'])}")
        if kind == "decoy_equivalent_edit" and (both := errors["before"] + errors["after"]):
            wrong.append(f"{record['id']}: an edit that changes nothing has {shown(both)}")
        told = [f for f in rows["after"] if f.code not in READING]
        if kind == "wrong_fix" and (not told or errors["before"]):
            wrong.append(f"{record['id']}: the later text is the wrong one")
    print(f"\n{caught} of {scored} flagged (goal {GOAL:.0%}); {time.perf_counter() - start:.0f} s")
    missed = [] if caught >= GOAL * scored else [f"{caught} of {scored} flagged, goal {GOAL:.0%}"]
    for line in [*missed, *wrong]:
        print(f"missed: {line}")
    return 1 if missed or wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

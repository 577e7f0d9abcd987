"""The public claims about arrays of any size against their truth: how many are decided, how many wrongly, how fast.

Proved must hold, refuted must not.  With them the claims of the scalar benchmark about sums over a symbolic n.  Any
wrong verdict makes the exit status 1.  Each claim is timed in this process, after one round that is not.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from symnn.claim import Claim
from symnn.context import understand
from symnn.decide import decide
from symnn.document import load
from symnn.verdict import Undecided, name_of

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
RIGHT = {"proved": True, "refuted": False}
SYMBOLIC = "symn"
MEDIAN, SLOWEST = 0.05, 2.0  # seconds, the goals
Truth = Mapping[str, Mapping[str, Any]]


def truth_of(name: str, kind: str | None) -> Truth:
    """The truth of the claims of a benchmark, or of those of one kind."""
    rows: Truth = json.loads((BENCH / f"{name}.expected.json").read_text(encoding="utf-8"))
    return {id: row for id, row in rows.items() if kind in (None, row["kind"])}


def measure(name: str, kind: str | None, details: bool) -> int:
    source = BENCH / f"{name}.md"
    if not source.exists():
        print(f"{name}: skipped, the claims are not there")
        return 0
    truth = truth_of(name, kind)
    claims = {p.id: p.claim for p in understand(load(str(source))).pending if p.id in truth}
    for claim in claims.values():  # imports and caches
        if isinstance(claim, Claim):
            decide(claim)
            break
    counts, wrong, times = Counter[str](), list[str](), dict[str, float]()
    for id, claim in claims.items():
        start = perf_counter()
        verdict = decide(claim) if isinstance(claim, Claim) else claim
        times[id] = perf_counter() - start
        counts[name_of(verdict)] += 1
        if RIGHT.get(name_of(verdict), truth[id]["holds"]) != truth[id]["holds"]:
            wrong.append(id)
        if details and isinstance(verdict, Undecided):
            print(f"  {id} {truth[id]} undecided: {verdict.reason}")
    sure = counts["proved"] + counts["refuted"]
    which = f"{name}, {kind}" if kind else name
    print(f"{which}: {sure} of {len(truth)} decided, {len(wrong)} wrong {wrong or ''}")
    print("  " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    if times:
        late = max(times, key=lambda id: times[id])
        print(f"  seconds: median {statistics.median(times.values()):.4f} (goal {MEDIAN}), "
              f"slowest {times[late]:.3f} ({late}; goal {SLOWEST:g})")  # fmt: skip
    missing = sorted(set(truth) - set(claims))
    if missing:
        print(f"  not found: {' '.join(missing)}")
    return int(bool(wrong))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--list", action="store_true", help="show what was not decided")
    given = parser.parse_args()
    rows = (("tensor-public", None), ("scalar-public", SYMBOLIC))
    return max(measure(name, kind, given.list) for name, kind in rows)


if __name__ == "__main__":
    sys.exit(main())

"""The public scalar claims against their truth: how many are decided, how many wrongly, how long they take.

Proved must hold, refuted must not.  A conditional verdict gives up the claim as it stands for some values of its
variables; it is counted by itself.  Any wrong verdict makes the exit status 1.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from symnn.check import Options, verify
from symnn.verdict import name_of

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
RIGHT = {"proved": True, "refuted": False}


def measure(name: str) -> int:
    source, truth_file = BENCH / f"{name}.md", BENCH / f"{name}.expected.json"
    if not source.exists():
        print(f"{name}: skipped, the claims are not there")
        return 0
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    start = perf_counter()
    report = verify([str(source)], Options())
    total = perf_counter() - start
    claims = {claim.id: claim for claim in report.claims if claim.id in truth}
    counts = Counter(name_of(claim.verdict) for claim in claims.values())
    wrong = [
        id
        for id, claim in claims.items()
        if RIGHT.get(name_of(claim.verdict), truth[id]["holds"]) != truth[id]["holds"]
    ]
    conditional = {id: truth[id]["holds"] for id, claim in claims.items() if name_of(claim.verdict) == "conditional"}
    times = sorted(claim.seconds for claim in claims.values())
    decided = counts["proved"] + counts["refuted"]
    print(f"{name}: {decided} of {len(truth)} decided ({decided / len(truth):.0%}), {len(wrong)} wrong {wrong or ''}")
    print("  " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    print(f"  conditional where the claim holds: {sum(conditional.values())}, where it does not: "
          f"{len(conditional) - sum(conditional.values())}")  # fmt: skip
    if times:
        late = times[min(len(times) - 1, int(0.95 * len(times)))]
        print(f"  seconds: median {statistics.median(times):.3f}, 95th percentile {late:.3f}, whole run {total:.1f}")
    for kind in sorted({entry["kind"] for entry in truth.values()}):
        mine = [id for id, entry in truth.items() if entry["kind"] == kind]
        sure = [id for id in mine if id in claims and name_of(claims[id].verdict) in RIGHT]
        print(f"  {kind:8} {len(sure)} of {len(mine)}")
    missing = sorted(set(truth) - set(claims))
    if missing:
        print(f"  not found: {' '.join(missing)}")
    if "--list" in sys.argv:
        for id, claim in claims.items():
            if name_of(claim.verdict) not in RIGHT:
                print(f"  {id} {truth[id]} {name_of(claim.verdict)}: {getattr(claim.verdict, 'reason', '')}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(measure("scalar-public"))

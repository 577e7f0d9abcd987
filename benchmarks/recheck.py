"""The checker beside the provers: how many verdicts it accepts, and in how much of the time that proving took.

Every scalar claim of the public benchmark, the derivations and the catalogue is decided by the provers alone, then
its certificate goes through ``recheck``.  A refused certificate, a refutation that is not accepted, or fewer than
95 % of the proofs accepted (benchmark and derivations) make the exit status 1.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from symnn import kernel
from symnn.claim import Claim
from symnn.context import understand
from symnn.context.catalog import FOLDER
from symnn.document import load
from symnn.recheck import Accepted, Outcome, Refused, recheck
from symnn.verdict import Conditional, Proved, Refuted, Verdict, certificate_json, name_of
from symnn.workers import decide_all

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench" / "scalar-public.md"
GOAL = 0.95
TIMEOUT = 60.0


@dataclass(frozen=True)
class Compared:
    """What the provers say, what the checker says of it, and the seconds of both."""

    verdict: Verdict
    outcome: Outcome | None
    proving: float
    checking: float


def compared(claim: Claim) -> Compared:
    """In a worker: the provers, then the checker."""
    start = perf_counter()
    verdict = kernel.decide(claim)
    proved = perf_counter()
    if not isinstance(verdict, Proved | Refuted | Conditional):
        return Compared(verdict, None, proved - start, 0.0)
    data, certificate = claim.to_json(), certificate_json(verdict, claim.digest)
    before = perf_counter()
    outcome = recheck(data, certificate)
    return Compared(verdict, outcome, proved - start, perf_counter() - before)


def claims_of(paths: list[Path]) -> Iterator[Claim]:
    for path in paths:
        understood = understand(load(str(path)))
        yield from (replace(p.claim, id=p.id) for p in understood.pending if isinstance(p.claim, Claim))
        yield from (claim for c in understood.comparisons for _, claim in c.claims)


def measure(title: str, paths: list[Path], strict: bool) -> int:
    claims = [c for c in claims_of(paths) if not c.id.startswith("?")]
    rows = [v for v, _ in decide_all(claims, compared, timeout=TIMEOUT, jobs=1)]
    known = [r for r in rows if isinstance(r, Compared) and r.outcome is not None]
    counts = Counter((name_of(r.verdict), type(r.outcome).__name__) for r in known)
    print(f"{title}: {len(claims)} claims, {len(known)} with a certificate of the scalar provers")
    for verdict in ("proved", "refuted", "conditional"):
        total = sum(n for (v, _), n in counts.items() if v == verdict)
        if total:
            print(f"  {verdict:12} {counts[verdict, 'Accepted']:4} of {total:4} accepted")
    proving, checking = sum(r.proving for r in known), sum(r.checking for r in known)
    print(f"  proving {proving:.1f} s, checking {checking:.1f} s ({checking / max(proving, 1e-9):.2f} of it)")
    refused = 0
    for claim, row in zip(claims, rows, strict=True):
        if isinstance(row, Compared) and row.outcome is not None and not isinstance(row.outcome, Accepted):
            refused += isinstance(row.outcome, Refused)
            print(f"    {claim.id} {name_of(row.verdict)}: {str(row.outcome)[:140]}")
    proofs = sum(n for (v, _), n in counts.items() if v == "proved")
    short = counts["proved", "Accepted"] < GOAL * proofs or counts["refuted", "NotCovered"] > 0
    return int(bool(refused) or (strict and (short or checking > proving)))


def main() -> int:
    status = 0
    if BENCH.exists():
        status |= measure("scalar-public", [BENCH], True)
    else:
        print("scalar-public: skipped, the claims are not there")
    status |= measure("derivations", sorted((ROOT / "derivations").glob("*.md")), True)
    status |= measure("catalogue", sorted(FOLDER.glob("*.md")), False)
    return status


if __name__ == "__main__":
    sys.exit(main())

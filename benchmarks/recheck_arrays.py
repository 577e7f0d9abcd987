"""How many verdicts about vectors and matrices the independent checker confirms, and how long it takes beside proving.

The public array claims, the derivations and the catalogue are decided by the prover and judged again by the checker.
A verdict that the checker refuses makes the exit status 1; so does one that is against the known truth.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from symnn import kernel
from symnn.claim import Claim
from symnn.context import understand
from symnn.document import load
from symnn.recheck import Accepted, NotCovered, Outcome, Refused, recheck
from symnn.tensor.prover import decide
from symnn.verdict import Proved, Refuted, Undecided, certificate_json, name_of

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
PUBLIC = BENCH / "tensor-public.md"


def array_claims(path: Path) -> Iterator[Claim]:
    """The claims of a document that the scalar kernel leaves to the index calculus."""
    for pending in understand(load(str(path))).pending:
        claim = pending.claim
        if not isinstance(claim, Claim) or claim.id.startswith("?") or not any(v.shape for v in claim.variables):
            continue
        if any(getattr(a, "head", "") == "define" for a in claim.assumptions):
            continue  # layers of any depth have a prover of their own
        verdict = kernel.decide(claim)
        if isinstance(verdict, Undecided) and verdict.reason.startswith(kernel.INDEX_CALCULUS):
            yield claim


def measure(path: Path, truth: dict[str, bool], details: bool) -> tuple[Counter[str], float, float, bool]:
    counts: Counter[str] = Counter()
    proving = checking = 0.0
    bad = False
    for claim in array_claims(path):
        start = perf_counter()
        verdict = decide(claim)
        middle = perf_counter()
        if not isinstance(verdict, Proved | Refuted):
            counts["undecided"] += 1
            continue
        word = name_of(verdict)
        outcome: Outcome = recheck(claim.to_json(), certificate_json(verdict, claim.digest))
        proving, checking = proving + middle - start, checking + perf_counter() - middle
        counts[word] += 1
        match outcome:
            case Accepted():
                counts[f"{word}, checked"] += 1
            case NotCovered(reason) | Refused(reason):
                bad = bad or isinstance(outcome, Refused)
                if details or isinstance(outcome, Refused):
                    print(f"  {path.name} {claim.id} {word}: {type(outcome).__name__}: {reason}")
        if claim.id in truth and truth[claim.id] != (word == "proved"):
            bad = True
            print(f"  {path.name} {claim.id}: {word}, and it is not so")
    return counts, proving, checking, bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--details", action="store_true", help="name the verdicts that are not confirmed")
    details: bool = parser.parse_args().details
    truth: dict[str, bool] = {}
    if PUBLIC.exists():
        rows = json.loads(PUBLIC.with_suffix(".expected.json").read_text(encoding="utf-8"))
        truth = {id: row["holds"] for id, row in rows.items()}
    else:
        print(f"{PUBLIC.name}: skipped, the claims are not there")
    total: Counter[str] = Counter()
    proving = checking = 0.0
    bad = False
    documents = [*sorted((ROOT / "derivations").glob("*.md")), *sorted((ROOT / "symnn" / "catalog").glob("*.md"))]
    for path in [PUBLIC] * PUBLIC.exists() + documents:
        counts, prove, check, wrong = measure(path, truth if path == PUBLIC else {}, details)
        if counts:
            shares = ", ".join(
                f"{counts[f'{w}, checked']} of {counts[w]} {w}" for w in ("proved", "refuted") if counts[w]
            )
            print(f"{path.name}: checked {shares}; proving {prove:.2f} s, checking {check:.2f} s")
        total, proving, checking, bad = total + counts, proving + prove, checking + check, bad or wrong
    shares = ", ".join(f"{total[f'{w}, checked']} of {total[w]} {w}" for w in ("proved", "refuted"))
    print(f"all: checked {shares}; {total['undecided']} undecided; proving {proving:.2f} s, checking {checking:.2f} s")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())

"""Soundness: mutants of true claims and of their conditions, decided by the kernel and judged by another evaluation.

``python benchmarks/soundness.py --count 10000 --seed 1 -j 2``.  Every proved mutant is evaluated with 60 digits at
random, kink, border, tie and root points of its domain, every refuted one at its own counterexample, a conditional one
inside and outside of its condition, an ``iff`` on both sides; limits and orders along sequences.  A wrong verdict, or a
prover that breaks down, makes the exit status 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from examined import Examined, examined  # type: ignore[import-not-found]
from mutants import mutant  # type: ignore[import-not-found]
from objections import described  # type: ignore[import-not-found]
from true_claims import true_claims  # type: ignore[import-not-found]

from symnn.claim import Claim
from symnn.context import understand
from symnn.context.catalog import FOLDER
from symnn.document import load
from symnn.verdict import Refuted, Undecided, name_of
from symnn.workers import decide_all

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench" / "scalar-public.md"
GOAL = 0.9
BATCH = 500
TENSOR = "needs the index calculus"


def documents() -> Iterator[tuple[str, Claim]]:
    """The claims of the catalogue, of the derivations and of the public benchmark, with their source."""
    paths = [*sorted(FOLDER.glob("*.md")), *sorted((ROOT / "derivations").glob("*.md"))]
    for path in [*paths, *([BENCH] if BENCH.exists() else [])]:
        understood = understand(load(str(path)))
        source = "catalogue" if path.parent == FOLDER else path.parent.name
        yield from ((source, p.claim) for p in understood.pending if isinstance(p.claim, Claim))
        yield from ((source, claim) for c in understood.comparisons for _, claim in c.claims)


def kind_of(claim: Claim) -> str:
    return getattr(claim.relation, "head", "") if claim.kind == "step" else claim.kind


def mutants(sources: list[tuple[str, Claim]], count: int, generator: random.Random) -> Iterator[tuple[str, Claim]]:
    """``count`` different mutants, the same number from each source."""
    by_source: dict[str, list[Claim]] = defaultdict(list)
    for source, claim in sources:
        by_source[source].append(claim)
    names, seen = sorted(by_source), set[str]()
    for number in range(100 * count):
        source = names[number % len(names)]
        claim = mutant(generator.choice(by_source[source]), generator)
        if claim is None or claim.digest in seen:
            continue
        seen.add(claim.digest)
        yield source, replace(claim, id="mutant")  # an id with a question mark would be another question
        if len(seen) == count:
            return


def reason_group(reason: str) -> str:
    """The reason without names and numbers."""
    return re.sub(r"where .*|for .*|at .*|[A-Za-z_~{}]+\(.*|-?\d[\d/.]*", "…", reason)[:100]


def run(claims: list[Claim], timeout: float, jobs: int | None) -> list[Examined]:
    """Every claim examined in a worker; one that hangs costs itself only."""
    out: list[Examined] = []
    for start in range(0, len(claims), BATCH):
        rows = decide_all(claims[start : start + BATCH], examined, timeout=timeout, jobs=jobs)
        out += [v if isinstance(v, Examined) else Examined(v, s, None, 0) for v, s in rows]
        if sys.stderr.isatty():
            print(f"{len(out)} of {len(claims)}", end="\r", file=sys.stderr)
    return out


def report(rows: list[tuple[str, Claim]], outcomes: list[Examined], examples: Path | None) -> int:
    """Counts, reasons, wrong verdicts; 1 if there is any."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, list[tuple[Claim, str]]] = defaultdict(list)
    wrong = [(s, c, o) for (s, c), o in zip(rows, outcomes, strict=True) if o.objection]
    for (source, claim), outcome in zip(rows, outcomes, strict=True):
        for key in (kind_of(claim), f"from {source}"):
            kinds[key][name_of(outcome.verdict)] += 1
        if isinstance(outcome.verdict, Undecided):
            reasons[reason_group(outcome.verdict.reason)].append((claim, outcome.verdict.reason))
    for kind in sorted(kinds):
        row = kinds[kind]
        known = 1 - row["undecided"] / row.total()
        print(f"  {kind:18} {row.total():6}  {known:4.0%} decided  " + ", ".join(f"{n} {v}" for v, n in row.items()))
    print("undecided, the most frequent reasons:")
    for reason, found in sorted(reasons.items(), key=lambda r: -len(r[1]))[:15]:
        print(f"  {len(found):5}  {reason}\n         {described(found[0][0])[:160]}")
    if examples is not None:
        lines = [f"{len(f)} {r}\n" + "".join(f"    {described(c)}\n        {w}\n" for c, w in f[:12])
                 for r, f in sorted(reasons.items(), key=lambda r: -len(r[1]))]  # fmt: skip
        examples.write_text("\n".join(lines), encoding="utf-8")
    decided = [o for o in outcomes if not isinstance(o.verdict, Undecided)]
    silent = sum(o.points == 0 for o in decided)
    points = sum(o.points for o in decided)
    refuted = sum(isinstance(o.verdict, Refuted) for o in decided)
    print(f"{len(outcomes)} claims, {len(decided) / len(outcomes):.1%} decided ({refuted} refuted), {len(wrong)} wrong")
    print(f"{points} points judged; none of {silent} verdicts could be judged by numbers")
    for source, claim, outcome in wrong:
        print(f"WRONG ({source}) {described(claim)}\n  {outcome.objection}\n  {str(outcome.verdict)[:2000]}")
    return int(bool(wrong))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-j", "--jobs", type=int)
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds for one mutant, judging included")
    parser.add_argument("--undecided", type=Path, help="write undecided mutants, grouped by reason, to this file")
    given = parser.parse_args()
    print(f"seed {given.seed}")
    start = perf_counter()
    sources = [("own list", c) for c in true_claims()] + [(s, replace(c, id="source")) for s, c in documents()]
    known = run([c for _, c in sources], given.timeout, given.jobs)
    left_out = [isinstance(o.verdict, Undecided) and TENSOR in o.verdict.reason for o in known]
    kept = [row for row, out in zip(sources, left_out, strict=True) if not out]
    print(f"{len(kept)} claims; {sum(left_out)} left out that need the index calculus. The claims as they are:")
    status = report(kept, [o for o, out in zip(known, left_out, strict=True) if not out], None)
    rows = list(mutants(kept, given.count, random.Random(given.seed)))
    print("\nTheir mutants:")
    outcomes = run([c for _, c in rows], given.timeout, given.jobs)
    status |= report(rows, outcomes, given.undecided)
    known_share = sum(not isinstance(o.verdict, Undecided) for o in outcomes) / len(outcomes)
    print(f"{perf_counter() - start:.0f} s")
    return int(bool(status) or known_share < GOAL)


if __name__ == "__main__":
    sys.exit(main())

"""Mutants of true claims about arrays, decided by the prover and judged by torch.autograd in float64.

``python benchmarks/tensor_mutants.py --count 2000 --seed 1``.  A proved mutant at which torch sees a difference, a
refuted one at which it sees none, and an ill-typed one that is proved are wrong, and make the exit status 1.  Needs the
extra ``judges``.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from array_mutants import mutant  # type: ignore[import-not-found]
from true_array_claims import claims_of, own  # type: ignore[import-not-found]

from symnn.claim import Claim
from symnn.decide import decide
from symnn.document import load
from symnn.term import plain
from symnn.verdict import Refuted, Undecided, Verdict, name_of
from symnn.workers import decide_all

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench" / "tensor-public.md"
GOAL = 0.95


def sources() -> list[Claim]:
    """The claims of the derivations, of the public benchmark and of our own list that are about arrays and true."""
    paths = [*sorted((ROOT / "derivations").glob("*.md")), *([BENCH] if BENCH.exists() else [])]
    return [*own(), *(claim for path in paths for claim in claims_of(load(str(path))))]


def mutants(claims: list[Claim], count: int, generator: random.Random) -> Iterator[Claim]:
    """``count`` different mutants, the claims in turn."""
    seen: set[str] = set()
    while len(seen) < count:
        for claim in generator.sample(claims, len(claims)):
            made = mutant(claim, generator)
            if made is not None and made.digest not in seen and len(seen) < count:
                seen.add(made.digest)
                yield made


def objection(verdict: Verdict, word: str) -> str:
    """What is wrong with a verdict beside a judgement, or nothing."""
    name = name_of(verdict)
    if name in ("proved", "conditional") and word in ("differs", "ill-typed"):
        return f"{name}, torch: {word}"
    return "refuted, torch: equal" if isinstance(verdict, Refuted) and word == "equal" else ""


def shown(claim: Claim) -> str:
    names = ", ".join(f"{v.sym.text}: {'×'.join(map(plain, v.shape))}" for v in claim.variables if v.shape)
    given = "; ".join(map(plain, claim.assumptions))
    return f"{claim.id}: {plain(claim.relation)}\n      {names}{' | ' + given if given else ''}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="show what was not decided, and what was not judged")
    given = parser.parse_args()
    if find_spec("torch") is None:
        print("tensor mutants: skipped, torch is not installed (extra judges)")
        return 0
    from torch_judge import judge  # type: ignore[import-not-found]

    claims = list(mutants(sources(), given.count, random.Random(given.seed)))
    start = perf_counter()
    decided = decide_all(claims, decide, timeout=20.0, jobs=given.jobs)
    seconds = perf_counter() - start
    verdicts, words, reasons, wrong = Counter[str](), Counter[str](), Counter[str](), list[str]()
    for k, (claim, (verdict, took)) in enumerate(zip(claims, decided, strict=True)):
        judgement = judge(claim, seed=given.seed + k)
        verdicts[name_of(verdict)] += 1
        words[f"{name_of(verdict)} and {judgement.word}"] += 1
        if problem := objection(verdict, judgement.word):
            wrong.append(f"{problem} ({judgement.where}) {_note(verdict)}\n      {shown(claim)}")
        if isinstance(verdict, Undecided):
            reasons[re.sub(r"\d+", "#", verdict.reason)[:110]] += 1
            if given.list:
                print(f"  undecided, torch: {judgement.word}: {verdict.reason[:160]}\n      {shown(claim)}")
        elif given.list and judgement.word == "none":
            print(f"  {name_of(verdict)}, not judged: {judgement.where}\n      {shown(claim)}")
        if took > 2:
            print(f"  slow, {took:.1f} s: {shown(claim)}")
    sure = verdicts["proved"] + verdicts["refuted"]
    share = f"{sure / len(claims):.1%} decided (goal {GOAL:.0%})"
    print(f"{len(claims)} mutants, seed {given.seed}: {share}, {len(wrong)} wrong")
    print("  " + ", ".join(f"{n} {word}" for word, n in sorted(words.items())))
    slowest = max(took for _, took in decided)
    print(f"  {seconds:.1f} s for the decisions, slowest {slowest:.2f}; {perf_counter() - start:.1f} s in all")
    for reason, n in reasons.most_common(10):
        print(f"  {n:5} {reason}")
    for row in wrong:
        print(f"WRONG {row}")
    return int(bool(wrong))


def _note(verdict: Verdict) -> str:
    return verdict.counterexample.note if isinstance(verdict, Refuted) else ""


if __name__ == "__main__":
    sys.exit(main())

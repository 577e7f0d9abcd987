"""Mutants of true claims: whatever the kernel says of them, an independent evaluation does not contradict it.

``benchmarks/soundness.py`` does the same with 10,000 of them.
"""

from __future__ import annotations

import random

from examined import examined
from mutants import mutant
from objections import described
from true_claims import true_claims

from symnn.verdict import Undecided

COUNT = 300


def test_no_verdict_on_a_mutant_is_contradicted_by_an_independent_evaluation() -> None:
    seed = 20242
    print("seed", seed)
    generator = random.Random(seed)
    claims = list(true_claims())
    undecided = total = 0
    while total < COUNT:
        claim = mutant(generator.choice(claims), generator)
        if claim is None:
            continue
        outcome = examined(claim)
        total += 1
        undecided += isinstance(outcome.verdict, Undecided)
        assert outcome.objection is None, f"{described(claim)}: {outcome.verdict}, but {outcome.objection}"
    assert undecided <= total // 5

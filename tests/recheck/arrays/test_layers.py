"""Refutations at a stated depth, checked again."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from symnn.claim import Claim
from symnn.context import understand
from symnn.document import load
from symnn.recheck import Accepted, recheck
from symnn.tensor.depth import decide
from symnn.verdict import Refuted, certificate_json

DEPTH = Path(__file__).resolve().parents[3] / "derivations" / "depth.md"
CLAIMS = {p.id: p.claim for p in understand(load(str(DEPTH))).pending if isinstance(p.claim, Claim)}
WRONG = ("wrong-recursion", "square-weights-own-activation", "residual-bias-no-slope", "shared-weights-one-step")


def refuted(name: str) -> tuple[Claim, dict[str, Any]]:
    claim = CLAIMS[name]
    verdict = decide(claim)
    assert isinstance(verdict, Refuted)
    return claim, certificate_json(verdict, claim.digest)


@pytest.mark.parametrize("name", WRONG)
def test_a_refutation_at_a_depth_is_accepted(name: str) -> None:
    claim, certificate = refuted(name)
    assert isinstance(recheck(claim.to_json(), certificate), Accepted)


@pytest.mark.parametrize(
    "layers", [{"l": 1, "L": 1}, {"l": 2, "L": 2}, {"l": 3, "L": 2}, {"l": 0, "L": 2}, {"l": 1}, {}, None]
)
def test_layers_at_which_nothing_is_wrong_are_not_accepted(layers: Any) -> None:
    claim, certificate = refuted("wrong-recursion")
    altered = copy.deepcopy(certificate)
    altered["data"]["layers"] = layers
    assert not isinstance(recheck(claim.to_json(), altered), Accepted)


@pytest.mark.parametrize("name", ["weights", "square-weights", "residual-state", "recursion"])
def test_a_true_claim_about_layers_is_not_refuted_with_the_example_of_a_wrong_one(name: str) -> None:
    for wrong in WRONG:
        _, certificate = refuted(wrong)
        claim = CLAIMS[name]
        assert not isinstance(recheck(claim.to_json(), {**certificate, "claim": claim.digest}), Accepted)

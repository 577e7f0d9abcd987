"""Verdicts on array claims and on mutants of them, beside torch.autograd in float64."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from array_mutants import mutant
from latex_arrays import array_claim
from true_array_claims import CLAIMS, claims_of, own

from symnn.claim import Claim
from symnn.decide import decide
from symnn.document import load
from symnn.verdict import Refuted, name_of

pytest.importorskip("torch", reason="torch is not installed: make judges")

from torch_judge import judge

DERIVATIONS = Path(__file__).resolve().parents[2] / "derivations"
COUNT, SEED = 150, 7


def objection(claim: Claim, seed: int) -> str:
    verdict, found = decide(claim), judge(claim, seed)
    agreed = {"proved": ("equal", "none"), "refuted": ("differs", "ill-typed", "none")}.get(name_of(verdict))
    return "" if agreed is None or found.word in agreed else f"{name_of(verdict)}, torch: {found}: {claim.relation}"


def test_every_claim_of_the_list_is_read_and_holds_for_torch() -> None:
    claims = own()
    assert len(claims) == len(CLAIMS)
    assert [c.id for c in claims if judge(c).word != "equal"] == []


def test_no_claim_of_the_list_is_refuted() -> None:
    assert [c.id for c in own() if isinstance(decide(c), Refuted)] == []


@pytest.mark.parametrize("name", ["networks.md", "003-losses-and-backpropagation.md", "numbers.md"])
def test_torch_agrees_with_the_derivations(name: str) -> None:
    claims = list(claims_of(load(str(DERIVATIONS / name))))
    assert claims
    assert [o for k, c in enumerate(claims) if (o := objection(c, k))] == []


def test_torch_agrees_with_the_verdicts_on_mutants() -> None:
    generator = random.Random(SEED)
    print(f"seed {SEED}")
    claims, sources = [], own()
    while len(claims) < COUNT:
        made = mutant(generator.choice(sources), generator)
        claims += [made] if made is not None else []
    assert [o for k, c in enumerate(claims) if (o := objection(c, k))] == []
    decided = [c for c in claims if name_of(decide(c)) in ("proved", "refuted")]
    assert len(decided) >= 0.95 * len(claims)


@pytest.mark.parametrize(
    ("declared", "formula", "word"),
    [
        (r"$A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^{n}$", r"\frac{\partial A x}{\partial x} = A", "equal"),
        (r"$A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^{n}$", r"\frac{\partial A x}{\partial x} = A^{\top}",
         "ill-typed"),
        (r"$A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$", r"\frac{\partial A x}{\partial x} = A^{\top}",
         "differs"),
        (r"$x \in \mathbb{R}^{n}$, $f$ differentiable, applied elementwise",
         r"\frac{\partial}{\partial x} \left[ f(x) \right] = \operatorname{diag}(f'(x))", "equal"),
        (r"$x \in \mathbb{R}^{n}$, $f$ differentiable, applied elementwise",
         r"\frac{\partial}{\partial x} \left[ f(x) \right] = \operatorname{diag}(f(x))", "differs"),
        (r"$w \in \mathbb{R}^{n}$, $x \in \mathbb{R}^{n}$, $\ell$ a differentiable scalar function",
         r"\frac{\partial}{\partial w} \left[ \ell(w^\top x) \right] = \ell'(w^\top x) \, x", "equal"),
        (r"$A \in \mathbb{R}^{n \times n}$", r"\lVert A \rVert = 1", "none"),
        (r"$X \in \mathbb{R}^{m \times n}$",  # where m < n there is no value
         r"\frac{\partial}{\partial X} \left[ \log\det(X^\top X) \right] = 2 X \left( X^\top X \right)^{-1}", "equal"),
        (r"$x \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{n}$", r"\sqrt{(x^\top y)^2} = x^\top y", "differs"),
        (r"$A \in \mathbb{R}^{m \times n}$, $X \in \mathbb{R}^{n \times p}$",
         r"\frac{\partial}{\partial X} \left[ A X \right] = I_{p} \otimes A", "equal"),
        (r"$A \in \mathbb{R}^{n \times n}$, $X \in \mathbb{R}^{n \times n}$",
         r"\frac{\partial}{\partial X} \left[ A X \right] = A \otimes I_{n}", "differs"),
    ],
)  # fmt: skip
def test_the_judge_knows_what_holds(declared: str, formula: str, word: str) -> None:
    assert judge(array_claim(declared, formula)).word == word

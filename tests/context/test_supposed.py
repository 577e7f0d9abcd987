"""Relations that the sentences of a document suppose of its names, beside those that they claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.result import Report
from symnn.verdict import name_of

LOSS = (r"$$p = \operatorname{softmax}(z)$$", r"$$L = -\sum_{k=1}^K y_k \log p_k$$")
GRADIENT = r"$$\frac{\partial L}{\partial z} = p - y$$"
WRONG = r"$$\frac{\partial L}{\partial z} = y - p$$"
SIZES = r"Let $z, y \in \mathbb{R}^K$."


def run(tmp_path: Path, *paragraphs: str) -> Report:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return verify([str(path)], Options(jobs=1))


def verdicts(tmp_path: Path, *paragraphs: str) -> list[str]:
    return [name_of(c.verdict) for c in run(tmp_path, *paragraphs).claims]


@pytest.mark.parametrize(
    "let",
    [
        r"Let $z \in \mathbb{R}^{K}$ and $y \in \mathbb{R}^{K}$ with $\sum_{k=1}^K y_k = 1$.",
        r"Let $z \in \mathbb{R}^{K}$ and $y \in \mathbb{R}^{K}$ with $\mathbf{1}^\top y = 1$.",
        r"Let $z, y \in \mathbb{R}^K$ and $\mathbf{1}^{\top} y = 1$.",
        r"Let $z, y \in \mathbb{R}^K$ be vectors such that $\sum_k y_k = 1$.",
        r"Let $z, y \in \mathbb{R}^K$. Assume $\sum_i y_i = 1$.",
        r"Let $z, y \in \mathbb{R}^K$. The labels satisfy $\sum_i y_i = 1$.",
        r"Here $z \in \mathbb{R}^K$ are the logits and $y \in \mathbb{R}^K$ the labels, where $\sum_i y_i = 1$.",
        r"设 $z, y \in \mathbb{R}^K$，其中 $\sum_{i=1}^K y_i = 1$。",
        r"设 $z, y \in \mathbb{R}^K$ 满足 $\sum_{i=1}^K y_i = 1$。",
    ],
)
def test_a_restriction_in_a_declaration_is_an_assumption(tmp_path: Path, let: str) -> None:
    """∂L/∂z = (Σy)p − y."""
    report = run(tmp_path, let, *LOSS, GRADIENT, WRONG)
    assert [name_of(c.verdict) for c in report.claims] == ["proved", "refuted"]
    assert all(any("= 1" in a for a in c.assumptions) for c in report.claims)


def test_without_it_the_gradient_is_another_one(tmp_path: Path) -> None:
    general = r"$$\frac{\partial L}{\partial z} = (\mathbf{1}^{\top} y) p - y$$"
    assert verdicts(tmp_path, SIZES, *LOSS, GRADIENT, general) == ["refuted", "proved"]


def test_an_assumption_between_formulas_holds_behind_it(tmp_path: Path) -> None:
    assert verdicts(tmp_path, SIZES, *LOSS, GRADIENT, r"Assume $\sum_i y_i = 1$.", GRADIENT) == ["refuted", "proved"]


def test_each_row_may_sum_to_one(tmp_path: Path) -> None:
    let = r"Let $Y \in \mathbb{R}^{n \times K}$ with $Y \mathbf{1}_K = \mathbf{1}_n$ and $v \in \mathbb{R}^n$."
    right = r"$$v^{\top} Y \mathbf{1}_K = v^{\top} \mathbf{1}_n$$"
    assert verdicts(tmp_path, let, right) == ["proved"]


@pytest.mark.parametrize(("let", "formula"), [
    (r"Let $A \in \mathbb{R}^{n \times n}$ with $A^{\top} = A$ and $x \in \mathbb{R}^n$.",
     r"\nabla_x (x^{\top} A x) = 2 A x"),
    (r"Let $Q \in \mathbb{R}^{n \times n}$ satisfy $Q^{\top} Q = I$, and $x \in \mathbb{R}^n$.",
     r"x^{\top} Q^{\top} Q x = x^{\top} x"),
])  # fmt: skip
def test_symmetry_and_orthogonality_may_be_written_as_equations(tmp_path: Path, let: str, formula: str) -> None:
    assert verdicts(tmp_path, let, f"$${formula}$$") == ["proved"]


@pytest.mark.parametrize(
    "sentence",
    [
        r"Let $w, x \in \mathbb{R}^{n}$ with $w^{\top} x = \sum_{i=1}^n w_i$.",
        r"Let $w, x \in \mathbb{R}^{n}$, where $w^{\top} x = \sum_{i=1}^n w_i$.",
        r"Let $w, x \in \mathbb{R}^{n}$. Then $w^{\top} x = \sum_{i=1}^n w_i$.",
        r"Let $w, x \in \mathbb{R}^{n}$, so $w^{\top} x = \sum_{i=1}^n w_i$.",
    ],
)
def test_an_identity_beside_a_declaration_is_a_claim(tmp_path: Path, sentence: str) -> None:
    assert verdicts(tmp_path, sentence) in (["refuted"], ["undecided"])


def test_what_is_said_of_a_defined_name_is_a_claim(tmp_path: Path) -> None:
    text = (
        SIZES,
        LOSS[0],
        r"The probabilities satisfy $\sum_{k=1}^K p_k = 1$.",
        r"They satisfy $\sum_{k=1}^K p_k = K$.",
    )
    found = verdicts(tmp_path, *text)
    assert found[0] == "proved"
    assert found[1] in ("refuted", "undecided")


def test_what_is_supposed_of_one_claim_is_not_supposed_of_the_next(tmp_path: Path) -> None:
    given = r"If $\mathbf{1}^{\top} y = 1$, then"
    assert verdicts(tmp_path, SIZES, *LOSS, given, GRADIENT, "In general,", GRADIENT) == ["proved", "refuted"]


@pytest.mark.parametrize(
    "sentence",
    [
        r"We do not assume $\mathbf{1}^\top y = 1$.",
        r"We don't suppose that $\mathbf{1}^\top y = 1$.",
        r"Never assume $\mathbf{1}^\top y = 1$.",
        r"There is no need to assume $\mathbf{1}^\top y = 1$.",
        r"It would be wrong to assume that $\mathbf{1}^\top y = 1$.",
        r"Without assuming $\mathbf{1}^\top y = 1$ the gradient is different.",
        r"Some authors assume $\mathbf{1}^\top y = 1$.",
        r"Later we assume $\mathbf{1}^\top y = 1$.",
        r"If we assume $\mathbf{1}^\top y = 1$, much is simpler.",
        r"May we assume $\mathbf{1}^\top y = 1$?",
        r"Here $y$ does not satisfy $\mathbf{1}^\top y = 1$.",
        r"Unless $y$ satisfies $\mathbf{1}^\top y = 1$, more terms appear.",
        r"There are targets not such that $\mathbf{1}^\top y = 1$.",
        r"Labels such that $\mathbf{1}^\top y = 1$ are called distributions.",
        r"Assume $\mathbf{1}^\top y = 1$ only in the next chapter.",
        r"这里不假设 $\mathbf{1}^\top y = 1$。",
        r"如果假设 $\mathbf{1}^\top y = 1$，就更简单。",
    ],
)
def test_what_is_only_spoken_of_is_not_supposed(tmp_path: Path, sentence: str) -> None:
    found = run(tmp_path, SIZES, sentence, *LOSS, GRADIENT).claims
    assert name_of(found[-1].verdict) in ("refuted", "undecided")


@pytest.mark.parametrize(
    "sentence",
    [
        r"It is not required that $x \in [0, 1]$.",
        r"Some authors take $x \in [0, \infty)$.",
        r"If $x \in [0, 1]$, things are simpler.",
        r"Later we restrict ourselves to $x \in [0, 1]$.",
        r"For example, $x \in [0, 1]$.",
        r"Is $x \in [0, 1]$?",
        r"这里不要求 $x \in [0, 1]$。",
    ],
)
def test_a_set_that_is_only_spoken_of_is_not_where_a_name_lives(tmp_path: Path, sentence: str) -> None:
    text = (r"Let $x \in \mathbb{R}$.", sentence, r"$$|x| = x$$")
    assert name_of(run(tmp_path, *text).claims[-1].verdict) in ("refuted", "undecided")


def test_a_set_in_which_a_name_plainly_lies_is_its_domain(tmp_path: Path) -> None:
    for sentence in (r"Let $x \in [0, 1]$.", r"The input $x \in [0, 1]$ is a probability."):
        assert verdicts(tmp_path, sentence, r"$$|x| = x$$") == ["proved"]


@pytest.mark.parametrize("lead", ["Suppose", "Let", "Consider a matrix", "Assume that", "设"])
def test_a_matrix_may_be_taken_up_with_an_equation(tmp_path: Path, lead: str) -> None:
    """∇xᵀAx = 2Ax for a symmetric A; 3Ax for none, and 2Ax not for every A."""
    let = rf"{lead} $A = A^\top \in \mathbb{{R}}^{{n \times n}}$. Let $x \in \mathbb{{R}}^n$."
    assert verdicts(tmp_path, let, r"$$\nabla_x x^\top A x = 2 A x$$") == ["proved"]
    assert verdicts(tmp_path, let, r"$$\nabla_x x^\top A x = 3 A x$$") == ["refuted"]
    hedged = let.replace(lead, "We do not assume that")
    assert verdicts(tmp_path, hedged, r"$$\nabla_x x^\top A x = 2 A x$$")[-1] != "proved"

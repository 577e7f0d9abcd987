"""Samples x_1, …, x_N: sums over them, and derivatives by one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Proved, name_of

LET = r"Let $x_i \in \mathbb{R}^d$, $y_i \in \{0, 1\}$ for $i = 1, \dots, N$, $w \in \mathbb{R}^d$, $b \in \mathbb{R}$."
MODEL = r"$$p_i = \sigma(w^\top x_i + b)$$"
LOSS = r"$$L(w, b) = -\sum_{i=1}^N \left[ y_i \log p_i + (1 - y_i) \log(1 - p_i) \right]$$"


def verdicts(tmp_path: Path, *paragraphs: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]


@pytest.mark.parametrize(("formula", "expected"), [
    (r"\nabla_w L = \sum_{i=1}^N (p_i - y_i) x_i", "proved"),
    (r"\nabla_w L = \sum_{i=1}^N (p_i + y_i) x_i", "refuted"),
    (r"\nabla_w L = \sum_{i=1}^N (p_i - y_i)", "refuted"),
    (r"\frac{\partial L}{\partial b} = \sum_{i=1}^N (p_i - y_i)", "proved"),
    (r"\frac{\partial L}{\partial b} = \frac{1}{N} \sum_{i=1}^N (p_i - y_i)", "refuted"),
    (r"\nabla_w^2 L = \sum_{i=1}^N p_i (1 - p_i) x_i x_i^\top", "proved"),
    (r"\nabla_w^2 L = \sum_{i=1}^N p_i (1 - p_i) x_i^\top x_i", "refuted"),
])  # fmt: skip
def test_logistic_regression_over_samples(tmp_path: Path, formula: str, expected: str) -> None:
    assert verdicts(tmp_path, LET, MODEL, LOSS, f"$${formula}$$") == [expected]


@pytest.mark.parametrize(("formula", "expected"), [
    (r"\frac{\partial}{\partial x_j} \sum_{i=1}^N \|x_i - w\|^2 = 2 (x_j - w)", "proved"),
    (r"\frac{\partial}{\partial x_j} \sum_{i=1}^N \|x_i - w\|^2 = 0", "refuted"),
    (r"\nabla_{x_1} \sum_{i=1}^N \|x_i\|^2 = 2 x_1", "proved"),
    (r"\nabla_{x_1} \sum_{i=1}^N \|x_i\|^2 = 2 \sum_{i=1}^N x_i", "refuted"),
    (r"\sum_i x_i^\top x_i = \sum_i \|x_i\|^2", "proved"),
    (r"\sum_{i=1}^N x_i^\top x_i = \left\| \sum_{i=1}^N x_i \right\|^2", "refuted"),
    (r"\sum_{i=1}^N \sum_{j=1}^N x_i^\top x_j = \left\| \sum_{i=1}^N x_i \right\|^2", "proved"),
    (r"\frac{\partial}{\partial x_j} \left[ x_i^\top w \right] = 0", "undecided"),  # wrong where i = j
    (r"\frac{\partial}{\partial x_j} \left[ x_i^\top x_j \right] = x_i", "undecided"),
    (r"\frac{\partial}{\partial x_j} \left[ x_1^\top x_j \right] = x_1", "undecided"),
    (r"\frac{\partial}{\partial x_2} \left[ x_1^\top x_2 \right] = x_1", "proved"),
    (r"\frac{\partial}{\partial x_{i+1}} \left[ x_i^\top x_{i+1} \right] = x_i", "proved"),
])  # fmt: skip
def test_a_derivative_by_one_of_the_samples(tmp_path: Path, formula: str, expected: str) -> None:
    assert verdicts(tmp_path, LET, f"<!-- @claim -->\n$${formula}$$") == [expected]


def test_samples_that_are_said_to_differ(tmp_path: Path) -> None:
    claim = r"$$\frac{\partial}{\partial x_j} \left[ x_i^\top x_j \right] = x_i \quad \text{for } i \neq j$$"
    assert verdicts(tmp_path, LET, f"<!-- @claim -->\n{claim}") == ["proved"]


def test_a_weight_vector_without_a_shape_is_one_column(tmp_path: Path) -> None:
    samples = r"Let $x_i \in \mathbb{R}^d$ for $i = 1, \dots, N$."
    gradient = r"$$\nabla_w \sum_{i=1}^N \log(1+e^{w^\top x_i}) = \sum_{i=1}^N \sigma(w^\top x_i) x_i$$"
    assert verdicts(tmp_path, samples, gradient) == ["proved"]


def test_an_entry_of_the_softmax_of_an_array(tmp_path: Path) -> None:
    """∂softmax(z)_i/∂z_j = s_i(δ_ij - s_j)."""
    slope = r"$$\frac{\partial \operatorname{softmax}(z)_i}{\partial z_j} = \operatorname{softmax}(z)_i (\delta_{ij} - "
    right, wrong = (slope + rf"\operatorname{{softmax}}(z)_{k})$$" for k in "ji")
    assert verdicts(tmp_path, r"Let $z \in \mathbb{R}^m$.", right, wrong) == ["proved", "refuted"]


OTHERS = r"Let $X \in \mathbb{R}^{N \times d}$, $x \in \mathbb{R}^d$, $\alpha_i \in \mathbb{R}$."


@pytest.mark.parametrize(("formula", "expected"), [
    (r"\frac{\partial}{\partial x_N} \sum_{i=1}^M \|x_i\|^2 = 2 x_N", "undecided"),  # 0 where M < N
    (r"\frac{\partial}{\partial x_N} \sum_{i=1}^N \|x_i\|^2 = 2 x_N", "proved"),
    (r"\frac{\partial}{\partial x_j} \sum_{i=1}^{N-1} \|x_i\|^2 = 2 x_j", "undecided"),
    (r"\frac{\partial}{\partial x_k} \sum_{s=1}^{t} \|x_s\|^2 = 2 x_k", "undecided"),
    (r"\frac{\partial}{\partial a_n} \sum_{j=1}^k a_j = 1", "undecided"),
    (r"\sum_{i=1}^N x_i x_i^\top = X^\top X", "undecided"),  # X may hold the samples
    (r"w^\top x_i = \sum_{k=1}^d w_k x_{ik}", "undecided"),
    (r"\nabla_x \sum_{i=1}^N \alpha_i x_i^\top x = \sum_{i=1}^N \alpha_i x_i", "proved"),
    (r"\nabla_x \sum_{i=1}^N \alpha_i x_i^\top x = \sum_{i=1}^N \alpha_i x", "refuted"),
])  # fmt: skip
def test_what_a_sum_leaves_out_and_what_an_array_holds_is_not_guessed(
    tmp_path: Path, formula: str, expected: str
) -> None:
    assert verdicts(tmp_path, LET, OTHERS, f"<!-- @claim -->\n$${formula}$$") == [expected]


def test_a_proof_says_that_the_sample_is_one_of_the_sum(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    claim = r"$$\frac{\partial}{\partial x_j} \sum_{i=1}^M \|x_i\|^2 = 2 x_j$$"
    path.write_text(f"{LET}\n\n{claim}\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(found.verdict, Proved)
    assert found.verdict.defined_where.startswith("where j is at most M")


def test_an_order_of_counts_is_not_one_at_zero(tmp_path: Path) -> None:
    assert verdicts(tmp_path, "The cost is $1 + n + n^2 = 1 + O(n^2)$.") == ["undecided"]

"""What is summed further in is told from what is summed further out."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Proved, Refuted

LET = r"""<!-- @let -->
Let $W \in \mathbb{R}^{n \times n}$, $V \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$, $f$ differentiable,
applied elementwise, $\ell$ a differentiable scalar function.

<!-- @claim one -->
"""


def verdict(formula: str, folder: Path) -> object:
    path = folder / "a.md"
    path.write_text(f"{LET}$${formula}$$\n", encoding="utf-8")
    [claim] = verify([str(path)], Options(jobs=1)).claims
    return claim.verdict


@pytest.mark.parametrize(
    "formula",
    [
        r"\mathbf{1}_n^{\top} f(W x) = \mathbf{1}_n^{\top} f(W^{\top} x)",
        r"\ell(f(V f(W x))) = \ell(f(V f(W^{\top} x)))",
        r"x^{\top} f(V f(W x)) = x^{\top} f(V^{\top} f(W x))",
        r"x^{\top} f(V f(W x)) = x^{\top} f(W f(V x))",
        r"\mathbf{1}_n^{\top} f(W f(W x)) = \mathbf{1}_n^{\top} f(W f(W^{\top} x))",
    ],
)
def test_a_transpose_inside_a_function_counts(formula: str, tmp_path: Path) -> None:
    assert isinstance(verdict(formula, tmp_path), Refuted)


@pytest.mark.parametrize(
    "formula",
    [
        r"\mathbf{1}_n^{\top} f(W x) = f(W x)^{\top} \mathbf{1}_n",
        r"x^{\top} f(V f(W x)) = \sum_{i=1}^{n} x_i f(\sum_{j=1}^{n} V_{ij} f(\sum_{k=1}^{n} W_{jk} x_k))",
        r"\ell(f(V f(W x))) = \ell\left(f(V f((x^{\top} W^{\top})^{\top}))\right)",
    ],
)  # fmt: skip
def test_equal_sums_are_proved(formula: str, tmp_path: Path) -> None:
    assert isinstance(verdict(formula, tmp_path), Proved)


@pytest.mark.parametrize(
    "formula",
    [
        r"\sum_{i=1}^{m} \sum_{j=1}^{i} 1 = \frac{m(m+1)}{2}",
        r"\sum_{i=1}^{m} \sum_{j=1}^{i} 1 = m^2",
        r"\frac{\partial}{\partial c} \sum_{t=1}^{m} \sum_{k=1}^{t} c^2 = c m (m + 1)",
    ],
)
def test_a_sum_that_ends_at_the_index_of_another_is_not_refuted_as_one_to_a_size(formula: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"$${formula}$$\n", encoding="utf-8")
    [claim] = verify([str(path)], Options(jobs=1)).claims
    assert not isinstance(claim.verdict, Proved if formula.endswith("m^2") else Refuted)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [(r"\sum_{i=1}^{m} \sum_{j=1}^{n} 1 = m n", Proved), (r"\sum_{i=1}^{m} \sum_{j=1}^{n} 1 = m + n", Refuted)],
)
def test_sums_to_two_sizes_are_decided(formula: str, expected: type, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"$${formula}$$\n", encoding="utf-8")
    [claim] = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, expected)

"""Properties of arrays that a document says in words or as an equation."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

GRADIENT = r"\frac{\partial}{\partial x} \left[ x^{\top} A x \right] = 2 A x"
NORM = r"x^{\top} A^{\top} A x = x^{\top} x"
ONE = r"(\mathbf{1}^{\top} y) x = x"
SQUARES = r"\sum_{j=1}^{n} y_j^2 = \sum_{j=1}^{n} y_j"
SIZES = r"$A \in \mathbb{R}^{n \times n}$"


def verdict(path: Path, let: str, formula: str, lead: str = "") -> str:
    path.write_text(f"<!-- @let -->\n{let}\n\n<!-- @claim c -->\n{lead}\n\n```math\n{formula}\n```\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    return name_of(found.verdict)


@pytest.mark.parametrize(
    ("let", "formula", "expected"),
    [
        (rf"Let {SIZES} be symmetric, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "proved"),
        (rf"Let {SIZES}, $A = A^{{\top}}$, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "proved"),
        (rf"Let {SIZES}, $A^{{\top}} = A$, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "proved"),
        (rf"Let $x \in \mathbb{{R}}^{{n}}$ and the symmetric matrix {SIZES}.", GRADIENT, "proved"),
        (rf"设对称矩阵 {SIZES}，$x \in \mathbb{{R}}^{{n}}$。", GRADIENT, "proved"),
        (rf"Let {SIZES}, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "refuted"),
        (rf"Let {SIZES} be not symmetric, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "refuted"),
        (rf"Let {SIZES}, $B \in \mathbb{{R}}^{{n \times n}}$ symmetric, $x \in \mathbb{{R}}^n$.", GRADIENT, "refuted"),
        (rf"Let {SIZES} be positive definite, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "undecided"),
        (rf"Let {SIZES} be skew-symmetric, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "undecided"),
        (rf"Let {SIZES} be diagonal, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT, "undecided"),
        (rf"Let {SIZES} be orthogonal, $x \in \mathbb{{R}}^{{n}}$.", NORM, "proved"),
        (rf"Let {SIZES}, $x \in \mathbb{{R}}^{{n}}$.", NORM, "refuted"),
        (r"Let $y \in \mathbb{R}^{n}$, $\mathbf{1}^{\top} y = 1$, $x \in \mathbb{R}^{n}$.", ONE, "proved"),
        (r"Let $y \in \mathbb{R}^{n}$, $x \in \mathbb{R}^{n}$.", ONE, "refuted"),
        (r"Let $y \in \mathbb{R}^{n}$ be one-hot, $x \in \mathbb{R}^{n}$.", ONE, "proved"),
        (r"Let $y \in \mathbb{R}^{n}$ be one-hot, $x \in \mathbb{R}^{n}$.", SQUARES, "undecided"),
        (r"Let $y \in \mathbb{R}^{n}$ be not one-hot, $x \in \mathbb{R}^{n}$.", ONE, "undecided"),
        (r"Let $y \in \mathbb{R}^{n}$, $\sum_k y_k = 1$, $x \in \mathbb{R}^{n}$.", ONE, "proved"),
        (r"Let $y \in \mathbb{R}^{n}$, $\sum_k y_k = 2$, $x \in \mathbb{R}^{n}$.", ONE, "refuted"),
    ],
)  # fmt: skip
def test_what_the_declaration_says_of_an_array_counts(tmp_path: Path, let: str, formula: str, expected: str) -> None:
    assert verdict(tmp_path / "c.md", let, formula) == expected


def test_a_property_said_in_front_of_a_claim_is_of_that_claim(tmp_path: Path) -> None:
    let = rf"Let {SIZES}, $x \in \mathbb{{R}}^{{n}}$."
    assert verdict(tmp_path / "c.md", let, GRADIENT, "For symmetric $A$,") == "proved"
    assert verdict(tmp_path / "c.md", let, GRADIENT, "For every $A$,") == "refuted"


def test_another_array_of_the_name_has_its_own_properties(tmp_path: Path) -> None:
    path = tmp_path / "c.md"
    first = rf"<!-- @let -->{chr(10)}Let {SIZES} be symmetric, $x \in \mathbb{{R}}^{{n}}$.{chr(10)}{chr(10)}"
    verdict(path, rf"Let {SIZES}, $x \in \mathbb{{R}}^{{n}}$.", GRADIENT)
    path.write_text(first + path.read_text(encoding="utf-8"), encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    assert name_of(found.verdict) == "refuted"


@pytest.mark.parametrize(
    "words",
    [
        "be a not-necessarily symmetric matrix",
        "need not be symmetric",
        "be neither symmetric nor diagonal",
        "be arbitrary (symmetric or not)",
        "be a symmetric or orthogonal matrix",
        "be a matrix without symmetric structure",
        "be almost symmetric",
        "be a matrix whose square is symmetric",
        "be similar to a symmetric one",
        "be a possibly non‑symmetric matrix",
        "be a matrix that isn't symmetric",
    ],
)
def test_words_that_do_not_say_it_of_the_array_prove_nothing(tmp_path: Path, words: str) -> None:
    let = rf"Let $x \in \mathbb{{R}}^{{n}}$ and let {SIZES} {words}."
    assert verdict(tmp_path / "c.md", let, GRADIENT) in ("undecided", "refuted")


@pytest.mark.parametrize("words", ["不一定是对称矩阵", "未必对称", "不是对称矩阵", "为任意矩阵（不要求对称）"])
def test_the_same_in_chinese(tmp_path: Path, words: str) -> None:
    assert verdict(tmp_path / "c.md", rf"设 $x \in \mathbb{{R}}^n$，{SIZES} {words}。", GRADIENT) == "undecided"


@pytest.mark.parametrize(
    "let",
    [
        rf"Let $x \in \mathbb{{R}}^n$, {SIZES} and $B \in \mathbb{{R}}^{{n \times n}}$ be symmetric.",
        rf"Let $x \in \mathbb{{R}}^n$, {SIZES}, $B \in \mathbb{{R}}^{{n \times n}}$, both symmetric.",
        rf"Let $x \in \mathbb{{R}}^n$. Consider symmetric matrices $B \in \mathbb{{R}}^{{n \times n}}$ and {SIZES}.",
        rf"Let $x \in \mathbb{{R}}^n$, {SIZES}, $B \in \mathbb{{R}}^{{n \times n}}$. Both $A$ and $B$ are symmetric.",
        rf"Let $x \in \mathbb{{R}}^n$, {SIZES}, $B \in \mathbb{{R}}^{{n \times n}}$. Here $A$ and $B$ are symmetric.",
    ],
)  # fmt: skip
def test_a_property_that_may_be_of_several_arrays_keeps_each_from_a_refutation(tmp_path: Path, let: str) -> None:
    assert verdict(tmp_path / "c.md", let, GRADIENT) in ("undecided", "proved")


@pytest.mark.parametrize("words", ["(for symmetric $A$)", "if $A$ is symmetric.", "where the matrix is symmetric."])
def test_a_property_behind_a_formula_keeps_it_from_a_refutation(tmp_path: Path, words: str) -> None:
    path = tmp_path / "c.md"
    let = rf"Let {SIZES} and $x \in \mathbb{{R}}^{{n}}$."
    path.write_text(f"{let}\n\n$$\n{GRADIENT}\n$$ {words}\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    assert name_of(found.verdict) == "undecided"


def test_a_property_supposed_for_one_claim_does_not_prove_the_next(tmp_path: Path) -> None:
    path = tmp_path / "c.md"
    path.write_text(
        rf"If {SIZES} is symmetric and $x \in \mathbb{{R}}^n$, then{chr(10)}$${GRADIENT}$${chr(10) * 2}"
        rf"In general{chr(10)}$${GRADIENT}$${chr(10)}",
        encoding="utf-8",
    )
    assert [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims] == ["proved", "undecided"]

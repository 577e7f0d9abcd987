"""Columns side by side, and products of columns that are said to be taken entry by entry."""

import pytest

import symnn
from symnn.verdict import name_of

COLUMNS = r"Let $a_1, \dots, a_n \in \mathbb{R}^m$ and $x \in \mathbb{R}^n$."
ARRAYS = r"Let $x, \gamma, \beta \in \mathbb{R}^d$."
SCALED = r"$$y = \gamma x + \beta$$"


def last(*parts: str) -> str:
    *_, claim = symnn.verify(text="\n\n".join(parts) + "\n").claims
    return name_of(claim.verdict)


def codes(*parts: str) -> set[str]:
    found = symnn.verify(text="\n\n".join(parts) + "\n").findings
    return {f.code for f in found if f.severity != "note"}


@pytest.mark.parametrize("bracket", [r"[a_1\;a_2\;\cdots\;a_n]", r"[a_1 \, \dots \, a_n]", r"[a_1, \dots, a_n]"])
def test_a_bracket_of_columns_is_no_row_of_numbers(bracket: str) -> None:
    given = f"{COLUMNS} Put $A = {bracket}$."
    assert last(given, r"$$A A^\top = \sum_{i=1}^n a_i a_i^\top$$") not in ("refuted", "unreadable")
    assert last(given, r"$$A^\top A = \sum_{i=1}^n a_i a_i^\top$$") != "proved"


@pytest.mark.parametrize("bracket", [r"[a_1\ a_2\ \cdots\ a_n]", r"[a_1, a_2, \ldots, a_n]"])
@pytest.mark.parametrize("columns", ["", r" with columns $a_i\in\mathbb{R}^n$"])
def test_the_columns_may_be_declared_behind_the_bracket_or_by_the_set_of_the_matrix(bracket: str, columns: str) -> None:
    given = rf"Let $A = {bracket}\in\mathbb{{R}}^{{n\times n}}${columns}."
    assert last(given, r"$$A^\top A = \sum_{i=1}^n a_i a_i^\top$$") != "proved"
    assert last(given, r"$$A A^\top = \sum_{i=1}^n a_i a_i^\top$$") != "refuted"
    assert last(given, r"$$\operatorname{tr}(A^\top) = \operatorname{tr}(A)$$") != "refuted"


def test_a_bracket_of_numbers_is_a_product() -> None:
    given = r"Let $a_1, a_2, x \in \mathbb{R}$ and $p = [a_1 a_2]$."
    assert last(given, r"$$p x = a_1 a_2 x$$") == "proved"


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("Scale and shift are applied elementwise:", ""),
        ("", "where scale and shift are applied elementwise."),
        ("", "Here all operations are elementwise."),
        ("", "This is a learned elementwise affine transformation."),
        ("缩放和平移是逐元素的：", ""),
    ],
)
def test_products_that_are_said_to_be_elementwise_have_no_shape_error(before: str, behind: str) -> None:
    assert codes(f"{ARRAYS} {before}", SCALED, behind) == set()


@pytest.mark.parametrize("behind", ["", "The activation is applied elementwise.", "The product is not elementwise."])
def test_where_nothing_says_so_of_products_columns_cannot_be_multiplied(behind: str) -> None:
    assert "E404" in codes(ARRAYS, SCALED, behind)


def test_a_matrix_that_does_not_fit_is_an_error_beside_elementwise_products() -> None:
    arrays = r"Let $x \in \mathbb{R}^d$ and $W \in \mathbb{R}^{n \times m}$."
    assert "E404" in codes(arrays, "$$z = W x$$", "Scale and shift are applied elementwise.")


def test_the_index_of_a_derivative_by_an_entry_is_no_misspelt_name() -> None:
    cost = r"$$J(\theta) = \frac{1}{m} \sum_{i=1}^m \ell(f(x_i), y_i)$$"
    assert "W422" not in codes(cost, "Its gradient is", r"$$g_j = \frac{\partial J}{\partial \theta_j}$$")

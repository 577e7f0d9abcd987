"""What a convention may say and the document does not keeps a claim from being refuted, and a proof stays one."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


def test_a_mean_of_which_nothing_is_said_is_not_refuted():
    assert verdicts(r"$\sum_{i=1}^n (x_i - \bar x)^2 = \sum_{i=1}^n x_i^2 - n \bar x^2$") == ["undecided"]
    assert verdicts(r"$\sum_{i=1}^n (x_i - \bar x) = \sum_{i=1}^n x_i - n \bar x$") == ["proved"]


def test_a_mean_that_is_defined_counts():
    given = r"Let $\bar x = \frac1n \sum_{i=1}^n x_i$. Then "
    assert verdicts(given + r"$\sum_{i=1}^n (x_i - \bar x)^2 = \sum_{i=1}^n x_i^2 - n \bar x^2$.") == ["proved"]
    assert verdicts(given + r"$\sum_{i=1}^n (x_i - \bar x)^2 = \sum_{i=1}^n x_i^2 + n \bar x^2$.") == ["refuted"]


def test_a_barred_name_beside_no_samples_is_a_name():
    assert verdicts(r"$(x - \bar x)^2 = x^2 - \bar x^2$") == ["refuted"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\log(1000) = 3", "undecided"),
        (r"\log 1024 = 10", "undecided"),
        (r"-\frac12 \log \frac12 - \frac12 \log \frac12 = 1", "undecided"),
        (r"\log(100) = 5", "refuted"),
        (r"\ln(1000) = 3", "refuted"),
        (r"\log(4) = 2 \log(2)", "proved"),
    ],
)
def test_another_base_of_the_logarithm_is_named(formula, expected):
    assert verdicts(f"${formula}$") == [expected]


def test_the_base_that_is_set_counts():
    front = "---\nsymnn:\n  log: 2\n---\n"
    assert verdicts(front + r"$\log 1024 = 10$ and $\log(1000) = 3$") == ["proved", "refuted"]


VECTORS = r"Let $a \in \mathbb{R}^m$ and $b \in \mathbb{R}^n$."


def test_the_product_of_two_vectors_may_be_the_outer_one():
    report = symnn.verify(text=VECTORS + r" Then $a b^\top = a \otimes b$." + "\n")
    assert [name_of(c.verdict) for c in report.claims] == ["undecided"]
    assert not report.findings
    assert verdicts(r"Let $A, B \in \mathbb{R}^{n \times n}$. Then $A \otimes B = A B$.") == ["refuted"]


@pytest.mark.parametrize("formula", [r"D_x x^2 = 2 x", r"D x^2 = 2 x"])
def test_a_capital_d_before_an_operand_may_be_the_derivative(formula):
    assert verdicts(f"${formula}$") == ["undecided"]


def test_a_declared_d_is_a_factor():
    assert verdicts(r"Let $D \in \mathbb{R}$. Then $D x^2 = 2 x$.") == ["refuted"]


def test_a_percent_sign_before_an_operand_is_not_read():
    assert verdicts(r"$x \% y = x - y \lfloor x / y \rfloor$") == ["unreadable"]
    assert verdicts(r"$5\% = \frac{1}{20}$ and $5\% = \frac{1}{2}$") == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\log(\cosh r) = |r| + \log(1 + e^{-2|r|}) - \log 2", "proved"),
        (r"\log(\cosh r) = |r| + \log(1 + e^{-2|r|}) - \log 3", "refuted"),
        (r"\exp(-2|r|) = e^{-2|r|}", "proved"),
        (r"||a| - |b||^2 = a^2 - 2 |a| |b| + b^2", "proved"),
        (r"||a| - |b||^2 = a^2 - 2 a b + b^2", "conditional"),
    ],
)
def test_bars_in_pairs_are_absolute_values(formula, expected):
    assert verdicts(f"${formula}$") == [expected]


SQUARE = r"Let $A \in \mathbb{R}^{n \times n}$."


def test_a_dot_below_is_a_row_or_a_column_and_perhaps_a_sum():
    assert verdicts(SQUARE + r" Then $A_{i\cdot} A_{\cdot j} = (A A)_{ij}$.") == ["proved"]
    assert verdicts(SQUARE + r" Then $A_{i,\cdot} A_{\cdot,j} = 2 (A A)_{ij}$.") == ["undecided"]
    report = symnn.verify(text=SQUARE + r" Then $\sum_{i=1}^n A_{i\cdot} = \sum_{i=1}^n \sum_{j=1}^n A_{ij}$." + "\n")
    assert [name_of(c.verdict) for c in report.claims] == ["undecided"]
    assert not report.findings

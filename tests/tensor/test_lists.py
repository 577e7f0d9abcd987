"""Vectors given as lists of their entries, and arrays whose shape only the formula tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.result import ClaimResult
from symnn.verdict import Conditional, Proved, Refuted, Undecided, name_of

INPUTS = r"""Let $x = [x_1, x_2, \dots, x_d]$ be the inputs, $w = [w_1, w_2, \dots, w_d] \in \mathbb{R}^{d}$ the weights
and $b \in \mathbb{R}$."""
LAYERS = r"""Let $x = [x_1, x_2, x_3]^{\top}$ be the input.

$$h := \frac{1}{1 + e^{-W_1^{\top} x}}$$

$$p := \frac{e^{W_2^{\top} h}}{1 + e^{W_2^{\top} h}}$$

$$\mathcal{L} := -y \ln p - (1 - y) \ln(1 - p)$$

"""


def claim(text: str, tmp_path: Path) -> ClaimResult:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    return verify([str(path)], Options(jobs=1)).claims[-1]


def test_entries_of_a_list_are_those_of_the_vector(tmp_path: Path) -> None:
    formula = r"$$\sum_{i=1}^{d} w_i x_i + b = w^{\top} x + b$$"
    assert isinstance(claim(f"{INPUTS}\n\n{formula}\n", tmp_path).verdict, Proved)


def test_a_sum_of_other_entries_is_refuted(tmp_path: Path) -> None:
    formula = r"<!-- @claim a -->" + "\n" + r"$$\sum_{i=1}^{d} w_i x_i + b = x^{\top} x + b$$"
    assert isinstance(claim(f"{INPUTS}\n\n{formula}\n", tmp_path).verdict, Refuted)


def test_a_list_that_has_a_meaning_as_a_row_and_as_a_column_is_not_guessed(tmp_path: Path) -> None:
    formula = r"<!-- @claim a -->" + "\n" + r"$$x x^{\top} y = y \sum_{i=1}^{d} x_i^{2}$$"
    text = (
        "<!-- @let -->\n" + r"Let $y \in \mathbb{R}^{d}$." + "\n\n" + r"Let $x = [x_1, x_2, \dots, x_d]$ be the inputs."
    )
    assert isinstance(claim(f"{text}\n\n{formula}\n", tmp_path).verdict, Undecided)


def test_a_capital_letter_beside_the_entries_is_their_vector_under_a_condition(tmp_path: Path) -> None:
    formula = r"$$\sum_{i=1}^{d} w_i x_i + b = W^{\top} x + b$$"
    found = claim(r"Let $x = [x_1, x_2, \dots, x_d]$ be the inputs." + f"\n\n{formula}\n", tmp_path).verdict
    assert isinstance(found, Conditional)


@pytest.mark.parametrize(
    "formula", [r"\sum_{i=1}^{d} w_i x_i + b = W^{\top} x + 2 b", r"\sum_{i=1}^{d} w_i x_i^2 + b = W^{\top} x + b"]
)
def test_no_condition_is_named_where_the_rest_does_not_fit(formula: str, tmp_path: Path) -> None:
    text = r"Let $x = [x_1, x_2, \dots, x_d]$ be the inputs."
    assert isinstance(claim(f"{text}\n\n$$\n{formula}\n$$\n", tmp_path).verdict, Undecided)


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        (r"\frac{\partial \mathcal{L}}{\partial W_2} = (p - y) h", "proved"),
        (r"\frac{\partial \mathcal{L}}{\partial W_2} = (y - p) h", "undecided"),
        (r"\frac{\partial \mathcal{L}}{\partial W_2} = p h - y h", "proved"),
        (r"\mathbf{A} + \mathbf{B} = \mathbf{B} + \mathbf{A}", "proved"),
        (r"\left(\mathbf{A} \mathbf{B}\right)^{\top} = \mathbf{B}^{\top} \mathbf{A}^{\top}", "proved"),
        (r"\left(\mathbf{A} \mathbf{B}\right)^{\top} = \mathbf{A}^{\top} \mathbf{B}^{\top}", "undecided"),
        (r"\mathbf{A} \mathbf{B} = \mathbf{B} \mathbf{A}", "undecided"),
    ],
)
def test_with_the_shapes_that_fit_a_formula_is_proved_or_left_open(formula: str, wanted: str, tmp_path: Path) -> None:
    assert name_of(claim(f"{LAYERS}$$\n{formula}\n$$\n", tmp_path).verdict) == wanted


def test_the_shapes_that_were_needed_are_told(tmp_path: Path) -> None:
    found = claim(LAYERS + "$$\n\\frac{\\partial \\mathcal{L}}{\\partial W_2} = (p - y) h\n$$\n", tmp_path).verdict
    assert isinstance(found, Proved)
    assert any("W_{1} is 3×" in s and "W_{2} is" in s for s in found.certificate.steps)

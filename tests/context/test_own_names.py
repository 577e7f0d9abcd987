"""Subscripts that are no places: w_new, x_+, w_λ are names of their own beside the arrays w and x."""

from __future__ import annotations

import pytest

import symnn

ARRAYS = (
    r"Let $w, g, x \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$, $X \in \mathbb{R}^{m \times n}$,"
    r" $y \in \mathbb{R}^m$ and $\eta, \lambda > 0$."
)


def codes(text: str) -> list[str]:
    return [f.code for f in symnn.verify(text=f"{ARRAYS} {text}\n").findings]


def verdicts(text: str) -> list[str]:
    return [type(c.verdict).__name__.lower() for c in symnn.verify(text=f"{ARRAYS} {text}\n").claims]


@pytest.mark.parametrize(
    "definition",
    [
        r"w_{\text{new}} = w - \eta g",
        r"w_{\mathrm{new}} = w - \eta g",
        r"x_+ = A x",
        r"x_{\ast} = A x",
        r"w_{\text{MAP}} = 2 w",
        r"w_{ML} = 3 w",
        r"x_{\text{norm}} = x / \|x\|",
        r"w_\lambda = (X^\top X + \lambda I)^{-1} X^\top y",
        r"w_\mu = (X^\top X + \mu I)^{-1} X^\top y",  # nothing is said of µ, which stands on the right
        r"w_{t+1} = w - \eta g",
        r"x_1 = A x",
        r"x_{\text{mean}} = \frac{1}{n} \sum_{i=1}^n x_i",
    ],
)
def test_a_label_below_an_array_makes_a_new_name(definition):
    assert codes(f"Set ${definition}$.") == []


@pytest.mark.parametrize("definition", [r"x_i = A x", r"w_k = w - \eta g"])
def test_an_entry_is_no_array(definition):
    assert codes(f"Set ${definition}$.") == ["E404"]


def test_what_the_new_name_is_counts():
    given = r"Set $w_{\text{new}} = w - \eta g$."
    assert verdicts(rf"{given} Then $w_{{\text{{new}}}} - w = -\eta g$.") == ["proved"]
    assert verdicts(rf"{given} Then $w_{{\text{{new}}}} - w = \eta g$.") == ["refuted"]
    steps = r"Set $x_1 = A x$, $x_2 = A x_1$."
    assert verdicts(f"{steps} Then $x_2 = A A x$.") == ["proved"]
    assert verdicts(f"{steps} Then $x_2 = A x$.") != ["proved"]


@pytest.mark.parametrize(
    "formula",
    [r"w_{\text{new}}^\top x = 2 x^\top w_{\text{new}}", r"w_\lambda x = x w_\lambda", r"x_+^\top x = x^\top x_+"],
)
def test_a_label_that_is_given_nowhere_is_no_number(formula):
    assert verdicts(f"Then ${formula}$.") == ["undecided"]


def test_a_greek_letter_that_counts_is_an_index():
    assert verdicts(r"Then $\sum_{\mu=1}^n x_\mu^2 = x^\top x$.") == ["proved"]
    assert verdicts(r"Then $\sum_{\mu=1}^n x_\mu^2 = 2 x^\top x$.") == ["refuted"]


@pytest.mark.parametrize(
    "formula",
    [r"\pi_i(x) = \frac{e^{x_i}}{\sum_{j=1}^n e^{x_j}}", r"f_i(x) = \max(0, x_i)", r"h_i(x) = 2 x_i"],
)
def test_the_index_of_a_function_is_on_the_left_side(formula):
    assert codes(f"Let ${formula}$.") == []


def test_another_index_is_not():
    assert codes(r"Let $f_i(x) = x_i + x_k$.") == ["E403"]

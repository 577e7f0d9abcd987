"""e as a name of the document, and as the number."""

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text):
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


def test_a_declared_error_is_a_name():
    vector = r"Let $e\in\mathbb{R}^n$ be the error."
    assert verdicts(rf"{vector} $e^\top e=\sum_{{i=1}}^n e_i^2$.") == ["proved"]
    assert verdicts(rf"{vector} $e^\top e=\sum_{{i=1}}^n e_i$.") == ["refuted"]
    assert verdicts(r"Let $x, e \in \mathbb{R}^n$. Then $\|x + e\|^2 = \|x\|^2 + \|e\|^2$.") == ["refuted"]
    assert verdicts(r"Let $e\in\mathbb{R}$ be the error. Then $(e + 1)^2 = e^2 + 2e + 1$.") == ["proved"]


@pytest.mark.parametrize("formula", [r"\ln e = 1", "e^x > 0", "e^{-2} < 1"])
def test_where_the_number_usually_stands_a_name_is_not_taken(formula):
    assert verdicts(rf"Let $e\in\mathbb{{R}}$ be the error. Then ${formula}$.") == ["unreadable"]


@pytest.mark.parametrize("words", ["", "Let $x > 0$.", r"Let $x \in (0, e)$.", r"The number is $e \in (2, 3)$."])
def test_e_is_the_number_where_nothing_else_is_said(words):
    assert verdicts(rf"{words} Then $\ln e = 1$.")[-1] == "proved"
    assert verdicts(rf"{words} Then $\ln e^2 = 3$.")[-1] == "refuted"


def test_the_name_ends_with_its_section():
    assert verdicts("# One\n\nLet $e \\in \\mathbb{R}^n$.\n\n# Two\n\nThen $\\ln e = 1$.") == ["proved"]

"""Equations of names of which nothing is said: they tie the names and claim nothing of all values."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The circle $x^2 + y^2 = r^2$.", "undecided"),
        ("We have $US = VT$.", "undecided"),
        ("Let $x, y, r \\in \\mathbb{R}$. We have $x^2 + y^2 = r^2$.", "refuted"),
        ("We have $(x+y)^2 = x^2 + y^2 + xy^2$.", "refuted"),  # of the same names: an identity
        (r"We have $\tanh(x) = 2\sigma(2y) - 1$.", "refuted"),  # of functions that are known
    ],
)
def test_an_equation_of_new_names_is_not_refuted(text: str, expected: str) -> None:
    (found,) = symnn.verify(text=text + "\n").claims
    assert name_of(found.verdict) == expected


@pytest.mark.parametrize("formula", ["Df(x) = 3x^2", "Df(2) = 12", "D f(x) = x"])
def test_d_before_a_function_may_be_the_derivative(formula: str) -> None:
    (found,) = symnn.verify(text=f"Let $f(x) = x^3$. We have ${formula}$.\n").claims
    assert name_of(found.verdict) == "undecided"

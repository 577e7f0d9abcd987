"""Derivatives by a product with an array that is not declared."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

_OF_TANH = r"\frac{\partial s}{\partial a} = \operatorname{diag}(1 - %s)"


@pytest.mark.parametrize(
    ("given", "claim", "expected"),
    [
        ("$a = U h$, $s = \\tanh(a)$ elementwise", _OF_TANH % r"s \odot s", "proved"),
        ("$a = U h$, $s = \\tanh(a)$ elementwise", _OF_TANH % "s", "refuted"),
        ("$a = U h + b$, $s = \\tanh(a)$", _OF_TANH % "s", "refuted"),
        ("$s = U h$", r"\|s\|^2 = \|h\|^2", "undecided"),
        ("$U$ orthogonal, $s = U h$", r"\|s\|^2 = \|h\|^2", "undecided"),
        ("$v \\in \\mathbb{R}^n$", r"\|P v\|^2 = \|v\|^2", "undecided"),
        ("$s = U h$", r"\frac{\partial s}{\partial h} = 2 U", "undecided"),
    ],
)  # fmt: skip
def test_a_derivative_by_an_undeclared_product_is_refuted_if_it_fails_for_every_array(
    given: str, claim: str, expected: str
) -> None:
    text = f"With $h \\in \\mathbb{{R}}^n$, {given}, ${claim}$.\n"
    (found,) = symnn.verify(text=text).claims
    assert name_of(found.verdict) == expected


def test_a_sentence_that_leads_to_the_next_formula_says_nothing_of_the_one_before() -> None:
    given = r"With $h \in \mathbb{R}^n$, $U \in \mathbb{R}^{n \times n}$, $a = U h$, $s = \tanh(a)$ elementwise,"
    claim = r"$$\frac{\partial s}{\partial a} = \operatorname{diag}(1 SIGN s \odot s)$$"
    text = f"{given}\n{claim}\n\n{given}\n{claim}\n".replace("SIGN", "-", 1).replace("SIGN", "+")
    found = [name_of(c.verdict) for c in symnn.verify(text=text).claims if c.kind == "derivative"]
    assert found == ["proved", "refuted"]

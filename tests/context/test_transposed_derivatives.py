"""Derivatives of an expression by a matrix where no layout is named: in numerator layout they are transposed."""

import pytest

import symnn
from symnn.verdict import name_of

TALL = r"Let $A \in \mathbb{R}^{n \times m}$, $X \in \mathbb{R}^{m \times n}$."
SQUARE = r"Let $A, X \in \mathbb{R}^{n \times n}$."
TRACE = r"\mathrm{tr}(A X)"


def of(before: str, body: str, side: str) -> str:
    (claim,) = symnn.verify(text=f"{before}\n\n$$\\frac{{\\partial {body}}}{{\\partial X}} = {side}$$\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize(
    ("before", "body", "side", "expected"),
    [
        (TALL, TRACE, "A", "conditional"),
        (TALL, TRACE, r"A^\top", "proved"),
        (TALL, TRACE, "2 A", "refuted"),
        (TALL, TRACE, "-A", "refuted"),
        (SQUARE, TRACE, "A", "conditional"),
        (SQUARE, TRACE, r"A^\top", "proved"),
        (SQUARE, TRACE, r"2 A^\top", "refuted"),
        (SQUARE, r"\log \det X", "X^{-1}", "conditional"),
        (SQUARE, r"\log \det X", r"X^{-\top}", "proved"),
        (SQUARE, r"\mathrm{tr}(X^\top X)", r"2 X^\top", "conditional"),
        (SQUARE, r"\mathrm{tr}(X^\top X)", r"3 X^\top", "refuted"),
        (f"{TALL} Gradients have the shape of the variable.", TRACE, "A", "refuted"),
        (f"{TALL} Gradients do not have the shape of the variable.", TRACE, "A", "conditional"),
        (f"{SQUARE} 梯度的形状与变量相同。", TRACE, "A", "refuted"),
        (f"{TALL} We use the denominator layout.", TRACE, "A", "refuted"),
    ],
)
def test_a_transposed_derivative_is_conditional_on_the_layout(before: str, body: str, side: str, expected: str) -> None:
    assert of(before, body, side) == expected


def test_the_gradient_of_a_named_loss_has_the_shape_of_the_matrix() -> None:
    assert of(f"{SQUARE} The loss is $L = {TRACE}$.", "L", "A") == "refuted"

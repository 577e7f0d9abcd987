"""A function without its argument beside its derivative; a partial derivative at a point."""

import pytest

import symnn
from symnn.verdict import name_of

LOGISTIC = "The logistic function."


def last(formula: str, text: str = LOGISTIC) -> str:
    *_, claim = symnn.verify(text=f"{text}\n\n$${formula}$$\n").claims
    return name_of(claim.verdict)


@pytest.mark.parametrize("left", [r"\sigma'", r"\sigma'(x)", r"\sigma'(z)", r"\frac{d\sigma}{dx}"])
@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (r"\sigma(1 - \sigma)", "proved"),
        (r"(1 - \sigma)\sigma", "proved"),
        (r"\sigma - \sigma^2", "proved"),
        (r"\sigma(1 + \sigma)", "refuted"),
        (r"(1 + \sigma)\sigma", "refuted"),
    ],
)
def test_a_bare_function_is_its_value_at_the_argument_of_the_derivative(left: str, right: str, expected: str) -> None:
    assert last(f"{left} = {right}") == expected


def test_a_bare_function_of_the_document_too() -> None:
    assert last("f' = 1 - f^2", r"Let $f(x) = \tanh(x)$.") == "proved"
    assert last("f' = 1 + f^2", r"Let $f(x) = \tanh(x)$.") == "refuted"


@pytest.mark.parametrize("formula", [r"y = \sigma(1 - \sigma)", r"y' = \sigma(1 - \sigma)"])
def test_without_a_derivative_the_bracket_has_two_readings(formula: str) -> None:
    assert last(formula) == "unreadable"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\partial f}{\partial x}(1, 2) = 4", "proved"),
        (r"\frac{\partial f}{\partial x}(2, 1) = 4", "proved"),
        (r"\frac{\partial f}{\partial x}(1, 2) = 5", "refuted"),
        (r"\frac{\partial f}{\partial y}(1, 2) = 13", "proved"),
        (r"\frac{\partial f}{\partial y}(2, 1) = 13", "refuted"),
        (r"\frac{\partial^2 f}{\partial x \partial y}(1, 2) = 2", "proved"),
        (r"\frac{\partial f}{\partial x}(-1, 2) = -4", "proved"),
        (r"\frac{\partial f}{\partial x}(1, 2, 3) = 4", "undecided"),
    ],
)
def test_a_partial_derivative_at_a_point(formula: str, expected: str) -> None:
    assert last(formula, "Let $f(x, y) = x^2 y + y^3$.") == expected


def test_of_an_unknown_function_nothing_is_said_at_a_point() -> None:
    assert last(r"\frac{\partial f}{\partial x}(1, 2) = 4", "Let $f$ be differentiable.") == "undecided"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\nabla f(x, y) = (2xy, x^2 + 3y^2)", "proved"),
        (r"\nabla f(x, y) = (2xy, x^2 + 3y)", "refuted"),
        (r"\nabla f = \begin{pmatrix} 2xy \\ x^2 + 3y^2 \end{pmatrix}", "proved"),
        (r"\nabla f(1, 2) = (4, 13)", "proved"),
        (r"\nabla f(1, 2) = (13, 4)", "refuted"),
        (r"\nabla f(1, 2) = [4, 13]^\top", "proved"),
    ],
)
def test_the_gradient_of_a_function_of_numbers_is_the_column_of_its_partial_derivatives(
    formula: str, expected: str
) -> None:
    assert last(formula, "Let $f(x, y) = x^2 y + y^3$.") == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\sigma^{-1}(p) = \log\frac{p}{1 - p}", "proved"),
        (r"\sigma^{-1}(p) = \log\frac{1 - p}{p}", "refuted"),
        (r"\sigma^{-1}(y) = \ln y - \ln(1 - y)", "proved"),
        (r"\sigma^{-1}(x) = 1 + e^{-x}", "undecided"),
    ],
)
def test_the_inverse_of_the_logistic_function_beside_a_logarithm(formula: str, expected: str) -> None:
    assert last(formula) == expected

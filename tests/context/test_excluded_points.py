"""A point that the condition of a formula excludes refutes nothing: j ≠ 1 beside u_1, p = σ(z) in a chain rule."""

import pytest

import symnn
from symnn.verdict import name_of

SOFTMAX = r"Let $u \in \mathbb{R}^n$ and $p_j = \frac{e^{u_j}}{\sum_{k=1}^n e^{u_k}}$. The loss is $\ell = -\log p_1$. "
SUM = r"Let $u \in \mathbb{R}^n$ and $s = \sum_{k=1}^n u_k^2 + u_1$. "
LOSS = r"Let $p \in (0,1)$ and $L = -\log p$. "


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        SOFTMAX + r"For $j \ne 1$ we have $\frac{\partial \ell}{\partial u_j} = p_j$.",
        SOFTMAX + r"For $j > 1$ we have $\frac{\partial \ell}{\partial u_j} = p_j$.",
        SOFTMAX + "Then\n\n" + r"$$\frac{\partial \ell}{\partial u_j} = p_j \quad (j \neq 1).$$",
        SUM + r"For $j \ge 2$ we have $\frac{\partial s}{\partial u_j} = 2 u_j$.",
    ],
)
def test_an_entry_that_is_excluded_refutes_nothing(text: str) -> None:
    assert verdicts(text) == ["proved"]


@pytest.mark.parametrize(
    "text",
    [
        SUM + r"For $j \ne 1$ we have $\frac{\partial s}{\partial u_j} = 3 u_j$.",
        SUM + r"For $j > 0$ we have $\frac{\partial s}{\partial u_j} = 2 u_j$.",
        SUM + r"For $j \ne 2$ we have $\frac{\partial s}{\partial u_j} = 2 u_j$.",
    ],
)
def test_an_entry_that_is_not_excluded_does(text: str) -> None:
    assert verdicts(text) == ["refuted"]


@pytest.mark.parametrize("last", ["x_1^2 + x_2^2", "x_1^2 + x_2^2 + x_1 - x_1"])
def test_a_size_that_is_given_beside_a_declaration_refutes_nothing(last: str) -> None:
    assert "refuted" not in verdicts(rf"Let $x \in \mathbb{{R}}^d$ and $d = 2$. Then $\|x\|^2 = {last}$.")


@pytest.mark.parametrize(
    "said",
    [
        r"For $p = \sigma(z)$ the chain rule gives $\frac{dL}{dz} = p - 1$.",
        r"If $p = \sigma(z)$, we have $\frac{dL}{dz} = p - 1$.",
        r"With $p = \sigma(z)$ we have $\frac{dL}{dz} = p - 1$.",
        r"当 $p = \sigma(z)$ 时，$\frac{dL}{dz} = p - 1$。",
    ],
)
def test_a_derivative_goes_through_the_name_that_a_condition_gives(said: str) -> None:
    assert verdicts(LOSS + said) == ["proved"]


@pytest.mark.parametrize("said", ["For", "If", "With"])
def test_a_wrong_derivative_through_such_a_name_is_refuted(said: str) -> None:
    assert verdicts(LOSS + rf"{said} $p = \sigma(z)$ we have $\frac{{dL}}{{dz}} = p + 1$.") == ["refuted"]


def test_the_partial_derivative_of_what_holds_the_variable_too_is_not_refuted() -> None:
    text = r"Let $L = -z \log p$. For $p = \sigma(z)$ we have $\frac{\partial L}{\partial z} = -\log p$."
    assert verdicts(text)[-1] == "proved"

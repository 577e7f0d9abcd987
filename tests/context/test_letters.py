"""σ and Φ stand for the catalogue's functions until a document says in its own words that they do not."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


def errors(text: str) -> list[str]:
    return [f.code for f in symnn.verify(text=text + "\n").findings if f.code.startswith("E")]


@pytest.mark.parametrize(
    "words",
    [
        r"We use the tanh activation $\sigma$.",
        r"Let $\sigma$ be an odd function, like tanh.",
        r"The nonlinearity $\sigma$ is odd.",
        r"Denote by $\sigma$ the ReLU.",
        "If σ is the tanh function, this is simple.",
        r"使用 ReLU 激活函数 $\sigma$。",
        r"激活函数选用 $\tanh$,记作 $\sigma$。",
        r"The variance is $\sigma^2(x) = x(1-x)$ for mean $x$.",
        r"The spectral norm is $\sigma(W) = \max_{\|x\|=1}\|Wx\|$.",  # a definition that is not read
    ],
)
@pytest.mark.parametrize("formula", [r"$\sigma(-x) = -\sigma(x)$", r"$\sigma(-x) = 1 - \sigma(x)$"])
def test_a_letter_that_is_said_to_be_another_function_is_left_open(words: str, formula: str) -> None:
    assert verdicts(f"{words} We have {formula}.")[-1] == "undecided"


@pytest.mark.parametrize(
    "words",
    [
        r"The sigmoid activation is $\sigma$.",
        r"The activation tanh and the logistic function $\sigma$ are related.",
        r"It is not $\tanh$; $\sigma$ is not odd.",
        "Unlike tanh, σ is no odd function.",
        r"We use the tanh activation $\phi$.",
        r"We use the tanh activation $\sigma$. From here on $\sigma$ is the sigmoid.",
    ],
)
def test_other_words_take_no_meaning_from_it(words: str) -> None:
    assert verdicts(rf"{words} We have $\sigma(-x) = -\sigma(x)$.")[-1] == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        r"Let $\sigma(z)=\max(z,0)$ be the ReLU activation.",
        r"A deep linear network has $\sigma(z) = z$ in all layers.",
        r"取激活函数 $\sigma(x)=\max(0,x)$。",
        r"Let $\Phi(x) = \frac12 x^2$ be the potential.",
        r"If it were the case that $\sigma(x) = x$, the network would be linear.",
        r"Without activation function, $\sigma(z)=z$.",
        r"No network can satisfy $\sigma(x)=x$ for all $x$.",
        r"An active unit has $\operatorname{ReLU}(z) = z$.",
        "Choices of $\\sigma$ are\n\n- sigmoid: $\\sigma(x) = \\frac{1}{1+e^{-x}}$\n- tanh: $\\sigma(x)=\\tanh(x)$\n"
        "- ReLU: $\\sigma(x) = \\max(0,x)$",
        r"Both $\sigma(x) = 1/(1+e^{-x})$ and $\sigma(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}$ are popular.",
    ],
)
def test_another_meaning_of_a_letter_is_no_error(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (r"The sigmoid function is $\sigma(x) = \frac{1}{1+e^{x}}$.", "E302"),
        (r"We use $\sigma(x) = \frac{1}{1-e^{-x}}$.", "E302"),  # a misprint of it
        (r"The sigmoid is $\sigma(x) = \tanh(x)$.", "E302"),  # called so
        (r"$\operatorname{ReLU}(x) = x^2$ is the activation.", "E302"),  # a name, and no letter
    ],
)
def test_a_misprint_of_the_function_is_an_error(text: str, code: str) -> None:
    assert errors(text) == [code]


def test_an_explicit_definition_is_followed() -> None:
    text = r"For the activation $\sigma(z) = \tanh(z)$ it holds that $\sigma'(z) = 1 {} \sigma(z)^2$."
    assert verdicts(text.format("-")) == ["proved"]
    assert verdicts(text.format("+")) == ["refuted"]


def test_of_several_choices_nothing_is_refuted_behind_them() -> None:
    text = (
        "- $\\sigma(x) = \\frac{1}{1+e^{-x}}$\n- $\\sigma(x)=\\tanh(x)$, for which $\\sigma'(x) = 1 - \\sigma(x)^2$\n"
    )
    text += "\nWe have $\\sigma'(x) = \\sigma(x)(1-\\sigma(x))$ and $\\sigma(-x) = -\\sigma(x)$."
    assert "refuted" not in verdicts(text)


def test_a_supposition_ends_with_its_sentence() -> None:
    text = r"If we had $\sigma(x) = x$, then $\sigma'(x) = 1$ would hold. "
    text += r"We have $\sigma'(x) = \sigma(x)(1 {} \sigma(x))$."
    assert verdicts(text.format("-")) == ["undecided", "proved"]
    assert verdicts(text.format("+")) == ["undecided", "refuted"]


def test_a_table_of_functions_called_by_the_letter_gives_it_row_by_row() -> None:
    head = "| name | $\\sigma(x)$ | $\\sigma'(x)$ |\n|---|---|---|\n"
    rows = "| tanh | $\\tanh x$ | $1-\\sigma(x)^2$ |\n| sigmoid | $\\frac{1}{1+e^{-x}}$ | $\\sigma(x)(1+\\sigma(x))$ |"
    assert verdicts(head + rows) == ["proved", "refuted"]


def test_a_piece_of_a_function_is_no_definition_of_it() -> None:
    assert verdicts(r"At its end, $\operatorname{ReLU}(x) = x$.") == ["undecided"]
    assert verdicts(r"For $x > 0$, $\operatorname{ReLU}(x) = x$.") == ["proved"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"With $\alpha=0.2$ we have $\operatorname{LeakyReLU}(-1) = -0.2$.", "undecided"),
        (r"Let $g(x) = \max(\alpha x, x)$. With $\alpha=0.2$ we have $g(-1) = -0.3$.", "refuted"),
        (r"With $x=0$ we have $\sigma(x) = 1$.", "refuted"),
    ],
)
def test_a_value_that_no_formula_ties_to_the_claim(text: str, expected: str) -> None:
    assert verdicts(text)[-1] == expected

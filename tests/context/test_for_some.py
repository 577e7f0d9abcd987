"""Equations that hold for some values only are no identities: they are left open, and what cannot hold is refuted."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

ARRAYS = r"Let $A \in \mathbb{R}^{n\times n}$ and $a, b, v \in \mathbb{R}^n$. "


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"A dead unit has $\operatorname{ReLU}(z)=0$.",
        r"A saturated neuron has $\sigma'(z)=0$.",
        r"Non-support vectors have $\max(0,1-m) = 0$.",
        r"At its maximum, $\sigma'(x) = \frac14$.",
        r"With equal priors $\log\frac{p}{1-p}=0$.",
        r"The horizontal asymptote is $\tanh(x)=1$.",
        r"神经元失活时 $\operatorname{ReLU}(z)=0$。",
        ARRAYS + r"The eigenvalue equation is $Av=\lambda v$.",
        ARRAYS + r"It gives $v^\top A v = \lambda\|v\|^2$.",
    ],
)
def test_a_number_that_is_reached_for_some_values_is_left_open(text: str) -> None:
    assert verdicts(text)[-1] == "undecided"


@pytest.mark.parametrize(
    "text",
    [
        r"We have $\sigma(x)+\sigma(-x)=2$.",  # twice: an identity
        r"The limit is $\lim_{x\to\infty}\tanh x = 2$.",  # bound
        r"For $x > 0$, $\operatorname{ReLU}(x) = 0$.",  # the values are given
        r"At $x=0$, $\sigma'(x) = \frac12$.",
        r"The value is $\sigma(0) = 0$.",
        r"Let $f(x) = 3x+1$. We have $f'(x) = 2$.",  # the slope of a line is one number
        r"Let $x \in \mathbb{R}$. We have $\tanh(x) = 1$.",  # for any number
        ARRAYS + r"It gives $\frac{\partial}{\partial v}\left[\lambda v^\top v\right] = 2v$.",  # a factor is lost
        ARRAYS + r"We have $\|a-b\|^2 = \|a\|^2 + 2a^\top b + \|b\|^2$.",
    ],
)
def test_what_holds_for_no_value_or_is_said_of_all_is_refuted(text: str) -> None:
    assert verdicts(text)[-1] == "refuted"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"We have $\max(0, -|x|) = 0$.", "proved"),
        (r"For $x < 0$, $\operatorname{ReLU}(x) = 0$.", "proved"),
        (r"Let $f(x) = 3x+1$. We have $f'(x) = 3$.", "proved"),
    ],
)
def test_what_holds_for_all_values_is_proved(text: str, expected: str) -> None:
    assert verdicts(text)[-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        ARRAYS + r"After L2 normalisation, $\|a-b\|^2 = 2-2a^\top b$.",
        ARRAYS + r"For unit vectors, $\|a-b\|^2 = 2-2a^\top b$.",
        ARRAYS + r"归一化后 $\|a-b\|^2 = 2-2a^\top b$。",
        ARRAYS + r"When the vectors do not correlate, $\|a+b\|^2 = \|a\|^2+\|b\|^2$.",
        r"Let $a, b \in \mathbb{R}^n$ be embeddings of length one. Then $\|a-b\|^2 = 2-2a^\top b$.",
        r"Let $A, B \in \mathbb{R}^{n\times n}$. If they share eigenvectors, $AB=BA$.",
        r"Let $\hat w$ be the least squares solution for $X\in\mathbb{R}^{n\times d}$, $y\in\mathbb{R}^n$. "
        r"Then $X^\top X\hat w=X^\top y$.",
        ARRAYS + r"If $A$ has eigenvalues $\lambda_i$, then $\operatorname{tr}A = \sum_{i=1}^n\lambda_i$.",
        r"Keeping only two terms, $e^x=1+x$.",
        r"Linearity would require $\max(0,x+y)=\max(0,x)+\max(0,y)$.",
        r"Were $\sigma$ odd, $\sigma(-x)=-\sigma(x)$ would follow.",
        r"The parabola and the line intersect where $x^2=2x+1$.",
    ],
)
def test_words_that_say_for_what_it_holds_keep_from_a_refutation(text: str) -> None:
    assert verdicts(text)[-1] == "undecided"


@pytest.mark.parametrize(
    "text",
    [
        r"In early versions of this post I claimed that $\sigma(-x) = -\sigma(x)$.",
        r"Replace $\sigma(-x)=-\sigma(x)$ by $\sigma(-x)=1-\sigma(x)$.",
        r"Old (buggy): $\sigma(-x)=-\sigma(x)$.",
        r"- corrected $\sigma(-x)=-\sigma(x)$ to $\sigma(-x)=1-\sigma(x)$",
        r"上一版中的 $\sigma(-x)=-\sigma(x)$ 有误。",
        "The student wrote\n\n> $\\frac{d}{dx} e^{-x} = e^{-x}$\n\nand lost a point.",
        r"The source `\sigma(-x)` renders as $\sigma(-x)=-\sigma(x)$.",
    ],
)
def test_a_formula_that_is_disowned_or_quoted_is_no_claim(text: str) -> None:
    assert verdicts(text)[0] == "undecided"


@pytest.mark.parametrize(
    "text",
    [
        r"In this version, $\sigma(-x) = -\sigma(x)$.",
        r"The correct formula $\sigma(-x) = -\sigma(x)$ is older.",
        r"> Its symmetry is $\sigma(-x) = -\sigma(x)$.",
    ],
)
def test_words_that_only_look_so_disown_nothing(text: str) -> None:
    assert verdicts(text)[0] == "refuted"

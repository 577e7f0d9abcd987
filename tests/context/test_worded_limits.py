"""Words that limit a formula without naming what they speak of keep it from a verdict: no refutation, no definition."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"When $x$ is positive, $|x|=x$; when it is negative, $|x|=-x$.", ["proved", "undecided"]),
        (
            r"If the input is positive, $f(x)=x$. If it is negative, $f(x) = 0.1x$. Hence $f(1) = 0.1$.",
            ["undecided"],
        ),
        (r"If the input is positive, $f(x)=x$. If it is negative, $f(x) = 0.1x$. Hence $f(1) = 1$.", ["undecided"]),
        (r"On the interval $(-\infty,0)$ we have $|x|=-x$.", ["undecided"]),
        (r"在区间 $(-\infty,0)$ 上 $|x|=-x$。", ["undecided"]),
        (r"On the whole, $|x|=-x$.", ["refuted"]),
        (r"Let $f(x)=0.1x$. It is linear. Hence $f(1) = 0.1$ and $f(2)=1$.", ["proved", "refuted"]),
    ],
)
def test_a_sign_said_of_it_and_an_interval_limit(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("no longer holds", "undecided"),
        ("is no longer true", "undecided"),
        ("breaks down", "undecided"),
        ("ceases to hold", "undecided"),
        ("still holds", "proved"),
        ("always holds", "proved"),
    ],
)
def test_what_is_denied_is_not_proved(words: str, expected: str) -> None:
    assert verdicts(rf"For another activation $\sigma'(x) = \sigma(x)(1-\sigma(x))$ {words}.") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\text{(if } x \le 0\text{)}", "proved"),
        (r"\text{(provided that $x<0$)}", "proved"),
        (r"\text{(if $x \ge 0$)}", "refuted"),
        (r"\text{(valid for $x<0$)}", "undecided"),
    ],
)
def test_a_condition_in_brackets_in_a_text_limits(text: str, expected: str) -> None:
    assert verdicts(rf"$$|x| = -x \quad {text}$$") == [expected]


SUM = r"$\|u+v\|^2=\|u\|^2+\|v\|^2$"
MEAN = r"$\sum_i (x_i+c) = nc$"
HOT = r"$-\sum_k y_k\log p_k = -\log p_c$"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rf"Let $u,v\in\mathbb{{R}}^n$ be perpendicular. Then {SUM}.", "undecided"),
        (rf"Let $u,v\in\mathbb{{R}}^n$. The vectors $u$ and $v$ are at right angles. Then {SUM}.", "undecided"),
        (rf"Let $u,v\in\mathbb{{R}}^n$. By orthogonality, {SUM}.", "undecided"),
        (rf"Let $u,v\in\mathbb{{R}}^n$. By the triangle inequality, {SUM}.", "refuted"),
        (rf"Let $u,v\in\mathbb{{R}}^n$ be arbitrary. Then {SUM}.", "refuted"),
        (rf"After normalisation the features have mean zero. Hence {MEAN}.", "undecided"),
        (rf"The features have mean three. Hence {MEAN}.", "refuted"),
        (f"# A\n\nThe features have mean zero.\n\n# B\n\nAlways {MEAN}.", "refuted"),
        (rf"$y_k$ is 1 for the correct class $c$ and 0 otherwise. So {HOT}.", "undecided"),
        (rf"$y_k$ is the label of class $k$. So {HOT}.", "refuted"),
    ],
)
def test_a_hypothesis_in_words_keeps_from_refutations(text: str, expected: str) -> None:
    assert verdicts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"During training $h(x) = 2x$; at test time $h(x) = x$. So $h(3) = 6$ and $h(3) = 3$.", ["undecided"] * 2),
        (r"Let $h(x)=2x$ during training and $h(x)=x$ at test time. Then $h(3)=3$.", ["undecided"]),
        (r"In this section $f(x)=2x$. Then $f(3)=6$ and $f(3)=7$.", ["proved", "refuted"]),
        (
            r"First $f(x)=2x$, so $f(3)=6$. Now let $f(x)=x$. Then $f(3)=3$ and $f(3)=6$.",
            ["proved", "proved", "refuted"],
        ),
        (r"We have $f(x)=x$ for $x>0$ and $f(x)=0$ otherwise. Then $f(3)=3$, $f(-3)=-3$.", ["proved", "refuted"]),
        (
            r"For positive inputs it is the identity: $\operatorname{ReLU}(x) = x$. But $\operatorname{ReLU}(-3)=0$.",
            ["undecided", "proved"],
        ),
    ],
)
def test_of_two_functions_given_in_words_none_is_taken(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


def test_a_function_given_once_more_below_is_taken() -> None:
    text = "In training $h(x)=2x$; at test time $h(x)=x$.\n\nLet $h(x)=3x$. Then $h(1)=3$ and $h(1)=2$."
    assert verdicts(text) == ["proved", "refuted"]


def test_a_condition_above_a_list_may_be_meant_for_all_of_its_items() -> None:
    text = "For $x \\ge 0$:\n\n- $\\tanh(x) \\ge 0$\n- $\\tanh(x) \\le x$\n- $\\tanh(x) \\ge x + 1$\n\n"
    text += "Always $\\tanh(x) \\le x$."
    assert verdicts(text) == ["undecided", "undecided", "refuted", "refuted"]

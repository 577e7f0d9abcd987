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

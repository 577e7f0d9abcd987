"""π as a name of the document, and as the number."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


PRIOR = r"$\pi (1 - \pi) \le \frac14$"


@pytest.mark.parametrize(
    "words",
    [
        r"Let the prior be $\pi \in (0,1)$.",
        r"A class has the prior $\pi \in (0,1)$.",
        r"Let $\pi, \mu \in (0, 1)$.",
        r"Let $\pi \in [0, 1]$ and $x \in \mathbb{R}$.",
        r"设 $\pi \in (0,1)$ 为先验概率。",
    ],
)
def test_a_declared_pi_is_a_name(words):
    assert verdicts(f"{words} Then {PRIOR}.") == ["proved"]
    assert verdicts(rf"{words} Then $\pi > 3$.") != ["proved"]


def test_pi_between_bounds_is_a_name():
    assert verdicts(r"Let $0 < \pi < 1$. Then $\pi^2 - \pi = \pi (\pi - 1)$.") == ["proved"]
    assert verdicts(r"Let $0 < \pi < 1$. Then $\pi + 1 > 4$.") != ["proved"]


def test_the_weight_pi_is_no_number():
    text = r"The weight $\pi$ lies between 0 and 1. The odds are $\frac{\pi}{1 - \pi} > 0$."
    assert "refuted" not in verdicts(text)


@pytest.mark.parametrize("words", ["", r"Let $x > 0$.", r"The angle $\pi$ is flat.", r"Let $\pi_k \in (0, 1)$."])
def test_pi_is_the_number_where_nothing_else_is_said(words):
    assert verdicts(rf"{words} Then $\sin \pi = 0$ and $\pi \in (3, 4)$.") == ["proved", "proved"]
    assert verdicts(rf"{words} Then $\cos \pi = 1$.") == ["refuted"]


def test_a_false_range_of_the_number_is_refuted():
    assert verdicts(r"We know that $\pi \in (4, 5)$.") == ["refuted"]


def test_the_name_ends_with_its_section():
    text = "# One\n\nLet $\\pi \\in (0,1)$.\n\n# Two\n\n$\\sin \\pi = 0$ and $\\cos \\pi = 1$"
    assert verdicts(text) == ["proved", "refuted"]


@pytest.mark.parametrize("formula", [r"2 \pi < 6", r"\sin \pi = 0", r"\frac{1}{\sqrt{2 \pi}} > 0.39"])
def test_where_the_number_usually_stands_a_name_is_not_taken(formula):
    assert verdicts(rf"Let $\pi \in (0,1)$. Then ${formula}$.") == ["unreadable"]


def test_twice_the_prior_is_read():
    assert verdicts(r"Let $\pi \in (0,1)$. Then $2 \pi (1 - \pi) \le \frac12$.") == ["proved"]

"""Letters of functions that a document makes numbers: a bracket behind them is a factor."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

CLAIM = r"$$\frac{\partial h_j}{\partial z_j} = h_j (1 - h_j)$$"


@pytest.mark.parametrize(
    "text",
    [
        r"Let $h = \sigma(z)$." + "\n\n" + r"$$\frac{d h}{d z} = h(1-h)$$",
        r"$$h_j = \sigma(z_j)$$" + f"\n\nwhere $h_j$ is the hidden unit. Then\n\n{CLAIM}",
        r"Let $z, h \in \mathbb{R}^n$ and $h_j = \sigma(z_j)$." + f"\n\n{CLAIM}",
    ],
)
def test_a_bracket_behind_a_value_is_a_factor(text: str) -> None:
    (found,) = symnn.verify(text=text + "\n").claims
    assert name_of(found.verdict) == "proved"


def test_what_is_wrong_of_a_value_is_refuted() -> None:
    (found,) = symnn.verify(text="Let $h = \\sigma(z)$.\n\n$$\\frac{d h}{d z} = h(1+h)$$\n").claims
    assert name_of(found.verdict) == "refuted"


def test_words_make_a_value_of_a_letter() -> None:
    text = "$$\\delta_j = h_j (1 - h_j) e_j$$\n\nwhere $h_j$ is the output of unit $j$.\n"
    assert not symnn.verify(text=text).claims


@pytest.mark.parametrize(
    "said",
    [
        "Consider $x$.",
        r"Let $h = f \circ g$.",
        r"Let $h = f$.",
        r"Let $h = \sigma(z)$; we write $h(z)$ as well.",
        "Here $h$ is the hidden unit $h(x)$.",
        "Here $h$ is the activation function.",
        "Here $h$ is the output function.",
    ],
)
def test_a_letter_that_is_applied_or_never_spoken_of_stays_doubtful(said: str) -> None:
    (found,) = symnn.verify(text=f"{said}\n\n$$g = h(1-h)$$\n").claims
    assert name_of(found.verdict) == "unreadable"

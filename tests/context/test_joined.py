"""Formulas in a row behind "with", "for all", "if": conditions, and claims side by side."""

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"With $p=\sigma(z)$, $1-p = p$ and $\sigma'(z) = p^2$.",
        r"With $a = \sigma(z)$, $\sigma(-z) = a$ and $\sigma(z) = 1 - a$.",
        r"With $a = \tanh(z)$ and $b = \sigma(z)$, $2a = 1$ and $2a^2 = a$.",
        r"With $x,y\in\mathbb{R}^n$, $x^\top y = 0$ and $\|x+y\|^2=\|x\|^2+\|y\|^2$.",
        r"Let $u = \sin^2 t$. With $v = \cos t$, $u + v = 1$ and $u = 1 - v$.",
        r"For $x > 0$, $x^2 = x$ and $x^3 = x$.",
        r"当 $x>0$，$x^2=x$ 且 $x^3=x$。",
    ],
)
def test_a_claim_is_no_condition_of_the_next_one(text: str) -> None:
    assert "proved" not in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        r"With $p=\sigma(z)$, $1-p = \sigma(-z)$ and $\sigma'(z) = p(1-p)$.",
        r"For all $x$, $|x|\ge x$ and $\sqrt{x^2}=|x|$.",
        r"If $a = b$, $a^2 = b^2$, and $a^3=b^3$.",
    ],
)
def test_true_claims_in_a_row_are_proved_each_by_itself(text: str) -> None:
    assert verdicts(text) == ["proved", "proved"]
    *_, last = symnn.verify(text=text + "\n").claims
    assert not any("≥" in a or "^2" in a for a in last.assumptions)


@pytest.mark.parametrize(
    "text",
    [
        r"If $a = b$ and $c = d$, then $a + c = b + d$.",
        r"If $a = b$, $c = d$, then $a + c = b + d$.",
        r"If $a = b$, $ac = 1$ and $cd = 2$, then $bc = 1$.",
        r"With $p = a^2$ and $ab = 1$, $pb^2 = 1$.",
        r"For $x > 0$, $y > 0$, $\log(xy) = \log x + \log y$.",
    ],
)
def test_conditions_in_a_row_are_joined(text: str) -> None:
    assert verdicts(text)[-1] == "proved"

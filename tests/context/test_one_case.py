"""An equation that is said for one case defines nothing outside of it; a new declaration replaces what was said."""

import pytest

import symnn
from symnn.verdict import name_of

PROBABILITIES = r"Let $p_1, \dots, p_K$ be probabilities. "
SQUARES = r"$\sum_{k=1}^{K} p_k^2 = \frac{1}{K}$"


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        PROBABILITIES + r"For the uniform distribution, $p_k = \frac{1}{K}$. In general " + SQUARES + ".",
        PROBABILITIES + r"If all are equal, $p_k = \frac{1}{K}$, it is maximal. In general,\n\n" + f"${SQUARES}$.",
        PROBABILITIES + r"For example, $p_k = \frac{1}{K}$ for all $k$." + "\n\nWe have " + SQUARES + ".",
        r"If $a = 2 b$, then $a^2 = 4 b^2$. In any case $a b = 2 b^2$.",
        r"When $a = 2 b$, we have $a^2 = 4 b^2$. Moreover, $a b = 2 b^2$.",
        r"当 $a = 2 b$ 时，$a^2 = 4 b^2$。一般地，$a b = 2 b^2$。",
        r"Let $a, b \in \mathbb{R}$. For example, with $b = 2 a$ it is two. In general $a b = 2 a^2$.",
        f"## Uniform\n\n{PROBABILITIES}Put $p_k = \\frac{{1}}{{K}}$.\n\n### General\n\n{PROBABILITIES}Then {SQUARES}.",
        r"Let $a \in \mathbb{R}^n$ and $B = a a^\top$."
        + "\n\n"
        + r"Let $B \in \mathbb{R}^{n \times n}$. Then $B^\top = B$.",
    ],
)
def test_what_is_said_for_one_case_proves_nothing_outside(text: str) -> None:
    assert verdicts(text)[-1] != "proved"


@pytest.mark.parametrize(
    "text",
    [
        r"If $a = 2 b$, then $a^2 = 4 b^2$ and $a b = 2 b^2$.",
        r"If $a = 2 b$, then $a^2 = 4 b^2$. Hence $a b = 2 b^2$.",
        r"当 $a = 2 b$ 时，$a^2 = 4 b^2$，从而 $a b = 2 b^2$。",
        PROBABILITIES + r"For the uniform distribution, $p_k = \frac{1}{K}$, thus " + SQUARES + ".",
        r"For a linear unit, $z = w x$. The loss is $L = z^2$. In general $\frac{dL}{dw} = 2 z x$.",
        r"Let $a, b \in \mathbb{R}$. If $a = 2 b$, all is well. In general $(a + b)^2 = a^2 + 2 a b + b^2$.",
    ],
)
def test_in_its_case_it_counts_and_definitions_last(text: str) -> None:
    assert set(verdicts(text)) == {"proved"}


def test_what_is_false_in_the_case_is_refuted() -> None:
    assert verdicts(r"If $a = 2 b$, then $a^2 = 4 b^2$ and $a b = 3 b^2 + 1$.")[-1] == "refuted"

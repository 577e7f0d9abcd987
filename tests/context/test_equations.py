"""Equations that hold at a solution are no identities; derivatives given on the way are claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"Let $X \in \mathbb{R}^{n \times d}$, $w \in \mathbb{R}^d$, $y \in \mathbb{R}^n$."
LOSS = r"$$J = \frac{1}{2} \|Xw - y\|_2^2$$"
NORMAL = r"$$X^T X w = X^T y$$"


def verdicts(tmp_path: Path, *paragraphs: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]


@pytest.mark.parametrize(
    "words",
    [
        "Setting the gradient to zero gives the normal equations",
        "Setting the gradient equal to zero, we get",
        r"With $\nabla_w J$ set to $0$ this becomes",
        "The normal equations are",
        "The minimiser satisfies",
        "The minimum is where",
        "We find the optimal weights by solving",
        "At points where the gradient vanishes we have",
        "令梯度为零，得到",
        "正规方程为",
    ],
)
def test_an_equation_to_be_solved_is_neither_proved_nor_refuted(tmp_path: Path, words: str) -> None:
    assert verdicts(tmp_path, LET, LOSS, words, NORMAL)[-1] == "undecided"


@pytest.mark.parametrize("words", ["We have", "The gradient gives", "Using this, we solve the problem by noting that"])
def test_without_such_words_it_is_a_claim(tmp_path: Path, words: str) -> None:
    assert verdicts(tmp_path, LET, LOSS, words, NORMAL) == ["refuted"]


def test_what_is_said_to_be_equivalent_is_no_identity_either(tmp_path: Path) -> None:
    first = "Setting the gradient to zero gives"
    again = "Equivalently, $X^T (X w - y) = 0$."
    assert verdicts(tmp_path, LET, LOSS, first, NORMAL, again, "We have", NORMAL) == ["undecided"] * 2 + ["refuted"]


def test_the_gradient_that_is_set_to_zero_is_a_claim(tmp_path: Path) -> None:
    lead = r"Setting $\nabla_w J = X^T (Xw {} y)$ to zero gives"
    assert verdicts(tmp_path, LET, LOSS, lead.format("-"), NORMAL) == ["proved", "undecided"]
    assert verdicts(tmp_path, LET, LOSS, lead.format("+"), NORMAL) == ["refuted", "undecided"]
    chain = r"$$\nabla_w J = X^T (Xw {} y) = 0$$"
    assert verdicts(tmp_path, LET, LOSS, "Setting the gradient to zero:", chain.format("-")) == ["proved", "undecided"]
    assert verdicts(tmp_path, LET, LOSS, "Setting the gradient to zero:", chain.format("+")) == ["refuted", "undecided"]


def test_what_the_minimiser_satisfies_is_not_assumed_of_every_point(tmp_path: Path) -> None:
    text = (
        LET,
        LOSS,
        "The minimiser satisfies",
        r"$$X^T (X w - y) = 0$$",
        "For every $w$ we have",
        r"$$X^T X w = X^T y$$",
    )
    assert "proved" not in verdicts(tmp_path, *text)

"""Functions that a sentence gives piece by piece, and conditions in brackets behind a formula."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


RELU = "$f(x) = x$ for $x>0$, $f(x) = 0$ for $x\\le 0$."
LEAKY = "$f(x) = x$ ($x>0$), $f(x) = 0.01 x$ ($x\\le 0$)."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("$f'(x) = 1$ ($x > 0$)", "proved"),
        ("$f'(x) = 0$ ($x > 0$)", "refuted"),
        ("$f'(x) = 0$（$x < 0$）", "proved"),
        ("$f'(x) = 0$ (here $x < 0$ is meant)", "undecided"),
        ("$f'(x) = 1$", "undecided"),  # a value that some x may have
        ("$f'(x) = f(x)$", "refuted"),
    ],
)
def test_a_condition_in_brackets_limits_the_formula_before_it(claim: str, expected: str) -> None:
    assert verdicts(f"Let $f(x) = \\max(0, x)$.\n\nWe have {claim}.") == [expected]


@pytest.mark.parametrize("given", [RELU, RELU.replace(", $f", " and $f"), RELU.replace("for $x\\le 0$", "otherwise")])
def test_the_pieces_of_a_sentence_are_one_function(given: str) -> None:
    text = f"{given} Then $f'(x) = 1$ for $x > 0$, and $f'(x) = 0$ for $x < 0$. Also $f(-2) = -2$."
    assert verdicts(text) == ["proved", "proved", "refuted"]


def test_a_paragraph_takes_a_letter_up_anew() -> None:
    text = (
        f"ReLU: {RELU} Its derivative is $f'(x) = 0$ for $x < 0$.\n\n"
        f"Leaky ReLU: {LEAKY} Its derivative is $f'(x) = 0.01$ for $x < 0$.\n\n"
        "Swish: $f(x) = x\\sigma(x)$.\n\n"
        "ELU: $f(x) = x$ for $x>0$, $f(x) = e^x - 1$ for $x\\le 0$. Its derivative is $f'(x) = e^x$ for $x < 0$, "
        "and $f'(x) = f(x) + 1$ for $x > 0$."
    )
    assert verdicts(text) == ["proved", "proved", "proved", "refuted"]


@pytest.mark.parametrize("lead", ["Then", "We have", "Hence", "Note that", "So"])
def test_what_follows_of_a_function_is_a_claim(lead: str) -> None:
    said = "$f(x) = x$ for $x > 0$ and $f(x) = -2x$ for $x < 0$."
    assert verdicts(f"Let $f(x) = |x|$. {lead} {said}") == ["proved", "refuted"]
    assert verdicts(f"Let $f(x) = |x|$.\n\n{lead} {said}") == ["proved", "refuted"]


def test_conditions_that_overlap_give_no_pieces() -> None:
    text = "Let $f(x) = |x|$.\n\n$f(x) = x$ for $x > 0$, $f(x) = -x$ for $x < 1$."
    assert "proved" not in verdicts(text)[1:]

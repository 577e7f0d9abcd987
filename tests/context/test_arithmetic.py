"""Equations between numbers in running text are claims, unless another arithmetic or speaker makes them."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"The layer has $784\cdot128+128 = 100480$ parameters.", ["proved"]),
        (r"The layer has $784\cdot128+128 = 100840$ parameters.", ["refuted"]),
        (r"So $\frac{1}{2} + \frac13 = \frac56$.", ["proved"]),
        (r"So $\frac{1}{2} + \frac13 = \frac25$.", ["refuted"]),
        (r"So $2^{10} = 1042$.", ["refuted"]),
        (r"With $n = 2\cdot 3 = 7$ rows.", ["refuted"]),
        (r"So $1/3=0.33$.", ["undecided"]),  # rounded
    ],
)
def test_numbers_in_running_text_are_claims(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In uint8, $255+1=0$.",
        "It has $10/3 = 3$ groups.",
        "The model answers $2+2=5$.",
        "Modulo five, $3+4=2$.",
        r"We get $2^{-24} = 5.96\times10^{-8}$.",
        "A $3 = 3$ match.",
        r"With $n = 2\cdot 3$ rows.",
    ],
)
def test_another_arithmetic_claims_nothing_of_numbers(text: str) -> None:
    assert verdicts(text) == []

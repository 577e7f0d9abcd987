"""A second formula for a function of the same section, right behind "hence": a claim about it, and no new meaning."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

GIVEN = r"Let $L(w) = (w-1)^2$. "


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "words",
    [
        "Hence ",
        "Therefore, ",
        "Thus we have ",
        "It follows that ",
        "Expanding the square gives\n\n",
        "因此 ",
        "展开得 ",
    ],
)
def test_what_follows_from_a_definition_is_a_claim(words: str) -> None:
    dollars = "$$" if words.endswith("\n") else "$"
    assert verdicts(f"{GIVEN}{words}{dollars}L(w) = w^2-2w+1{dollars}") == ["proved"]
    assert verdicts(f"{GIVEN}{words}{dollars}L(w) = w^2-2w-1{dollars}") == ["refuted"]


@pytest.mark.parametrize(
    "text",
    [
        "Next we use another loss. Hence we set $L(w) = w^4$.",
        r"With weight decay, therefore $L(w) = (w-1)^2 + \lambda w^2$.",
        "Outliers spoil it. So we take $L(w) = |w-1|$.",
        "\n\n# Another\n\nThus $L(w) = w^4$.",
    ],
)
def test_what_is_taken_up_anew_is_no_claim(text: str) -> None:
    assert verdicts(GIVEN + text) == []

"""Powers of a function's values are those of the entries; of names it stays open."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\tanh'(z) = 1 - \tanh^2(z)", "proved"),
        (r"\tanh'(z) = 1 - \tanh(z)^2", "proved"),
        (r"\tanh'(z) = 1 + \tanh(z)^2", "refuted"),
        (r"\sigma'(z) = \sigma(z) - \sigma(z)^2", "proved"),
        (r"\sigma'(z) = \sigma(z) + \sigma(z)^2", "refuted"),
        (r"\tanh'(z) = 1 - z^2", "undecided"),
        (r"\tanh(z)^2 = z^\top z", "undecided"),
    ],
)
def test_the_square_of_a_function_of_an_array_is_that_of_its_entries(claim: str, expected: str) -> None:
    (found,) = symnn.verify(text=r"Let $z \in \mathbb{R}^n$." + f"\n\n$${claim}$$\n").claims
    assert name_of(found.verdict) == expected


@pytest.mark.parametrize(
    ("given", "claim", "expected"),
    [
        (r"$s = \tanh(z)$", r"\frac{\partial s}{\partial z} = \operatorname{diag}(1 - s^2)", "proved"),
        (r"$s = \tanh(z)$", r"\frac{\partial s}{\partial z} = \operatorname{diag}(1 + s^2)", "refuted"),
        (r"$s = \tanh(z)$ and $L = s^2$", r"\frac{\partial L}{\partial s} = 2 s", "undecided"),
    ],
)
def test_what_fails_for_the_entries_alone_stays_open(given: str, claim: str, expected: str) -> None:
    text = rf"Let $z \in \mathbb{{R}}^n$. With {given}," + f"\n$${claim}$$\n"
    (found,) = (c for c in symnn.verify(text=text).claims if c.kind == "derivative")
    assert name_of(found.verdict) == expected

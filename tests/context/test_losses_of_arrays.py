"""Derivatives of a loss, written as a sum over entries, by an array that the document defines."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

LOSS = r"L = \frac12 \sum_i (a_i - y_i)^2"
LETS = (
    rf"Let $z, y \in \mathbb{{R}}^n$, $a = \sigma(z)$ and the loss ${LOSS}$.",
    r"Let $z, y \in \mathbb{R}^n$." + "\n\n" + rf"$$a = \sigma(z)$$ $${LOSS}$$",
    rf"设 $z, y \in \mathbb{{R}}^n$，$a = \sigma(z)$，损失 ${LOSS}$。",
)


@pytest.mark.parametrize("let", LETS)
@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L}{\partial a} = a - y", "proved"),
        (r"\frac{\partial L}{\partial a} = y - a", "refuted"),
        (r"\frac{\partial L}{\partial z} = (a - y) \odot \sigma'(z)", "proved"),
        (r"\frac{\partial L}{\partial z} = (y - a) \odot \sigma'(z)", "refuted"),
    ],
)
def test_a_loss_of_entries_is_a_function_of_the_array(let: str, claim: str, expected: str) -> None:
    (found,) = symnn.verify(text=f"{let}\n\nThen ${claim}$.\n").claims
    assert name_of(found.verdict) == expected


def test_entries_of_another_layer_are_no_entries_of_the_array() -> None:
    loss = r"$$L = \frac12 \sum_i (a_i^{(2)} - y_i)^2$$"
    text = r"Let $z, y \in \mathbb{R}^n$ and $a = \sigma(z)$." + f"\n\n{loss}\n\n"
    (found,) = symnn.verify(text=text + r"$$\frac{\partial L}{\partial a} = a - y$$" + "\n").claims
    assert name_of(found.verdict) == "undecided"

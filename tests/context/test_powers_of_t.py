"""A letter T as exponent: a transpose of arrays, a power of numbers, unreadable where it may be either."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "words",
    [
        r"Let $q \in (0,1)$ and $T \in \mathbb{N}$.",
        r"Let $0 < q < 1$ and $T \in \mathbb{N}$.",
        r"Let $q \in (0,1)$ and let $T$ be the number of steps.",
    ],
)
def test_numbers_have_powers(words):
    assert verdicts(rf"{words} Then $q^T q = q^{{T+1}}$ and $(q^T)^2 = q^{{2T}}$.") == ["proved", "proved"]
    assert verdicts(rf"{words} Then $q^T q = q^T$ and $q^T q = q^2$.") == ["refuted", "refuted"]


def test_a_formula_in_which_t_counts_is_about_powers():
    assert verdicts(r"Let $0 < q < 1$. Then $q^T q = q^{T+1}$.") == ["proved"]
    assert verdicts(r"Let $0 < q < 1$. Then $q^T q = q^{T+2}$.") == ["refuted"]


@pytest.mark.parametrize(
    "text",
    [
        r"Let $a > 0$. Then $a^{T} a = a^2$.",
        r"Let $a > 0$ and $b > 0$. Then $(ab)^T = a^T b^T$.",
        r"Let $x \in \mathbb{R}$. Then $x^T x = x^2$.",
        r"Let $W \in \mathbb{R}^{n \times n}$ and $T \in \mathbb{N}$. Then $W^T W = W^{T+1}$.",
    ],
)
def test_what_may_be_either_is_not_read(text):
    assert verdicts(text) == ["unreadable"]


def test_arrays_are_transposed():
    assert verdicts(r"Let $x \in \mathbb{R}^n$. Then $x^T x = \|x\|^2$.") == ["proved"]
    assert verdicts(r"Then $(A B)^T = B^T A^T$.") == ["proved"]
    assert verdicts(r"Let $x, y \in \mathbb{R}^n$, $x > 0$. Then $x^T y = y^T x$.") == ["proved"]


def test_only_top_transposes_where_that_is_set():
    front = "---\nsymnn:\n  transpose: top\n---\n"
    assert verdicts(front + r"Let $q > 0$. Then $q^T q = q^{T+1}$ and $q^{-T} q^T = 1$.") == ["proved", "proved"]
    assert verdicts(front + r"Let $q > 0$. Then $q^T q = q^2$.") == ["refuted"]
    assert verdicts(front + r"Let $x \in \mathbb{R}^n$. Then $x^\top x = \|x\|^2$.") == ["proved"]
    assert verdicts(front + r"Let $x \in \mathbb{R}^n$. Then $x^T x = \|x\|^2$.") != ["proved"]

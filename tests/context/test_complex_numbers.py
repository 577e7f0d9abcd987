"""Claims about complex numbers are left open, true or false; an i that is an index or a number is none of them."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"Let $i$ be the imaginary unit. Then $(1+i)^2 = 2i$.",
        r"Let $i$ be the imaginary unit. Then $i^2 = i \cdot i$.",
        r"$e^{i\varphi} = \cos\varphi + i\sin\varphi$",
        r"$e^{i\varphi} = \cos\varphi - i\sin\varphi$",
        r"$e^{i\pi} + 1 = 0$",
        r"$e^{2 \pi i x} e^{-2 \pi i x} = 1$",
        r"Let $j = \sqrt{-1}$. Then $e^{j t} = \cos t + j \sin t$.",
        r"For complex $z$: $|z|^2 = z\bar z$.",
        r"For complex $z$: $\sqrt{z^2} = |z|$.",
        r"Let $z \in \mathbb{C}$. Then $\sqrt{z^2} = |z|$.",
        r"For all complex numbers we have $|z|^2 = z\bar z$.",
        r"设 $i$ 为虚数单位。$(1+i)^2 = 2i$。",
        r"对复数 $z$，$|z|^2 = z \bar z$。",
    ],
)
def test_complex_numbers_are_not_decided(text):
    assert set(verdicts(text)) == {"undecided"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Let $x \in \mathbb{R}^n$. Then $\sum_{i=1}^n x_i = \mathbf{1}^\top x$.", ["proved"]),
        (r"Let $x \in \mathbb{R}^n$. Then $\sum_{i=1}^n x_i = 2 \mathbf{1}^\top x$.", ["refuted"]),
        (r"Let $r > 0$. Then $r^{i} r = r^{i+1}$.", ["proved"]),
        (r"Let $i \in \mathbb{N}$. Then $e^{i x} e^{x} = e^{(i+1) x}$.", ["proved"]),
        (r"In a more complex $f$ we have $(x+1)^2 = x^2 + 2x + 2$.", ["refuted"]),
        (r"The complex step: $(x+1)^2 = x^2 + 2x + 1$.", ["proved"]),
        ("# One\n\nLet $z \\in \\mathbb{C}$.\n\n# Two\n\n$\\sqrt{z^2} = |z|$", ["proved"]),
    ],
)
def test_other_names_are_real(text, expected):
    assert verdicts(text) == expected

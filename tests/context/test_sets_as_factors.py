"""A set behind an array: the sign ∈ is lost."""

from __future__ import annotations

import pytest

import symnn


@pytest.mark.parametrize(
    ("formula", "codes"),
    [
        (r"u = \begin{pmatrix} a \\ b \end{pmatrix} \mathbb{R}^2", ["E408"]),
        (r"u = [a, b] \mathbb{R}^2", ["E408"]),
        (r"u = \begin{pmatrix} a \\ b \end{pmatrix} \in \mathbb{R}^2", []),
        (r"V = A \mathbb{R}^n", []),  # the image of A
        (r"V = \mathbb{R}^2 \times \mathbb{R}^n", []),
    ],
)
def test_a_set_is_no_factor_of_an_array(formula: str, codes: list[str]) -> None:
    assert [f.code for f in symnn.verify(text=f"$${formula}$$\n").findings if f.severity == "error"] == codes

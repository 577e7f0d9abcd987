"""Notation with two readings is not decided by one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"""<!-- @let -->
Let $A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$, $\lambda \in \mathbb{R}$.

<!-- @claim c -->
"""


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\|A\|^2 = \operatorname{tr}(A^{\top} A)", "undecided"),  # Frobenius or spectral
        (r"\|A\|_F^2 = \operatorname{tr}(A^{\top} A)", "proved"),
        (r"\|x\|^2 = x^{\top} x", "proved"),
        (r"(A - \lambda) x = A x - \lambda x", "undecided"),  # to each entry, or to the diagonal
        (r"(A - \lambda I) x = A x - \lambda x", "proved"),
        (r"A^{-1} A = I", "proved"),
        (r"(A + I) x = A x", "refuted"),
    ],
)
def test_each_formula_has_the_verdict_of_its_only_reading(tmp_path: Path, formula: str, expected: str) -> None:
    path = tmp_path / "c.md"
    path.write_text(f"{LET}```math\n{formula}\n```\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    assert name_of(found.verdict) == expected


def test_a_declared_name_is_not_the_identity(tmp_path: Path) -> None:
    path = tmp_path / "c.md"
    text = LET.replace(r"$\lambda \in", r"$I \in \mathbb{R}^{n \times n}$, $\lambda \in")
    path.write_text(text + "```math\n(A + I) x = A x + x\n```\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    assert name_of(found.verdict) == "refuted"

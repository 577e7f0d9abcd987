"""A name without a declared shape is not taken for a number where it may be an array."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Undecided


@pytest.mark.parametrize(
    "formula",
    [
        r"\mathbf{A} \mathbf{B} = \mathbf{B} \mathbf{A}",
        r"\mathbf{u}^\top \mathbf{v} = \sum_{d=1}^D u_d v_d",
        r"\operatorname{diag}(\mathbf{A}) = \operatorname{diag}(a)",
        r"A^{\top} = A",
        r"\Sigma = \frac{1}{N} \sum_{n=1}^N (\mathbf{x}_n - \mathbf{m}) (\mathbf{x}_n - \mathbf{m})^{\top}",
    ],
)
def test_undeclared_arrays_are_left_undecided(formula: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"We have\n\n$$\n{formula}\n$$\n", encoding="utf-8")
    report = verify([str(path)], Options(jobs=1))
    assert not [f for f in report.findings if f.severity == "error"]
    assert all(isinstance(c.verdict, Undecided) for c in report.claims)


def test_a_formula_about_a_point_that_is_said_to_exist_is_not_refuted(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "Let $f(x) = x^3$. Then\n\n$$f(b) = f(a) + (b - a) f'(\\xi)$$\n\nfor some $\\xi$ between $a$ and $b$.\n",
        encoding="utf-8",
    )
    report = verify([str(path)], Options(jobs=1))
    assert not [f for f in report.findings if f.severity == "error"]

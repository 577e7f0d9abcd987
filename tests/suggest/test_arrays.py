"""Slips with matrices: what was meant is offered, and it is proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify

LET = r"""<!-- @let -->
Let $W \in \mathbb{R}^{m \times n}$, $A \in \mathbb{R}^{n \times n}$, $B \in \mathbb{R}^{n \times n}$,
$x \in \mathbb{R}^{n}$, $b \in \mathbb{R}^{m}$, $\ell$ a differentiable scalar function, $f$ differentiable, applied
elementwise.

<!-- @claim slip -->
"""
SLIPS = [
    (r"\frac{\partial}{\partial x} \left[ \ell(W x + b) \right] = W \nabla\ell(W x + b)", r"W^{\top} \nabla\ell"),
    (r"\frac{\partial}{\partial b} \left[ \ell(f(W x + b)) \right] = f'(W x + b) \nabla\ell(f(W x + b))", r"\odot"),
    (r"\frac{\partial}{\partial x} \left[ x^{\top} x \right] = x", r"2 x"),
    (r"(A B)^{\top} = A^{\top} B^{\top}", r"B^{\top} A^{\top}"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "meant"), SLIPS)
def test_the_formula_that_was_meant_is_offered(formula: str, meant: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{LET}$${formula}$$\n", encoding="utf-8")
    [finding] = [f for f in verify([str(path)], Options(jobs=1)).findings if f.severity == "error"]
    assert finding.suggestion is not None
    assert meant in finding.suggestion
    assert "(proved)" in finding.suggestion


def test_nothing_is_offered_where_one_edit_does_not_help(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{LET}$$A B x = W^{{\\top}} b + A x$$\n", encoding="utf-8")
    [finding] = [f for f in verify([str(path)], Options(jobs=1)).findings if f.severity == "error"]
    assert finding.suggestion is None


def test_no_transpose_of_a_transpose_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    formula = r"\frac{\partial}{\partial x} \left[ b^{\top} W x \right] = W b^{\top}"
    other = r"\frac{\partial}{\partial x} \left[ x^{\top} A^{\top} x \right] = A^{\top} x + A^{\top} x"
    for text in (formula, other):
        path.write_text(f"{LET}$${text}$$\n", encoding="utf-8")
        for finding in verify([str(path)], Options(jobs=1)).findings:
            assert finding.suggestion is None or r"^{\top} \right)^{\top}" not in finding.suggestion
            assert finding.suggestion is None or r"^{\top}}^{\top}" not in finding.suggestion

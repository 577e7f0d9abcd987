"""Inequalities between expressions of vectors and matrices."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"""<!-- @let -->
Let $X \in \mathbb{R}^{N \times d}$, $v \in \mathbb{R}^{d}$, $w \in \mathbb{R}^{d}$, $\lambda > 0$,
$u \in (0, \infty)^{d}$.

<!-- @claim a -->
"""


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        (r"v^{\top} X^{\top} X v \ge 0", "proved"),
        (r"0 \le v^{\top} X^{\top} X v + \lambda v^{\top} v", "proved"),
        (r"\left\lVert v \right\rVert \ge 0", "proved"),
        (r"\left\lVert v \right\rVert^{2} + \lambda > 0", "proved"),
        (r"u^{\top} u > 0", "proved"),
        (r"\left\lVert v - w \right\rVert^{2} \ge 0", "undecided"),  # not a sum of squares once it is expanded
        (r"v^{\top} v > 0", "refuted"),
        (r"v^{\top} w \ge 0", "refuted"),
        (r"v^{\top} X^{\top} X w \ge 0", "refuted"),
        (r"v^{\top} v - w^{\top} w \ge 0", "refuted"),
        (r"v^{\top} v \le \lambda", "refuted"),
        (r"v^{\top} w \le \left\lVert v \right\rVert \left\lVert w \right\rVert", "undecided"),
    ],
)
def test_signs_of_sums(formula: str, wanted: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{LET}$$\n{formula}\n$$\n", encoding="utf-8")
    assert name_of(verify([str(path)], Options(jobs=1)).claims[-1].verdict) == wanted

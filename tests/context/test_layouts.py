"""The layout of derivatives, as a document says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"""<!-- @let -->
Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^{n}$.

<!-- @claim c -->
```math
\frac{\partial}{\partial x} \left[ A x \right] = SIDE
```
"""


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("", "A"),
        ("We use the denominator layout throughout.", r"A^{\top}"),
        ("> 这里矩阵微分采用的是分母布局，即一个列向量关于标量的偏导数是行向量。", r"A^{\top}"),
        ("## Denominator layout", r"A^{\top}"),
        ("<!-- @layout denominator -->", r"A^{\top}"),
        ("We use the numerator layout.", "A"),
        ("采用分子布局。", "A"),
        ("Some authors use the denominator layout.", "A"),
        ("We do not use the denominator layout.", "A"),
        ("In numerator layout it is this, in denominator layout its transpose.", "A"),
        ("# First\n\nWe use the denominator layout.\n\n# Second", "A"),
    ],
)
def test_derivatives_have_the_layout_that_the_section_names(tmp_path: Path, words: str, side: str) -> None:
    path = tmp_path / "c.md"
    for written, expected in ((side, "proved"), ({"A": r"A^{\top}"}.get(side, "A"), "refuted")):
        path.write_text(f"{words}\n\n{LET.replace('SIDE', written)}", encoding="utf-8")
        (found,) = verify([str(path)], Options(jobs=1)).claims
        assert name_of(found.verdict) == expected

"""Gradients and differentials before a product: they act on all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"""Let $x, c, w \in \mathbb{R}^n$, $b \in \mathbb{R}^m$, $y \in \mathbb{R}$, $A \in \mathbb{R}^{n \times n}$ and
$B \in \mathbb{R}^{m \times n}$.
"""


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\nabla_x x^\top A x = (A + A^\top) x", "proved"),
        (r"\nabla_x x^\top A x = 2 A x", "refuted"),
        (r"\nabla_x \|x-c\|^2 = 2 (x-c)", "proved"),
        (r"\nabla_x \|x-c\|^2 = x-c", "refuted"),
        (r"\nabla_x \|Bx-b\|_2^2 = 2 B^\top (Bx-b)", "proved"),
        (r"\nabla_x \|Bx-b\|_2^2 = B^\top (Bx-b)", "refuted"),
        (r"\nabla_w (w^\top x - y)^2 = 2 (w^\top x - y) x", "proved"),
        (r"\nabla_w (w^\top x - y)^2 = 2 (w^\top x - y) w", "refuted"),
        (r"\nabla_w xx^\top w = xx^\top", "proved"),
        (r"\nabla_w xx^\top w = 2 xx^\top", "refuted"),
        (r"\nabla_x B x = B", "proved"),
        (r"\nabla_x B x = B^\top", "conditional"),  # on the layout, which is not named
        (r"\nabla_x B x = 2 B^\top", "refuted"),
        (r"\frac{d(x^\top A x)}{dx} = (A + A^\top) x", "proved"),
        (r"\frac{d(x^\top A x)}{dx} = (A - A^\top) x", "refuted"),
        (r"\frac{d\,\|x\|^2}{dx} = 2x", "proved"),
        (r"\nabla_x \|x\|^2 x = 2 x x^\top", "unreadable"),  # of the norm, or of the product
    ],
)
def test_a_gradient_of_a_product_has_the_verdict_of_its_only_reading(
    tmp_path: Path, formula: str, expected: str
) -> None:
    path = tmp_path / "c.md"
    path.write_text(f"{LET}\n$$\n{formula}\n$$\n", encoding="utf-8")
    found = [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]
    assert found == [expected]

r"""``\nabla f(x)^\top d``: the gradient as a row where f(x) is a number; doubtful where it is an array."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"""Let $A \in \mathbb{R}^{n\times n}$, $b, c, d, y \in \mathbb{R}^n$, $\lambda \in \mathbb{R}$ and
$f(x) = \frac12 x^\top A x - b^\top x + 3$ for $x \in \mathbb{R}^n$. Let $g(w) = \|A w - b\|^2 + \lambda w^\top w$ and
$h(w) = \log(1 + e^{-w^\top b})$ and $J(w) = (Aw)^\top (w - c)$ and $\phi(w) = A w$ and $F(w) = w w^\top b$ with
$w \in \mathbb{R}^n$. Let $q: \mathbb{R}^n \to \mathbb{R}^m$ and $p: \mathbb{R}^n \to \mathbb{R}$ be differentiable.
"""


def verdicts(path: Path, formula: str) -> list[str]:
    path.write_text(f"{LET}\n$$\n{formula}\n$$\n", encoding="utf-8")
    return [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\nabla f(x)^\top d = \frac12 d^\top (A + A^\top) x - b^\top d", "proved"),
        (r"\nabla f(x)^\top d = d^\top A x - b^\top d", "refuted"),
        (r"\nabla g(w)^\top d = 2 (A w - b)^\top A d + 2\lambda w^\top d", "proved"),
        (r"\nabla g(w)^\top d = 2 (A w - b)^\top d + 2\lambda w^\top d", "refuted"),
        (r"\nabla h(w)^\top d = -\frac{b^\top d}{1 + e^{w^\top b}}", "proved"),
        (r"\nabla h(w)^\top d = \frac{b^\top d}{1 + e^{w^\top b}}", "refuted"),
        (r"\nabla J(w)^\top d = w^\top A^\top d + (w-c)^\top A d", "proved"),
        (r"\nabla J(w)^T \nabla J(w) = \|A w + A^\top (w - c)\|^2", "proved"),
        (r"\nabla J(w)^T \nabla J(w) = \|A w + A (w - c)\|^2", "refuted"),
        (r"\nabla f(c)^\top (y - c) = (\frac12(A + A^\top) c - b)^\top (y - c)", "proved"),
        (r"\nabla f(c)^\top (y - c) = (\frac12(A + A^\top) c - b)^\top (y + c)", "refuted"),
        (r"f(x + d) = f(x) + \nabla f(x)^\top d + \frac12 d^\top \nabla^2 f(x) d", "proved"),
        (r"f(x + d) = f(x) + \nabla f(x)^\top d + d^\top \nabla^2 f(x) d", "refuted"),
        (r"\nabla p(x)^\top d = d^\top \nabla p(x)", "proved"),
        (r"\nabla f(x)^\top d < 0", "undecided"),  # what d satisfies
        (r"\nabla \phi(w)^\top d = A d", "unreadable"),  # of an array: ∇(φᵀ), or (∇φ)ᵀ
        (r"\nabla \phi(w)^\top d = A^\top d", "unreadable"),
        (r"\nabla F(w)^\top d = (b^\top w) d + b (w^\top d)", "unreadable"),
        (r"\nabla q(x)^\top d = d^\top \nabla q(x)", "unreadable"),
    ],
)
def test_the_gradient_as_a_row(tmp_path: Path, formula: str, expected: str) -> None:
    assert verdicts(tmp_path / "c.md", formula) == [expected]

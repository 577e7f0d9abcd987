"""Derivatives of a function of the document, at its argument and at a point; what a point only has to satisfy."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"""Let $A \in \mathbb{R}^{n\times n}$, $b, x_0, d \in \mathbb{R}^n$. Define $f(x) = x^\top A x + b^\top x$ for
$x \in \mathbb{R}^n$, and $g(w) = b^\top w$, $h(u, v) = u^\top v$ for $w, u, v \in \mathbb{R}^n$ and
$\lambda \in \mathbb{R}$.
"""
NUMBERS = r"""Let $f(x) = x^2 - 2x$ for $x \in \mathbb{R}$, and $x_0, s \in \mathbb{R}$.
"""


def verdicts(path: Path, let: str, formula: str) -> list[str]:
    path.write_text(f"{let}\n$$\n{formula}\n$$\n", encoding="utf-8")
    return [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\nabla f(x) = (A + A^\top) x + b", "proved"),
        (r"\nabla f(x) = 2 A x + b", "refuted"),
        (r"\nabla f = (A + A^\top) x + b", "proved"),
        (r"\nabla f(x_0) = (A + A^\top) x_0 + b", "proved"),
        (r"\nabla f(x_0) = (A + A^\top) x_0", "refuted"),
        (r"\nabla_x f(x_0) = (A + A^\top) x_0 + b", "proved"),  # taken at x_0, and not zero
        (r"\nabla_x f(x_0) = A x_0 + b", "refuted"),
        (r"\nabla f(A d) = (A + A^\top) A d + b", "proved"),
        (r"\nabla f(A d) = A^\top ((A + A^\top) A d + b)", "refuted"),
        (r"\nabla^2 f(x) = A + A^\top", "proved"),
        (r"\nabla^2 f(x_0) = 2 A", "refuted"),
        (r"\frac{\partial f}{\partial x}(x_0) = (A + A^\top) x_0 + b", "proved"),
        (r"\frac{\partial f}{\partial x}(x_0) = 2 A x_0 + b", "refuted"),
        (r"\frac{\partial f(x_0)}{\partial x} = (A + A^\top) x_0 + b", "unreadable"),  # at x_0, or of a constant
        (r"\frac{\partial f(x_0)}{\partial x} = b", "unreadable"),
        (r"\nabla h(x, b) = b", "undecided"),  # by which argument?
        (r"\nabla f(x_0) = 0", "undecided"),  # what x_0 satisfies
        (r"\nabla f(x) = \mathbf{0}", "undecided"),
        (r"\nabla_x f(x) = 0", "undecided"),
        (r"\nabla f(x) = \lambda \nabla g(x)", "undecided"),
        (r"\nabla f(x) = -\lambda x", "undecided"),
        (r"\|\nabla f(x_0)\| \le 3", "undecided"),
        (r"(\nabla f(x_0))^\top d < 0", "undecided"),
    ],
)
def test_a_gradient_of_a_function_of_one_array(tmp_path: Path, formula: str, expected: str) -> None:
    assert verdicts(tmp_path / "c.md", LET, formula) == [expected]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\nabla f(x) = 2x - 2", "proved"),
        (r"\nabla f(x) = 2x", "refuted"),
        (r"\nabla f(3) = 4", "proved"),
        (r"\nabla f(3) = 5", "refuted"),
        (r"\frac{df}{dx}(3) = 4", "proved"),
        (r"\frac{df}{dx}(x_0) = 2 x_0 - 2", "proved"),
        (r"\frac{df}{dx}(x_0) = 2 x_0", "refuted"),
        (r"\frac{d f(s)}{dx} = 0", "unreadable"),
        (r"f'(1) = 0", "proved"),
        (r"f'(2) = 0", "refuted"),
        (r"f'(x_0) = 0", "undecided"),
        (r"f'(x) = 0", "undecided"),
        (r"\frac{df}{dx}(x_0) = 0", "undecided"),
        (r"f'(x) = 0 \quad \text{for } x > 2", "refuted"),
        (r"\tanh'(x) = 0", "refuted"),
    ],
)
def test_a_derivative_of_a_function_of_one_number(tmp_path: Path, formula: str, expected: str) -> None:
    assert verdicts(tmp_path / "c.md", NUMBERS, formula) == [expected]


@pytest.mark.parametrize(("right", "expected"), [(r"2\theta_j", "proved"), (r"3\theta_j", "refuted")])
def test_an_entry_of_the_argument_is_no_point(right: str, expected: str, tmp_path: Path) -> None:
    let = "Let $\\theta \\in \\mathbb{R}^d$ and $J(\\theta) = \\theta^T\\theta$.\n"
    formula = rf"\frac{{\partial J(\theta)}}{{\partial \theta_j}} = {right}"
    assert verdicts(tmp_path / "a.md", let, formula) == [expected]

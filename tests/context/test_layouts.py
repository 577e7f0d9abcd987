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
        ("We don't use denominator layout.", "A"),
        ("We avoid the denominator layout.", "A"),
        ("In contrast to the denominator layout, the Jacobian has a row for each output.", "A"),
        ("Under denominator layout the result would be the transpose.", "A"),
        ("这里没有采用分母布局。", "A"),
        ("Sections in denominator layout say so.", "A"),
        ("Formulas in the denominator layout are marked with a star.", "A"),
        ("与分母布局相反，这里雅可比矩阵的每一行对应一个输出。", "A"),
        ("The denominator layout is used here. Others often use the numerator layout.", r"A^{\top}"),
        ("We use the Hessian formulation.", r"A^{\top}"),
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


@pytest.mark.parametrize(
    "words",
    [
        "This is the transpose of what the denominator layout gives.",
        "Let $J$ be the Jacobian; the denominator layout writes $J^{\\top}$ for it.",
        "We use denominator layout rather than numerator layout.",
        "如果采用分母布局，结果要转置。",
        "## Denominator layout and its history",
    ],
)
def test_where_a_layout_is_only_spoken_of_what_depends_on_it_is_open(tmp_path: Path, words: str) -> None:
    path = tmp_path / "c.md"
    for side, expected in (("A", "undecided"), (r"A^{\top}", "undecided"), ("2 A", "refuted")):
        path.write_text(f"{words}\n\n{LET.replace('SIDE', side)}", encoding="utf-8")
        (found,) = verify([str(path)], Options(jobs=1)).claims
        assert name_of(found.verdict) == expected


@pytest.mark.parametrize(
    ("words", "of", "side", "expected"),
    [
        ("We use the numerator layout.", r"u^{\top} A x", r"u^{\top} A", "proved"),
        ("We use the numerator layout.", r"u^{\top} A x", r"A^{\top} u", "undecided"),
        ("We use the numerator layout.", r"u^{\top} A x", r"2 u^{\top} A", "refuted"),
        ("We use the denominator layout.", r"u^{\top} A x", r"A^{\top} u", "proved"),
        ("We use the denominator layout.", r"u^{\top} A x", r"u^{\top} A", "refuted"),
        ("", r"(A x)^{\top}", r"A", "undecided"),
        ("", r"(A x)^{\top}", r"A^{\top}", "undecided"),
        ("", r"(A x)^{\top}", r"2 A", "refuted"),
        ("", r"(A x)^{\top}", r"- A^{\top}", "refuted"),
        ("We use the denominator layout.", r"(A x)^{\top}", r"A^{\top}", "proved"),
    ],
)  # fmt: skip
def test_rows_have_two_readings_unless_the_layout_settles_it(
    tmp_path: Path, words: str, of: str, side: str, expected: str
) -> None:
    path = tmp_path / "c.md"
    claim = rf"\frac{{\partial}}{{\partial x}} \left[ {of} \right] = {side}"
    let = LET.replace(r"$x \in", r"$u \in \mathbb{R}^{m}$, $x \in")
    path.write_text(words + "\n\n" + let.split("```math")[0] + f"```math\n{claim}\n```\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    assert name_of(found.verdict) == expected


@pytest.mark.parametrize(
    ("words", "formula", "expected"),
    [
        ("We use the numerator layout.", r"\frac{\partial L}{\partial a} = a^{\top}", "proved"),
        ("We use the numerator layout.", r"\frac{\partial L}{\partial x} = (a \odot \sigma'(z))^{\top} A", "proved"),
        ("We use the numerator layout.", r"\frac{\partial L}{\partial A} = x (a \odot \sigma'(z))^{\top}", "proved"),
        ("We use the numerator layout.", r"\frac{\partial L}{\partial a} = 2 a^{\top}", "refuted"),
        ("We use the numerator layout.", r"\frac{\partial L}{\partial x} = A^{\top} (a \odot \sigma'(z))", "undecided"),
        ("", r"\frac{\partial L}{\partial a} = a^{\top}", "undecided"),
        ("", r"\frac{\partial L}{\partial a} = -a^{\top}", "refuted"),
        ("", r"\frac{\partial z}{\partial x} = A^{\top}", "conditional"),
        ("", r"\frac{\partial z}{\partial x} = 2 A^{\top}", "refuted"),
        ("We use the numerator layout.", r"\frac{\partial z}{\partial x} = A^{\top}", "refuted"),
        ("We use the numerator layout.", r"\frac{\partial z}{\partial x} = A", "proved"),
        ("We use the denominator layout.", r"\frac{\partial z}{\partial x} = A", "refuted"),
        ("We use the denominator layout.", r"\frac{\partial z}{\partial x} = A^{\top}", "proved"),
    ],
)  # fmt: skip
def test_the_derivative_of_a_number_is_a_row_where_the_text_names_numerator_layout(
    tmp_path: Path, words: str, formula: str, expected: str
) -> None:
    """L = ½‖σ(Ax)‖²; plain sentences, no tags."""
    path = tmp_path / "c.md"
    let = r"Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^{n}$."
    net = ("$$z = A x$$", r"$$a = \sigma(z)$$", r"$$L = \frac12 \|a\|^2$$", f"$${formula}$$")
    path.write_text("\n\n".join((f"{words} {let}", *net)) + "\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    assert name_of(found.verdict) == expected


ROW, COLUMN = r"2 x^\top", "2 x"


@pytest.mark.parametrize(
    ("words", "of", "row", "column"),
    [
        ("We use the numerator layout: derivatives are row vectors.", "partial", "proved", "undecided"),
        ("We use the numerator layout: derivatives are row vectors.", "nabla", "proved", "undecided"),
        ("We use the numerator layout.", "partial", "proved", "undecided"),
        ("We use the numerator layout.", "nabla", "undecided", "proved"),
        ("We follow the Jacobian convention.", "partial", "proved", "undecided"),
        ("本文采用分子布局。", "partial", "proved", "undecided"),
        ("这里梯度写成行向量。", "nabla", "proved", "undecided"),
        ("Gradients are row vectors here.", "nabla", "proved", "undecided"),
        ("Gradients are row vectors here.", "partial", "proved", "undecided"),
        ("All derivatives use the numerator (Jacobian) layout.", "partial", "proved", "undecided"),
        (r"Here $\partial f / \partial x$ denotes a row vector.", "partial", "proved", "undecided"),
        (r"The derivative $\partial f / \partial x$ is a $1 \times n$ row.", "partial", "proved", "undecided"),
        (r"Derivatives are $1 \times n$.", "partial", "proved", "undecided"),
        ("The derivative of a row of $W$ is a column.", "nabla", "refuted", "proved"),
        ("We treat the gradient as a row.", "nabla", "proved", "undecided"),
        ("Some authors write gradients as row vectors.", "nabla", "undecided", "undecided"),
        ("We use the numerator layout for Jacobians.", "partial", "undecided", "proved"),
        ("We use the numerator layout; the gradient of a number has the shape of its variable.", "partial",
         "undecided", "proved"),
        ("Each row of the Jacobian is the gradient of one output.", "nabla", "refuted", "proved"),
        ("Gradients are column vectors.", "nabla", "refuted", "proved"),
        ("# Notation\n\nWe use the numerator layout.\n\n# Losses", "partial", "proved", "undecided"),
        ("# A\n\nThroughout this note gradients are row vectors.\n\n# B", "nabla", "proved", "undecided"),
    ],
)  # fmt: skip
def test_gradients_are_rows_where_the_text_says_so(tmp_path: Path, words: str, of: str, row: str, column: str) -> None:
    """∂‖x‖²/∂x and ∇‖x‖² as 2xᵀ and as 2x."""
    path = tmp_path / "c.md"
    left = r"\partial \|x\|^2 / \partial x" if of == "partial" else r"\nabla_x \|x\|^2"
    for side, expected in ((ROW, row), (COLUMN, column)):
        path.write_text(f"{words}\n\nLet $x \\in \\mathbb{{R}}^n$. Then $${left} = {side}.$$\n", encoding="utf-8")
        (found,) = verify([str(path)], Options(jobs=1)).claims
        assert name_of(found.verdict) == expected


def test_rows_go_through_the_chain_rule_in_numerator_layout(tmp_path: Path) -> None:
    """L = ‖z‖², z = Ax: ∂L/∂x = ∂L/∂z · ∂z/∂x = 2zᵀA, row by matrix; half of it is wrong in every layout."""
    path = tmp_path / "c.md"
    let = r"We use numerator layout, $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $z = A x$, $L = \|z\|^2$."
    slope = r"\frac{\partial L}{\partial x}"
    rows = (
        (r"\frac{\partial L}{\partial z} \frac{\partial z}{\partial x}", "proved"), (r"2 z^\top A", "proved"),
        (r"2 A^\top z", "undecided"), (r"z^\top A", "refuted"), (r"A^\top z", "refuted"),
    )  # fmt: skip
    for side, expected in rows:
        path.write_text(f"{let}\n\n$${slope} = {side}.$$\n", encoding="utf-8")
        found = verify([str(path)], Options(jobs=1)).claims[-1]
        assert name_of(found.verdict) == expected

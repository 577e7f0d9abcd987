"""N424: one section declares a name with two shapes; sections, theorems, items and words that say so are left alone."""

from __future__ import annotations

import pytest

from symnn.context import understand
from symnn.document import parse

LET = "# A\n\nLet $x \\in \\mathbb{R}^n$ and $W \\in \\mathbb{R}^{m \\times n}$.\n\n"


def told(text: str, name: str = "a.md") -> list[tuple[int, str]]:
    found = understand(parse(text, name)).findings
    return [(f.location.line, f.message) for f in found if f.code == "N424"]


@pytest.mark.parametrize(
    "again",
    [
        "The weights $W \\in \\mathbb{R}^{n \\times m}$ are zero.",
        "The weights $W \\in \\mathbb{R}^{m \\times n \\times k}$ are zero.",
        "The input $x \\in \\mathbb{R}^{m \\times n}$.",
        "With $x \\in \\mathbb{R}^d$, $y = x$.",
        "<!-- @let -->\nLet $x \\in \\mathbb{R}^{d}$.",
        "The weights\n\n$$\nW \\in \\mathbb{R}^{3 \\times n}\n$$",
    ],
)
def test_another_shape_in_the_same_section_is_told_with_the_line_of_the_first(again):
    (one,) = told(LET + again + "\n")
    assert one[0] >= 5
    assert "in line 3" in one[1]


@pytest.mark.parametrize(
    "again",
    [
        "The weights $W \\in \\mathbb{R}^{m \\times n}$ are zero.",
        "The input $x \\in \\mathbb{R}^{n \\times 1}$ is a column.",
        "The input $x \\in \\mathbb{R}^{1 \\times n}$ is a row.",
        "The entry $x_i \\in \\mathbb{R}$, $W_i \\in \\mathbb{R}^n$.",
        "Now let $x \\in \\mathbb{R}^d$.",
        "If $x \\in \\mathbb{R}^d$, then $x = x$.",
        "For the transposed weights $W \\in \\mathbb{R}^{n \\times m}$.",
        "In a batch, $x \\in \\mathbb{R}^{b \\times n}$.",
        "# B\n\nLet $x \\in \\mathbb{R}^d$.",
        "## B\n\nLet $x \\in \\mathbb{R}^d$.",
        "::: {#thm-a}\nLet $x \\in \\mathbb{R}^d$.\n:::",
        "- Let $x \\in \\mathbb{R}^d$.\n- Let $x \\in \\mathbb{R}^k$.",
        "Let $\\hat{x} \\in \\mathbb{R}^d$, $\\mathbf{x} \\in \\mathbb{R}^d$, $X \\in \\mathbb{R}^d$.",
        "Here $x \\in \\mathbb{R}$.",
    ],
)
def test_what_is_renewed_or_the_same_is_not_told(again):
    assert told(LET + again + "\n") == []


def test_a_theorem_of_latex_renews_its_names():
    text = "Let $x \\in \\mathbb{R}^n$.\n\\begin{theorem} Let $x \\in \\mathbb{R}^d$. \\end{theorem}\n"
    assert told(text, "a.tex") == []
    assert len(told(text + "The vector $x \\in \\mathbb{R}^m$.\n", "a.tex")) == 1

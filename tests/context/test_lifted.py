"""Words that lift what was put up before a formula: "without symmetry", "in general"."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"Let $A \in \mathbb{R}^{n \times n}$ and $x \in \mathbb{R}^n$. "
FORM = r"\nabla_x x^\top A x"
ONCE, TWICE = rf"${FORM} = 2 A x$", rf"${FORM} = (A + A^\top) x$"
OTHER = rf"${FORM} = 3 A x$"


def last(tmp_path: Path, text: str) -> str:
    path = tmp_path / "a.md"
    path.write_text(text + "\n", encoding="utf-8")
    return name_of(verify([str(path)], Options(jobs=1)).claims[-1].verdict)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rf"{LET}Suppose $A^\top = A$. Then {ONCE}.", "proved"),
        (rf"{LET}Suppose $A^\top = A$. Then {OTHER}.", "refuted"),
        (rf"{LET}Suppose $A^\top = A$. Without symmetry, {ONCE}.", "undecided"),
        (rf"{LET}Suppose $A^\top = A$. Without symmetry, {TWICE}.", "proved"),
        (rf"{LET}Suppose $A^\top = A$. Without symmetry, {OTHER}.", "refuted"),
        (rf"{LET}Suppose $A^\top = A$. In general, {ONCE}.", "undecided"),
        (rf"{LET}Let $A$ be symmetric. Then {ONCE}. In general, {ONCE}.", "undecided"),
        (rf"{LET}Suppose $A^\top = A$. In general, ${FORM} = 2 A x$ is not true. Still {ONCE}.", "proved"),
        (rf"{LET}Without loss of generality $x \ne 0$. Suppose $A^\top = A$. Then {ONCE}.", "proved"),
        (rf"{LET}Suppose $A^\top = A$. Now we lift this restriction. Then {ONCE}.", "undecided"),
        (rf"{LET}Suppose $A^\top = A$. Now we lift this restriction. Then {TWICE}.", "proved"),
        (rf"{LET}假设 $A^\top = A$。则 {ONCE}。", "proved"),
        (rf"{LET}假设 $A^\top = A$。一般地，{ONCE}。", "undecided"),
    ],
)  # fmt: skip
def test_an_assumption_is_not_taken_for_granted_where_words_lift_it(tmp_path: Path, text: str, expected: str) -> None:
    """∇xᵀAx = (A + Aᵀ)x, which is 2Ax for a symmetric A only."""
    assert last(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("With $p = 1 - q$ we get $p + q = 1$.", "proved"),
        ("With $p = 1 - q$ we get $p + q = 1$. So $p^2 + 2 p q + q^2 = 1$.", "proved"),
        ("With $p = 1 - q$ we get $p + q = 1$. In general, $p + q = 1$.", "undecided"),
        ("With $p = 1 - q$ we get $p + q = 1$. In general, $(p + q)^2 = p^2 + 2 p q + q^2$.", "proved"),
        ("Let $p = 1 - q$. Then $p + q = 1$. In general, $p^2 + 2 p q + q^2 = 1$.", "proved"),
        ("In general, with $p = 1 - q$, we get $p + q = 1$.", "proved"),
        (r"With $v = \cos t$, $u = 1 - v$ and $u + v = 1$.", "proved"),
    ],
)  # fmt: skip
def test_in_general_frees_the_names_that_with_gave_a_meaning(tmp_path: Path, text: str, expected: str) -> None:
    assert last(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"With $x = 0$ we get $\sigma(x) = 1/2$.", "proved"),
        (r"With $x = 0$ we get $\sigma(x) = 1/3$.", "refuted"),
        (r"With $x = 0$ we get $\sigma(x) = 1/2$ and in general $\sigma(x) = 1/2$.", "undecided"),
        (r"With $x = 0$ we get $\sigma(x) = 1/2$, and in general $\sigma(x) + \sigma(-x) = 1$.", "proved"),
        (r"Take $a = 1$. Then $a^2 = 1$; in general $a^2 = 1$.", "undecided"),
        (r"当 $x = 0$ 时 $\sigma(x) = 1/2$，一般地 $\sigma(x) = 1/2$。", "undecided"),
    ],
)  # fmt: skip
def test_in_general_is_not_at_the_value_said_before(tmp_path: Path, text: str, expected: str) -> None:
    assert last(tmp_path, text) == expected

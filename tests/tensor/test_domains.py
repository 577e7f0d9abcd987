"""Examples are taken from the domain: no formula is refuted at a point that the document excludes."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Proved, Refuted, Undecided, Verdict

LET = r"""<!-- @let -->
Let $n \in \mathbb{N}$, $a \in \mathbb{R}$, $c \ge 0$, $r \in (-1, 0)$, $q \in (0, 1)$, $x \in \mathbb{R}^{n}$,
$z \in \mathbb{R}^{n}$, $u \in (0, \infty)^{n}$, $y \in \{0, 1\}^{n}$, $P \in [0, 1]^{n \times n}$,
$i \in \{1, \dots, n\}$, $j \in \{1, \dots, n\}$.

```math
s_i := \frac{e^{z_i}}{\sum_{k=1}^{n} e^{z_k}}
```

"""


def verdict(formula: str, tmp_path: Path, condition: str = "") -> Verdict:
    path = tmp_path / "a.md"
    path.write_text(f"{LET}<!-- @claim a -->\n{condition}\n\n$$\n{formula}\n$$\n", encoding="utf-8")
    return verify([str(path)], Options(jobs=1)).claims[-1].verdict


@pytest.mark.parametrize(
    "formula",
    [
        r"\left\lVert c x \right\rVert = c \left\lVert x \right\rVert",
        r"\left\lVert r x \right\rVert = -r \left\lVert x \right\rVert",
        r"\left\lVert (1-q) x \right\rVert = (1-q) \left\lVert x \right\rVert",
        r"\sum_{k=1}^{n} y_k^2 = \sum_{k=1}^{n} y_k",
    ],
)
def test_a_formula_that_holds_on_its_domain_is_not_refuted(formula: str, tmp_path: Path) -> None:
    assert not isinstance(verdict(formula, tmp_path), Refuted)


@pytest.mark.parametrize(
    "formula",
    [
        r"\left\lVert q x \right\rVert = q \left\lVert x \right\rVert",
        r"\sum_{k=1}^{n} \sqrt{u_k^2} = \sum_{k=1}^{n} u_k",
        r"\sqrt{u_i^2} = u_i",
    ],
)
def test_a_positive_domain_is_used(formula: str, tmp_path: Path) -> None:
    assert isinstance(verdict(formula, tmp_path), Proved)


@pytest.mark.parametrize(
    "formula",
    [
        r"\left\lVert r x \right\rVert = r \left\lVert x \right\rVert",
        r"\sum_{k=1}^{n} y_k^2 = 2 \sum_{k=1}^{n} y_k",
        r"\sum_{k=1}^{n} \sqrt{x_k^2} = \sum_{k=1}^{n} x_k",
        r"P P = P",
    ],
)
def test_a_formula_that_fails_on_its_domain_is_refuted(formula: str, tmp_path: Path) -> None:
    assert isinstance(verdict(formula, tmp_path), Refuted)


def test_the_softmax_derivative_off_the_diagonal_is_proved(tmp_path: Path) -> None:
    formula = r"\frac{\partial s_i}{\partial z_j} = -s_i s_j"
    assert isinstance(verdict(formula, tmp_path, r"For $i \ne j$,"), Proved)
    assert isinstance(verdict(formula, tmp_path), Refuted)
    assert isinstance(verdict(formula.replace("-s_i", "s_i"), tmp_path, r"For $i \ne j$,"), Refuted)


def test_the_softmax_derivative_on_the_diagonal_is_proved(tmp_path: Path) -> None:
    formula = r"\frac{\partial s_i}{\partial z_j} = s_i (1 - s_i)"
    assert isinstance(verdict(formula, tmp_path, "For $i = j$,"), Proved)
    assert isinstance(verdict(formula, tmp_path, r"For $i \ne j$,"), Refuted)


def test_an_inequality_between_names_limits_the_examples(tmp_path: Path) -> None:
    formula = r"\left\lVert (a - q) x \right\rVert = (a - q) \left\lVert x \right\rVert"
    assert isinstance(verdict(formula, tmp_path, "For $a > q$,"), Undecided)
    assert isinstance(verdict(formula, tmp_path, "For $a < q$,"), Refuted)

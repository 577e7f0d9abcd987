"""Formulas of arrays with two readings are not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = (
    r"Let $n, m \in \mathbb{N}$, $x \in \mathbb{R}^n$, $y \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$,"
    r" $\lambda \in \mathbb{R}$, $f$ differentiable, applied elementwise."
)


def verdict(path: Path, formula: str, lead: str = "") -> str:
    path.write_text(f"<!-- @let -->\n{LET}\n\n<!-- @claim c -->\n{lead}\n\n$$\n{formula}\n$$\n", encoding="utf-8")
    (found,) = verify([str(path)], Options(jobs=1)).claims
    return name_of(found.verdict)


@pytest.mark.parametrize(
    "formula",
    [
        r"\|A\| = \sqrt{\operatorname{tr}(A^\top A)}",
        r"\|A\|^2 = \operatorname{tr}(A^\top A)",
        r"\|A\|_2^2 = \operatorname{tr}(A^\top A)",
        r"\tanh'(A) = 1 - \tanh(A)^2",
        r"f(A)^2 = f(A) \odot f(A)",
        r"x^2 = x^\top x",
        r"x^2 = \|x\|^2",
        r"e^{A} \odot e^{-A} = 1",
        r"1^\top x = x",
        r"1^\top x = \sum_{i=1}^n x_i",
        r"\frac{\partial}{\partial x} 1^\top f(x) = f'(x)",
        r"A^{-1} A = 1",
        r"(A - \lambda) x = A x - \lambda x",
    ],
)
def test_two_readings_are_not_decided(tmp_path: Path, formula: str) -> None:
    assert verdict(tmp_path / "c.md", formula) in ("undecided", "unreadable")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\|A\|_F = \sqrt{\operatorname{tr}(A^\top A)}", "proved"),
        (r"A^2 = A \odot A", "refuted"),
        (r"(A A)^2 = A A A A", "proved"),
        (r"A \odot (1 - A) = A - A \odot A", "proved"),
        (r"A \odot (1 - A) = A", "refuted"),
    ],
)
def test_what_has_one_reading_is_decided(tmp_path: Path, formula: str, expected: str) -> None:
    assert verdict(tmp_path / "c.md", formula) == expected


@pytest.mark.parametrize("lead", [r"For $\sum_{i=1}^{n} y_i = 1$,", r"For $\sum_i y_i = 1$,"])
def test_a_condition_on_the_entries_of_an_array_counts(tmp_path: Path, lead: str) -> None:
    assert verdict(tmp_path / "c.md", r"(\mathbf{1}^\top y) x = x", lead) in ("proved", "undecided")


def test_the_condition_on_a_sum_proves_what_follows_from_it(tmp_path: Path) -> None:
    lead = r"For $\sum_{i=1}^{n} y_i = 1$,"
    assert verdict(tmp_path / "c.md", r"(\mathbf{1}^\top y) x = x", lead) == "proved"
    assert verdict(tmp_path / "c.md", r"(\mathbf{1}^\top y) x = 2 x", lead) == "refuted"

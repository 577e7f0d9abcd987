"""Claims about arrays that were once decided wrongly: what they are is worked out by hand in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Proved, Refuted, Verdict

VECTORS = (
    r"Let $x \in \mathbb{R}^{n}$, $a \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{n}$,"
    r" $\ell$ a differentiable scalar function."
)


def verdict(tmp_path: Path, formula: str, let: str = VECTORS, condition: str = "") -> Verdict:
    path = tmp_path / "a.md"
    path.write_text(f"<!-- @let -->\n{let}\n\n<!-- @claim c -->\n{condition}\n\n$$\n{formula}\n$$\n", encoding="utf-8")
    [claim] = verify([str(path)], Options(jobs=1)).claims
    return claim.verdict


def test_the_derivative_of_a_function_of_a_number_is_not_the_function(tmp_path: Path) -> None:
    wrong = (
        r"\frac{\partial}{\partial x} \left[ \ell\left( a^{\top} x \right) \right] = \ell\left( a^{\top} x \right) a"
    )
    assert isinstance(verdict(tmp_path, wrong), Refuted)
    assert isinstance(verdict(tmp_path, wrong.replace(r"= \ell", r"= \ell'")), Proved)


def test_a_derivative_by_a_name_that_an_assumption_ties_is_not_decided(tmp_path: Path) -> None:
    """The partial derivative of 1ᵀy is 1 also where 1ᵀy = 1 is assumed of the point."""
    formula = r"\frac{\partial}{\partial y} \left[ \mathbf{1}^{\top} y \, x^{\top} x \right] = 0 x"
    found = verdict(tmp_path, formula, condition=r"For $\mathbf{1}^{\top} y = 1$,")
    assert not isinstance(found, Proved | Refuted)


@pytest.mark.parametrize(
    ("let", "condition", "name"),
    [(r"Let $p \in (0,1)$, $x \in \mathbb{R}^{n}$.", "", "p"),
     (r"Let $x \in \mathbb{R}^{n}$, $\lambda \in \mathbb{R}$.", r"For $\lambda \le 1$,", r"\lambda")],
)  # fmt: skip
def test_an_example_lies_in_the_domain_and_satisfies_what_is_assumed(
    tmp_path: Path, let: str, condition: str, name: str
) -> None:
    """√(1 - p)² = 1 - p for p ≤ 1; it fails above 1 only."""
    found = verdict(tmp_path, rf"\sqrt{{(1-{name})^2}} x = (1-{name}) x", let, condition)
    assert not isinstance(found, Refuted)


def test_an_example_inside_the_domain_is_still_found(tmp_path: Path) -> None:
    let = r"Let $p \in (0,1)$, $x \in \mathbb{R}^{n}$."
    assert isinstance(verdict(tmp_path, r"p x = p^2 x", let), Refuted)


def test_a_product_that_fits_only_from_the_right_has_a_meaning(tmp_path: Path) -> None:
    let = r"Let $W \in \mathbb{R}^{m \times k}$, $x \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{n}$."
    assert isinstance(verdict(tmp_path, r"W x^{\top} y = x^{\top} y W", let), Proved)


def test_a_size_that_is_a_sum_is_not_a_size_of_its_own_beside_its_parts(tmp_path: Path) -> None:
    """1ᵀ1 is n + 1 for ones of length n + 1."""
    formula = r"\mathbf{1}_{n+1}^{\top} \mathbf{1}_{n+1} x = (n+1) x"
    assert not isinstance(verdict(tmp_path, formula, r"Let $x \in \mathbb{R}^{n+1}$."), Refuted)


def test_two_indices_are_two_numbers(tmp_path: Path) -> None:
    """Σ i·xᵢ is not (n+1)/2 Σ xᵢ: at x = (1, 0) it is 1, the other 3/2."""
    formula = r"\sum_{i=1}^{n} i x_i = \sum_{i=1}^n \sum_{j=1}^n \frac{j x_i}{n}"
    assert not isinstance(verdict(tmp_path, formula), Proved)


def test_a_size_that_is_a_name_and_one_that_is_a_number_may_be_the_same(tmp_path: Path) -> None:
    let = r"Let $W \in \mathbb{R}^{m \times 3}$, $x \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{m}$."
    assert not isinstance(verdict(tmp_path, r"W x = y", let), Refuted)


def test_a_function_of_arrays_of_two_sizes_is_not_one_value(tmp_path: Path) -> None:
    """An example is ℓ(u) = Σ u: it is m at the ones of length m, n at those of length n."""
    let = r"Let $x \in \mathbb{R}^{n}$, $u \in \mathbb{R}^{m}$, $\ell$ a differentiable scalar function."
    assert not isinstance(verdict(tmp_path, r"\ell(\mathbf{1}_m) x = \ell(\mathbf{1}_n) x", let), Proved)


@pytest.mark.parametrize("body", ["n", "nx_i - nx_i + n", r"\frac{n^2}{n}"])
def test_the_end_of_a_sum_is_the_same_number_in_its_terms(tmp_path: Path, body: str) -> None:
    assert not isinstance(verdict(tmp_path, rf"\sum_{{i=1}}^n {body} = n^2"), Refuted)
    assert not isinstance(verdict(tmp_path, rf"\sum_{{i=1}}^n {body} = n"), Proved)

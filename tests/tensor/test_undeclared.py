"""A name without a declared shape is not taken for a number where it may be an array."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Proved, Refuted, Undecided


@pytest.mark.parametrize(
    "formula",
    [
        r"\mathbf{A} \mathbf{B} = \mathbf{B} \mathbf{A}",
        r"\mathbf{u}^\top \mathbf{v} = \sum_{d=1}^D u_d v_d",
        r"\operatorname{diag}(\mathbf{A}) = \operatorname{diag}(a)",
        r"A^{\top} = A",
        r"\Sigma = \frac{1}{N} \sum_{n=1}^N (\mathbf{x}_n - \mathbf{m}) (\mathbf{x}_n - \mathbf{m})^{\top}",
    ],
)
def test_undeclared_arrays_are_left_undecided(formula: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"We have\n\n$$\n{formula}\n$$\n", encoding="utf-8")
    report = verify([str(path)], Options(jobs=1))
    assert not [f for f in report.findings if f.severity == "error"]
    assert all(isinstance(c.verdict, Undecided) for c in report.claims)


NET = ("Let $x \\in \\mathbb{R}^{n}$ be the input.", "$$z = W x$$", r"$$J = \frac{1}{2} \|z\|^2$$")


def test_a_proof_says_with_which_shape_an_undeclared_name_was_taken(tmp_path: Path) -> None:
    """∂(½‖Wx‖²)/∂W = (Wx)xᵀ for a matrix W; for a number W the right side is no number."""
    path = tmp_path / "a.md"
    path.write_text("\n\n".join((*NET, r"$$\frac{\partial J}{\partial W} = z x^T$$")), encoding="utf-8")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, Proved)
    assert "W array of shape a x n (not declared: it fits)" in claim.assumptions
    assert "real W" not in claim.reading


@pytest.mark.parametrize("right", ["x^T z", "z^T x", "x z^T", r"z \odot x"])
def test_what_holds_for_some_shapes_of_an_undeclared_name_is_left_open(tmp_path: Path, right: str) -> None:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join((*NET, rf"$$\frac{{\partial J}}{{\partial W}} = {right}$$")), encoding="utf-8")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, Undecided)


def test_a_claim_that_is_true_of_matrices_and_of_numbers_is_proved(tmp_path: Path) -> None:
    """tr(Wxcᵀ) = cᵀWx, which is its own transpose."""
    path = tmp_path / "a.md"
    let = r"Let $x \in \mathbb{R}^{n}$, $c \in \mathbb{R}^n$."
    formula = r"$$\operatorname{tr}(W x c^T) = \frac{1}{2} (c^T W x + x^T W^T c)$$"
    path.write_text(f"{let}\n\n{formula}\n", encoding="utf-8")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, Proved)


def test_a_formula_about_a_point_that_is_said_to_exist_is_not_refuted(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "Let $f(x) = x^3$. Then\n\n$$f(b) = f(a) + (b - a) f'(\\xi)$$\n\nfor some $\\xi$ between $a$ and $b$.\n",
        encoding="utf-8",
    )
    report = verify([str(path)], Options(jobs=1))
    assert not [f for f in report.findings if f.severity == "error"]


def test_a_sum_that_leaves_an_entry_out_gives_no_size(tmp_path: Path) -> None:
    """hᵀh = Σ_{i<n} h_i² is wrong of n entries; to n it is said where it holds."""
    path = tmp_path / "a.md"
    path.write_text(
        "$$h^\\top h = \\sum_{i=1}^{n} h_i^2$$\n\n$$h^\\top h = \\sum_{i=1}^{n-1} h_i^2$$\n", encoding="utf-8"
    )
    whole, part = (c.verdict for c in verify([str(path)], Options(jobs=1)).claims)
    assert isinstance(whole, Proved)
    assert whole.defined_where == "where h has n entries"
    assert isinstance(part, Undecided)


SQUARES = (r"Let $X \in \mathbb{R}^{N \times d}$ and $y \in \mathbb{R}^N$.", r"$$J(w) = \frac{1}{2} \|X w - y\|^2$$")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\nabla_w J(w) = X^\top (X w - y)", Proved),
        (r"\nabla_w J(w) = 2 X^\top (X w - y)", Refuted),
        (r"\nabla_w J(w) = X^\top (y - X w)", Refuted),
        (r"\nabla_w J(w) = (X w - y)^\top X", Undecided),  # a row: a question of layouts
        (r"\nabla_w J(w) + \lambda v = X^\top (X w - y)", Undecided),  # v may be anything
    ],
)
def test_a_name_that_fits_in_one_shape_only_has_it(tmp_path: Path, formula: str, expected: type) -> None:
    """X w − y is no vector for a number w, and one for w ∈ ℝ^d only."""
    path = tmp_path / "a.md"
    path.write_text("\n\n".join((*SQUARES, f"$${formula}$$")), encoding="utf-8")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, expected)
    if expected is not Undecided:
        assert "w array of shape d x 1 (not declared: it fits)" in claim.assumptions


@pytest.mark.parametrize(
    ("given", "formula", "expected"),
    [
        (r"f(w) = \frac{1}{2} w^\top A w - b^\top w", r"\nabla^2 f = A", Proved),
        (r"f(w) = \frac{1}{2} w^\top A w - b^\top w", r"\nabla^2 f = 2 A", Undecided),
        (r"f(w) = \frac{1}{2} w^\top A w - b^\top w", r"\nabla f(w) = A w - b", Proved),
        (r"f(w) = \frac{1}{2} w^\top A w - b^\top w", r"\nabla f(w) = A w + b", Undecided),
        (r"f(w) = \frac{1}{2} \|A w\|^2", r"\nabla^2 f = 2 A^\top A", Undecided),
    ],
)
def test_what_has_a_hessian_is_a_number_and_its_variable_a_column(
    tmp_path: Path, given: str, formula: str, expected: type
) -> None:
    path = tmp_path / "a.md"
    let = r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric"
    path.write_text(f"{let} and ${given}$.\n\n$${formula}$$\n", encoding="utf-8")
    *_, claim = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, expected)

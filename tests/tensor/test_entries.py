"""Entries of arrays that a document defines, whatever letter they have: h_i of a hidden state, g_i of a gradient."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import name_of

LET = r"Let $x, u \in \mathbb{R}^{m}$, $W \in \mathbb{R}^{m \times m}$."


def verdicts(tmp_path: Path, *paragraphs: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]


@pytest.mark.parametrize("name", ["h", "f", "g", r"\phi", r"\psi", "a", r"\mathbf{h}", r"\delta"])
def test_the_entries_of_a_defined_vector_are_summed(tmp_path: Path, name: str) -> None:
    """uᵀh = Σ u_i h_i by definition; Σ u_i u_i is another number."""
    defined = rf"$${name} = \tanh(W x)$$"
    right = rf"$$u^{{\top}} {name} = \sum_{{i=1}}^m u_i {name}_i$$"
    wrong = rf"$$u^{{\top}} {name} = \sum_{{i=1}}^m {name}_i {name}_i$$"
    assert verdicts(tmp_path, LET, defined, right, wrong) == ["proved", "refuted"]


def test_a_gradient_may_be_called_g(tmp_path: Path) -> None:
    """L = γ‖Wx‖² is homogeneous of degree 2: xᵀ∇L = 2L."""
    text = (LET, r"$$L = \|W x\|^2$$", r"$$g = \frac{\partial L}{\partial x}$$")
    assert verdicts(tmp_path, *text, r"$$\sum_{i=1}^m g_i x_i = 2 L$$") == ["proved"]
    assert verdicts(tmp_path, *text, r"$$\sum_{i=1}^m g_i x_i = L$$") == ["refuted"]


def test_what_is_centred_sums_to_zero(tmp_path: Path) -> None:
    text = (LET, r"$$\mu = \frac{1}{m} \sum_{i=1}^m x_i$$", r"$$h = x - \mu$$")
    assert verdicts(tmp_path, *text, r"$$\sum_{i=1}^m h_i = 0$$") == ["proved"]


def test_a_bracket_behind_an_entry_is_a_factor(tmp_path: Path) -> None:
    text = (LET, r"$$h = \sigma(W x)$$", r"$$s = u^{\top} h$$")
    slope = r"$$\frac{\partial s}{\partial x_j} = \sum_{i=1}^m u_i h_i (1 - h_i) W_{ij}$$"
    assert verdicts(tmp_path, *text, slope) == ["proved"]
    assert verdicts(tmp_path, *text, slope.replace("1 - h", "1 + h")) == ["refuted"]


def test_plain_entries_of_a_bold_array_are_its_entries(tmp_path: Path) -> None:
    let = r"Let $\mathbf{x} \in \mathbb{R}^m$, $\mathbf{W} \in \mathbb{R}^{k \times m}$, $\mathbf{u} \in \mathbb{R}^k$."
    right = r"$$\mathbf{u}^{\top} \mathbf{W} \mathbf{x} = \sum_{i=1}^k \sum_{j=1}^m u_i W_{ij} x_j$$"
    wrong = r"$$\mathbf{x}^{\top} \mathbf{x} = \sum_{j=1}^m x_j$$"
    assert verdicts(tmp_path, let, right, wrong) == ["proved", "refuted"]


def test_an_array_is_not_applied_in_silence(tmp_path: Path) -> None:
    """h = Wx and then h(x): a function of that name, or a product?"""
    assert verdicts(tmp_path, LET, "$$h = W x$$", r"$$h(x) x^{\top} = W x x^{\top}$$") == ["unreadable"]
    assert verdicts(tmp_path, LET, "$$h = W x$$", "$$h(x) = W x$$", r"$$\frac{\partial h(x)}{\partial x} = W$$") == [
        "proved"
    ]

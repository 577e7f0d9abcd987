"""What a document says of a function: of a number, of an array, of each entry, or only that it is differentiable."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.verdict import Undecided, name_of

SIZES = r"Let $x \in \mathbb{R}^{n}$, $W \in \mathbb{R}^{m \times n}$, $v \in \mathbb{R}^m$"
GRADIENT = r"$$\frac{\partial J}{\partial W} = (v \odot \phi'(z)) x^{\top}$$"
WRONG = r"$$\frac{\partial J}{\partial W} = (v \odot \phi(z)) x^{\top}$$"
LET = "<!-- @let -->\n"


def verdicts(tmp_path: Path, *paragraphs: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return [name_of(c.verdict) for c in verify([str(path)], Options(jobs=1)).claims]


@pytest.mark.parametrize("tag", ["", LET])
@pytest.mark.parametrize(
    "function",
    [
        r"and let $\phi: \mathbb{R} \to \mathbb{R}$ be a differentiable activation function applied elementwise.",
        r"and $\phi: \mathbb{R} \to \mathbb{R}$ differentiable.",
        r"where $\phi: \mathbb{R} \to (0,1)$ is differentiable.",
    ],
)  # fmt: skip
def test_a_function_of_a_number_is_taken_of_each_entry(tmp_path: Path, tag: str, function: str) -> None:
    text = (f"{tag}{SIZES} {function}", "$$z = W x$$", r"$$J = v^{\top} \phi(z)$$")
    assert verdicts(tmp_path, *text, GRADIENT, WRONG) == ["proved", "refuted"]
    jacobian = r"$$\frac{\partial a}{\partial z} = \operatorname{diag}(\phi'(z))$$"
    assert verdicts(tmp_path, *text, r"$$a = \phi(z)$$", jacobian) == ["proved"]


def test_a_function_of_an_array_may_be_a_number(tmp_path: Path) -> None:
    text = (
        rf"{LET}{SIZES}, $\ell: \mathbb{{R}}^m \to \mathbb{{R}}$ differentiable.",
        "$$z := W x$$",
        r"$$J := \ell(z)$$",
    )
    right = r"$$\frac{\partial J}{\partial W} = \frac{\partial J}{\partial z} x^{\top}$$"
    assert verdicts(tmp_path, *text, right, right.replace(r"z} x^{\top}", r"z}")) == ["proved", "refuted"]


def test_of_a_function_from_arrays_to_arrays_nothing_is_known(tmp_path: Path) -> None:
    """vᵀf(x) = f(x)ᵀv for f: ℝⁿ → ℝᵐ: true, and its shapes are not those of x."""
    let = r"Let $x \in \mathbb{R}^n$, $f: \mathbb{R}^n \to \mathbb{R}^m$ differentiable, $v \in \mathbb{R}^m$."
    assert verdicts(tmp_path, LET + let, r"$$v^{\top} f(x) = f(x)^{\top} v$$") == ["undecided"]


def test_a_differentiable_function_of_an_array_has_two_readings(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    slope = r"$$\frac{\partial}{\partial x} \left[ v^{\top} f(W x) \right] = W^{\top} (v \odot f'(W x))$$"
    path.write_text(f"{LET}{SIZES}, and let $f$ be a differentiable function.\n\n{slope}\n", encoding="utf-8")
    (claim,) = verify([str(path)], Options(jobs=1)).claims
    assert isinstance(claim.verdict, Undecided)
    assert "one number, or one for each entry" in claim.verdict.reason


def test_of_a_number_both_readings_are_one(tmp_path: Path) -> None:
    let = r"Let $x, w \in \mathbb{R}^{n}$, $f$ differentiable."
    slope = r"$$\frac{\partial}{\partial w} \left[ f(w^{\top} x) \right] = f'(w^{\top} x) x$$"
    assert verdicts(tmp_path, LET + let, slope, slope.replace(") x$$", ") w$$")) == ["proved", "refuted"]


@pytest.mark.parametrize(("words", "expected"), [
    ("a differentiable scalar function", "proved"), ("a differentiable loss function", "proved"),
    ("a smooth real-valued function", "proved"), ("a differentiable function, applied elementwise", "refuted"),
])  # fmt: skip
def test_the_words_for_a_function_say_what_it_makes_of_an_array(tmp_path: Path, words: str, expected: str) -> None:
    """∂f(Ax)/∂x = Aᵀ∇f(Ax) for f: ℝᵐ → ℝ; entry by entry it is diag(f′(Ax))A."""
    formula = r"$$\frac{\partial}{\partial x} \left[ f(W x) \right] = W^{\top} \nabla f(W x)$$"
    found = verdicts(tmp_path, f"{LET}{SIZES}, $f$ {words}.", formula)
    assert found == [expected] or (expected == "refuted" and found == ["undecided"])

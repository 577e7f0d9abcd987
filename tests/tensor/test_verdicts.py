"""Claims about arrays that look alike and do not mean the same."""

from __future__ import annotations

import pytest
from latex_arrays import array_claim

from symnn.tensor.prover import decide
from symnn.verdict import Undecided, name_of

W = r"$w \in \mathbb{R}^{n}$, $x \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{n}$"
ELL = r"$\ell$ a differentiable scalar function"
A = r"$A \in \mathbb{R}^{n \times n}$, $B \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$"
SLOPE = r"\frac{\partial}{\partial w} \left[ \ell(w^\top x) \right]"


@pytest.mark.parametrize(
    ("declared", "formula", "when", "verdict"),
    [
        (f"{W}, {ELL}", rf"{SLOPE} = \ell'(w^\top x) \, x", "", "proved"),
        (f"{W}, {ELL}", rf"{SLOPE} = \nabla\ell(w^\top x) \, x", "", "proved"),
        (f"{W}, {ELL}", rf"{SLOPE} = \ell(w^\top x) \, x", "", "refuted"),
        (f"{W}, {ELL}", rf"{SLOPE} = \ell''(w^\top x) \, x", "", "refuted"),
        (W, r"\lVert x \rVert^2 = x^\top x", "", "proved"),
        (W, r"\lVert x \rVert_2^2 = x^\top x", "", "proved"),
        (W, r"w w^\top x^\top y = x^\top y \, w w^\top", "", "proved"),
        (W, r"w w^\top x^\top y = w w^\top y^\top w", "", "refuted"),
        (A, r"\frac{\partial}{\partial x} \left[ x^\top A x \right] = 2 A x", r"For $A^\top = A$,", "proved"),
        (A, r"\frac{\partial}{\partial x} \left[ x^\top A x \right] = 2 A x", r"For $A = A^\top$,", "proved"),
        (A, r"\frac{\partial}{\partial x} \left[ x^\top A x \right] = 2 A x", r"For $B = B^\top$,", "refuted"),
    ],
)
def test_what_holds_is_proved_and_what_does_not_is_refuted(
    declared: str, formula: str, when: str, verdict: str
) -> None:
    assert name_of(decide(array_claim(declared, formula, when))) == verdict


@pytest.mark.parametrize(
    ("declared", "formula", "when"),
    [
        (W, r"\lVert x \rVert_1^2 = x^\top x", ""),  # another norm
        (f"{W}, {ELL}", r"\ell(x) = \ell(x^\top)", ""),  # two domains of one function
        (A, r"\frac{\partial}{\partial A} \left[ \operatorname{tr}(A B) \right] = B", r"For $A^\top = A$,"),
        (A, r"\frac{\partial}{\partial A} \left[ \operatorname{tr}(A B) \right] = B^\top", r"For $A^\top = A$,"),
    ],
)
def test_what_has_two_meanings_or_no_rule_is_left_open(declared: str, formula: str, when: str) -> None:
    assert isinstance(decide(array_claim(declared, formula, when)), Undecided)

"""Claims about arrays that look alike and do not mean the same."""

from __future__ import annotations

import pytest
from latex_arrays import array_claim

from symnn.tensor.prover import decide
from symnn.verdict import Undecided, name_of

W = r"$w \in \mathbb{R}^{n}$, $x \in \mathbb{R}^{n}$, $y \in \mathbb{R}^{n}$"
ELL = r"$\ell$ a differentiable scalar function"
A = r"$A \in \mathbb{R}^{n \times n}$, $B \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$"
NETS = (
    r"$X \in \mathbb{R}^{m \times n}$, $y \in \mathbb{R}^{n}$, "
    + r"$A \in \mathbb{R}^{n \times n}$, $B \in \mathbb{R}^{n \times n}$"
)
RIDGE = r"\left( X^\top X + I_{n} \right)^{-1}"
SHIFTED = r"\left( A + I_{n} \right)^{-1}"
TANH = r"\frac{\partial}{\partial y} \left[ \tanh\left( y \right) \right]"
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
        (NETS, r"\left( A B \right)^{-1} = B^{-1} A^{-1}", "", "proved"),
        (NETS, r"\left( A B \right)^{-1} = A^{-1} B^{-1}", "", "refuted"),
        (NETS, r"\left( A^\top \right)^{-1} = {A^{-1}}^\top", "", "proved"),
        (NETS, r"\left( A^\top + B \right)^{-1} = {\left( A + B^\top \right)^{-1}}^\top", "", "proved"),
        (NETS, r"\left( A^\top + B \right)^{-1} = {\left( A + B \right)^{-1}}^\top", "", "refuted"),
        (NETS, rf"{{{RIDGE}}}^\top = {RIDGE}", "", "proved"),
        (NETS, r"y^\top \mathbf{1} = \mathbf{1}^\top y", "", "proved"),
        (NETS, r"\mathbf{1}^\top X y = y^\top X^\top \mathbf{1}", "", "proved"),
        (NETS, r"\mathbf{1}^\top X = \mathbf{1}_{m}^\top X", "", "proved"),
        (NETS, r"X \mathbf{1} = 2 X \mathbf{1}_{n}", "", "refuted"),
        (NETS, r"\left( A + I_{n} \right) y = y + A I_{n} y", "", "proved"),
        (NETS, r"\det\left( y^\top y \right) = y^\top y", "", "proved"),
        (NETS, rf"{{{SHIFTED}}}^\top = {SHIFTED}", "", "refuted"),
        (NETS, r"\det\left( A^\top B \right) = \det\left( A \right) \det\left( B \right)", "", "proved"),
        (NETS, r"\det\left( A + B \right) = \det\left( A \right) + \det\left( B \right)", "", "refuted"),
        (NETS, r"\det\left( A^\top + B \right) = \det\left( A + B^\top \right)", "", "proved"),
        (
            NETS,
            r"\operatorname{tr}\left( X \right) = \operatorname{tr}\left( X^\top \right)",
            "",
            "refuted",
        ),  # not square
        (NETS, r"\operatorname{diag}\left( y \right)^\top = \operatorname{diag}\left( y \right)", "", "proved"),
        (
            NETS,
            r"\frac{\partial}{\partial y} \left[ \tanh\left( y \right) \right]"
            r" = \left( \frac{\partial}{\partial y} \left[ \tanh\left( y \right) \right] \right)^\top",
            "",
            "proved",
        ),
        (NETS, r"y^\top \log\left( y \right) = 2 y^\top \log\left( y \right)", "", "refuted"),  # above 0
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
        (W, r"\lvert x \rvert = \sqrt{x^\top x}", ""),  # a norm, or the entries
        (W, r"\nabla \left( x^\top y \right) = y", ""),  # by which variable?
        (NETS, r"\operatorname{rank}(X) = n", ""),
        (NETS, r"y \mathbf{1}^\top = \mathbf{1} y^\top", ""),  # of which size?
        (NETS, r"\frac{A}{B} = A B^{-1}", ""),  # of entries, or an inverse?
        (f"{W}, {ELL}", r"\ell(x) = \ell(x^\top)", ""),  # two domains of one function
        (A, r"\frac{\partial}{\partial A} \left[ \operatorname{tr}(A B) \right] = B", r"For $A^\top = A$,"),
        (A, r"\frac{\partial}{\partial A} \left[ \operatorname{tr}(A B) \right] = B^\top", r"For $A^\top = A$,"),
    ],
)
def test_what_has_two_meanings_or_no_rule_is_left_open(declared: str, formula: str, when: str) -> None:
    assert isinstance(decide(array_claim(declared, formula, when)), Undecided)

"""Refutations of claims about arrays, checked again, and certificates that were tampered with."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from array_claims import certificate, outcome, stated, written

from symnn.recheck import Accepted, NotCovered, Refused, recheck

FALSE = [
    r"x^{\top} x a = x x^{\top} a + x",
    r"(A B)^{\top} = A^{\top} B^{\top}",
    r"\frac{\partial}{\partial x} \left[ x^{\top} A x \right] = 2 A x",
    r"\frac{\partial}{\partial W} \left[ \ell(W x) \right] = s \nabla \ell(W x) x^{\top}",
    r"\frac{\partial}{\partial x} \left[ f(A x) \right] = A \operatorname{diag}(f'(A x))",
    r"\frac{\partial}{\partial x} \left[ \ell(a^{\top} x) \right] = \ell(a^{\top} x) a",
    r"\frac{\partial}{\partial x} \left[ \operatorname{softmax}(x) \right] ="
    r" \operatorname{diag}(\operatorname{softmax}(x))",
    r"\nabla_{x}^{2} \left[ x^{\top} A x \right] = 2 A",
    r"\operatorname{vec}(A B) = (A \otimes B) \operatorname{vec}(A)",
]
ILL_TYPED = [r"W^{\top} x = u", r"W x + x = u", r"x^{\top} W = u", r"\nabla \ell(W x) = x", r"W x = t"]


@pytest.mark.parametrize("formula", FALSE)
def test_a_false_claim_is_refuted_again(formula: str) -> None:
    assert isinstance(outcome(stated(formula)), Accepted)


@pytest.mark.parametrize("formula", ILL_TYPED)
def test_shapes_that_clash_are_found_again(formula: str) -> None:
    claim = stated(formula)
    assert isinstance(recheck(claim.to_json(), written(claim, "refuted", {"shapes": []})), Accepted)


@pytest.mark.parametrize("formula", [r"W x = u", r"W x^{\top} a = a^{\top} x W", r"A x = x"])
def test_shapes_that_fit_are_no_refutation(formula: str) -> None:
    claim = stated(formula)
    assert isinstance(recheck(claim.to_json(), written(claim, "refuted", {"shapes": []})), Refused)


@pytest.mark.parametrize(("rows", "cols"), [("3", "n"), ("m", "n + 1"), ("n \\cdot m", "n")])
def test_sizes_that_may_be_equal_are_no_clash(rows: str, cols: str) -> None:
    let = rf"Let $v \in \mathbb{{R}}^{{{rows}}}$, $w \in \mathbb{{R}}^{{{cols}}}$, $m, n \in \mathbb{{N}}$."
    claim = stated("v = w", let=let)
    assert isinstance(recheck(claim.to_json(), written(claim, "refuted", {"shapes": []})), NotCovered)


DATA = {"sizes": {"n": 2}, "numbers": {"A": [["1", "2"], ["3", "4"]], "x": [["1"], ["0"]]}, "functions": {},
        "indices": {}, "entry": [1, 1]}  # fmt: skip


def judged(formula: str, condition: str = "", **changes: Any) -> object:
    claim = stated(formula, condition, r"Let $A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^{n}$.")
    return recheck(claim.to_json(), written(claim, "refuted", {**copy.deepcopy(DATA), **changes}))


def test_an_example_is_worked_out_again() -> None:
    """A x = (1, 3) and Aᵀx = (1, 2): they differ in the second entry only."""
    formula = r"A x = A^{\top} x"
    assert isinstance(judged(formula, entry=[2, 1]), Accepted)
    assert isinstance(judged(formula, entry=[1, 1]), Refused)
    assert isinstance(judged(formula, entry=[3, 1]), Refused)
    assert isinstance(judged(formula, entry=[2, 2]), Refused)


def test_numbers_at_which_the_sides_agree_are_no_refutation() -> None:
    numbers = {"A": [["1", "2"], ["2", "4"]], "x": [["1"], ["0"]]}
    assert isinstance(judged(r"A x = A^{\top} x", entry=[2, 1], numbers=numbers), Refused)


def test_numbers_have_to_satisfy_what_is_assumed() -> None:
    assert isinstance(judged(r"A x = A^{\top} x", r"For $A = A^{\top}$,", entry=[2, 1]), Refused)
    numbers = {"x": [["1"], ["0"]]}
    assert isinstance(judged(r"x^{\top} x = 2", r"For $x^{\top} x = 1$,", numbers=numbers), Accepted)
    assert isinstance(judged(r"x^{\top} x = 2", r"For $x^{\top} x = 3$,", numbers=numbers), Refused)


@pytest.mark.parametrize(
    "changes",
    [{"sizes": {"n": 3}}, {"sizes": {"n": 0}}, {"sizes": {}}, {"sizes": {"n": True}}, {"sizes": {"n": 10**9}},
     {"numbers": {}}, {"numbers": {"A": [["1", "2"]], "x": [["1"], ["0"]]}},
     {"numbers": {"A": [["1", "x"], ["3", "4"]], "x": [["1"], ["0"]]}}, {"entry": []}, {"entry": [0, 1]},
     {"numbers": {"A": [["1", "1/0"], ["3", "4"]], "x": [["1"], ["0"]]}}, {"functions": {"g": [["1"]]}}],
)  # fmt: skip
def test_a_malformed_example_is_not_accepted(changes: dict[str, Any]) -> None:
    assert not isinstance(judged(r"A x = A^{\top} x", **{"entry": [2, 1], **changes}), Accepted)


def test_numbers_outside_of_a_domain_are_refused() -> None:
    """√(1 - p)² = 1 - p holds for p in (0, 1), and fails at 2."""
    let = r"Let $p \in (0,1)$, $x \in \mathbb{R}^{n}$."
    claim = stated(r"\sqrt{(1-p)^2} x = (1-p) x", let=let)
    data = {**DATA, "numbers": {"p": [["2"]], "x": [["1"], ["0"]]}}
    assert isinstance(recheck(claim.to_json(), written(claim, "refuted", data)), Refused)


def test_a_certificate_of_another_claim_is_refused() -> None:
    wrong, right = stated(FALSE[0]), stated(r"x^{\top} x a = a x^{\top} x")
    assert isinstance(recheck(right.to_json(), certificate(wrong)), Refused)


def test_a_true_claim_is_not_refuted_by_the_numbers_of_a_false_one() -> None:
    wrong, right = stated(FALSE[2]), stated(FALSE[2].replace("2 A x", r"A x + A^{\top} x"))
    moved = {**certificate(wrong), "claim": right.digest}
    assert isinstance(recheck(right.to_json(), moved), Refused)


def test_a_refutation_said_to_be_a_proof_is_not_accepted() -> None:
    claim = stated(FALSE[0])
    assert not isinstance(recheck(claim.to_json(), {**certificate(claim), "verdict": "proved"}), Accepted)


def test_a_derivative_by_a_name_that_an_assumption_ties_is_not_judged() -> None:
    claim = stated(r"\frac{\partial}{\partial x} \left[ a^{\top} x \right] = 0 a", r"For $\mathbf{1}^{\top} x = 1$,")
    data = {"sizes": {"n": 1}, "numbers": {"a": [["1"]], "x": [["1"]]}, "entry": [1, 1]}
    assert isinstance(recheck(claim.to_json(), written(claim, "refuted", data)), NotCovered)

"""Weakest conditions on one parameter, and statements with "exactly when"."""

from __future__ import annotations

from fractions import Fraction

import pytest
from latex_claims import latex_claim

from symnn.domain import Domain, Interval
from symnn.kernel import decide
from symnn.kernel.identity import relation_words
from symnn.verdict import Conditional, Proved, Refuted, Undecided

LEAKY = r"\max(x,\gamma x) = \max(0,x)+\gamma\min(0,x)"
ELU = (
    r"\begin{cases} x & x > 0 \\ \alpha(e^x-1) & \text{otherwise} \end{cases}"
    r" = \max(0,x) + \min(0, \alpha(e^x-1))"
)
ROWS = [
    (LEAKY, "gamma", "gamma ≤ 1"),
    (ELU, "alpha", "alpha ≥ 0"),
    (r"\max(0,\beta x) = \beta\max(0,x)", "beta", "beta ≥ 0"),
    (r"\gamma x = x", "gamma", "gamma = 1"),
    (r"\gamma^2 x = x", "gamma", "gamma = -1 or gamma = 1"),
    (r"|\beta x| = -\beta|x|", "beta", "beta ≤ 0"),
]


@pytest.mark.parametrize(("source", "name", "condition"), ROWS)
def test_with_a_declared_parameter_it_is_refuted_and_the_condition_is_named(
    source: str, name: str, condition: str
) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Refuted)
    assert verdict.condition is not None
    assert relation_words(verdict.condition) == condition


@pytest.mark.parametrize(("source", "name", "condition"), ROWS)
def test_with_an_open_parameter_it_is_conditional(source: str, name: str, condition: str) -> None:
    verdict = decide(latex_claim(source, open_=name))
    assert isinstance(verdict, Conditional)
    assert relation_words(verdict.condition) == condition
    assert verdict.counterexample is not None


@pytest.mark.parametrize("source", [r"\tanh(\beta x) = \frac{2}{1+e^{-\beta x}} - 1", r"\gamma x = x + 1"])
def test_what_holds_for_no_useful_parameter_is_refuted_all_the_same(source: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Refuted)


def test_beta_times_x_over_beta_holds_for_beta_not_zero() -> None:
    verdict = decide(latex_claim(r"\frac{\beta x}{\beta} = x"))
    assert isinstance(verdict, Conditional)
    assert relation_words(verdict.condition) == "beta ≠ 0"


@pytest.mark.parametrize(
    ("source", "right"),
    [
        (LEAKY + r" \iff \gamma \le 1", True),
        (LEAKY + r" \iff \gamma < 1", False),
        (LEAKY + r" \iff \gamma \le 2", False),
        (ELU + r" \iff \alpha \ge 0", True),
        (ELU + r" \iff \alpha = 0 \vee \alpha > 0", True),
        (ELU + r" \iff \alpha \ge 1", False),
        (ELU + r" \iff \alpha > 0", False),
        (r"\gamma x = x \iff \gamma = 1", True),
        (r"\gamma x = x \iff \gamma \ge 1", False),
    ],
)
def test_exactly_when(source: str, right: bool) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Proved if right else Refuted)


def test_a_condition_on_two_parameters_is_left_open() -> None:
    verdict = decide(latex_claim(r"\alpha x = \beta x \iff \alpha = \beta"))
    assert isinstance(verdict, Undecided)


@pytest.mark.parametrize(
    ("relation", "assumption"),
    [
        (r"\max(0, x) + \gamma\min(0, x) = \max(x, \gamma x) \iff \gamma \le 1", r"\gamma \ne \gamma"),
        (r"\max(0, x) + \gamma\min(0, x) = \max(x, \gamma x) \iff \gamma < 0", r"\gamma < -2"),
        (r"\frac{\beta x}{\beta} = x \iff \beta \ne 0", r"\beta > 0"),
        (r"\max(0, x) + \gamma\min(0, x) = \max(x, \gamma x) \iff \gamma \le 1", r"x < x"),
    ],
)
def test_values_of_the_parameter_against_the_assumptions_refute_nothing(relation: str, assumption: str) -> None:
    assert not isinstance(decide(latex_claim(relation, assumption)), Refuted)


def test_within_the_assumptions_an_equivalence_may_be_refuted() -> None:
    relation = r"\max(0, x) + \gamma\min(0, x) = \max(x, \gamma x) \iff \gamma < 1"
    assert isinstance(decide(latex_claim(relation, r"\gamma > 0")), Refuted)


def test_a_condition_is_not_lost_in_a_gap_of_the_domain() -> None:
    outside = Domain((Interval(None, Fraction(-1), True, False), Interval(Fraction(1), None, False, True)))
    claim = latex_claim(
        r"\max(0, x) + \min(0, \gamma(e^x - 1)) = \begin{cases} x & x > 0 \\ \gamma(e^x - 1) & x \le 0 \end{cases}",
        gamma=outside,
    )
    verdict = decide(claim)
    assert isinstance(verdict, Refuted | Conditional)
    assert verdict.condition is not None
    assert relation_words(verdict.condition) == "gamma ≥ 1"


def test_an_integer_parameter_is_not_refuted_between_the_integers() -> None:
    claim = latex_claim(r"\max(0, \gamma x) = \gamma \max(-1, x) \iff \gamma \ge 0", gamma=Domain(integer=True))
    verdict = decide(claim)
    if isinstance(verdict, Refuted):
        assert all(value.denominator == 1 for sym, value in verdict.counterexample.point if sym.name == "gamma")

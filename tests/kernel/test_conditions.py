"""Weakest conditions on one parameter, and statements with "exactly when"."""

from __future__ import annotations

import pytest
from latex_claims import latex_claim

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


def _condition(source: str, *assumptions: str, open_: str = "") -> str:
    verdict = decide(latex_claim(source, *assumptions, open_=open_))
    assert isinstance(verdict, Conditional if open_ else Refuted)
    return relation_words(verdict.condition) if verdict.condition is not None else "none"


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        (r"|\alpha^2-2|\, x = (\alpha^2-2) x", "alpha ≤ neg(sqrt(2)) or alpha ≥ sqrt(2)"),
        (r"e^\alpha x = 2 x", "alpha = log(2)"),
        (r"|e^\alpha - 2|\,x = (e^\alpha-2) x", "alpha ≥ log(2)"),
        (r"\alpha^3 x = x", "alpha = 1"),
        (r"(\alpha^3-\alpha-1) x = 0", "none"),
    ],
)
def test_borders_are_roots_and_logarithms_or_the_condition_is_left_open(source: str, condition: str) -> None:
    assert _condition(source) == condition


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        (r"\alpha x^2 \ge 0", "alpha ≥ 0"),
        (r"x^2 + \alpha > 0", "alpha > 0"),
        (r"x^2+\alpha x + 1 \ge 0", "alpha ≥ -2 and alpha ≤ 2"),
        (r"e^x \ge 1+\alpha x", "alpha = 1"),
        (r"\alpha x \le |x|", "alpha ≥ -1 and alpha ≤ 1"),
        (r"\max(0,\alpha x) \le \alpha\max(0,x)", "alpha ≥ 0"),
        (r"\frac{\alpha}{1+e^{-x}} > 0", "alpha > 0"),
        (r"e^{\alpha x} \ge 1 + x", "none"),
    ],
)
def test_inequalities_have_weakest_conditions_too(source: str, condition: str) -> None:
    assert _condition(source) == condition
    if condition != "none":
        assert _condition(source, open_="alpha") == condition


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        (r"\alpha x = \beta x", "alpha = beta"),
        (r"|\alpha \beta| = \alpha\beta", "mul(beta, alpha) ≥ 0"),
        (r"\max(\alpha,\beta) = \alpha", "alpha ≥ beta"),
        (r"(\alpha+\beta)^2 x = \alpha^2 x+\beta^2 x", "beta = 0 or alpha = 0"),
        (r"x^2 + \alpha x + \beta \ge 0", "pow(alpha, 2) ≤ mul(4, beta)"),
        (r"\alpha x \le \beta |x|", "add(alpha, beta) ≥ 0 and alpha ≤ beta"),
        (r"\alpha e^{\beta x} = \beta e^{\alpha x}", "alpha = beta"),
        (r"e^{\alpha x} \ge 1 + \beta x", "none"),
    ],
)
def test_two_parameters_are_told_apart_by_signs_of_terms(source: str, condition: str) -> None:
    assert _condition(source) == condition


def test_a_claim_about_two_parameters_does_not_hold_only_where_one_of_them_is_zero() -> None:
    verdict = decide(latex_claim(r"|\alpha|\,|\beta| = \alpha\beta", open_="alpha beta"))
    assert isinstance(verdict, Conditional)
    assert relation_words(verdict.condition) == "mul(beta, alpha) ≥ 0"


def test_a_parameter_that_the_document_declares_makes_it_refuted() -> None:
    verdict = decide(latex_claim(r"\alpha x = \beta x", open_="alpha"))
    assert isinstance(verdict, Refuted)


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (r"\alpha x = \beta x \iff \alpha = \beta", Proved),
        (r"\alpha x = \beta x \iff \alpha = 2\beta", Refuted),
        (r"|\alpha\beta|=\alpha\beta \iff \alpha\beta \ge 0", Proved),
        (r"|\alpha\beta|=\alpha\beta \iff \alpha\beta > 0", Refuted),
        (r"\alpha^2=\beta^2\iff|\alpha|=|\beta|", Proved),
        (r"\alpha^2=\beta^2\iff\alpha=\beta", Refuted),
        (r"\alpha x+\beta = 0 \iff \alpha=0\wedge\beta=0", Proved),
        (r"\alpha x^2+\beta x\ge0\iff\alpha\ge0\wedge\beta=0", Proved),
        (r"\alpha x^2+\beta x\ge0\iff\alpha\ge0\wedge\beta\ge 0", Refuted),
        (r"\alpha x \le \beta|x| \iff |\alpha|\le\beta", Proved),
        (r"x^2+\alpha x+1\ge 0 \iff |\alpha|\le 2", Proved),
        (r"x^2+\alpha x+1\ge 0 \iff |\alpha|< 2", Refuted),
        (r"\alpha^2 x = 2x \iff \alpha=\sqrt 2 \vee \alpha = -\sqrt 2", Proved),
        (r"\alpha^2 x = 2x \iff \alpha=\sqrt 2", Undecided),
        (r"\tanh x > 0 \iff x > 0", Proved),
        (r"\tanh x > 0 \iff x \ge 0", Refuted),
        (r"\lim_{x\to-\infty}\max(\gamma x,x)=0 \iff \gamma=0", Proved),
        (r"\lim_{x\to-\infty}\max(\gamma x,x)=0 \iff \gamma\ge 0", Refuted),
        (r"|x|^\gamma = x^\gamma \iff \gamma = 2", Undecided),
    ],
)
def test_statements_with_exactly_when_go_both_ways(source: str, verdict: type) -> None:
    assert isinstance(decide(latex_claim(source)), verdict)


def test_exactly_when_is_judged_where_the_statement_has_a_value() -> None:
    verdict = decide(latex_claim(r"\log x > 0 \iff x > 1"))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == "x > 0"
    assert isinstance(decide(latex_claim(r"\frac{\beta x}{\beta} = x \iff \beta \ne 0")), Proved)


def test_each_piece_of_a_condition_has_a_proof_or_a_witness() -> None:
    verdict = decide(latex_claim(r"x^2 + \alpha \ge 0"))
    assert isinstance(verdict, Refuted)
    below, zero, above = verdict.certificate.data["condition"]["pieces"]
    assert below["interval"] == {"low": None, "high": "0", "low_open": True, "high_open": True}
    assert (below["holds"], zero["holds"], above["holds"]) == (False, True, True)
    assert "witness" in below
    assert "proof" in zero
    assert "proof" in above


def test_a_chain_is_not_conditional_when_a_later_part_is_false() -> None:
    verdict = decide(latex_claim(r"\gamma x = x = 2 x", open_="gamma"))
    assert isinstance(verdict, Refuted)

"""Where the two sides of an equation have a value, and what the verdict says of it."""

from __future__ import annotations

import pytest
from latex_claims import latex_claim

from symnn.kernel import decide
from symnn.kernel.identity import relation_words
from symnn.verdict import Conditional, Proved, Refuted, Undecided


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (r"\log(x^2) = 2\log|x|", "x ≠ 0"),
        (r"\operatorname{artanh} x = \frac12\log\frac{1+x}{1-x}", "x > -1, x < 1"),
        (r"\operatorname{arcosh} x = \log(x+\sqrt{x^2-1})", "x ≥ 1"),
        (r"\log(1-x^2)=\log(1-x)+\log(1+x)", "x < 1, x > -1"),
        (r"x^{2^3} = x^8", "everywhere"),
        (r"x^{2^{-1} \cdot 4} = x^2", "everywhere"),
        (r"\tan x = \frac{\sin x}{\cos x}", "cos(x) ≠ 0"),
        (r"\operatorname{arcosh}(\cosh x) = |x|", "everywhere"),
        (r"\begin{cases} \frac{1}{x} & x \ge 0 \\ 0 & x < 0\end{cases} = \frac{\max(x,0)}{x^2}", "x ≠ 0"),
    ],
)
def test_two_forms_of_one_domain_are_the_same(source: str, where: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == where
    assert verdict.certificate.trust == "kernel"


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        (r"\log(x^2) = 2\log x", "x > 0"),
        (r"\frac{x}{x} = 1", "x ≠ 0"),
        (r"\sqrt{x}^2 = x", "x ≥ 0"),
        (r"\tan x \cos x = \sin x", "cos(x) ≠ 0"),
        (r"\cot x = \frac{1}{\tan x}", "cos(x) ≠ 0"),
        (r"\max(\frac{x}{x},1) = 1", "x ≠ 0"),
        (r"\begin{cases} \frac{1}{x} & x > 0 \\ 0 & x \le 0\end{cases} = \frac{\max(x,0)}{x^2}", "x ≠ 0"),
        (r"x^0 = 1", "x ≠ 0"),
    ],
)
def test_where_only_one_side_has_a_value_the_claim_is_conditional(source: str, condition: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Conditional)
    assert relation_words(verdict.condition) == condition


def test_zero_to_the_power_zero_is_said_to_have_no_value() -> None:
    verdict = decide(latex_claim(r"(1-x)^0 = 1"))
    assert isinstance(verdict, Conditional)
    assert "0 to the power 0 has none" in verdict.note


@pytest.mark.parametrize("source", [r"\sqrt{x^2} = x", r"\log(x^2) = \log x", r"\arctan(\tan x) = x"])
def test_what_differs_where_both_sides_have_a_value_is_refuted(source: str) -> None:
    assert isinstance(decide(latex_claim(source)), Refuted)


def test_an_exponent_that_may_be_an_integer_is_no_reason_for_a_condition() -> None:
    """x^{√4} is x² for all x, if √4 is 2."""
    assert isinstance(decide(latex_claim(r"x^{\sqrt{4}} = x^2")), Undecided)

"""Inequalities by multipliers, by exponentiating, by growth along a ray; the same, a little changed, are false."""

from __future__ import annotations

from fractions import Fraction

import pytest
from judge import holds
from latex_claims import latex_claim

from symnn.kernel import decide
from symnn.verdict import Proved, Refuted, Undecided

TRUE = [
    r"\sin x \le 1",
    r"|\sin x| \le 1",
    r"2 + \sin x > 0",
    r"\sin^2 x \le 1",
    r"\sin(x)+\cos(x) \le \sqrt2",
    r"\cos(x)\cos(y) \le 1",
    r"x\log x \ge -\frac1e",
    r"|\tanh x - \tanh y| \le |x-y|",
    r"|\sin x-\sin y| \le |x-y|",
    r"\log(1+e^{x+y}) \le \log(1+e^x)+\log(1+e^y)",
    r"\sqrt{x^2+y^2} \le |x|+|y|",
    r"\sqrt{x^2+y^2} \ge \frac{|x|+|y|}{\sqrt2}",
    r"x^4 + y^4 + 1 \ge 4xy-1",
    r"x^4 + y^4 \ge x^3 y + x y^3",
    r"x - \log(1+e^x) < 0",
]
FALSE = [
    r"\sin x < 1 - \frac{1}{1000}",
    r"|\sin x| \le \frac{99}{100}",
    r"1 + \sin x > \frac{1}{100}",
    r"\sin(x)+\cos(x) \le \frac{7}{5}",
    r"\cos(x)\cos(y) \le \frac{9}{10}",
    r"x\log x \ge -\frac{36}{100}",
    r"|\tanh x - \tanh y| \le \frac{99}{100}|x-y|",
    r"\log(1+e^{x+y}) \ge \log(1+e^x)+\log(1+e^y)",
    r"\sqrt{x^2+y^2} \ge |x|+|y|",
    r"\sqrt{x^2+y^2} \ge \frac{3|x|+3|y|}{4}",
    r"x^4 + y^4 + 1 \ge 4xy",
    r"x^4 + y^4 \ge x^3 y + x y^3 + \frac{1}{1000}",
]


@pytest.mark.parametrize("source", TRUE)
def test_what_holds_is_proved_without_z3(source: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Proved)
    assert verdict.certificate.trust == "kernel"


@pytest.mark.parametrize("source", FALSE)
def test_what_fails_is_refuted_at_a_point_where_it_fails(source: str) -> None:
    claim = latex_claim(source)
    verdict = decide(claim)
    assert isinstance(verdict, Refuted)
    assert not holds(claim.relation, {s: Fraction(x) for s, x in verdict.counterexample.point})


def test_two_waves_without_a_common_top_stay_open() -> None:
    assert isinstance(decide(latex_claim(r"\sin(x) + \sin(\sqrt2 x) < 2")), Undecided)

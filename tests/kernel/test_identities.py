"""Identities: proved with where they are defined, refuted at a point, conditional, or left undecided."""

from __future__ import annotations

from fractions import Fraction

import pytest
from judge import UndefinedError, evaluate
from latex_claims import latex_claim

from symnn.domain import INTEGERS, POSITIVE, UNIT_OPEN, Domain, Interval
from symnn.kernel import decide
from symnn.kernel.identity import relation_words
from symnn.term import Op
from symnn.verdict import Conditional, Proved, Refuted, Undecided

TRUE = [
    r"\tanh(x) = \frac{2}{1+e^{-2x}} - 1",
    r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}",
    r"\log(\cosh(x)) = x + \log(1+e^{-2x}) - \log 2",
    r"x\tanh(\log(1+e^x)) = x\frac{(1+e^x)^2-1}{(1+e^x)^2+1}",
    r"|\tanh(x)| = \tanh(|x|)",
    r"\max(0,x) = \frac{x+|x|}{2}",
    r"\max(0,x) - \max(0,-x) = x",
    r"\max(x, y) = \frac{x+y+|x-y|}{2}",
    r"\max(x, \min(y, x)) = x",
    r"\operatorname{sign}(x)|x| = x",
    r"\sqrt{x^2} = |x|",
    r"\log(1+e^x) = \max(0,x) + \log(1+e^{-|x|})",
    r"\begin{cases} x & x \ge 0 \\ -x & x \le 0 \end{cases} = |x|",
    r"\begin{cases} -1 & x < -1 \\ 1 & x > 1 \\ x & \text{otherwise} \end{cases} = \max(-1, \min(1, x))",
    r"\operatorname{erf}(-x) = -\operatorname{erf}(x)",
    r"\operatorname{erf}(\frac{x}{\sqrt 2}) = \operatorname{erf}(\frac{\sqrt 2 x}{2})",
    r"\sin^2(x) + \cos^2(x) = 1",
    r"\sin(2x) = 2\sin(x)\cos(x)",
    r"\sinh(x)^2 = \cosh(x)^2 - 1",
    r"e^{e^{x}} = (e^{e^{x}/2})^2",
    r"\sqrt{12} = 2\sqrt 3",
    r"\sum_{i=1}^{3} x^i = x + x^2 + x^3",
    r"0.1 + 0.2 = 0.3",
]


@pytest.mark.parametrize("source", TRUE)
def test_true_identities_are_proved_everywhere(source: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == "everywhere"


@pytest.mark.parametrize(
    ("source", "assumptions"),
    [
        (r"\sqrt{x^2} = x", ("x > 0",)),
        (r"\sqrt{x^2} = -x", ("x < 0",)),
        (r"\log(x^2) = 2\log x", ("x > 0",)),
        (r"\log(xy) = \log x + \log y", ("x > 0", "y > 0")),
        (r"e^{y \log x} = x^y", ("x > 0",)),
        (r"\max(x, \gamma x) = \max(0,x) + \gamma\min(0,x)", (r"\gamma \le 1",)),
        (r"\max(x, \gamma x) = \max(0,x) + \gamma\min(0,x)", (r"0 < \gamma < 1",)),
        (r"|x - 1| = 1 - x", ("x < 0 ",)),
        (r"x^3 = 8", ("x = 2",)),
        (r"\frac{|x|}{x} = \operatorname{sign}(x)", (r"x \ne 0",)),
    ],
)
def test_assumptions_are_used(source: str, assumptions: tuple[str, ...]) -> None:
    verdict = decide(latex_claim(source, *assumptions))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == "everywhere"


FALSE = [
    r"\tanh(x) = \frac{2}{1+e^{-x}} - 1",
    r"\sqrt{x^2} = x",
    r"\max(0,x) = \frac{x-|x|}{2}",
    r"x\tanh(\log(1+e^x)) = x\frac{(1+e^x)^2-1}{(1+e^x)^2+2}",
    r"1.000000000001 x = x",
    r"x + 10^{-12} = x",
    r"\max(\min(x,1),0) = \max(\min(x,1),-1)",
    r"e^{x+y} = e^x + e^y",
    r"\log(x+y) = \log x + \log y",
    r"(x+y)^2 = x^2 + y^2",
    r"\begin{cases} 1 & x \ge 0 \\ 0 & x < 0 \end{cases} = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
    r"\operatorname{sign}(x)^2 = 1",
    r"|x+1| = |x|+1",
    r"\pi = 3.14159265358979323846264338327950288",
]


@pytest.mark.parametrize("source", FALSE)
def test_false_identities_are_refuted_and_a_second_evaluator_agrees(source: str) -> None:
    claim = latex_claim(source)
    verdict = decide(claim)
    assert isinstance(verdict, Refuted)
    assert isinstance(claim.relation, Op)
    left, right = (evaluate(side, dict(verdict.counterexample.point)) for side in claim.relation.args)
    assert abs(left - right) > 1e-40
    assert verdict.counterexample.left != verdict.counterexample.right


def test_counterexamples_are_small_numbers() -> None:
    verdict = decide(latex_claim(r"(x+y)^2 = x^2 + y^2"))
    assert isinstance(verdict, Refuted)
    assert [x for _, x in verdict.counterexample.point] == [Fraction(1), Fraction(1)]
    assert (verdict.counterexample.left, verdict.counterexample.right) == ("4", "2")


def test_hard_tanh_clamped_at_zero_is_refuted_below_zero() -> None:
    verdict = decide(latex_claim(r"\max(\min(x,1),0) = \max(\min(x,1),-1)"))
    assert isinstance(verdict, Refuted)
    ((_, x),) = verdict.counterexample.point
    assert x < 0


@pytest.mark.parametrize(
    ("source", "condition", "undefined"),
    [
        (r"\frac{x}{x} = 1", "x ≠ 0", "left"),
        (r"\log(x^2) = 2\log x", "x > 0", "right"),
        (r"e^{\log x} = x", "x > 0", "left"),
        (r"\sqrt{x}^2 = x", "x ≥ 0", "left"),
        (r"\log(xy) = \log x + \log y", "x > 0 and y > 0", "right"),
        (r"x^0 = 1", "x ≠ 0", "left"),
        (r"\frac{x^2-1}{x-1} = x+1", "x ≠ 1", "left"),
        (r"\begin{cases} x & x > 0 \\ -x & x < 0 \end{cases} = |x|", "x ≠ 0", "left"),
        (r"\frac{\tan x}{\tan x} = 1", None, "left"),
    ],
)
def test_points_where_exactly_one_side_is_defined_make_it_conditional(
    source: str, condition: str | None, undefined: str
) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Conditional)
    assert condition is None or relation_words(verdict.condition) == condition
    assert verdict.counterexample is not None
    assert getattr(verdict.counterexample, undefined) == "undefined"


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (r"\frac{1}{x} = \frac{x}{x^2}", "x ≠ 0"),
        (r"\log x = -\log\frac1x", "x > 0"),
        (r"\sqrt{x}\sqrt{x} = \sqrt{x}^2", "x ≥ 0"),
        (r"\frac{x}{|x|} = \frac{|x|}{x}", "x ≠ 0"),
        (r"x^{1001/1000} = x \cdot x^{1/1000}", "x > 0"),
    ],
)
def test_a_proof_says_where_the_sides_are_defined(source: str, where: str) -> None:
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Proved)
    assert verdict.defined_where == where


@pytest.mark.parametrize(
    "source",
    [
        r"\operatorname{erf}(x+y) = \operatorname{erf}(x+y) + \frac{(x+y)^{300} - (x+y)^{300}}{2}",
        r"\begin{cases} 1 & x > 0 \\ 2 & x < 1 \end{cases} = \begin{cases} 1 & x > 0 \\ 2 & x \le 0 \end{cases}",
        r"\mathbf{w}^T\mathbf{x} = \mathbf{x}^T\mathbf{w}",
        r"\sum_{i=1}^{n} x_i = \sum_{j=1}^{n} x_j",
        r"\lfloor x \rfloor = \lfloor x + 0 \rfloor + 0 \cdot \lfloor y \rfloor !",
    ],
)
def test_what_is_beyond_the_kernel_is_not_decided_wrongly(source: str) -> None:
    try:
        claim = latex_claim(source)
    except Exception:
        pytest.skip("not read by this notation")
    assert isinstance(decide(claim), Undecided | Proved)


def test_overlapping_cases_with_different_bodies_are_named() -> None:
    source = r"\begin{cases} 1 & x > 0 \\ 2 & x < 1 \end{cases} = \begin{cases} 1 & x > 0 \\ 2 & x \le 0 \end{cases}"
    verdict = decide(latex_claim(source))
    assert isinstance(verdict, Undecided)
    assert "two cases apply" in verdict.reason


def test_a_large_exponent_does_not_blow_up() -> None:
    assert isinstance(decide(latex_claim(r"(x+y)^{1000000} = (y+x)^{1000000}")), Undecided | Proved)


def test_labels_with_two_values_are_tried_one_by_one() -> None:
    label = Domain((Interval(Fraction(0), Fraction(1), False, False),), integer=True)
    claim = latex_claim(r"y^2 = y", y=label)
    assert isinstance(decide(claim), Proved)
    loss = latex_claim(r"-\log(p^y(1-p)^{1-y}) = -y\log p - (1-y)\log(1-p)", y=label, p=UNIT_OPEN)
    assert isinstance(decide(loss), Proved)


def test_a_declared_integer_exponent_needs_no_positive_base() -> None:
    claim = latex_claim(r"x^k x = x^{k+1}", k=Domain((Interval(Fraction(1), None, False),), integer=True))
    assert isinstance(decide(claim), Proved | Conditional)


def test_domains_of_variables_count() -> None:
    assert isinstance(decide(latex_claim(r"\sqrt{x^2} = x", x=POSITIVE)), Proved)
    assert isinstance(decide(latex_claim(r"\sin(\pi x) = 0", x=INTEGERS)), Undecided | Proved)


def test_a_chain_is_the_conjunction_of_its_links() -> None:
    assert isinstance(decide(latex_claim(r"\max(0,x) = \frac{x+|x|}{2} = x - \min(0,x)")), Proved)
    assert isinstance(decide(latex_claim(r"\max(0,x) = \frac{x+|x|}{2} = x + \min(0,x)")), Refuted)


def test_the_conditional_witness_is_confirmed_by_a_second_evaluator() -> None:
    claim = latex_claim(r"\frac{x}{x} = 1")
    verdict = decide(claim)
    assert isinstance(verdict, Conditional)
    assert verdict.counterexample is not None
    assert isinstance(claim.relation, Op)
    with pytest.raises(UndefinedError):
        evaluate(claim.relation.args[0], dict(verdict.counterexample.point))

"""What is assumed of the variable counts for ranges, smoothness and error bounds, in whatever form it is written."""

from __future__ import annotations

import pytest
from formulas import claim, term

from symnn.claim import Variable
from symnn.domain import REALS
from symnn.kernel.error_bound import error_bound
from symnn.kernel.provers import asked
from symnn.term import Sym, op
from symnn.verdict import Proved, Refuted

X = Sym("x")


@pytest.mark.parametrize("assumption", ["x**2 <= 1", "abs(x) <= 1", "x**3 <= 1", "x != 0"])
@pytest.mark.parametrize(
    ("body", "low", "high"), [("sigma(x)", "0", "1"), ("x", "-infinity", "infinity"), ("tanh(x)", "-1", "1")]
)
def test_the_range_of_a_restriction_is_not_the_whole_range(assumption: str, body: str, low: str, high: str) -> None:
    """σ takes no value above 3/4 for x ≤ 1, and tanh no value 0 for x ≠ 0."""
    if assumption == "x != 0" and body == "sigma(x)":
        assumption = "abs(x) > 1"  # σ = 1/2 is missing
    relation = op("range_is", term(body), X, op("interval_oo", term(low), term(high)))
    assert not isinstance(asked(claim(relation, assumption)), Proved)


def test_a_range_over_a_symmetric_interval() -> None:
    relation = op("range_is", term("x**2"), X, op("interval_cc", term("0"), term("1")))
    assert isinstance(asked(claim(relation, "abs(x) <= 1")), Proved)
    assert not isinstance(asked(claim(relation, "abs(x) < 1")), Proved)


@pytest.mark.parametrize("assumption", ["x != 0", "x**2 > 0", "abs(x) > 1", "x**3 >= 0"])
@pytest.mark.parametrize(("head", "body"), [("differentiable", "abs(x)"), ("continuous", "x + sign(x)*abs(sign(x))")])
def test_a_kink_outside_of_what_is_assumed_refutes_nothing(assumption: str, head: str, body: str) -> None:
    verdict = asked(claim(op(head, term(body), X), assumption))
    assert not isinstance(verdict, Refuted)
    if assumption == "x != 0":
        assert isinstance(verdict, Proved)


@pytest.mark.parametrize("assumption", ["abs(x) <= 1", "-1 <= x <= 1", "x**2 <= 1"])
def test_an_error_is_bounded_where_it_is_asked_for(assumption: str) -> None:
    """sin x - x is at most 1/6 for |x| ≤ 1, and unbounded on the line."""
    found = error_bound(term("sin(x)"), term("x"), Variable(X, REALS), (term(assumption),))
    if assumption == "x**2 <= 1":
        assert found is None
    else:
        assert found is not None
        assert not found.unbounded
        assert float(found.low) <= 0.158529015192 <= float(found.high) < 1 / 6

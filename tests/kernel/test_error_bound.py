"""Certified enclosures of the largest error of an approximation."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formulas import term
from judge import evaluate

from symnn.claim import Variable
from symnn.domain import REALS, UNIT_OPEN, Domain
from symnn.kernel.error_bound import ErrorBound, error_bound
from symnn.term import Sym

X = Sym("x")
GELU = "x*(1 + erf(x/sqrt(2)))/2"


def bound(f: str, g: str, domain: Domain = REALS, *assumptions: str) -> ErrorBound | None:
    return error_bound(term(f), term(g), Variable(X, domain), tuple(term(a) for a in assumptions))


@pytest.mark.parametrize(
    ("f", "g", "low", "high", "near"),
    [
        (GELU, "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))", "4.73e-4", "4.74e-4", (-2.699, 2.699)),
        (GELU, "x*sigma(1.702*x)", "2.03e-2", "2.04e-2", (-2.27, 2.27)),
        ("sigma(x)", "max(0, min(1, 0.25*x + 0.5))", "0.1192", "0.1193", (-2, 2)),
        ("sigma(x)", "max(0, min(1, 0.2*x + 0.5))", "0.0758", "0.0759", (-2.5, 2.5)),
        ("softplus(x)", "relu(x)", "0.6931", "0.6932", (0,)),
        ("tanh(x)", "x/(1 + abs(x))", "0.306", "0.3064", (-1.616, 1.616)),
    ],
)
def test_largest_errors_on_the_whole_line(f: str, g: str, low: str, high: str, near: tuple[float, ...]) -> None:
    found = bound(f, g)
    assert found is not None
    assert Fraction(low) <= found.low <= found.high <= Fraction(high)
    assert found.attained_near is not None
    assert [float(x) for x in found.attained_near] == pytest.approx(near, abs=2e-3)
    for x in found.attained_near:
        gap = evaluate(term(f"abs({f} - ({g}))"), {X: x})
        assert float(found.low) * 0.999 <= gap <= float(found.high)


def test_a_straight_line_is_unboundedly_far_from_the_logistic_function() -> None:
    found = bound("sigma(x)", "0.25*x + 0.5")
    assert found is not None
    assert found.unbounded


def test_on_an_interval_the_error_is_bounded() -> None:
    found = bound("tanh(x)", "x", REALS, "x >= -1", "x <= 1")
    assert found is not None
    assert found.attained_near == (-1, 1)
    assert float(found.low) == pytest.approx(0.238406, abs=1e-6)


def test_an_error_that_is_only_approached_at_infinity() -> None:
    found = bound("tanh(x)", "0")
    assert found is not None
    assert found.attained_near is None
    assert 0.999 < found.low <= 1 <= found.high < 1.01


def test_an_error_that_grows_at_the_end_of_the_domain() -> None:
    found = bound("log(x)", "x - 1", UNIT_OPEN)
    assert found is not None
    assert found.unbounded


def test_the_same_function_has_no_error() -> None:
    found = bound("tanh(x)", "2*sigma(2*x) - 1")
    assert found is not None
    assert (found.low, found.high) == (0, 0)


def test_infinitely_many_waves_before_an_end_are_bounded_by_one() -> None:
    found = bound("sin(1/x)", "0", UNIT_OPEN)
    assert found is not None
    assert 0.999 < found.low <= 1 <= found.high < 1.01


def test_several_variables_and_unknown_functions_stay_open() -> None:
    assert bound("sigma(x)", "y") is None
    assert bound("f(x)", "x") is None

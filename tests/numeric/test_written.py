"""Where a formula overflows or loses its digits when it is computed as written: thresholds known beforehand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from symnn.domain import Domain, Interval
from symnn.notation import read
from symnn.numeric.written import Formula, troubles
from symnn.term import Sym

X = Sym("x")
LIMIT = 1024 * math.log(2)  # e^x is no double above: 709.78…


def look(text: str, domain: Domain | None = None):
    (part,) = read(text).parts
    return {t.kind: t for t in troubles(Formula(part.term, X, domain or Domain()))}


def test_the_sigmoid_overflows_below_the_logarithm_of_the_largest_double_and_is_right_all_the_same():
    found = look(r"\frac{1}{1+e^{-x}}")
    assert set(found) == {"overflow"}
    (stretch,) = found["overflow"].stretches
    assert stretch.low == -math.inf
    assert stretch.high == pytest.approx(-LIMIT, rel=1e-6)
    assert found["overflow"].harmless


def test_the_quotient_of_exponentials_is_nan_above():
    found = look(r"\frac{e^{x}}{1+e^{x}}")["overflow"]
    assert found.stretches[0].low == pytest.approx(LIMIT, rel=1e-6)
    assert math.isnan(found.stretches[0].computed)
    assert found.stretches[0].true == 1
    assert not found.harmless


def test_softplus_is_infinite_above_and_zero_below():
    found = look(r"\ln(1+e^{x})")
    assert found["overflow"].stretches[0].low == pytest.approx(LIMIT, rel=1e-6)
    high = found["digits"].stretches[0].high
    assert -37 < high < -28  # e^x has three digits beside 1 down to ln(1e3 · 2⁻⁵³) = -29.8, none below -36.7


def test_one_minus_tanh_loses_its_digits_above():
    found = look(r"1-\tanh(x)")
    (stretch,) = found["digits"].stretches
    assert 14 < stretch.low < 19.1  # tanh x is the double 1 from 19.06 on


def test_a_root_minus_one_loses_its_digits_around_zero():
    found = look(r"\sqrt{1+x^{2}}-1")
    (stretch,) = found["digits"].stretches
    assert stretch.low == pytest.approx(-stretch.high)
    assert 1e-8 < stretch.high < 1e-6


@pytest.mark.parametrize(
    "text",
    [
        r"\max(0,x)", r"\frac{x}{1+|x|}", r"e^{-x^{2}}", r"e^{x}", r"\cosh(x)", r"x^{2}-2", r"x^{3}-3x+1", r"\ln(x)",
        r"\frac{1}{x}", r"\tanh(x)", r"\min(\max(0, \frac{x}{6}+\frac12), 1)", r"\frac{1}{1+x^{2}}", r"\frac{1}{x-3}",
    ],
)  # fmt: skip
def test_nothing_is_said_where_the_value_itself_overflows_where_it_has_a_root_or_a_pole_or_where_all_is_well(text):
    assert look(text) == {}


def test_only_the_case_that_applies_is_computed():
    assert look(r"\begin{cases} x & x \ge 0 \\ e^{x} & x < 0 \end{cases}") == {}
    found = look(r"\begin{cases} \frac{e^{x}}{1+e^{x}} & x > 1 \\ 0 & x \le 1 \end{cases}")
    assert found["overflow"].stretches[0].low == pytest.approx(LIMIT, rel=1e-6)


def test_arguments_outside_of_the_domain_are_not_looked_at():
    positive = Domain((Interval(Fraction(0), None),))
    assert look(r"\frac{1}{1+e^{-x}}", positive) == {}
    assert look(r"\frac{1}{1+e^{-x}}", Domain(integer=True)) == {}


@pytest.mark.parametrize("text", [r"x^{1000000}", r"e^{10^{9} x}", r"\sum_{i=1}^{n} x^{i}", r"f(x) + e^{x}"])
def test_what_is_too_large_or_of_another_kind_is_left_alone(text):
    assert look(text) == {}

"""Exponents that are no polynomials, in pairs of doubles: the pairs against mpmath, the functions against balls."""

import math
import warnings

import mpmath
import numpy as np
import pytest
import sympy
from expression_reference import exact
from hypothesis import given
from hypothesis import strategies as st
from ulp import ulps

import symnn
from symnn.numeric.careful import careful_exp
from symnn.numeric.pair_runtime import pair_exp, pair_log, pair_product, pair_quotient, pair_sqrt, pair_sum
from symnn.term import Sym, num, op

x = sympy.Symbol("x", real=True)
X = Sym("x")


def value(pair):
    return mpmath.mpf(float(pair[0])) + mpmath.mpf(float(pair[1]))


def off(pair, wanted):
    return abs(value(pair) - wanted) / abs(wanted)


@given(st.floats(-600, 700), st.floats(-1e-14, 1e-14))
def test_the_exponential_of_a_pair_is_good_to_seventy_bits(high, low):
    with mpmath.workprec(300):
        assert off(pair_exp((np.array(high), np.array(low))), mpmath.exp(mpmath.mpf(high) + low)) < mpmath.mpf(2) ** -69


@given(st.floats(1e-300, 1e300))
def test_the_logarithm_of_a_double_is_a_pair_off_by_less_than_two_to_the_minus_69(a):
    with mpmath.workprec(300):
        wanted = mpmath.log(a)
        assert abs(value(pair_log((np.array(a), np.array(0.0)))) - wanted) <= mpmath.mpf(2) ** -69 * max(1, abs(wanted))


@given(st.floats(1e-100, 1e100), st.floats(1e-100, 1e100))
def test_arithmetic_of_pairs_has_a_hundred_bits(a, b):
    one, other = (np.array(a), np.array(a * 1e-17)), (np.array(b), np.array(0.0))
    with mpmath.workprec(300):
        u, v = value(one), value(other)
        for pair, wanted in (
            (pair_sum(one, other), u + v),
            (pair_product(one, other), u * v),
            (pair_quotient(one, other), u / v),
            (pair_sqrt(one), mpmath.sqrt(u)),
        ):
            assert off(pair, wanted) < mpmath.mpf(2) ** -98


def test_what_is_not_finite_stays_so():
    with np.errstate(all="ignore"):
        assert pair_exp((np.array(1600.0), np.array(0.0)))[0] == np.inf
        assert pair_exp((np.array(-1600.0), np.array(0.0)))[0] == 0.0
        assert np.isnan(pair_exp((np.array(np.nan), np.array(0.0)))[0])
        assert [float(p) for p in pair_quotient((np.array(1.0), 0.0), (np.array(0.0), 0.0))] == [np.inf, 0.0]


def test_an_exponent_with_a_function_without_pairs_is_left_alone():
    assert careful_exp(op("sin", X), X) is None
    assert careful_exp(op("pow", X, num(40)), X) is None
    assert careful_exp(op("mul", X, op("log", X)), X) is not None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("exp(sqrt(4*x**2 + 1))", -354.0, 354.0),
        ("exp(exp(x))", -700.0, 6.56),
        ("exp(-1/x**2)", -30.0, 30.0),
        ("exp(x*log(1 + exp(x)))", -40.0, 26.0),
        ("exp(1000*x/(1 + x**2))", -60.0, 60.0),
    ],
)
def test_large_exponents_cost_no_digits(text: str, low: float, high: float) -> None:
    expression = sympy.sympify(text, locals={"x": x})
    points = [float(t) for t in np.random.default_rng(77).uniform(low, high, 300)] + [low, high, 1.0, -1.0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        f = symnn.compile(expression)
    for function, formula in ((f, expression), (f.derivative, sympy.diff(expression, x))):
        assert ulps(function(np.array(points)), exact(formula, points), np.float64).max() <= 4
    space: dict[str, object] = {"__name__": "generated"}
    exec(compile(f.source, "generated", "exec"), space)  # the module stands alone
    assert np.array_equal(space["value"](np.array(points)), f(np.array(points)))  # type: ignore[operator]


def test_x_to_the_x_is_good_to_four_units_and_undefined_below_zero() -> None:
    f = symnn.compile(x**x)
    points = [float(t) for t in np.random.default_rng(78).uniform(0, 143, 300)] + [1e-300, 1e-5, 0.36, 1.0, 2.0, 143.0]
    with mpmath.workprec(300):
        for p in points:
            t = mpmath.mpf(p)
            for found, wanted in ((f(p), t**t), (f.derivative(p), t**t * (mpmath.log(t) + 1))):
                assert abs(mpmath.mpf(float(found)) - wanted) <= 4 * mpmath.mpf(math.ulp(float(wanted)))
    assert math.isnan(f(-0.5))
    assert f(2.0) == 4.0

"""Φ by a table: what the fast mode takes for it, and the accurate mode where it is good enough."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import symnn
from symnn.numeric.analytic import Analytic, split
from symnn.numeric.evaluate import evaluate
from symnn.numeric.nodes import Node, X, apply, constant, meaning, normal_cdf
from symnn.term import Sym, op


def gauss() -> Node:
    return apply("exp", apply("mul", constant(Fraction(-1, 2)), apply("mul", X, X)))


def exact(x: np.ndarray) -> np.ndarray:
    z = Sym("z")
    f = Analytic(op("normal_cdf", z), z)
    return np.array([split(f.value(float(v)))[0] for v in x])


@pytest.mark.parametrize(("low", "high", "units"), [(-8, -3, 4.0), (-3, 0, 3.0), (0, 3, 2.0), (3, 9, 1.0)])
def test_phi_is_good_to_a_few_units_where_most_arguments_are(low: float, high: float, units: float) -> None:
    x = np.random.default_rng(101).uniform(low, high, 3000)
    true = exact(x)
    assert np.max(np.abs(evaluate(normal_cdf(X, gauss()), x) - true) / np.spacing(true)) <= units


def test_phi_keeps_forty_bits_in_the_whole_tail() -> None:
    x = np.random.default_rng(102).uniform(-37.5, -8, 2000)
    true = exact(x)
    assert np.max(np.abs(evaluate(normal_cdf(X, gauss()), x) / true - 1)) < 2.0**-40


def test_phi_is_one_or_zero_far_out_and_nan_at_nan() -> None:
    x = np.array([-1e300, -1e20, -50.0, 9.0, 1e15, 1e300, np.nan])
    found = evaluate(normal_cdf(X, gauss()), x)
    np.testing.assert_array_equal(found, [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, np.nan])


def test_phi_needs_its_own_exponential() -> None:
    with pytest.raises(ValueError, match="exp"):
        normal_cdf(X, apply("exp", apply("neg", X)))
    x = Sym("x")
    assert meaning(normal_cdf(X, gauss()), {"x": x}) == op("normal_cdf", x)


NAMES = ("logistic", "silu", "tanh", "softplus", "mish", "log_sigmoid", "gelu", "gelu_sigmoid")


@pytest.mark.parametrize("name", NAMES)
def test_fast_mode_has_a_number_at_every_double_that_exponentials_overflow_at(name: str) -> None:
    fast, accurate = symnn.compile(name, mode="fast"), symnn.compile(name)
    x = np.concatenate([s * np.linspace(300, 760, 40_001) for s in (-1, 1)])
    for part in (lambda f: f(x), lambda f: f.derivative(x)):
        got, true = part(fast), part(accurate)
        assert np.isfinite(got).all()
        assert np.max(np.abs(got - true) / np.maximum(np.abs(true), 1e-290)) < 1e-10


@pytest.mark.parametrize("beta", [0.37, 1.9, 88.3, 1234.5])
def test_swish_overflows_nowhere_in_fast_mode(beta: float) -> None:
    fast = symnn.compile("swish", mode="fast")
    x = np.concatenate([s * np.linspace(600, 800, 40_001) / beta for s in (-1, 1)])
    assert np.isfinite(fast(x, beta=beta)).all()
    assert np.isfinite(fast.derivative(x, beta=beta)).all()


def test_phi_and_gelu_are_zero_at_every_size_of_a_negative_argument():
    """Near -4·10¹² the difference of the bits once passed the least integer, and Φ was 1."""
    x = -np.logspace(1.6, 300, 4001)
    assert not symnn.compile("normal_cdf", mode="fast")(x).any()
    value, slope = symnn.compile("gelu", mode="fast").value_and_derivative(x)
    assert not value.any()
    assert not slope.any()

"""The judge of numeric code, judged: exact values against mpmath, ULP against hand-made cases."""

from __future__ import annotations

import numpy as np
import pytest
from expression_reference import Expression, agreed, exact
from flint import arb
from numeric_points import places, points
from numeric_reference import ACTIVATIONS, FURTHER, Activation, exact_value, exactly, named
from ulp import overflows, ulps

LARGEST = float(np.finfo(float).max)
ALL = [pytest.param(a, id=f"{a.name}-{a.parameter}") for a in ACTIVATIONS + FURTHER]


@pytest.mark.parametrize("activation", ALL)
def test_the_balls_of_an_activation_agree_with_its_textbook_formula_in_mpmath(activation: Activation) -> None:
    expression = Expression(activation.formula)
    chosen = [*np.random.default_rng(11).uniform(-60, 60, 12).tolist(), -1e-9, 1e-300, 700.5, -740.25, 1e6]
    for function, formula in zip(activation.both, expression.both, strict=True):
        for x in chosen:
            first, second = exact_value(function, x), agreed(formula, x)
            assert first[2] == second[2]
            assert abs((first[0] - second[0]) + (first[1] - second[1])) <= 2.0**-70


@pytest.mark.parametrize("activation", ALL)
def test_the_derivative_vanishes_only_where_the_function_turns(activation: Activation) -> None:
    for root in places(activation.slope).roots:
        left, middle, right = exactly(activation.value, [root * 1.001, root, root * 0.999]).nearest()
        assert middle < left
        assert middle < right


def test_an_ulp_is_that_of_the_exact_value() -> None:
    two = exactly(lambda x: x, [2.0, 2.0, 1.0])
    assert ulps([np.nextafter(2, 3), np.nextafter(2, 1), 1 - 2.0**-53], two, np.float64).tolist() == [1.0, 0.5, 0.5]
    below_two = exactly(lambda x: x - arb(2) ** -60, [2.0])
    assert ulps([2.0], below_two, np.float64).tolist() == [2.0**-8]


def test_subnormal_numbers_have_the_smallest_number_as_their_ulp() -> None:
    third = exactly(lambda x: x / 3, [5e-324])
    assert ulps([0.0, 5e-324], exactly(lambda x: x / 3, [5e-324] * 2), np.float64) == pytest.approx([1 / 3, 2 / 3])
    assert ulps([0.0], third, np.float32)[0] < 1e-200
    assert ulps([1e-45], exactly(lambda x: x * 1, [2.0**-149]), np.float32).tolist() == [0.0]
    assert ulps([0.0], exactly(lambda x: (-x).exp(), [1e9]), np.float64).tolist() == [0.0]
    assert ulps([5e-324], exactly(lambda x: (-x).exp(), [1e9]), np.float64).tolist() == [1.0]


def test_signed_zeros_are_equal_and_nan_is_infinitely_wrong() -> None:
    zero = exactly(lambda x: x, [0.0] * 3)
    assert ulps([-0.0, 0.0, np.nan], zero, np.float64).tolist() == [0.0, 0.0, np.inf]


def test_a_value_rounds_to_infinity_from_half_an_ulp_above_the_largest_number_on() -> None:
    for bits, expected in ((55, [np.inf, 0.25]), (53, [0.0, 1.0])):
        value = exactly(lambda x, bits=bits: x * (1 + arb(2) ** -bits), [LARGEST] * 2)
        found = ulps([np.inf, LARGEST], value, np.float64)
        assert overflows(value, np.float64).tolist() == [expected[0] == 0] * 2
        assert found == pytest.approx(expected)
    assert ulps([-np.inf], exactly(lambda x: x * 2, [LARGEST]), np.float64).tolist() == [np.inf]


def test_points_of_different_seeds_are_different_and_keep_their_seed() -> None:
    gelu = named("gelu")
    one, two, again = (points(seed, gelu.both, share=0.05) for seed in ("tests", "benchmark", "tests"))
    assert (one == again).all()
    assert len(np.intersect1d(one, two)) < 100  # the floats next to a root are the same
    assert np.abs(one).min() < 1e-308
    assert np.abs(one).max() > 1e300
    assert (np.abs(one + 0.7517915246935645) < 1e-15).sum() > 10


def test_an_expression_has_its_values_where_balls_have_no_exponent_for_them() -> None:
    xs = [-1e308, 1e-200, 3.0, 1e308]
    gumbel = exact(Expression("exp(-exp(-x))").value, xs).nearest()
    assert gumbel == pytest.approx([0.0, np.exp(-1), np.exp(-np.exp(-3.0)), 1.0], rel=1e-15)
    assert exact(Expression("log(cosh(x))").value, xs).nearest() == pytest.approx([1e308, 0, 2.3093285, 1e308])
    assert exact(Expression("sqrt(x**2 + 1) - x").value, xs).nearest() == pytest.approx([2e308, 1, 0.1622777, 5e-309])

"""Compiled activations against certified values: eighteen functions, their derivatives, and a few more."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from numeric_judge import score, wrong_specials
from numeric_points import points, root_points
from numeric_reference import ACTIVATIONS, FURTHER, Activation, exactly

SHARE = 0.19  # of 16,000 points
FUNCTIONS = [
    pytest.param(a, order, id=f"{a.name}{'' if a.parameter is None else a.parameter}{'′' * order}")
    for a in ACTIVATIONS + FURTHER
    for order in (0, 1)
]


@cache
def compiled(name: str) -> Any:
    import symnn

    return symnn.compile(name, mode="accurate")


def function(activation: Activation, order: int) -> Callable[[Any], Any]:
    found = compiled(activation.name)
    own = {} if activation.parameter is None else {next(iter(found.parameters)): activation.parameter}
    return lambda x: (found.derivative if order else found)(x, **own)


def judged(activation: Activation, order: int, xs: Any, limit: float) -> None:
    exact = activation.both[order]
    result = score(function(activation, order), xs, exactly(exact, xs), limit, activation.kinks if order else ())
    assert result.within(limit), str(result)
    assert not result.warned
    assert result.dtype == str(xs.dtype)


@pytest.mark.parametrize(("activation", "order"), FUNCTIONS)
def test_a_function_is_within_four_ulp_over_the_whole_range(activation: Activation, order: int) -> None:
    judged(activation, order, points("tests", activation.both, activation.kinks, share=SHARE), 4.0)


@pytest.mark.parametrize(("activation", "order"), FUNCTIONS)
def test_a_function_is_within_four_ulp_at_the_roots_of_its_derivative(activation: Activation, order: int) -> None:
    xs = root_points("tests", activation.slope)
    if len(xs):
        judged(activation, order, xs, 4.0)


@pytest.mark.parametrize(("activation", "order"), FUNCTIONS)
def test_single_precision_is_within_0_51_ulp(activation: Activation, order: int) -> None:
    xs = points("tests", activation.both, activation.kinks, np.float32, SHARE / 2)
    judged(activation, order, xs, 0.51)


@pytest.mark.parametrize(("activation", "order"), FUNCTIONS)
def test_nan_infinities_zeros_and_kinks_have_their_values(activation: Activation, order: int) -> None:
    assert wrong_specials(function(activation, order), activation, order) == []


@pytest.mark.parametrize(("activation", "order"), FUNCTIONS)
def test_value_and_derivative_are_those_of_the_two_functions(activation: Activation, order: int) -> None:
    found = compiled(activation.name)
    own = {} if activation.parameter is None else {next(iter(found.parameters)): activation.parameter}
    xs = points("tests", activation.both, activation.kinks, share=0.01)
    both = found.value_and_derivative(xs, **own)
    assert np.array_equal(both[order], function(activation, order)(xs), equal_nan=True)

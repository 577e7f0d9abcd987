"""Bounds of f′ are proved, and diagnoses say what is the case."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import symnn
from symnn.network import Dense
from symnn.network.initialisation import deviation
from symnn.network.slopes import slope_bound
from symnn.numeric.names import LISTED

RANDOM = np.random.default_rng(17)
X = RANDOM.normal(size=(300, 20))


@pytest.mark.parametrize("name", LISTED)
def test_the_bound_of_every_activation_is_proved_and_sharp(name: str) -> None:
    bound = slope_bound(Dense(1, 1, name))
    slopes = np.abs(symnn.compile(name).derivative(np.random.default_rng(5).normal(size=40_000) * 4))
    assert bound.proved
    assert slopes.max() <= float(bound.value) <= slopes.max() * 1.01 + 1e-12


@pytest.mark.parametrize(
    ("layer", "value"),
    [
        (Dense(1, 1, "sigmoid"), Fraction(1, 4)),
        (Dense(1, 1, "tanh"), 1),
        (Dense(1, 1), 1),
        (Dense(1, 1, "elu", {"alpha": 3.0}), 3),
        (Dense(1, 1, "leaky_relu", {"negative_slope": -3.0}), 3),
        (Dense(1, 1, "hard_sigmoid"), Fraction(1, 6)),
    ],
)
def test_bounds_that_are_known(layer: Dense, value: Fraction) -> None:
    assert slope_bound(layer).value == value
    assert slope_bound(layer).after(10) == value**10


def test_a_bound_is_of_the_double_that_the_network_computes_with() -> None:
    bound = slope_bound(Dense(1, 1, "elu", {"alpha": 3.1}))  # the double is above 31/10
    assert bound.proved
    assert bound.value >= Fraction(3.1) > Fraction(31, 10)


def test_no_gradient_is_larger_than_the_bound_says_and_most_are_as_expected() -> None:
    model = symnn.network([Dense(20, 30, "tanh"), Dense(30, 25, "gelu"), Dense(25, 4)], loss="mse", seed=3)
    diagnosis = model.diagnose(X)
    parameters = model.parameters
    z2 = np.tanh(X @ parameters[0][0]) @ parameters[1][0]
    back = RANDOM.normal(size=(300, 4)) @ parameters[2][0].T * symnn.compile("gelu").derivative(z2) @ parameters[1][0].T
    ratio = np.linalg.norm(back) / np.sqrt(300 * 4)
    expected, most = diagnosis.reaching(1)
    assert ratio <= most
    assert expected / 1.5 < ratio < expected * 1.5
    assert all(row.gain <= row.most for row in diagnosis.layers)


def test_dead_and_saturated_units_are_counted() -> None:
    model = symnn.network([Dense(20, 30, "relu"), Dense(30, 12, "sigmoid"), Dense(12, 3)], loss="cross_entropy")
    model.parameters[0][1][:7] = -1e3
    model.parameters[1][1][:8] = 40.0
    one, two, three = model.diagnose(X, RANDOM.integers(0, 3, 300)).layers
    assert (one.dead, one.saturated, two.dead, two.saturated, three.dead) == (7, 0, 0, 8, 0)
    said = model.diagnose(X).warnings()
    assert said[0].startswith("layer 1 (relu): dead units: 7 of 30")
    assert said[1].startswith("layer 2 (sigmoid): saturated units: 8 of 12")
    assert one.gradient is not None


def test_vanishing_gradients_are_said_with_the_proved_bound() -> None:
    layers = [Dense(20, 20, "sigmoid") for _ in range(40)]
    model = symnn.network([*layers, Dense(20, 3)], loss="cross_entropy")
    for weights, _ in model.parameters:
        weights *= 0.5
    text = str(model.diagnose(X))
    assert "gradients vanish: what reaches layer 1 is at most" in text
    assert "(proved bounds of f′)" in text
    assert "vanish" not in str(symnn.network([Dense(20, 9, "relu"), Dense(9, 3)], loss="mse").diagnose(X))


def test_a_diagnosis_displays_as_a_table() -> None:
    model = symnn.network([Dense(20, 9, "relu"), Dense(9, 3)], loss="mse")
    lines = model.diagnose(X)._repr_markdown_().splitlines()
    assert lines[0].count("|") - lines[0].count("\\|") == lines[2].count("|") == 11


@pytest.mark.parametrize(
    ("layer", "variance"),
    [
        (Dense(8, 4, "relu"), 2 / 8),
        (Dense(8, 4, "leaky_relu", {"gamma": 0.5}), 2 / (1.25 * 8)),
        (Dense(8, 4, "tanh"), 2 / 12),
        (Dense(8, 4), 2 / 12),
    ],
)
def test_initial_variances(layer: Dense, variance: float) -> None:
    assert deviation(layer) ** 2 == pytest.approx(variance, rel=1e-12)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_he_keeps_the_mean_square_through_thirty_layers(activation: str) -> None:
    layers = [Dense(400, 400, activation) for _ in range(30)]
    model = symnn.network([*layers, Dense(400, 1)], loss="mse", seed=2)
    a = np.random.default_rng(3).normal(size=(50, 400))
    f = symnn.compile(activation)
    for weights, _ in model.parameters[:-1]:
        z = a @ weights
        a = f(z)
    assert 0.15 < np.mean(z**2) / 2 < 7


@pytest.mark.parametrize("beta", [1e6, -1e4, 1e-6])
def test_the_bound_of_a_stretched_silu_is_that_of_silu(beta: float) -> None:
    bound = slope_bound(Dense(1, 1, "swish", {"beta": beta}))
    assert 1.0998 < float(bound.value) < 1.101


def test_without_a_bound_no_unit_is_saturated_and_no_largest_gradient_is_said() -> None:
    """f′ of celu with alpha = −3/2 is e^(−2x/3) below 0."""
    layers = [Dense(2, 3, "identity"), Dense(3, 5, "celu", {"alpha": -1.5}), Dense(5, 1)]
    found = symnn.network(layers, loss="mse").diagnose(np.random.default_rng(0).normal(size=(50, 2)))
    assert found.layers[1].saturated == 0
    assert str(found.layers[1].bound) == "no bound"
    assert found.reaching(1)[1] == np.inf
    assert not found.warnings()

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
    assert said[0].startswith("dead units: 7 of 30 in layer 1 (relu); ")
    assert said[1].startswith("saturated units: 8 of 12 in layer 2 (sigmoid); ")
    assert one.gradient is not None


def test_dead_units_of_many_layers_are_one_warning() -> None:
    model = symnn.network([Dense(20, 6, "relu"), Dense(6, 5, "relu"), Dense(5, 2)], loss="mse")
    for _, biases in model.parameters[:2]:
        biases[:2] = -1e3
    (said,) = model.diagnose(X).warnings()
    assert "2 of 6 in layer 1 (relu), 2 of 5 in layer 2 (relu)" in said


def reaching_layer_one(model: symnn.network.Network, x: np.ndarray, y: np.ndarray) -> float:
    """‖dL/dA₁‖/‖dL/dA‖ from the gradients of networks whose first weights are these outputs, with X = 1."""
    cuts = []
    for cut in (1, len(model.layers)):
        a = symnn.network(model.layers[:cut], loss="mse")
        a.set_parameters(model.parameters[:cut])
        after = a.forward(x)
        width = after.shape[1]
        rest = symnn.network([Dense(len(x), width), *model.layers[cut:]], loss="mse")
        rest.set_parameters([(after, np.zeros(width)), *model.parameters[cut:]])
        cuts.append(np.linalg.norm(rest.gradients(np.eye(len(x)), y)[0].weights))
    return float(cuts[0] / cuts[1])


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("times", [1.0, 10.0])
def test_with_targets_what_reaches_a_layer_is_what_the_backward_pass_gives(seed: int, times: float) -> None:
    model = symnn.network([*(Dense(8, 8, "tanh") for _ in range(12)), Dense(8, 1)], loss="mse", seed=seed)
    for weights, _ in model.parameters:
        weights *= times
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(40, 8)), random.normal(size=(40, 1))
    found = model.diagnose(x, y)
    truth = reaching_layer_one(model, x, y)
    assert found.layers[0].reached == pytest.approx(truth, rel=1e-9)
    assert found.layers[-1].reached == 1.0
    assert any("explode on these samples" in w for w in found.warnings()) == (truth > 1e4)
    assert any("vanish on these samples" in w for w in found.warnings()) == (truth < 1e-4)
    without = model.diagnose(x)
    assert without.layers[0].reached is None
    assert not any("on these samples:" in w for w in without.warnings())
    assert without.reaching(1)[0] <= 1e4 or any("by an estimate" in w for w in without.warnings())


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy_with_logits", "huber"])
def test_what_reaches_a_layer_is_that_of_every_loss(loss: str) -> None:
    model = symnn.network([Dense(5, 6, "gelu"), Dense(6, 4, "sigmoid"), Dense(4, 3)], loss=loss, seed=4)
    random = np.random.default_rng(7)
    x = random.normal(size=(11, 5))
    y = random.integers(0, 3, 11) if loss == "cross_entropy" else random.integers(0, 2, (11, 3)).astype(float)
    cut = symnn.network([Dense(11, 6), *model.layers[1:]], loss=loss)
    a = symnn.network(model.layers[:1], loss="mse")
    a.set_parameters(model.parameters[:1])
    cut.set_parameters([(a.forward(x), np.zeros(6)), *model.parameters[1:]])
    one = np.linalg.norm(cut.gradients(np.eye(11), y)[0].weights)
    last = symnn.network([Dense(11, 3)], loss=loss)
    last.set_parameters([(model.forward(x), np.zeros(3))])
    truth = one / np.linalg.norm(last.gradients(np.eye(11), y)[0].weights)
    assert model.diagnose(x, y).layers[0].reached == pytest.approx(truth, rel=1e-9)


def test_where_the_loss_has_no_gradient_nothing_is_compared_with_it() -> None:
    model = symnn.network([Dense(20, 4, "tanh"), Dense(4, 2)], loss="mse")
    found = model.diagnose(X, model.forward(X))
    assert np.isnan(found.layers[0].reached)
    assert any("0 or not finite" in w for w in found.warnings())


@pytest.mark.parametrize("number", [0, 3, -1, 1.5, None])
def test_what_is_no_layer_is_refused(number: object) -> None:
    found = symnn.network([Dense(20, 4, "tanh"), Dense(4, 2)], loss="mse").diagnose(X)
    with pytest.raises(ValueError, match=r"the layers are 1 to 2"):
        found.reaching(number)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="whole number"):
        slope_bound("tanh").after(1.5)  # type: ignore[arg-type]


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
    for targets, columns in ((None, 9), (np.zeros((300, 3)), 11)):
        lines = model.diagnose(X, targets)._repr_markdown_().splitlines()
        assert lines[0].count("|") - lines[0].count("\\|") == lines[2].count("|") == columns + 1


@pytest.mark.parametrize(
    ("layer", "variance"),
    [
        (Dense(8, 4, "relu"), 2 / 8),
        (Dense(8, 4, "leaky_relu", {"gamma": 0.5}), 2 / (1.25 * 8)),
        (Dense(8, 4, "tanh"), 2 / 12),
        (Dense(8, 4), 2 / 12),
        (Dense(8, 4, "selu"), 1 / 8),
        (Dense(8, 4, "elu"), 2 / 8),
    ],
)
def test_initial_variances(layer: Dense, variance: float) -> None:
    assert deviation(layer) ** 2 == pytest.approx(variance, rel=1e-12)


@pytest.mark.parametrize(
    ("rule", "layer", "variance"),
    [
        ("he", Dense(8, 4, "tanh"), 2 / 8),
        ("he", Dense(8, 4, "prelu", {"gamma": 0.5}), 2 / (1.25 * 8)),
        ("xavier", Dense(8, 4, "relu"), 2 / 12),
        ("lecun", Dense(8, 4), 1 / 8),
    ],
)
def test_a_rule_that_is_asked_for_holds_for_every_layer(rule: str, layer: Dense, variance: float) -> None:
    assert deviation(layer, rule) ** 2 == pytest.approx(variance, rel=1e-12)
    usual = symnn.network([layer, Dense(4, 2)], loss="mse")
    asked = symnn.network([layer, Dense(4, 2)], loss="mse", initialisation=rule)
    for one, two, own in zip(usual.parameters, asked.parameters, usual.layers, strict=True):
        np.testing.assert_allclose(two.weights, one.weights * deviation(own, rule) / deviation(own), rtol=1e-12)
    with pytest.raises(ValueError, match="initialisation is one of he, xavier, lecun, or None"):
        symnn.network([layer], loss="mse", initialisation="He")


def test_lecun_keeps_mean_and_variance_of_selu_through_thirty_layers() -> None:
    layers = [Dense(400, 400, "selu") for _ in range(30)]
    model = symnn.network([*layers, Dense(400, 1)], loss="mse", seed=2)
    a = np.random.default_rng(3).normal(size=(50, 400))
    for weights, _ in model.parameters[:-1]:
        a = symnn.compile("selu")(a @ weights)
    assert abs(a.mean()) < 0.2
    assert 0.7 < np.mean(a**2) < 1.4


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

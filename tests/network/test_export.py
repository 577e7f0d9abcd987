"""Networks as torch modules and as jax functions: values and gradients are those of the NumPy network."""

import sys

import numpy as np
import pytest
from network_exports import CASES, data, difference, small, straight

import symnn
from symnn import Dense
from symnn.network import loss_forms, rules
from symnn.numeric.backends.extras import MissingBackendError
from symnn.numeric.names import LISTED

# torch's own use of what it deprecates
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
]


@pytest.mark.parametrize("name", ["identity", *LISTED])
def test_every_activation_gives_what_numpy_gives_to_1e_12(run, name):
    net = symnn.network([Dense(5, 9, name), Dense(9, 4)], loss="cross_entropy", seed=2)
    for w, b in net.parameters:
        b[...] = np.random.default_rng(b.size).normal(size=b.shape)
        w *= 1.5
    assert difference(run, net, *data(5, 4, "classes", "cross_entropy")) <= 1e-12


@pytest.mark.parametrize(
    ("name", "mode", "parameters"),
    [("gelu", "accurate", {}), ("tanh", "naive", {}), ("elu", "fast", {"alpha": 0.3}),
     ("leaky_relu", "fast", {"negative_slope": 0.2})],
)  # fmt: skip
def test_modes_and_parameters_of_activations_are_kept(run, name, mode, parameters):
    net = symnn.network([Dense(5, 9, name, parameters), Dense(9, 4)], loss="mse", mode=mode)
    assert difference(run, net, *data(5, 4, "values", "mse")) <= 1e-12


@pytest.mark.parametrize(("loss", "kind", "parameters"), CASES)
def test_every_loss_with_weight_decay_gives_what_numpy_gives(run, loss, kind, parameters):
    layers = [Dense(6, 8, "tanh"), Dense(8, 3)]
    net = symnn.network(layers, loss=loss, loss_parameters=parameters, weight_decay=0.03)
    assert difference(run, net, *data(6, 3, kind, loss)) <= 1e-12


def test_fifty_layers_give_what_numpy_gives(run):
    net = symnn.network([Dense(12, 12, "tanh") for _ in range(49)] + [Dense(12, 5)], loss="cross_entropy", seed=4)
    assert difference(run, net, *data(12, 5, "classes", "cross_entropy")) <= 1e-12


def test_float32_is_kept(run):
    net = symnn.network([Dense(6, 8, "gelu"), Dense(8, 3)], loss="cross_entropy", dtype="float32", weight_decay=0.01)
    x, y = data(6, 3, "classes", "cross_entropy")
    output, _, rows = run(net)(x.astype(np.float32), y)
    assert {output.dtype, *(a.dtype for r in rows for a in r)} == {np.dtype("float32")}
    assert difference(run, net, x.astype(np.float32), y) <= 3e-6


FAR = [-800.0, -80.0, -37.0, -1.0, 0.0, 1e-9, 1.0, 37.0, 80.0, 800.0]


@pytest.mark.parametrize(
    ("loss", "rows", "aims"),
    [("cross_entropy", [[a, 0.0] for a in FAR], [0] * 10), ("cross_entropy", [[a, 0.0] for a in FAR], [1] * 10),
     ("cross_entropy", [[a, 0.0] for a in FAR], [[0.25, 0.75]] * 10),
     ("binary_cross_entropy_with_logits", [[a] for a in FAR], [[0.0]] * 10),
     ("binary_cross_entropy_with_logits", [[a] for a in FAR], [[1.0]] * 10),
     ("huber", [[a] for a in FAR], [[0.5]] * 10), ("mse", [[a] for a in FAR], [[0.5]] * 10)],
)  # fmt: skip
def test_logits_far_out_keep_their_digits_one_by_one(run, loss, rows, aims):
    net = straight(loss, len(rows[0]))
    ours = run(net)
    for row, aim in zip(rows, aims, strict=True):
        x, y = np.array([row]), np.array([aim])
        _, value, ((_, change),) = ours(x, y)
        # XLA takes subnormal numbers for zero; e^-800 is zero everywhere
        assert value == pytest.approx(net.loss(x, y), rel=1e-14, abs=1e-300)
        np.testing.assert_allclose(change, net.gradients(x, y)[0].biases, rtol=1e-14, atol=1e-300)


def test_a_confident_class_by_hand(run):
    small = np.exp(-80.0)  # p₁ = 1/(1 + e⁸⁰)
    _, value, ((_, change),) = run(straight("cross_entropy", 2))(np.array([[80.0, 0.0]]), np.array([0]))
    assert value == pytest.approx(small, rel=1e-14)
    np.testing.assert_allclose(change, [-small, small], rtol=1e-14)


def test_every_loss_of_the_rules_has_a_form():
    loss_forms.check_complete()
    assert set(loss_forms.FORMS) == {r.forward.operation for r in rules.LOSSES.values()}


def test_a_loss_without_a_form_is_named(monkeypatch):
    row = rules._loss("quartic", "", "", "", "")
    monkeypatch.setattr(loss_forms, "LOSSES", {**rules.LOSSES, ("quartic", "values"): row})
    with pytest.raises(LookupError, match="the loss quartic has no form for torch and jax"):
        loss_forms.check_complete()


@pytest.mark.parametrize("name", ["torch", "jax"])
def test_a_missing_library_is_an_error_that_names_the_extra(monkeypatch, name):
    net = small()[0]
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingBackendError, match=rf"pip install 'symnn\[{name}\]'"):
        getattr(net, f"to_{name}")()

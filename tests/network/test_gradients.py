"""Losses and gradients of networks: beside torch.autograd, beside difference quotients, beside formulas by hand."""

import numpy as np
import pytest

import symnn
from symnn import Dense
from symnn.numeric.names import LISTED

NO_TORCH = "torch is not installed: make judges"
LOSSES = ("cross_entropy", "binary_cross_entropy_with_logits", "mse", "huber")


def data(inputs, outputs, loss, count=11, seed=3):
    random = np.random.default_rng(seed)
    x = random.normal(size=(count, inputs))
    if loss == "cross_entropy":
        return x, random.integers(0, outputs, count)
    if loss == "binary_cross_entropy_with_logits":
        return x, random.integers(0, 2, (count, outputs)).astype(float)
    return x, random.normal(size=(count, outputs))


def error(found, truth):
    """The largest difference by the largest number of the array; where that is 0, every number has to be."""
    largest = np.abs(truth).max()
    return np.abs(found - truth).max() / largest if largest else np.abs(found).max()


def beside_torch(net, x, y):
    torch = pytest.importorskip("torch", reason=NO_TORCH)
    torch.set_num_threads(1)
    from network_torch import gradients

    value, truth = gradients(net, x, y)
    errors = [abs(net.loss(x, y) - value) / abs(value)]
    for found, wanted in zip(net.gradients(x, y), truth, strict=True):
        errors += [error(a, b) for a, b in zip(found, wanted, strict=True)]
    return max(errors)


@pytest.mark.parametrize(
    ("name", "mode"),
    [(n, m) for n in ("identity", *LISTED) for m in ("fast", "accurate")] + [("tanh", "naive"), ("silu", "naive")],
)
def test_gradients_of_every_activation_agree_with_torch_to_1e_12(name, mode):
    net = symnn.network([Dense(5, 9, name), Dense(9, 7, name), Dense(7, 4)], loss="cross_entropy", mode=mode, seed=2)
    for w, b in net.parameters:
        b[...] = np.random.default_rng(b.size).normal(size=b.shape)
        w *= 1.5
    assert beside_torch(net, *data(5, 4, "cross_entropy")) <= 1e-12


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("elu", {"alpha": 0.3}), ("leaky_relu", {"negative_slope": 0.2}), ("celu", {"alpha": 2.0})],
)
def test_gradients_of_activations_with_a_parameter_agree_with_torch(name, parameters):
    net = symnn.network([Dense(5, 9, name, parameters), Dense(9, 4)], loss="mse")
    assert beside_torch(net, *data(5, 4, "mse")) <= 1e-12


@pytest.mark.parametrize("outputs", [3, 1])
@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_of_every_loss_with_weight_decay_agree_with_torch(loss, outputs):
    if loss == "cross_entropy" and outputs == 1:
        outputs = 2
    net = symnn.network([Dense(6, 8, "tanh"), Dense(8, outputs)], loss=loss, weight_decay=0.03)
    assert beside_torch(net, *data(6, outputs, loss)) <= 1e-12


def test_gradients_of_soft_targets_agree_with_torch():
    net = symnn.network([Dense(6, 8, "tanh"), Dense(8, 3)], loss="cross_entropy")
    x, _ = data(6, 3, "mse")
    y = np.random.default_rng(0).dirichlet(np.ones(3), len(x))
    assert beside_torch(net, x, y) <= 1e-12
    binary = symnn.network([Dense(6, 8, "tanh"), Dense(8, 3)], loss="binary_cross_entropy_with_logits")
    assert beside_torch(binary, x, y) <= 1e-12


def test_huber_takes_its_delta():
    net = symnn.network([Dense(6, 3)], loss="huber", loss_parameters={"delta": 0.2})
    assert beside_torch(net, *data(6, 3, "huber")) <= 1e-12


@pytest.mark.parametrize("name", ["tanh", "relu", "gelu", "silu"])
def test_gradients_of_fifty_layers_agree_with_torch_to_1e_12(name):
    layers = [Dense(12, 12, name) for _ in range(49)] + [Dense(12, 5)]
    net = symnn.network(layers, loss="cross_entropy", seed=4)
    assert beside_torch(net, *data(12, 5, "cross_entropy")) <= 1e-12


def test_gradients_in_float32_agree_with_those_in_float64():
    layers = [Dense(20, 16, "gelu"), Dense(16, 12, "tanh"), Dense(12, 4)]
    x, y = data(20, 4, "cross_entropy")
    single, double = (symnn.network(layers, loss="cross_entropy", dtype=t) for t in ("float32", "float64"))
    double.set_parameters(single.parameters)
    x = x.astype(np.float32)
    for found, truth in zip(single.gradients(x, y), double.gradients(x, y), strict=True):
        assert found.weights.dtype == np.float32
        assert max(error(a, b) for a, b in zip(found, truth, strict=True)) <= 3e-6


@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_are_those_of_the_loss_by_differences(loss):
    net = symnn.network([Dense(3, 4, "softplus"), Dense(4, 2)], loss=loss, weight_decay=0.1)
    x, y = data(3, 2, loss)
    for own, change in zip(net.parameters, net.gradients(x, y), strict=True):
        for p, d in zip(own, change, strict=True):
            quotients = np.zeros_like(p)
            for i in np.ndindex(p.shape):
                kept, values = p[i], []
                for h in (1e-5, -1e-5):
                    p[i] = kept + h
                    values.append(net.loss(x, y))
                p[i] = kept
                quotients[i] = (values[0] - values[1]) / 2e-5
            assert error(d, quotients) < 1e-8


def test_the_network_of_the_documents_by_hand_and_by_machine():
    """Three inputs, four hidden units, one output: ŷ = σ(W₂ᵀ σ(W₁ᵀ x)), binary cross-entropy (003, equation 14)."""
    w1 = np.array([[0.5, -1.0, 0.25, 2.0], [1.5, 0.5, -0.75, -1.0], [-0.5, 1.0, 1.25, 0.5]])
    w2 = np.array([[1.0], [-2.0], [0.5], [1.5]])
    x, y = np.array([1.0, -0.5, 2.0]), 1.0
    net = symnn.network([Dense(3, 4, "sigmoid"), Dense(4, 1)], loss="bce_with_logits")
    net.set_parameters([(w1, np.zeros(4)), (w2, np.zeros(1))])
    # by hand, a sample as a column; derivations/back-propagation.md#output-weights and #input-weights
    z1 = w1.T @ x  # (-1.25, 0.75, 3.125, 3.5)
    assert z1.tolist() == [-1.25, 0.75, 3.125, 3.5]
    h = 1 / (1 + np.exp(-z1))
    p = 1 / (1 + np.exp(-(w2[:, 0] @ h)))
    by_w2 = (p - y) * h
    by_w1 = np.outer(x, (p - y) * w2[:, 0] * h * (1 - h))
    first, second = net.gradients(x[None, :], np.array([y]))
    assert net.loss(x[None, :], [y]) == pytest.approx(-np.log(p), rel=1e-14)
    assert net.probabilities(x[None, :])[0, 0] == pytest.approx(p, rel=1e-15)
    np.testing.assert_allclose(second.weights[:, 0], by_w2, rtol=1e-14)
    np.testing.assert_allclose(first.weights, by_w1, rtol=1e-14)
    np.testing.assert_allclose(first.biases, (p - y) * w2[:, 0] * h * (1 - h), rtol=1e-14)


def test_a_confident_class_keeps_the_digits_of_its_gradient():
    net = symnn.network([Dense(2, 2)], loss="cross_entropy")
    net.set_parameters([(np.eye(2), np.zeros(2))])
    change = net.gradients([[80.0, 0.0]], [0])[0].biases  # p₁ = 1/(1 + e⁸⁰)
    small = np.exp(-80.0)
    np.testing.assert_allclose(change, [-small, small], rtol=1e-14)
    assert net.loss([[80.0, 0.0]], [0]) == pytest.approx(small, rel=1e-14)
    assert net.loss([[800.0, 0.0]], [1]) == 800.0


def test_logits_far_out_give_finite_losses():
    net = symnn.network([Dense(1, 1)], loss="binary_cross_entropy_with_logits")
    net.set_parameters([([[1.0]], [0.0])])
    assert net.loss([[1e5]], [0.0]) == 1e5
    assert net.loss([[1e5]], [1.0]) == 0.0
    assert net.gradients([[-1e5]], [1.0])[0].biases.tolist() == [-1.0]


def test_a_mean_over_a_batch_is_the_mean_of_the_samples():
    net = symnn.network([Dense(4, 6, "relu"), Dense(6, 3)], loss="cross_entropy")
    x, y = data(4, 3, "cross_entropy")
    each = [net.loss(x[i : i + 1], y[i : i + 1]) for i in range(len(x))]
    assert net.loss(x, y) == pytest.approx(np.mean(each), rel=1e-14)
    rows = [net.gradients(x[i : i + 1], y[i : i + 1])[0].weights for i in range(len(x))]
    np.testing.assert_allclose(net.gradients(x, y)[0].weights, np.mean(rows, axis=0), rtol=1e-12, atol=1e-15)


def test_at_the_kink_of_relu_the_customary_slope_counts():
    net = symnn.network([Dense(1, 1, "relu"), Dense(1, 1)], loss="mse")
    net.set_parameters([([[1.0]], [0.0]), ([[1.0]], [0.0])])
    assert net.gradients([[0.0]], [1.0])[0].biases.tolist() == [0.0]

"""The symbolic gradient of a network is what the network computes, and no longer than reverse mode."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

import symnn
from symnn.network import Dense
from symnn.network.description import LOSSES
from symnn.network.symbolic import symbolic
from symnn.numeric.names import LISTED

RANDOM = np.random.default_rng(23)


def agrees(model: symnn.network.Network, target: np.ndarray) -> None:
    told = symbolic(model.description)
    x = RANDOM.normal(size=(1, model.description.inputs))
    numbers = dict(zip(told.inputs, x[0], strict=True)) | dict(zip(told.targets, target[0], strict=True))
    for (w, b), (ws, bs) in zip(model.parameters, told.parameters, strict=True):
        b[...] = RANDOM.normal(size=b.shape)
        numbers |= dict(zip(ws, w.reshape(-1), strict=True)) | dict(zip(bs, b, strict=True))
    values = told.values(numbers)
    found = lambda m: np.array([float(values.get(v, v)) for v in m]).reshape(m.shape)  # noqa: E731
    assert float(values[told.loss]) == pytest.approx(model.loss(x, target), rel=1e-12)
    for (dw, db), (sw, sb) in zip(model.gradients(x, target), told.gradients, strict=True):
        np.testing.assert_allclose(found(sw), dw, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(found(sb).reshape(-1), db, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("name", [n for n in LISTED if n != "unit_step"])
def test_every_activation_gives_the_numbers_of_the_network(name: str) -> None:
    agrees(symnn.network([Dense(2, 3, name), Dense(3, 1)], loss="mse", mode="accurate"), np.array([[0.3]]))


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_gives_the_numbers_of_the_network(loss: str) -> None:
    target = np.array([[0.0, 1.0]]) if loss != "huber" else np.array([[0.1, 7.0]])
    layers = [Dense(3, 4, "tanh"), Dense(4, 3, "elu", {"alpha": 0.5}), Dense(3, 2)]
    agrees(symnn.network(layers, loss=loss, weight_decay=0.25, mode="accurate"), target)


def test_slopes_go_through_the_value_where_they_can() -> None:
    told = symbolic(symnn.network([Dense(1, 1, "sigmoid"), Dense(1, 1, "tanh")], loss="mse").description)
    found = {str(s): e for s, e in told.assignments}
    a, b = sympy.Symbol("a1_1", real=True), sympy.Symbol("a2_1", real=True)
    assert sympy.expand(found["s1_1"] - (a - a**2)) == 0
    assert sympy.expand(found["s2_1"] - (1 - b**2)) == 0


def test_a_closed_gradient_is_the_derivative_of_the_closed_loss() -> None:
    told = symbolic(symnn.network([Dense(1, 2, "softplus"), Dense(2, 1)], loss="mse").description)
    loss = told.closed(told.loss)
    for (w, b), (dw, db) in zip(told.parameters, told.gradients, strict=True):
        for name, gradient in zip([*w, *b], [*dw, *db], strict=True):
            difference = sympy.diff(loss, name) - told.closed(gradient)
            numbers = {s: sympy.Rational(k, 7) for k, s in enumerate(sorted(difference.free_symbols, key=str), 1)}
            assert abs(sympy.N(difference.subs(numbers), 30)) < 1e-25


def test_operations_grow_like_the_weights() -> None:
    counts = []
    for n in (4, 8, 16):
        told = symbolic(symnn.network([Dense(n, n, "tanh"), Dense(n, n, "tanh"), Dense(n, 1)], loss="mse").description)
        counts.append(told.operations / (2 * n * n))
    assert counts[0] > counts[1] > counts[2]
    assert counts[2] < 8


def test_a_network_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="20000"):
        symbolic(symnn.network([Dense(784, 256), Dense(256, 10)], loss="mse").description)

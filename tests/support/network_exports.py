"""Networks to be exported, samples for them, and what torch and jax make of both."""

from __future__ import annotations

import numpy as np

import symnn
from symnn import Dense

CASES = [
    ("cross_entropy", "classes", {}), ("cross_entropy", "probabilities", {}), ("mse", "values", {}),
    ("binary_cross_entropy_with_logits", "values", {}), ("huber", "values", {"delta": 0.4}),
]  # fmt: skip
# the second derivatives in one logit z of two-class or single-output losses, at z = 0 and beside
SECOND = [
    ("binary_cross_entropy_with_logits", [0.0], [[1.0]], [[0.25]]), ("mse", [0.3], [[1.0]], [[2.0]]),
    ("huber", [0.3], [[0.5]], [[1.0]]), ("huber", [9.0], [[0.5]], [[0.0]]),
    ("cross_entropy", [0.0, 0.0], [0], [[0.25, -0.25], [-0.25, 0.25]]),
    ("cross_entropy", [0.0, 0.0], [[0.3, 0.7]], [[0.25, -0.25], [-0.25, 0.25]]),
]  # fmt: skip


def in_torch(net):
    """X, y -> (output, loss, gradients) by the module and autograd."""
    import torch

    module = net.to_torch()

    def run(x, y):
        module.zero_grad()
        loss = module.loss(torch.tensor(x), torch.tensor(y))
        loss.backward()
        rows = [(k.weights.grad.numpy(), k.biases.grad.numpy()) for k in module.layers]
        return module(torch.tensor(x)).detach().numpy(), float(loss.detach()), rows

    return run


def in_jax(net):
    """The same under jit, by reverse mode."""
    import jax

    apply, params = net.to_jax()

    @jax.jit
    def everything(p, x, y):
        return apply(p, x), *jax.value_and_grad(apply.loss)(p, x, y)

    def run(x, y):
        output, loss, rows = everything(params, x, y)
        return np.asarray(output), float(loss), [tuple(map(np.asarray, r)) for r in rows]

    return run


def data(inputs, outputs, kind, loss, count=11):
    random = np.random.default_rng(3)
    x = random.normal(size=(count, inputs))
    if kind == "classes":
        return x, random.integers(0, outputs, count)
    if kind == "probabilities":
        return x, random.dirichlet(np.ones(outputs), count)
    y = random.normal(size=(count, outputs))
    return x, (np.clip(y, 0, 1) if loss.startswith("binary") else y)


def error(found, truth):
    """The largest difference by the largest number of the array; where that is 0, every number has to be."""
    found, truth = np.asarray(found), np.asarray(truth)
    assert found.shape == truth.shape
    largest = np.abs(truth).max()
    return np.abs(found - truth).max() / largest if largest else np.abs(found).max()


def difference(run, net, x, y):
    """The largest error of output, loss and every gradient."""
    output, loss, rows = run(net)(x, y)
    errors = [error(output, net.forward(x)), error(loss, net.loss(x, y))]
    for found, wanted in zip(rows, net.gradients(x, y), strict=True):
        errors += [error(a, b) for a, b in zip(found, wanted, strict=True)]
    return max(errors)


def straight(loss, outputs, **parameters):
    """A network whose output is its input."""
    net = symnn.network([Dense(outputs, outputs)], loss=loss, **parameters)
    net.set_parameters([(np.eye(outputs), np.zeros(outputs))])
    return net


def small(loss="cross_entropy", **keywords):
    net = symnn.network([Dense(6, 8, "elu", {"alpha": 0.5}), Dense(8, 3)], loss=loss, weight_decay=0.02, **keywords)
    return net, *data(6, 3, "classes" if loss == "cross_entropy" else "values", loss)

"""Initial weights: normal, independent, with the variance that keeps the size of signals from layer to layer; b = 0.

He, for activations that are 0 or nearly so on half of the line: Var W = 2/inputs.  Xavier for the others:
Var W = 2/(inputs + outputs).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from symnn.network.description import Dense
from symnn.network.memory import Layer

HALVED = frozenset(
    "relu leaky_relu prelu relu6 elu selu celu silu gelu gelu_tanh gelu_sigmoid mish hard_swish softplus".split()
)


def deviation(layer: Dense) -> float:
    """The standard deviation of the initial weights."""
    halved = not layer.is_linear and layer.source().name in HALVED
    return float(np.sqrt(2.0 / layer.inputs if halved else 2.0 / (layer.inputs + layer.outputs)))


def initialise(layers: Iterable[Dense], parameters: Iterable[Layer], seed: int) -> None:
    """Fills W and b; the numbers depend on the seed and on the layers, not on the type."""
    random = np.random.default_rng([seed, 0])
    for layer, (weights, biases) in zip(layers, parameters, strict=True):
        weights[...] = random.standard_normal(weights.shape) * deviation(layer)
        biases[...] = 0.0


__all__ = ["deviation", "initialise"]

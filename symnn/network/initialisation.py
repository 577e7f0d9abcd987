"""Initial weights: normal, independent, with the variance that keeps the size of signals from layer to layer; b = 0.

He: Var W = 2/(c·inputs) where f(z)² + f(−z)² = c·z², so that a symmetric net input keeps c/2 of its mean square
(c = 1 for ReLU, 1 + γ² with the slope γ on the left); with c = 1 also for what is nearly ReLU.  Xavier for the others,
which are nearly linear at zero: Var W = 2/(inputs + outputs).  Both are derived in derivations/initialisation.md.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from symnn.network.description import Dense
from symnn.network.memory import Layer

# 0 or nearly so on half of the line -> the parameter that is the slope there
HALVED = {
    **dict.fromkeys("relu relu6 elu selu celu silu gelu gelu_tanh gelu_sigmoid mish hard_swish softplus".split()),
    "leaky_relu": "gamma", "prelu": "gamma",
}  # fmt: skip


def deviation(layer: Dense) -> float:
    """The standard deviation of the initial weights."""
    source = None if layer.is_linear else layer.source()
    if source is None or source.name not in HALVED:
        return float(np.sqrt(2.0 / (layer.inputs + layer.outputs)))
    slope = HALVED[source.name]
    given = {source.other.get(n, n): v for n, v in layer.parameters.items()}
    left = 0.0 if slope is None else float(given.get(slope, source.defaults[slope] or 0))
    return float(np.sqrt(2.0 / ((1.0 + left * left) * layer.inputs)))


def initialise(layers: Iterable[Dense], parameters: Iterable[Layer], seed: int) -> None:
    """Fills W and b; the numbers depend on the seed and on the layers, not on the type."""
    random = np.random.default_rng([seed, 0])
    for layer, (weights, biases) in zip(layers, parameters, strict=True):
        weights[...] = random.standard_normal(weights.shape) * deviation(layer)
        biases[...] = 0.0


__all__ = ["deviation", "initialise"]

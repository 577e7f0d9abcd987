"""Initial weights: normal, independent, with the variance that keeps the size of signals from layer to layer; b = 0.

He: Var W = 2/(c·inputs) where f(z)² + f(−z)² = c·z², so that a symmetric net input keeps c/2 of its mean square
(c = 1 for ReLU, 1 + γ² with the slope γ on the left); with c = 1 also for what is nearly ReLU.  LeCun for SELU: Var W =
1/inputs, since E f(z) = 0 and E f(z)² = 1 of a normal z with mean 0 and variance 1 (Klambauer et al. 2017).  Xavier for
the others, which are nearly linear at zero: Var W = 2/(inputs + outputs).  All are derived in
derivations/initialisation.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from symnn.network.description import Dense
from symnn.network.memory import Layer

# 0 or nearly so on half of the line -> the parameter that is the slope there
HALVED = {
    **dict.fromkeys("relu relu6 elu celu silu gelu gelu_tanh gelu_sigmoid mish hard_swish softplus".split()),
    "leaky_relu": "gamma", "prelu": "gamma",
}  # fmt: skip
NORMAL = frozenset(("selu",))  # keeps mean 0 and variance 1 of a normal net input


def _xavier(layer: Dense) -> float:
    return 2.0 / (layer.inputs + layer.outputs)


def _lecun(layer: Dense) -> float:
    return 1.0 / layer.inputs


def _he(layer: Dense) -> float:
    """With the slope on the left where the activation has one as a parameter, else with c = 1."""
    source = None if layer.is_linear else layer.source()
    slope = None if source is None else HALVED.get(source.name)
    if source is None or slope is None:
        return 2.0 / layer.inputs
    given = {source.other.get(n, n): v for n, v in layer.parameters.items()}
    left = float(given.get(slope, source.defaults[slope] or 0))
    return 2.0 / ((1.0 + left * left) * layer.inputs)


VARIANCES: Mapping[str, Callable[[Dense], float]] = {"he": _he, "xavier": _xavier, "lecun": _lecun}


def usual(layer: Dense) -> str:
    """The rule that the activation of the layer needs."""
    name = "" if layer.is_linear else layer.source().name
    return "lecun" if name in NORMAL else "he" if name in HALVED else "xavier"


def deviation(layer: Dense, rule: str | None = None) -> float:
    """The standard deviation of the initial weights, by a rule of ``VARIANCES``; None: by that of the activation."""
    if rule is not None and rule not in VARIANCES:
        raise ValueError(f"initialisation is one of {', '.join(VARIANCES)}, or None, not {rule!r}")
    return float(np.sqrt(VARIANCES[rule or usual(layer)](layer)))


def initialise(layers: Iterable[Dense], parameters: Iterable[Layer], seed: int, rule: str | None = None) -> None:
    """Fills W and b; the numbers depend on the seed, the layers and the rule, not on the type."""
    random = np.random.default_rng([seed, 0])
    for layer, (weights, biases) in zip(layers, parameters, strict=True):
        weights[...] = random.standard_normal(weights.shape) * deviation(layer, rule)
        biases[...] = 0.0


__all__ = ["VARIANCES", "deviation", "initialise", "usual"]

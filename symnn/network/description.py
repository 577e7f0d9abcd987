"""What a network is, as data: dense layers with activations of the catalogue, a loss, weight decay.

Batches are rows: X is (batch, inputs), W is (inputs, outputs), b is (outputs,), and a layer is A = f(X W + 1 bᵀ).
A loss is the mean over the samples, and over the outputs where it is a loss of single entries (mse, huber,
binary_cross_entropy_with_logits), as in ``symnn.losses``.  Weight decay adds (λ/2) Σ W² over all weights, not biases.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from operator import index
from typing import Any

import numpy as np

from symnn.context.names import spelling
from symnn.numeric.arguments import real_number
from symnn.numeric.named import ALIASES, ROWS
from symnn.numeric.named import BY_SPELLING as KNOWN
from symnn.numeric.names import BY_SPELLING as ACTIVATIONS
from symnn.numeric.names import LISTED, Source, by_name
from symnn.numeric.parts import CompileError
from symnn.term import Op, Sym, walk

IDENTITY = frozenset(("identity", "linear", "none"))
# loss -> its parameters with their defaults
LOSSES: Mapping[str, Mapping[str, float]] = {
    "cross_entropy": {},
    "binary_cross_entropy_with_logits": {},
    "mse": {},
    "huber": {"delta": 1.0},
}
INSTEAD: Mapping[str, str] = {
    "binary_cross_entropy": "it takes probabilities: let the last layer give logits and use "
    "binary_cross_entropy_with_logits",
    "cross_entropy_of_probabilities": "it takes probabilities: let the last layer give logits and use cross_entropy",
    "nll": "it takes log-probabilities: let the last layer give logits and use cross_entropy",
}
BY_SPELLING = {spelling(n): n for n in LOSSES} | {spelling(a): n for a, n in ALIASES.items()}


NUMBERS = (int, float, np.integer, np.floating)


def counted(value: Any, what: str) -> int:
    """A whole number from 1."""
    try:
        if isinstance(value, bool):
            raise TypeError
        number = index(value)
    except TypeError:
        raise TypeError(f"{what} is {value!r}; it has to be a whole number") from None
    if number < 1:
        raise ValueError(f"{what} is {number}; it has to be at least 1")
    return number


@dataclass(frozen=True)
class Dense:
    """f(X W + 1 bᵀ) with W of the shape (inputs, outputs).

    ``activation`` is a name of the catalogue as ``symnn.compile`` takes it ("relu", "gelu", "sigmoid", …) or
    "identity"; ``parameters`` are its own (``{"alpha": 0.5}`` of "elu"), each one number, by the name of the catalogue
    or that of the libraries (gamma or negative_slope of "leaky_relu").
    """

    inputs: int
    outputs: int
    activation: str = "identity"
    parameters: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", counted(self.inputs, "the number of inputs of a dense layer"))
        object.__setattr__(self, "outputs", counted(self.outputs, "the number of outputs of a dense layer"))
        if not isinstance(self.parameters, Mapping):
            raise TypeError(
                f"the parameters of an activation are given by name, as {{'alpha': 0.5}}, not {self.parameters!r}"
            )
        object.__setattr__(self, "parameters", dict(self.parameters))
        if not isinstance(self.activation, str):
            raise TypeError(f"activation is a name of the catalogue, not {self.activation!r}")
        if self.is_linear:
            if self.parameters:
                raise ValueError(f"the identity has no parameters, but {', '.join(self.parameters)} is given")
            return
        source = self.source()
        given = {source.other.get(n, n): v for n, v in self.parameters.items()}
        for name in given:
            if name not in source.defaults:
                known = ", ".join(source.defaults) or "none"
                raise ValueError(f"{self.activation} has no parameter {name!r}; it has: {known}")
        if len(given) < len(self.parameters):
            raise ValueError(f"a parameter of {self.activation} is given twice: {', '.join(self.parameters)}")
        for name, default in source.defaults.items():
            if given.get(name, default) is None:
                raise ValueError(f"{self.activation} needs a value: parameters={{{name!r}: …}}")
        values: dict[str, Fraction] = {n: real_number(self.activation, n, v) for n, v in given.items()}
        object.__setattr__(self, "parameters", {n: float(v) for n, v in values.items()})
        if _divides_by_zero(source, values):
            said = ", ".join(f"{n} = {v:g}" for n, v in self.parameters.items())
            raise ValueError(f"{self.activation} divides by its parameter: it has no values for {said}")

    def __hash__(self) -> int:
        return hash((self.inputs, self.outputs, self.activation, tuple(sorted(self.parameters.items()))))

    @property
    def is_linear(self) -> bool:
        return self.activation in IDENTITY

    def source(self) -> Source:
        """The closed formula of the activation in the catalogue."""
        if spelling(self.activation) in {spelling(n) for n in ROWS}:
            raise ValueError(
                f"{self.activation} is a function of whole rows and fused with the loss: let the last layer give "
                'logits (activation "identity") and use loss="cross_entropy"'
            )
        if spelling(self.activation) in KNOWN:
            raise ValueError(f"{self.activation} is a loss, no activation of a layer: network(…, loss=…)")
        try:
            return by_name(self.activation)
        except CompileError as error:
            close = get_close_matches(spelling(self.activation), ACTIVATIONS, 1)
            guess = f" (did you mean {ACTIVATIONS[close[0]]}?)" if close else ""
            raise ValueError(
                f"activation: {self.activation!r} is no function of one number in the catalogue{guess}; "
                f"there are: identity, {', '.join(LISTED)}"
            ) from error


def _divides_by_zero(source: Source, given: Mapping[str, Fraction]) -> bool:
    """Whether the formula divides by a parameter that is 0, as celu does for alpha = 0."""
    zeros = {Sym(n) for n, v in given.items() if not v}
    return any(isinstance(t, Op) and t.head == "div" and t.args[1] in zeros for t in walk(source.term))


@dataclass(frozen=True)
class Description:
    """Layers in the order of computation, the loss of the last one's output, and the factor λ of (λ/2) Σ W²."""

    layers: tuple[Dense, ...]
    loss: str
    loss_parameters: Mapping[str, float] = field(default_factory=dict)
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", checked(self.layers))
        loss = _loss(self.loss)
        object.__setattr__(self, "loss", loss)
        object.__setattr__(self, "loss_parameters", _loss_parameters(loss, self.loss_parameters))
        decay = self.weight_decay
        if isinstance(decay, bool) or not isinstance(decay, int | float) or not 0 <= decay < math.inf:
            raise ValueError(f"weight_decay is {decay!r}; it is the factor of (λ/2) Σ W², finite and not negative")
        object.__setattr__(self, "weight_decay", float(decay))
        if loss == "cross_entropy" and self.outputs < 2:
            raise ValueError(
                "cross_entropy of one output is always 0: give the last layer one output a class, or use "
                "binary_cross_entropy_with_logits"
            )

    def __hash__(self) -> int:
        return hash((self.layers, self.loss, tuple(sorted(self.loss_parameters.items())), self.weight_decay))

    @property
    def inputs(self) -> int:
        return self.layers[0].inputs

    @property
    def outputs(self) -> int:
        return self.layers[-1].outputs

    def to_json(self) -> dict[str, Any]:
        rows = [[d.inputs, d.outputs, d.activation, dict(d.parameters)] for d in self.layers]
        decay = self.weight_decay
        return {"layers": rows, "loss": self.loss, "loss_parameters": dict(self.loss_parameters), "weight_decay": decay}

    @classmethod
    def from_json(cls, data: Any) -> Description:
        """``KeyError``, ``TypeError`` or ``ValueError`` on anything that ``to_json`` did not give."""
        layers = tuple(Dense(n, m, str(f), dict(p)) for n, m, f, p in data["layers"])
        return cls(layers, str(data["loss"]), dict(data["loss_parameters"]), float(data["weight_decay"]))


def checked(layers: Any) -> tuple[Dense, ...]:
    """The layers of a network: at least one, each taking what the one before gives."""
    if isinstance(layers, Dense) or not isinstance(layers, Sequence):
        raise TypeError(f"layers is a list of Dense(…), not {type(layers).__name__}")
    if not layers:
        raise ValueError("a network has at least one layer, as [Dense(4, 3)]; the list is empty")
    for k, layer in enumerate(layers, 1):
        if not isinstance(layer, Dense):
            raise TypeError(f"layer {k} is {layer!r}; it has to be a Dense(inputs, outputs, activation)")
    for k, (one, two) in enumerate(pairwise(layers), 1):
        if one.outputs != two.inputs:
            raise ValueError(
                f"layer {k} gives {one.outputs} outputs, layer {k + 1} takes {two.inputs} inputs; they have to be equal"
            )
    return tuple(layers)


def _loss(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"loss is a name, one of {', '.join(LOSSES)}, not {name!r}")
    known = BY_SPELLING.get(spelling(name), name)
    if known in LOSSES:
        return known
    reason = f": {INSTEAD[known]}" if known in INSTEAD else ""
    raise ValueError(f"loss is one of {', '.join(LOSSES)}, not {name!r}{reason}")


def _loss_parameters(loss: str, given: Mapping[str, Any]) -> dict[str, float]:
    defaults = LOSSES[loss]
    for name in given:
        if name not in defaults:
            raise ValueError(f"{loss} has no parameter {name!r}; it has: {', '.join(defaults) or 'none'}")
    values = {n: float(real_number(loss, n, given.get(n, v))) for n, v in defaults.items()}
    if loss == "huber" and not values["delta"] > 0:
        raise ValueError(f"delta of huber is {values['delta']}; it has to be positive")
    return values


__all__ = ["LOSSES", "Dense", "Description", "checked", "counted"]

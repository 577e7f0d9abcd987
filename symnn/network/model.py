"""``symnn.network``: a network whose gradients come from proved formulas, trained with NumPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.activations import MODES, Mode
from symnn.network.description import Dense, Description, checked
from symnn.network.initialisation import initialise
from symnn.network.inputs import samples, targets
from symnn.network.memory import Flat, Layer
from symnn.network.steps import Workspace

if TYPE_CHECKING:
    pass

Array: TypeAlias = NDArray[Any]
DTYPES = ("float64", "float32")
ROWS = 1024  # samples of a forward pass at a time


class Network:
    """A network of dense layers and its parameters; for one thread at a time.

    X is (samples, inputs), a sample a row; the conventions are those of ``symnn.network.description``.  Arrays of other
    real types are converted to ``dtype``.  ``ValueError`` or ``TypeError`` for what does not fit: other shapes, labels
    out of range, NaN or an infinity, an empty batch.
    """

    def __init__(self, description: Description, dtype: str, seed: int, mode: Mode) -> None:
        self.description, self.mode = description, mode
        self.dtype = np.dtype(_one_of(np.dtype(dtype).name, DTYPES, "dtype"))
        self.seed = _seed(seed)
        self.epochs = 0  # epochs trained so far: each has an order of the samples of its own
        self.flat, self.changes = Flat(description, self.dtype), Flat(description, self.dtype)
        self._workspace: Workspace | None = None
        initialise(description.layers, self.flat.layers, self.seed)

    # -- parameters ----------------------------------------------------------------------------------------------------

    @property
    def layers(self) -> tuple[Dense, ...]:
        return self.description.layers

    @property
    def parameters(self) -> tuple[Layer, ...]:
        """(weights, biases) of each layer: the arrays themselves, which may be written in place."""
        return self.flat.layers

    def set_parameters(self, values: Sequence[tuple[ArrayLike, ArrayLike]]) -> None:
        """Copies (W, b) of every layer into the network."""
        if len(values) != len(self.layers):
            raise ValueError(f"there are {len(self.layers)} layers, but parameters of {len(values)} are given")
        new: list[tuple[Array, Array]] = []
        for k, ((w, b), own) in enumerate(zip(values, self.parameters, strict=True), 1):
            pair = (np.asarray(w), np.asarray(b))
            for name, given, here in zip(("weights", "biases"), pair, own, strict=True):
                if given.shape != here.shape or given.dtype.kind not in "fiu" or not np.isfinite(given).all():
                    raise ValueError(
                        f"the {name} of layer {k} are {given.dtype} of the shape {given.shape}; "
                        f"they have to be finite real numbers of the shape {here.shape}"
                    )
            new.append(pair)
        for pair, own in zip(new, self.parameters, strict=True):
            for given, here in zip(pair, own, strict=True):
                here[...] = given

    # -- evaluation ----------------------------------------------------------------------------------------------------

    def forward(self, X: ArrayLike) -> Array:  # noqa: N803
        """The output of the last layer, (samples, outputs): for the cross-entropies these are logits."""
        x = samples(X, self.description.inputs, self.dtype)
        result = np.empty((len(x), self.description.outputs), self.dtype)
        space = self.workspace(min(len(x), ROWS))
        for start in range(0, len(x), space.rows):
            part = x[start : start + space.rows]
            result[start : start + len(part)] = space.forward(part)
        return result

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803
        """The most probable class of each sample (cross_entropy), 0 or 1 (binary cross-entropy), else the output.

        ``ValueError`` where the output is not finite.
        """
        output = self.forward(X)
        if not np.isfinite(output).all():
            row = int(np.argwhere(~np.isfinite(output))[0][0])
            raise ValueError(f"the output of sample {row} is not finite: the parameters or the sample are too large")
        if self.description.loss == "cross_entropy":
            return np.asarray(output.argmax(axis=1))
        if self.description.loss == "binary_cross_entropy_with_logits":
            return (output > 0).astype(np.intp)
        return output

    def probabilities(self, X: ArrayLike) -> Array:  # noqa: N803
        """Softmax or logistic function of the output; ``ValueError`` for a loss without probabilities."""
        from symnn.numeric.reductions import softmax

        output = self.forward(X)
        if self.description.loss == "cross_entropy":
            return softmax(output)
        if self.description.loss == "binary_cross_entropy_with_logits":
            from symnn.network.activations import compiled

            return np.asarray(compiled("logistic", "accurate")(output))
        raise ValueError(f"the loss {self.description.loss} has no probabilities; forward(X) gives the output")

    def loss(self, X: ArrayLike, y: ArrayLike) -> float:  # noqa: N803
        """The mean loss plus (λ/2) Σ W²: the number that ``gradients`` is the gradient of."""
        return self._passed(X, y, False)

    def gradients(self, X: ArrayLike, y: ArrayLike) -> list[Layer]:  # noqa: N803
        """(dW, db) of each layer in order, new arrays: the gradient of ``loss`` in weights and biases."""
        self._passed(X, y, True)
        return self.changes.copies()

    def _passed(self, X: ArrayLike, y: ArrayLike, backward: bool) -> float:  # noqa: N803
        x = samples(X, self.description.inputs, self.dtype)
        t, kind = targets(y, len(x), self.description)
        space = self.workspace(len(x))
        space.forward(x)
        value = space.loss(t, kind, len(x), backward)
        if backward:
            space.backward(len(x))
        return value + space.penalty()

    def workspace(self, rows: int) -> Workspace:
        """Buffers for so many samples; they are kept."""
        if self._workspace is None or self._workspace.rows < rows:
            self._workspace = Workspace(self.description, self.flat.layers, self.changes.layers, self.mode, rows)
        return self._workspace

    def __repr__(self) -> str:
        d = self.description
        sizes = "-".join(map(str, (d.inputs, *(layer.outputs for layer in d.layers))))
        names = ", ".join(layer.activation for layer in d.layers)
        return f"<symnn network {sizes} ({names}), {d.loss}, {self.dtype}>"


def network(
    layers: Sequence[Dense],
    *,
    loss: str,
    dtype: str = "float64",
    seed: int = 0,
    mode: str = "fast",
    weight_decay: float = 0.0,
    loss_parameters: Mapping[str, float] | None = None,
) -> Network:
    """A network of dense layers with initial weights drawn from the seed.

    ``loss`` is "cross_entropy" (logits; labels or probabilities), "binary_cross_entropy_with_logits", "mse" or "huber"
    (``loss_parameters={"delta": 1.0}``); ``mode`` is that of ``symnn.compile`` for the activations.
    """
    description = Description(checked(layers), loss, dict(loss_parameters or {}), weight_decay)
    for known in MODES:
        if mode == known:
            return Network(description, dtype, seed, known)
    raise ValueError(f"mode is one of {', '.join(MODES)}, not {mode!r}")


def _one_of(value: str, known: Sequence[str], what: str) -> str:
    if value not in known:
        raise ValueError(f"{what} is one of {', '.join(known)}, not {value!r}")
    return value


def _seed(seed: Any) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed is a whole number from 0, not {seed!r}")
    return int(seed)


__all__ = ["Network", "network"]

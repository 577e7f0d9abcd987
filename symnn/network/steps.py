"""The program of a network, read off the rules, and its buffers: forward, loss, backward without a new array.

``Program`` lists the steps of every layer by the names of their arrays: A0 = X, W1, b1, Z1, A1 = f(Z1), S1 = f′(Z1),
…, and dZ1 for the gradient of the loss in Z1.  ``Workspace`` has the buffers for batches of up to ``rows`` samples: A
and S of each layer are kept from forward to backward, net inputs share one buffer, gradients two that alternate.  Where
f′ is taken from f (``symnn.network.activations``), A takes the place of Z, and there is no S.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.activations import Activation, Mode, activation
from symnn.network.description import Description
from symnn.network.inputs import Kind
from symnn.network.losses import KERNELS, Kernel
from symnn.network.memory import Layer
from symnn.network.operations import CHUNK, OPERATIONS, Call, add_multiple, half_square, scale
from symnn.network.rules import ACTIVATION, DENSE, LOSSES, Step

Array: TypeAlias = NDArray[Any]
DENSE_OPERATIONS = frozenset(s.operation for s in (DENSE.forward, *(b.step for b in DENSE.backward)))


@dataclass(frozen=True, slots=True)
class Placed:
    """A step of the layer with this number, from 1."""

    layer: int
    step: Step


@dataclass(frozen=True, slots=True)
class Program:
    """The steps of a network in their order; between the two lies the loss of ``output``, into ``d`` + ``output``."""

    forward: tuple[Placed, ...]
    backward: tuple[Placed, ...]
    output: str

    @classmethod
    def of(cls, description: Description) -> Program:
        forward: list[Placed] = []
        backward: list[list[Placed]] = []
        before = "A0"
        for k, layer in enumerate(description.layers, 1):
            names = {"X": before, **{n: f"{n}{k}" for n in "WbZAS"}}
            forward.append(Placed(k, DENSE.forward.named(names)))
            rows = [Placed(k, b.step.named(names)) for b in DENSE.backward if k > 1 or b.id != "input"]
            if not layer.is_linear:
                forward.append(Placed(k, ACTIVATION.forward.named(names)))
                rows = [*(Placed(k, b.step.named(names)) for b in ACTIVATION.backward), *rows]
            backward.append(rows)
            before = f"Z{k}" if layer.is_linear else f"A{k}"
        return cls(tuple(forward), tuple(p for rows in reversed(backward) for p in rows), before)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The arrays by name for one size of batches, the calls of both passes, and the calls that take the samples."""

    arrays: dict[str, Array]
    forward: list[Call]
    backward: list[Call]
    inputs: list[tuple[list[Any], int]]


class Workspace:
    """Buffers and bound operations of a program; for one thread at a time.

    What overflows is the caller's to see: all passes run under ``np.errstate(all="ignore")`` of the caller.
    """

    def __init__(
        self,
        description: Description,
        parameters: tuple[Layer, ...],
        gradients: tuple[Layer, ...],
        mode: Mode,
        rows: int,
    ) -> None:
        self.description, self.rows = description, rows
        self.program = Program.of(description)
        self._parameters, self._gradients = parameters, gradients
        self._dtype = parameters[0].weights.dtype
        self._activations: list[Activation | None] = [activation(d, mode) for d in description.layers]
        self._kernels: dict[Kind, Kernel] = {}
        self._work = np.empty(CHUNK, self._dtype)
        self._fixed: dict[str, Array] = {}
        for k, (own, change) in enumerate(zip(parameters, gradients, strict=True), 1):
            self._fixed |= {f"W{k}": own.weights, f"b{k}": own.biases}
            self._fixed |= {f"dW{k}": change.weights, f"db{k}": change.biases}
        widest = max(d.outputs for d in description.layers)
        self._flat = {n: np.empty(rows * widest, self._dtype) for n in ("net", "even", "odd")}
        self._kept = {
            f"{n}{k}": np.empty((rows, d.outputs), self._dtype)
            for k, (d, f) in enumerate(zip(description.layers, self._activations, strict=True), 1)
            for n in ("Z" if f is None else "A" if f.direct else "AS")
        }
        self._views: dict[int, _Cut] = {}

    def forward(self, x: Array) -> Array:
        """The output of the network in a buffer, for at most ``rows`` samples; A and S are kept for ``backward``."""
        cut = self._arrays(len(x))
        for row, place in cut.inputs:
            row[place] = x
        for function, row in cut.forward:
            function(*row)
        return cut.arrays[self.program.output]

    def output(self, count: int) -> Array:
        """The output of the last forward pass, of so many samples, in its buffer."""
        return self._arrays(count).arrays[self.program.output]

    def loss(self, y: Array, kind: Kind, count: int, gradient: bool) -> float:
        """The mean loss of the last forward pass and, if wanted, its gradient in the output; without weight decay."""
        arrays = self._arrays(count).arrays
        out = arrays[f"d{self.program.output}"] if gradient else None
        return self._kernel(kind)(arrays[self.program.output], y, out)

    def backward(self, count: int, factor: float = 1.0) -> None:
        """``factor`` times the gradients in every W and b, into the arrays given at the start.

        After ``forward`` and ``loss``; the backward equations are linear in the gradient that they begin with.
        """
        cut = self._arrays(count)
        decay = factor * self.description.weight_decay
        if factor != 1.0:
            scale(cut.arrays[f"d{self.program.output}"], factor)
        for function, row in cut.backward:
            function(*row)
        if decay:
            for own, change in zip(self._parameters, self._gradients, strict=True):
                add_multiple(own.weights, decay, self._work, change.weights)

    def penalty(self) -> float:
        """(λ/2) Σ W²."""
        decay = self.description.weight_decay
        return decay * sum(half_square(p.weights) for p in self._parameters) if decay else 0.0

    def _calls(self, placed: Placed, arrays: dict[str, Array]) -> list[Call]:
        """The calls of a step; None among their arguments is X."""
        step = placed.step
        own = [arrays.get(n) for n in (*step.reads, *step.writes)]
        f = self._activations[placed.layer - 1]
        if f is None or step.operation in DENSE_OPERATIONS:
            return OPERATIONS[step.operation](*own)
        z, a, s = (arrays.get(f"{n}{placed.layer}") for n in "ZAS")
        assert z is not None
        assert a is not None
        if step.operation == ACTIVATION.forward.operation:
            return f.forward(z, a, s)
        change, out = own[0], own[-1]
        assert change is not None
        assert out is not None
        return f.backward(change, a, s, self._flat["net"][: a.size].reshape(a.shape), out)

    def _kernel(self, kind: Kind) -> Kernel:
        if kind not in self._kernels:
            d = self.description
            name = LOSSES[d.loss, kind].forward.operation
            self._kernels[kind] = KERNELS[name](self.rows, d.outputs, **d.loss_parameters)
        return self._kernels[kind]

    def _arrays(self, count: int) -> _Cut:
        """The arrays and calls, cut to the samples of a batch; the last sizes are remembered."""
        known = self._views.get(count)
        if known is None:
            if len(self._views) > 8:
                self._views.clear()
            known = self._views[count] = self._cut(count)
        return known

    def _cut(self, count: int) -> _Cut:
        arrays = self._fixed | {n: a[:count] for n, a in self._kept.items()}
        for k, (layer, f) in enumerate(zip(self.description.layers, self._activations, strict=True), 1):
            shape = (count, layer.outputs)
            size = count * layer.outputs
            if f is not None:
                arrays[f"Z{k}"] = arrays[f"A{k}"] if f.direct else self._flat["net"][:size].reshape(shape)
            change = self._flat["odd" if k % 2 else "even"][:size].reshape(shape)
            arrays |= {f"dA{k}": change, f"dZ{k}": change}
        forward, backward = (
            [call for p in placed for call in self._calls(p, arrays)]
            for placed in (self.program.forward, self.program.backward)
        )
        inputs = [(row, i) for _, row in (*forward, *backward) for i, a in enumerate(row) if a is None]
        return _Cut(arrays, forward, backward, inputs)


__all__ = ["Placed", "Program", "Workspace"]

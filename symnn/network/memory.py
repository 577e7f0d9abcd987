"""Parameters and gradients of a network: one flat array each, so that an update is one pass over the memory."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.description import Description

Array: TypeAlias = NDArray[Any]
ALIGNED = 64  # bytes at which every array begins, for the vector instructions of the matrix products


class Layer(NamedTuple):
    """Weights (inputs, outputs) and biases (outputs,) of a layer, or the gradients in them."""

    weights: Array
    biases: Array


class Flat:
    """W and b of every layer as views of one array; what lies between them is 0."""

    def __init__(self, description: Description, dtype: np.dtype[Any]) -> None:
        step = ALIGNED // dtype.itemsize
        places: list[tuple[int, tuple[int, ...]]] = []
        size = 0
        for layer in description.layers:
            for shape in ((layer.inputs, layer.outputs), (layer.outputs,)):
                places.append((size, shape))
                size += -(-int(np.prod(shape)) // step) * step
        room = np.zeros(size + step, dtype)
        start = (-room.ctypes.data % ALIGNED) // dtype.itemsize
        self.all = room[start : start + size]
        views = [self.all[k : k + int(np.prod(s))].reshape(s) for k, s in places]
        self.layers = tuple(Layer(w, b) for w, b in zip(views[::2], views[1::2], strict=True))

    def copies(self) -> list[Layer]:
        return [Layer(w.copy(), b.copy()) for w, b in self.layers]


__all__ = ["Flat", "Layer"]

"""Parameters and gradients of a network: one flat array each, so that an update is one pass over the memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.description import Description
from symnn.network.inputs import array_of
from symnn.numeric.targets import refuse

Array: TypeAlias = NDArray[Any]
ALIGNED = 64  # bytes at which every array begins, for the vector instructions of the matrix products


class Layer(NamedTuple):
    """Weights (inputs, outputs) and biases (outputs,) of a layer, or the gradients in them.

    In a ``Flat`` the weights of a unit lie side by side (W is Fortran-contiguous): (Xᵀ G)ᵀ = Gᵀ X and G Wᵀ are then
    faster products than with the rows of W side by side.
    """

    weights: Array
    biases: Array


class Flat:
    """W and b of every layer as views of one array; what lies between them is 0."""

    def __init__(self, description: Description, dtype: np.dtype[Any]) -> None:
        step = ALIGNED // dtype.itemsize
        places: list[tuple[int, tuple[int, ...]]] = []
        size = 0
        for layer in description.layers:
            for shape in ((layer.outputs, layer.inputs), (layer.outputs,)):
                places.append((size, shape))
                size += -(-int(np.prod(shape)) // step) * step
        room = np.zeros(size + step, dtype)
        start = (-room.ctypes.data % ALIGNED) // dtype.itemsize
        self.all = room[start : start + size]
        views = [self.all[k : k + int(np.prod(s))].reshape(s) for k, s in places]
        self.layers = tuple(Layer(w.T, b) for w, b in zip(views[::2], views[1::2], strict=True))

    def copies(self) -> list[Layer]:
        return [Layer(w.copy(), b.copy()) for w, b in self.layers]

    def take(self, values: Sequence[Layer]) -> None:
        """Copies arrays that fit into these; they share no memory with them."""
        for given, own in zip(values, self.layers, strict=True):
            np.copyto(own.weights, given.weights)
            np.copyto(own.biases, given.biases)


def not_finite(layers: Sequence[Layer]) -> str | None:
    """The first parameter that is not finite, its place and its value, in words; None where all are."""
    for k, (w, b) in enumerate(layers, 1):
        for what, array in (("weight", w), ("bias", b)):
            wrong = np.argwhere(~np.isfinite(array))
            if len(wrong):
                place = tuple(map(int, wrong[0]))
                where = place if len(place) > 1 else place[0]
                return f"the {what} {where} of layer {k} is {array[place]}"
    return None


TORCH = "; of a torch module give module.parameters_as_numpy()"


def fitting(values: Sequence[tuple[ArrayLike, ArrayLike]], like: Flat) -> list[Layer]:
    """Copies of (W, b) of every layer in the type of ``like``; ``ValueError`` where they do not fit or are infinite."""
    if isinstance(values, Mapping) or not isinstance(values, Sequence):
        hint = TORCH if isinstance(values, Mapping) else ""
        raise TypeError(f"parameters are a list of (W, b), one for each layer, not {type(values).__name__}{hint}")
    if any(hasattr(pair, "detach") for pair in values):
        raise TypeError(f"parameters are a list of (W, b), one for each layer, not of tensors{TORCH}")
    if len(values) != len(like.layers):
        raise ValueError(f"there are {len(like.layers)} layers, but parameters of {len(values)} are given")
    return [_layer(pair, own, k) for k, (pair, own) in enumerate(zip(values, like.layers, strict=True), 1)]


def _layer(pair: Any, like: Layer, k: int) -> Layer:
    if not isinstance(pair, Sequence) or len(pair) != 2:
        given = f"{len(pair)} arrays" if isinstance(pair, Sequence) else type(pair).__name__
        raise TypeError(f"the parameters of layer {k} are (W, b), not {given}")
    weights, biases = (
        _fitting(value, own, f"the {what} of layer {k}")
        for value, own, what in zip(pair, like, ("weights", "biases"), strict=True)
    )
    return Layer(weights, biases)


def _fitting(value: ArrayLike, like: Array, what: str) -> Array:
    given = array_of(value, what)
    if given.shape == like.shape and given.dtype.kind in "fiu":
        with np.errstate(over="ignore"):
            found = given.astype(like.dtype)
        if not np.isfinite(found).all():
            refuse(~np.isfinite(found), given, f"{what}: the entry", f"a finite number of {like.dtype}")
        return found
    raise ValueError(
        f"{what} are {given.dtype} of the shape {given.shape}; "
        f"they have to be finite numbers of {like.dtype} and of the shape {like.shape}"
    )


__all__ = ["Flat", "Layer", "fitting", "not_finite"]

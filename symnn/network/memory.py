"""Parameters and gradients of a network: one flat array each, so that an update is one pass over the memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symnn.network.description import Description
from symnn.numeric.rows import unmasked

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


def fitting(values: Sequence[tuple[ArrayLike, ArrayLike]], like: Flat) -> list[Layer]:
    """Copies of (W, b) of every layer in the type of ``like``; ``ValueError`` where they do not fit or are infinite."""
    if len(values) != len(like.layers):
        raise ValueError(f"there are {len(like.layers)} layers, but parameters of {len(values)} are given")
    return [
        Layer(
            _fitting(w, own.weights, f"the weights of layer {k}"), _fitting(b, own.biases, f"the biases of layer {k}")
        )
        for k, ((w, b), own) in enumerate(zip(values, like.layers, strict=True), 1)
    ]  # fmt: skip


def _fitting(value: ArrayLike, like: Array, what: str) -> Array:
    given = unmasked(value, what)
    if given.shape == like.shape and given.dtype.kind in "fiu":
        with np.errstate(over="ignore"):
            found = given.astype(like.dtype)
        if np.isfinite(found).all():
            return found
    raise ValueError(
        f"{what} are {given.dtype} of the shape {given.shape}; "
        f"they have to be finite numbers of {like.dtype} and of the shape {like.shape}"
    )


__all__ = ["Flat", "Layer", "fitting", "not_finite"]

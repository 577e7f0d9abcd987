"""The array operations that the rules name: one row each, from arrays into arrays that exist.

``OPERATIONS`` holds those of dense layers as functions of reads, then writes; activations are ``Bound`` functions, and
the losses have kernels with buffers (``symnn.network.losses``).  ``check_complete`` says that every step of the rules
has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.losses import KERNELS
from symnn.network.rules import RULES

Array: TypeAlias = NDArray[Any]
CHUNK = 8192  # numbers of a parameter array that are updated at a time, so that they stay in the cache


def affine(x: Array, w: Array, b: Array, z: Array) -> None:
    """Z = X W + 1 bᵀ."""
    np.matmul(x, w, out=z)
    before = np.setbufsize(16)  # for a broadcast operand NumPy makes a buffer in every call: the smallest
    np.add(z, b, out=z)
    np.setbufsize(before)


def transposed_product(x: Array, g: Array, out: Array) -> None:
    """Xᵀ G."""
    np.matmul(x.T, g, out=out)


def column_sums(g: Array, out: Array) -> None:
    """Gᵀ 1."""
    np.add.reduce(g, axis=0, out=out)


def product_transposed(g: Array, w: Array, out: Array) -> None:
    """G Wᵀ."""
    np.matmul(g, w.T, out=out)


def elementwise_product(g: Array, s: Array, out: Array) -> None:
    """G ⊙ S."""
    np.multiply(g, s, out=out)


def half_square(w: Array) -> float:
    """Σ W²/2, which λ multiplies."""
    flat = w.reshape(-1)
    return 0.5 * float(np.dot(flat, flat))


def scale(g: Array, factor: float) -> None:
    """G ← factor·G."""
    np.multiply(g, factor, out=g)


def add_multiple(w: Array, factor: float, work: Array, out: Array) -> None:
    """out += factor·W, in pieces; ``work`` is flat, with room for a piece."""
    source, target = w.reshape(-1), out.reshape(-1)
    for start in range(0, source.size, CHUNK):
        part = source[start : start + CHUNK]
        scaled = work[: part.size]
        np.multiply(part, factor, out=scaled)
        here = target[start : start + CHUNK]
        np.add(here, scaled, out=here)


OPERATIONS: Mapping[str, Callable[..., None]] = {
    f.__name__: f for f in (affine, transposed_product, column_sums, product_transposed, elementwise_product)
}
OTHERS = frozenset(("activation", half_square.__name__, add_multiple.__name__))  # called with more than arrays


def check_complete() -> None:
    """``LookupError`` for a step of a rule that no operation carries out."""
    for rule in RULES:
        for step in (rule.forward, *(b.step for b in rule.backward)):
            if step.operation not in OPERATIONS and step.operation not in OTHERS and step.operation not in KERNELS:
                raise LookupError(f"the rule {rule.name} names the operation {step.operation}, which does not exist")


__all__ = ["CHUNK", "OPERATIONS", "add_multiple", "check_complete", "half_square", "scale"]

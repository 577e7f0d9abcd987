"""The array operations that the rules name: one row each, bound to arrays that exist.

``OPERATIONS`` holds those of dense layers: from the arrays that are read, then written, to the calls that a step makes,
each a function and its arguments.  The samples are not known when calls are bound: where X is None, None stands in the
arguments for it.  Activations bring their own calls (``symnn.network.activations``), and the losses have kernels with
buffers (``symnn.network.losses``).  ``check_complete`` says that every step of the rules has an operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.losses import KERNELS
from symnn.network.rules import RULES

Array: TypeAlias = NDArray[Any]
Call: TypeAlias = tuple[Callable[..., object], list[Any]]
CHUNK = 8192  # numbers of a parameter array that are updated at a time, so that they stay in the cache


def affine(x: Array | None, w: Array, b: Array, z: Array) -> list[Call]:
    """Z = X W + 1 bᵀ; the biases are added to some rows at a time, from a matrix of them that stays in the cache."""
    rows = min(len(z), max(1, CHUNK // len(b)))
    biases = np.empty((rows, len(b)), b.dtype)
    parts = [z[k : k + rows] for k in range(0, len(z), rows)]
    adding: list[Call] = [(np.add, [part, biases[: len(part)], part]) for part in parts]
    return [(np.matmul, [x, w, z]), (np.copyto, [biases, b]), *adding]


def transposed_product(x: Array | None, g: Array, out: Array) -> list[Call]:
    """Xᵀ G, as the transpose of Gᵀ X."""
    return [(np.matmul, [g.T, x, out.T])]


def column_sums(g: Array, out: Array) -> list[Call]:
    """Gᵀ 1, as 1ᵀ G."""
    return [(np.matmul, [np.ones(len(g), g.dtype), g, out])]


def product_transposed(g: Array, w: Array, out: Array) -> list[Call]:
    """G Wᵀ."""
    return [(np.matmul, [g, w.T, out])]


def elementwise_product(g: Array, s: Array, out: Array) -> list[Call]:
    """G ⊙ S."""
    return [(np.multiply, [g, s, out])]


def half_square(w: Array) -> float:
    """Σ W²/2, which λ multiplies."""
    flat = w.ravel("K")
    return 0.5 * float(np.dot(flat, flat))


def scale(g: Array, factor: float) -> None:
    """G ← factor·G."""
    np.multiply(g, factor, out=g)


def add_multiple(w: Array, factor: float, work: Array, out: Array) -> None:
    """out += factor·W, in pieces; both lie in memory in the same order, ``work`` is flat, with room for a piece."""
    source, target = w.ravel("K"), out.ravel("K")
    for start in range(0, source.size, CHUNK):
        part = source[start : start + CHUNK]
        scaled = work[: part.size]
        np.multiply(part, factor, out=scaled)
        here = target[start : start + CHUNK]
        np.add(here, scaled, out=here)


OPERATIONS: Mapping[str, Callable[..., list[Call]]] = {
    f.__name__: f for f in (affine, transposed_product, column_sums, product_transposed, elementwise_product)
}
OTHERS = frozenset(("activation", half_square.__name__, add_multiple.__name__))  # called with more than arrays


def check_complete() -> None:
    """``LookupError`` for a step of a rule that no operation carries out."""
    for rule in RULES:
        for step in (rule.forward, *(b.step for b in rule.backward)):
            if step.operation not in OPERATIONS and step.operation not in OTHERS and step.operation not in KERNELS:
                raise LookupError(f"the rule {rule.name} names the operation {step.operation}, which does not exist")


__all__ = ["CHUNK", "OPERATIONS", "Call", "add_multiple", "check_complete", "half_square", "scale"]

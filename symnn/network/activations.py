"""Activations of layers: functions of the catalogue with f and f′ from their derived code, as calls on fixed arrays.

Most keep f(Z) and f′(Z) from the forward pass.  ``DIRECT`` are those, in the fast mode, of which f is one operation of
NumPy and f′ is a function of f, so that nothing but A = f(Z) is kept: the claim of each row says which, and the tests
prove it.  f′ is then good to the last digit of its largest value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symnn.network.description import Dense
from symnn.network.operations import CHUNK, Call, elementwise_product
from symnn.numeric.compile import compile_elementwise
from symnn.numeric.compiled import Bound, Compiled

Array: TypeAlias = NDArray[Any]
Mode = Literal["accurate", "fast", "naive"]
MODES: tuple[Mode, ...] = ("fast", "accurate", "naive")
PIECE = 32768  # numbers that several operations go through at a time, so that they stay in the cache


@dataclass(frozen=True, slots=True)
class Direct:
    """``value(z, out)`` makes f(Z), ``product(g, a, work, mask, out)`` makes G ⊙ f′(Z) of A = f(Z); out may be z or g.

    ``work`` is like ``g``, ``mask`` has room for as many truth values.
    ``claim`` is f′ as a function of f, in the notation of derivation files, under ``condition``.
    """

    claim: str
    value: Callable[[Array, Array], list[Call]]
    product: Callable[[Array, Array, Array, Array, Array], list[Call]]
    condition: str = ""


def _greater(z: Array, other: Array, out: Array) -> None:
    np.maximum(z, other, out=out)


def _relu(z: Array, out: Array) -> list[Call]:
    """max(Z, 0) with an array of zeros: that is faster than with the number 0."""
    zeros = np.zeros(min(z.size, CHUNK), z.dtype)
    starts = range(0, z.size, CHUNK)
    rows = [(z[k : k + CHUNK], out[k : k + CHUNK]) for k in starts]
    return [(_greater, [here, zeros[: here.size], there]) for here, there in rows]


def _relu_product(g: Array, a: Array, work: Array, mask: Array, out: Array) -> list[Call]:
    return [(np.greater, [a, 0.0, mask]), (np.copyto, [work, mask]), (np.multiply, [g, work, out])]


def _tanh(z: Array, out: Array) -> list[Call]:
    return [(np.tanh, [z, out])]


def _tanh_product(g: Array, a: Array, work: Array, _: Array, out: Array) -> list[Call]:
    return [(np.square, [a, work]), (np.subtract, [1.0, work, work]), (np.multiply, [g, work, out])]


DIRECT: Mapping[str, Direct] = {
    "relu": Direct(
        r"\operatorname{ReLU}'(x) = \begin{cases} 0 & \operatorname{ReLU}(x) \le 0 \\ 1 & \operatorname{ReLU}(x) > 0 "
        r"\end{cases}",
        _relu,
        _relu_product,
        r"For $x \ne 0$,",
    ),
    "tanh": Direct(r"\tanh'(x) = 1 - \tanh(x)^{2}", _tanh, _tanh_product),
}


class Activation:
    """f of a layer; ``direct`` where f′ is taken from f, else both come from ``bound``, with work space of its own."""

    def __init__(self, direct: Direct | None, bound: Bound | None) -> None:
        self.direct, self._bound = direct, bound

    def forward(self, z: Array, a: Array, s: Array | None) -> list[Call]:
        """A = f(Z) and, unless ``direct``, S = f′(Z); if ``direct``, A and Z may be the same array."""
        if self.direct is not None:
            return [call for row in _pieces(z, a) for call in self.direct.value(*row)]
        assert self._bound is not None
        assert s is not None
        return self._bound.calls(z, a, s)

    def backward(self, g: Array, a: Array, s: Array | None, work: Array, out: Array) -> list[Call]:
        """G ⊙ f′(Z); ``work`` has the shape of ``g``."""
        if self.direct is None:
            assert s is not None
            return elementwise_product(g, s, out)
        mask = np.empty(min(g.size, PIECE), np.bool_)
        rows = _pieces(g, a, work, out)
        return [call for g, a, work, out in rows for call in self.direct.product(g, a, work, mask[: g.size], out)]


def _pieces(*arrays: Array) -> Iterator[list[Array]]:
    flat = [a.reshape(-1) for a in arrays]
    for start in range(0, flat[0].size, PIECE):
        yield [a[start : start + PIECE] for a in flat]


@lru_cache(maxsize=128)
def compiled(name: str, mode: Mode) -> Compiled:
    """The function of the catalogue; derived once for every network of the process."""
    return compile_elementwise(name, mode=mode)


def activation(layer: Dense, mode: Mode) -> Activation | None:
    """f of the layer; None for the identity.  ``CompileError`` without a form."""
    if layer.is_linear:
        return None
    source = layer.source()
    if mode == "fast" and source.name in DIRECT:
        return Activation(DIRECT[source.name], None)
    parameters: Mapping[str, Any] = layer.parameters
    return Activation(None, compiled(layer.activation, mode).bound(**parameters))


__all__ = ["DIRECT", "MODES", "Activation", "Direct", "Mode", "activation", "compiled"]

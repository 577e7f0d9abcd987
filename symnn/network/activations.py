"""Activations of layers: functions of the catalogue with f and f′ from their derived code, into arrays that exist."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from symnn.network.description import Dense
from symnn.numeric.compile import compile_elementwise
from symnn.numeric.compiled import Bound, Compiled

Mode = Literal["accurate", "fast", "naive"]
MODES: tuple[Mode, ...] = ("fast", "accurate", "naive")


@lru_cache(maxsize=128)
def compiled(name: str, mode: Mode) -> Compiled:
    """The function of the catalogue; derived once for every network of the process."""
    return compile_elementwise(name, mode=mode)


def bound(layer: Dense, mode: Mode) -> Bound | None:
    """f and f′ of the layer with work space of their own; None for the identity.  ``CompileError`` without a form."""
    if layer.is_linear:
        return None
    parameters: Mapping[str, Any] = layer.parameters
    return compiled(layer.activation, mode).bound(**parameters)


__all__ = ["MODES", "Mode", "bound", "compiled"]

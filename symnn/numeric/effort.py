"""An allowance of exact evaluations for one derivation: counted, not timed, so that the result is always the same.

One unit is an evaluation at 128 bits, of one number; a series counts its terms, higher precisions their bits.  When
half is spent no more tables are looked for, and what is left goes without; when all is spent the derivation ends.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager

UNITS = 1_200_000.0


class ExhaustedError(ArithmeticError):
    """The allowance is used up."""


class _State(threading.local):
    left = math.inf
    half = 0.0


_state = _State()


@contextmanager
def allowance(units: float = UNITS) -> Iterator[None]:
    """Inside, evaluations count; an allowance inside another one is part of it."""
    if _state.left < math.inf:
        yield
        return
    _state.left, _state.half = units, units / 2
    try:
        yield
    finally:
        _state.left, _state.half = math.inf, 0.0


def spend(units: float) -> None:
    _state.left -= units
    if _state.left < 0:
        raise ExhaustedError("the exact values of the formula take too long")


def running_short() -> bool:
    """Whether half is spent."""
    return _state.left < _state.half


def left() -> float:
    """What is left, in units."""
    return _state.left

"""An allowance of exact evaluations for one derivation: counted, not timed, so that the result is always the same.

One unit is an evaluation at 128 bits, of one number; a series counts its terms, higher precisions their bits.  When
three quarters are spent no more tables are looked for, and what is left goes without; when all is spent the derivation
ends.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager

UNITS = 2_800_000.0


class ExhaustedError(ArithmeticError):
    """The allowance is used up."""


class _State(threading.local):
    left = math.inf
    short = 0.0


_state = _State()


@contextmanager
def allowance(units: float = UNITS) -> Iterator[None]:
    """Inside, evaluations count; an allowance inside another one is part of it."""
    if _state.left < math.inf:
        yield
        return
    _state.left, _state.short = units, units / 4
    try:
        yield
    finally:
        _state.left, _state.short = math.inf, 0.0


def spend(units: float) -> None:
    _state.left -= units
    if _state.left < 0:
        raise ExhaustedError("the exact values of the formula take too long")


def running_short() -> bool:
    """Whether three quarters are spent."""
    return _state.left < _state.short


def left() -> float:
    """What is left, in units."""
    return _state.left

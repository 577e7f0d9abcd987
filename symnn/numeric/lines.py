"""One function as it will be emitted: the main program, its patches, single points and the ends of the line."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symnn.numeric.evaluate import evaluate
from symnn.numeric.nodes import Node
from symnn.numeric.tables import Table


@dataclass(frozen=True)
class Patch:
    """Where [low, high] the program, the table, or the table times the program (``twice``: its square) replaces the
    main one."""

    low: float
    high: float
    program: Node | None = None
    table: Table | None = None
    reason: str = ""
    twice: bool = False

    @property
    def exact(self) -> bool:
        """Whether the program is equal to the formula, and not only to the last bit."""
        return self.table is None and not any(w in self.reason for w in ("leading", "saturated"))


@dataclass
class Line:
    """One function, f or f′: its main program, patches, values at points and at ±∞, and what was measured."""

    main: Node
    patches: list[Patch] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    ends: tuple[float, float] = (math.nan, math.nan)
    worst: float = 0.0
    at: float = 0.0
    before: float = 0.0

    @property
    def unnatural(self) -> tuple[tuple[float, float], ...]:
        """−∞, ∞ and NaN with their values, those that the main program itself does not give."""
        wanted = [(-math.inf, self.ends[0]), (math.inf, self.ends[1]), (math.nan, math.nan)]
        found = evaluate_line(self, np.array([at for at, _ in wanted]))
        same = [v == f or (math.isnan(v) and math.isnan(f)) for (_, v), f in zip(wanted, found, strict=True)]
        return tuple(row for row, as_wanted in zip(wanted, same, strict=True) if not as_wanted)


def evaluate_line(line: Line, x: Any) -> Any:
    """The values that the code will give, patches included."""
    y = evaluate(line.main, x)
    for patch in line.patches:
        here = (x >= patch.low) & (x <= patch.high)
        if here.any():
            y[here] = patch_values(patch, x[here])
    return y


def patch_values(patch: Patch, z: Any) -> Any:
    if patch.table is None:
        assert patch.program is not None
        return evaluate(patch.program, z)
    values = patch.table.evaluate(z)
    if patch.program is None:
        return values
    factor = evaluate(patch.program, z)
    return values * factor * factor if patch.twice else values * factor

"""Both sides of a relation at the same entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symnn.tensor.axes import SCALAR, Labels, labels
from symnn.tensor.index import Expr, Factor, Unsupported
from symnn.tensor.lowering import Lowering
from symnn.tensor.operations.functions import OF_ROWS
from symnn.term import Term


@dataclass(frozen=True)
class Sides:
    """Both sides at the same entry."""

    left: Expr
    right: Expr
    rows: Labels
    cols: Labels
    shared: tuple[Expr, ...] = ()

    @property
    def factors(self) -> tuple[Factor, ...]:
        return tuple(f for part in (self.left, self.right, *self.shared) for f in factors(part))


def sides_at(low: Lowering, left: Term, right: Term) -> Sides:
    shape = next((s for s in (low.shape(left), low.shape(right)) if s not in (None, SCALAR)), SCALAR)
    assert shape is not None
    rows, cols = (labels(axis) for axis in shape)
    shared = tuple(s.value for s in low.algebra.shared.values())
    return Sides(low.at(left, rows, cols), low.at(right, rows, cols), rows, cols, shared)


def factors(a: Expr) -> Iterator[Factor]:
    """Every factor, those inside of others too."""
    for m in a.terms:
        for f, _ in m.powers.values():
            yield f
            if f.inside is not None:
                yield from factors(f.inside)


def check_orientation(sides: Sides) -> None:
    """An opaque function is one of rows or one of columns."""
    names = {f.name for f in sides.factors if f.kind == "func"}
    for name in names:
        if name + OF_ROWS in names:
            raise Unsupported(f"{name} of a row and of a column")

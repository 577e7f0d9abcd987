"""Arrays of float64 with torch: products, sums and constants without a size, checked for shape at concrete sizes.

Every value is a matrix; a number is 1×1 and spreads over an array in sums and elementwise products.  All declared
sizes are 2 or more and different, so that two shapes that meet by chance do not occur.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch


class IllTypedError(Exception):
    """Two shapes that cannot meet."""


class NoJudgementError(Exception):
    """The formula says something that the judge has no value for."""


@dataclass(frozen=True)
class Loose:
    """``I`` or ``1`` without a size, times a number; ``row`` is the transposed vector of ones."""

    kind: str
    factor: torch.Tensor
    row: bool = False

    def fitted(self, shape: tuple[int, int]) -> torch.Tensor:
        rows, cols = shape
        if self.kind == "identity":
            if rows != cols:
                raise IllTypedError("an identity that is not square")
            return self.factor * torch.eye(rows, dtype=torch.float64)
        ones = torch.ones(rows, cols, dtype=torch.float64)
        return self.factor * (ones if self.kind == "ones" else 0 * ones)


Value = torch.Tensor | Loose


def number(x: float) -> torch.Tensor:
    return torch.tensor([[float(x)]], dtype=torch.float64)


def is_number(value: Value) -> bool:
    return isinstance(value, torch.Tensor) and value.shape == (1, 1)


def solid(value: Value) -> torch.Tensor:
    if isinstance(value, Loose):
        raise NoJudgementError(f"{value.kind} without a size")
    return value


def alike(values: Sequence[Value], what: str) -> list[torch.Tensor]:
    """All of one shape, numbers left as they are."""
    shapes = {tuple(v.shape) for v in values if isinstance(v, torch.Tensor) and not is_number(v)}
    if len(shapes) > 1:
        raise IllTypedError(f"{what} of {sorted(shapes)}")
    if not shapes:
        return [solid(v) for v in values]
    (shape,) = shapes
    return [v.fitted(shape) if isinstance(v, Loose) else v for v in values]


def added(values: Sequence[Value]) -> Value:
    if all(isinstance(v, Loose) for v in values):
        kinds = {(v.kind, v.row) for v in values if isinstance(v, Loose)}
        if len(kinds) == 1 and isinstance(values[0], Loose):
            return replace(values[0], factor=sum(v.factor for v in values if isinstance(v, Loose)))
    first, *rest = alike(values, "a sum")
    for v in rest:
        first = first + v
    return first


def multiplied(values: Sequence[Value]) -> Value:
    """The matrix product, bracketed from the left where that fits, else in any way that does."""
    known: dict[tuple[int, int], Value | Exception] = {}
    for i, v in enumerate(values):
        known[i, i + 1] = v
    for width in range(2, len(values) + 1):
        for i in range(len(values) - width + 1):
            known[i, i + width] = _best(known, i, i + width)
    found = known[0, len(values)]
    if isinstance(found, Exception):
        raise found
    return found


def _best(known: dict[tuple[int, int], Value | Exception], i: int, j: int) -> Value | Exception:
    problem: Exception | None = None
    for k in range(j - 1, i, -1):
        a, b = known[i, k], known[k, j]
        try:
            if isinstance(a, Exception):
                raise a
            if isinstance(b, Exception):
                raise b
            return _times(a, b)
        except (IllTypedError, NoJudgementError) as error:
            problem = error if problem is None or isinstance(error, NoJudgementError) else problem
    assert problem is not None
    return problem


def _times(a: Value, b: Value) -> Value:
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        if is_number(a) or is_number(b):
            return a * b
        if a.shape[1] != b.shape[0]:
            raise IllTypedError(f"a product of {tuple(a.shape)} and {tuple(b.shape)}")
        return a @ b
    if is_number(a) and isinstance(b, Loose):
        return replace(b, factor=a * b.factor)
    if is_number(b) and isinstance(a, Loose):
        return replace(a, factor=a.factor * b)
    if isinstance(a, Loose) and isinstance(b, Loose):
        if "identity" not in (a.kind, b.kind):
            raise NoJudgementError("a product of arrays without a size")
        return replace(b if a.kind == "identity" else a, factor=a.factor * b.factor)
    if isinstance(a, Loose) and isinstance(b, torch.Tensor):
        if a.kind == "identity":
            return a.factor * b
        if a.row:
            return a.fitted((1, b.shape[0])) @ b
    if isinstance(b, Loose) and isinstance(a, torch.Tensor):
        if b.kind == "identity":
            return b.factor * a
        if not b.row:
            return a @ b.fitted((a.shape[1], 1))
    raise NoJudgementError("a product with an array without a size")


def square(value: Value) -> torch.Tensor:
    a = solid(value)
    if a.shape[0] != a.shape[1]:
        raise IllTypedError("not a square matrix")
    return a


def column(a: torch.Tensor) -> torch.Tensor:
    """vec: the columns below each other."""
    return a.T.reshape(-1, 1)


def jacobian(function: Callable[[torch.Tensor], torch.Tensor], at: torch.Tensor) -> torch.Tensor:
    """A row for each entry of the column-wise vectorised value, a column for each entry of vec(at)."""
    value = torch.autograd.functional.jacobian(lambda v: column(function(v)).reshape(-1), at, create_graph=True)
    return torch.stack([column(row).reshape(-1) for row in value])

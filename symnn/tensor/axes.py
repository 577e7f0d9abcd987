"""Axes and shapes of arrays of any size.

Every array has two axes.  An axis is a tuple of dimensions, most significant first: empty for size 1, one dimension of
a plain array, two of a vectorised matrix or a Kronecker product.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from symnn.tensor.index import Ix, Unsupported, fresh
from symnn.term import Num, Term, plain

Axis = tuple[str, ...]
Shape = tuple[Axis, Axis]
Labels = tuple[Ix, ...]
SCALAR: Shape = ((), ())


class Misfit(Exception):  # noqa: N818  (it names a fact)
    """Two shapes that cannot meet: the formula has no meaning."""


def dim_name(dim: Term) -> str:
    return plain(dim)


def declared_shape(dims: tuple[Term, ...]) -> Shape:
    """The shape of ℝ^{m×n}; a vector is a column, an axis of size 1 is empty."""
    if len(dims) > 2:
        raise Unsupported("an array of more than two dimensions")
    axes = [() if d == Num(Fraction(1)) else (dim_name(d),) for d in dims]
    rows, cols = (*axes, (), ())[:2]
    return rows, cols


def labels(axis: Axis) -> Labels:
    """New indices that run over an axis."""
    return tuple(fresh(d) for d in axis)


def spoken(shape: Shape) -> str:
    return "a scalar" if shape == SCALAR else "×".join("·".join(axis) or "1" for axis in shape)


def misfit(left: Shape, right: Shape, why: str) -> Misfit | Unsupported:
    """``Misfit`` if some axes certainly differ; n and 3, or n + 1 and m, may be the same size."""
    open_ = all(_may_be_equal(a, b) for a, b in zip(left, right, strict=True))
    return Unsupported(f"whether the sizes agree: {why}") if open_ else Misfit(why)


def _may_be_equal(a: Axis, b: Axis) -> bool:
    if sorted(a) == sorted(b):
        return True
    if any(map(_composed, a + b)):
        return True
    left, right = Counter(a), Counter(b)
    rest, other = sorted((left - right).elements()), sorted((right - left).elements())
    if not rest or not other:  # n·n and n
        return False
    if len(rest) != len(other):  # n·m and p
        return True
    return any(d.isdigit() for d in rest) != any(d.isdigit() for d in other)


def _composed(dim: str) -> bool:
    """n + 1 or 2n, but not n_{l+1}, which is a name."""
    return dim.split("(")[0] in ("add", "neg", "mul", "times", "dot", "div", "pow")

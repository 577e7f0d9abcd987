"""Transposes, traces, determinants, inverses, vec, Kronecker products, diagonals; arrays of ones, zeros and I."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symnn.tensor.axes import SCALAR, Labels, Shape, dim_name, labels
from symnn.tensor.contraction import factor
from symnn.tensor.index import ONE, SYMMETRIC, ZERO, Expr, Factor, Unsupported
from symnn.tensor.inverses import opened
from symnn.tensor.lowering import Lowering, Operation
from symnn.term import NONE, Num, Op, Term


def _transpose_shape(low: Lowering, t: Op) -> Shape | None:
    [a] = t.args
    if isinstance(a, Num):
        raise Unsupported("the transpose of a number: a row of such numbers?")
    s = low.shape(a)
    return None if s is None else (s[1], s[0])


def _transpose(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    return low.at(t.args[0], cols, rows)


def _of_square(low: Lowering, t: Op) -> Shape:
    low.side(t.args[0])
    return SCALAR


def _trace(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    i = labels(low.needed(t.args[0])[0])
    return low.algebra.summed(low.at(t.args[0], i, i), *i)


# -- determinants and inverses ---------------------------------------------------------------------------------------


def _det(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    [x] = t.args
    if low.is_scalar(x):
        return low.at(x)
    if further := opened(t, low.is_square, low.is_scalar):
        return low.at(further, rows, cols)
    return factor(_oriented(low, "det", (), x))


def _inverse_shape(low: Lowering, t: Op) -> Shape | None:
    [a] = t.args
    side = None if low.shape(a) is None else low.side(a)
    return None if side is None else (side, side)


def _inverse(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    [x] = t.args
    if low.is_scalar(x):
        return low.algebra.power(low.at(x), Fraction(-1))
    if further := opened(t, low.is_square, low.is_scalar):
        return low.at(further, rows, cols)
    if len(rows) != 1 or len(cols) != 1:
        raise Unsupported("the inverse of this")
    return factor(_oriented(low, "inv", (*rows, *cols), x))


def _oriented(low: Lowering, kind: str, at: Labels, x: Term) -> Factor:
    """The inverse or determinant of a matrix or of its transpose, whichever comes first; both if they are one."""
    inside, holes = low.array(x)
    if len(holes) != 2:
        raise Unsupported(f"{kind} of a matrix with rows of several indices")
    p, q = holes
    found = Factor(kind, "", at, inside, holes)
    turned = Factor(kind, "", at[::-1], inside.renamed({p: q, q: p}), holes)
    here, there = (Factor("det", inside=f.inside, holes=holes).key for f in (found, turned))
    if here == there:
        return Factor(kind, SYMMETRIC, at, inside, holes)
    return found if here < there else turned


# -- stacking --------------------------------------------------------------------------------------------------------


def _vec_shape(low: Lowering, t: Op) -> Shape:
    rows, cols = low.needed(t.args[0])
    return (cols + rows, ())


def _vec(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    width = len(low.needed(t.args[0])[1])
    return low.at(t.args[0], rows[width:], rows[:width])


def _kron_shape(low: Lowering, t: Op) -> Shape:
    left, right = map(low.needed, t.args)
    return (left[0] + right[0], left[1] + right[1])


def _kron(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    x, y = t.args
    r, c = map(len, low.needed(x))
    return low.algebra.times(low.at(x, rows[:r], cols[:c]), low.at(y, rows[r:], cols[c:]))


def _diag_shape(low: Lowering, t: Op) -> Shape:
    rows, cols = low.needed(t.args[0])
    return (rows, rows) if not cols else (low.side(t.args[0]), ())


def _diag(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    [x] = t.args
    if low.needed(x)[1]:
        return low.at(x, rows, rows)
    return low.algebra.times(low.at(x, rows, ()), identity(low, rows, cols))


# -- constant arrays -------------------------------------------------------------------------------------------------


def _line_shape(low: Lowering, t: Op) -> Shape | None:
    return None if t.args == (NONE,) else ((dim_name(t.args[0]),), ())


def _identity_shape(low: Lowering, t: Op) -> Shape | None:
    return None if t.args == (NONE,) else ((dim_name(t.args[0]),), (dim_name(t.args[0]),))


def identity(low: Lowering, rows: Labels, cols: Labels) -> Expr:
    if len(rows) != len(cols):
        raise Unsupported("an identity that is not square")
    return low.algebra.times(*(factor(Factor("delta", at=(i, j))) for i, j in zip(rows, cols, strict=True)))


OPERATIONS: Mapping[str, Operation] = {
    "transpose": Operation(_transpose_shape, _transpose, 1),
    "tr": Operation(_of_square, _trace, 1),
    "det": Operation(_of_square, _det, 1),
    "inverse": Operation(_inverse_shape, _inverse, 1),
    "vec": Operation(_vec_shape, _vec, 1),
    "kron": Operation(_kron_shape, _kron, 2),
    "diag": Operation(_diag_shape, _diag, 1),
    "ones": Operation(_line_shape, lambda low, t, rows, cols: ONE, 1),
    "zeros": Operation(_line_shape, lambda low, t, rows, cols: ZERO, 1),
    "identity": Operation(_identity_shape, lambda low, t, rows, cols: identity(low, rows, cols), 1),
}

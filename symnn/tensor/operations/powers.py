"""Powers: of numbers, of the entries of an array, of a square matrix, and of e."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symnn.tensor.axes import SCALAR, Labels, Shape
from symnn.tensor.index import Expr, Unsupported
from symnn.tensor.lowering import Lowering, Operation
from symnn.tensor.operations.elementwise import like_first, spread
from symnn.tensor.operations.products import contracted, euclidean, squares
from symnn.term import Num, Op, Term

OF_A_VECTOR = "a power of a vector: of its entries, or of its norm?"
_HIGHEST = 4
# a matrix that is made by these has powers; of others, as of A ⊙ B, they may be those of the entries
_PRODUCTS = ("mul", "times", "dot", "transpose", "inverse", "add", "neg", "identity", "div", "item", "deriv", "outer")


def _pow_shape(low: Lowering, t: Op) -> Shape | None:
    match t.args:
        case (a, Num()) if low.is_line(a):
            raise Unsupported(OF_A_VECTOR)
    return spread(low, t)


def _pow(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    match t.args:
        case (Op("norm" | "norm_frobenius") as norm, Num(q)) if q == 2 and (whole := euclidean(norm)):
            return squares(low, whole, norm.head)
        case (Op("e"), x) if low.is_square(x) or low.shape(x) is None:
            raise Unsupported("e to a square matrix: of its entries, or the exponential of the matrix?")
        case (Op("e"), x):
            return low.algebra.exp(low.at(x, rows, cols))
    base, exponent = t.args
    return _power(low, base, exponent, rows, cols)


def _power(low: Lowering, x: Term, y: Term, rows: Labels, cols: Labels) -> Expr:
    q = _rational(low, y)
    if low.shape(x) == SCALAR:
        return low.algebra.power(low.at(x), q)
    r, c = low.needed(x)
    entries = isinstance(x, Op) and x.head not in _PRODUCTS
    if r and c and r == c and q.denominator == 1 and 2 <= q <= _HIGHEST and not entries:
        return contracted(low, (x,) * int(q), rows, cols)
    raise Unsupported("a power of an array")


def _hadamard_pow(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    x, y = t.args
    return low.algebra.power(low.at(x, rows, cols), _rational(low, y))


def _rational(low: Lowering, t: Term) -> Fraction:
    value = low.at(t).number
    if value is None:
        raise Unsupported("an exponent that is no number")
    return value


OPERATIONS: Mapping[str, Operation] = {
    "pow": Operation(_pow_shape, _pow, 2),
    "hadamard_pow": Operation(like_first, _hadamard_pow, 2),
    "root": Operation(like_first, None, 2),
}

"""Products of matrices, inner products and the norms that are roots of them.

A product is taken from the left; where that has no meaning, as in W xᵀy, from the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symnn.tensor.axes import SCALAR, Labels, Misfit, Shape, labels, misfit, spoken
from symnn.tensor.index import ONE, Expr, Unsupported
from symnn.tensor.lowering import Lowering, Operation, no_rule
from symnn.tensor.operations.elementwise import constant
from symnn.term import Num, Op, Term

# -- shapes ----------------------------------------------------------------------------------------------------------


def _product_shape(low: Lowering, t: Op) -> Shape | None:
    if _of_columns(low, t):
        return SCALAR
    return _folded(low, _bracketed(low, t.args))


def _of_columns(low: Lowering, t: Op) -> bool:
    """x · y of two columns is their inner product."""
    if t.head != "dot" or len(t.args) != 2:
        return False
    s, r = map(low.shape, t.args)
    return s is not None and s == r and bool(s[0]) and not s[1]


def _bracketed(low: Lowering, args: tuple[Term, ...]) -> tuple[Term, ...]:
    """The factors, with all after the first as one if only that has a meaning."""
    try:
        _folded(low, args)
    except Misfit:
        if len(args) < 3:
            raise
        rest = Op("mul", args[1:])
        try:
            _folded(low, (args[0], rest))
        except Misfit:
            pass
        else:
            return args[0], rest
        raise
    return args


def _folded(low: Lowering, args: tuple[Term, ...]) -> Shape | None:
    """The shape of a product from left to right."""
    left = low.shape(args[0])
    for k, a in enumerate(args[1:], 1):
        right = low.shape(a)
        if left == SCALAR or right == SCALAR:
            left = right if left == SCALAR else left
        elif left is None or right is None:
            left = _beside(_kind(low, args[:k]), left, _kind(low, (a,)), right)
        elif left[1] != right[0]:
            raise misfit(((), left[1]), ((), right[0]), f"a product of {spoken(left)} and {spoken(right)}")
        else:
            left = (left[0], right[1])
    return left


def _beside(first: str, left: Shape | None, second: str, right: Shape | None) -> Shape | None:
    """The shape of a product in which the size of I or of a vector of ones follows from the other factor."""
    if first == "identity" or second == "identity":
        return right if first == "identity" else left
    if left is not None and left[1] and second == "ones":
        return (left[0], ())
    if right is not None and right[0] and first == "row":
        return ((), right[1])
    raise Unsupported("the size of an array of ones is not known")


def _kind(low: Lowering, args: tuple[Term, ...]) -> str:
    """Of a product without a size: identity, ones (a column), row (of ones), or nothing."""
    match [a for a in args if low.shape(a) != SCALAR]:
        case [Op("identity" | "ones" as head)]:
            return head
        case [Op("neg", (a,))]:
            return _kind(low, (a,))
        case [Op("transpose", (a,))]:
            return {"ones": "row", "row": "ones"}.get(kind := _kind(low, (a,)), kind)
        case [Op("mul" | "times" | "dot", inner)]:
            return _kind(low, inner)
        case rest if len(rest) > 1:
            kinds = [k for a in rest if (k := _kind(low, (a,))) != "identity"]
            return "identity" if not kinds else kinds[0] if len(kinds) == 1 else ""
    return ""


# -- entries ---------------------------------------------------------------------------------------------------------


def _product(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    if _of_columns(low, t):
        return _inner(low, t, rows, cols)
    return contracted(low, _bracketed(low, t.args), rows, cols)


def _inner(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    x, y = t.args
    return contracted(low, (Op("transpose", (x,)), y), (), ())


def contracted(low: Lowering, args: tuple[Term, ...], rows: Labels, cols: Labels) -> Expr:
    """The entry of a product of matrices, split before its last factor that is no scalar."""
    if len(args) == 1:
        return low.at(args[0], rows, cols)
    algebra = low.algebra
    scalars = [x for x in args if low.shape(x) == SCALAR]
    if scalars:
        arrays = tuple(x for x in args if low.shape(x) != SCALAR)
        inner = contracted(low, arrays, rows, cols) if arrays else ONE
        return algebra.times(*(low.at(x) for x in scalars), inner)
    first, last = args[:-1], args[-1]
    before = _folded(low, first)
    right = low.shape(last)
    if before == SCALAR:
        return algebra.times(contracted(low, first, (), ()), low.at(last, rows, cols))
    axis = before[1] if before is not None else right[0] if right is not None else None
    if axis is None:
        raise Unsupported("a product of arrays whose sizes are not known")
    if right is not None and before is not None and before[1] != right[0]:
        raise Unsupported("the shapes of a product do not fit")
    k = labels(axis)
    return algebra.summed(algebra.times(contracted(low, first, rows, k), low.at(last, k, cols)), *k)


# -- norms -----------------------------------------------------------------------------------------------------------


def euclidean(norm: Op) -> Term | None:
    """The array of which this is the root of the sum of squares: a norm without an order, or of order 2."""
    match norm:
        case Op("norm" | "norm_frobenius", (x,)):
            return x
        case Op("norm", (x, Num(q))) if q == 2:
            return x
    return None


def squares(low: Lowering, x: Term, norm: str) -> Expr:
    """The sum of the squares of all entries."""
    shape = low.needed(x)
    if norm == "norm" and shape[0] and shape[1]:
        raise Unsupported("the norm of a matrix: Frobenius or spectral?")
    u, at = low.array(x)
    return low.algebra.summed(low.algebra.times(u, u), *at)


def _norm(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    x = euclidean(t)
    if x is None:
        raise no_rule(t)
    return low.algebra.power(squares(low, x, t.head), Fraction(1, 2))


OPERATIONS: Mapping[str, Operation] = {
    **{name: Operation(_product_shape, _product) for name in ("mul", "times", "dot")},
    "inner": Operation(constant, _inner, 2),
    "norm": Operation(constant, _norm),
    "norm_frobenius": Operation(constant, _norm),
}

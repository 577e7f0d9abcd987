"""Derivatives, gradients and Hessians by a name; of an array by an array Jacobians of vec, in the declared layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symnn.tensor.axes import SCALAR, Labels, Shape
from symnn.tensor.calculus import Calculus
from symnn.tensor.index import Expr, Unsupported
from symnn.tensor.lowering import Lowering, Operation, no_rule
from symnn.tensor.operations.functions import functional, of_number
from symnn.term import Op, Sym, Term

# -- shapes ----------------------------------------------------------------------------------------------------------


ROW_BY_COLUMN = "a row differentiated by a column: a row for each of its entries, or a column?"


def _deriv_shape(low: Lowering, t: Op) -> Shape | None:
    body, *by = t.args
    if not by:
        raise no_rule(t)
    return _derived(low, body, by, t.head)


def _derived(low: Lowering, body: Term, by: Sequence[Term], head: str) -> Shape | None:
    var = low.needed(by[0])
    if len(by) > 1:
        if any(low.needed(b) != SCALAR for b in by):
            raise Unsupported("a higher derivative by an array")
        return low.shape(body)
    of = low.needed(body)
    if of == SCALAR:
        return (var[1], var[0]) if head in low.known.rows else var
    if var == SCALAR:
        return (of[1], of[0]) if low.known.denominator else of
    rows, cols = of[1] + of[0], var[1] + var[0]
    if low.known.denominator:
        return cols, rows
    if not of[0] and not var[1]:
        raise Unsupported(ROW_BY_COLUMN)
    return rows, cols


def _gradient_shape(low: Lowering, t: Op) -> Shape | None:
    match t.args:
        case (body, var):
            return _derived(low, body, (var,), t.head)
        case (Op("call", (_, x)),):
            rows, cols = low.needed(x)
            return (cols, rows) if t.head in low.known.rows else (rows, cols)
    raise Unsupported("a gradient by a variable that is not named")


def _hessian_shape(low: Lowering, t: Op) -> Shape:
    rows, cols = low.needed(t.args[1])
    return (cols + rows, cols + rows)


# -- entries ---------------------------------------------------------------------------------------------------------


def _deriv(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    body, *by = t.args
    if len(by) == 1:
        return _by(low, body, by[0], *_turned(low, t, body, rows, cols))
    out = low.at(body, rows, cols)
    for var in by:
        out = _slope(low, out, _variable(var), (), ())
    return out


def _gradient(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    match t.args:
        case (body, var):
            return _by(low, body, var, *_turned(low, t, body, rows, cols))
        case (Op("call", (Sym() as f, x)) as of,) if f in low.known.scalar_functions:
            if low.needed(x) == SCALAR:
                return of_number(f, 1, low.at(x))
            rows, cols = _turned(low, t, of, rows, cols)
            return functional(low, f, x, (*rows, *cols))
    raise Unsupported("the derivative of this")


def _hessian(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    match t.args:
        case (body, Sym() as var):
            if low.needed(body) != SCALAR:
                raise Unsupported("the Hessian of an array")
            first = _slope(low, low.at(body), var, *_unstacked(low, var, rows))
            return _slope(low, first, var, *_unstacked(low, var, cols))
    raise Unsupported("the derivative of this")


def _turned(low: Lowering, t: Op, body: Term, rows: Labels, cols: Labels) -> tuple[Labels, Labels]:
    """The place in the shape of the variable of an entry of a derivative of a number, which may be its transpose."""
    return (cols, rows) if t.head in low.known.rows and low.needed(body) == SCALAR else (rows, cols)


def _by(low: Lowering, body: Term, by: Term, rows: Labels, cols: Labels) -> Expr:
    var = _variable(by)
    of, shape = low.needed(body), low.needed(var)
    if of == SCALAR:
        return _slope(low, low.at(body), var, rows, cols)
    if low.known.denominator:
        rows, cols = cols, rows
    if shape == SCALAR:
        return _slope(low, low.at(body, rows, cols), var, (), ())
    return _slope(low, low.at(body, *_unstacked(low, body, rows)), var, *_unstacked(low, var, cols))


def _variable(t: Term) -> Sym:
    if not isinstance(t, Sym):
        raise Unsupported("a derivative by something that is no name")
    return t


def _unstacked(low: Lowering, x: Term, at: Labels) -> tuple[Labels, Labels]:
    """Row and column of an entry of vec(X): columns are stacked, so that theirs is the slower index."""
    width = len(low.needed(x)[1])
    return at[width:], at[:width]


def _slope(low: Lowering, of: Expr, var: Sym, rows: Labels, cols: Labels) -> Expr:
    found = low.known.named(var)
    if (other := low.known.perhaps_another(var)) is not None:
        raise Unsupported(f"{var.text} and {other.text} are one where their indices are equal")
    if found.at and (rows or cols) and not found.family:
        raise Unsupported(f"a derivative by {var.text}")
    return Calculus(low.algebra, found.name, (*found.at, *rows, *cols)).of(of)


OPERATIONS: Mapping[str, Operation] = {
    "deriv": Operation(_deriv_shape, _deriv),
    "gradient": Operation(_gradient_shape, _gradient),
    "hessian": Operation(_hessian_shape, _hessian, 2),
}

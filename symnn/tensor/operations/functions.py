"""Opaque functions applied to numbers, entries and arrays; expressions with a value in the place of a name."""

from __future__ import annotations

from collections.abc import Mapping

from symnn.tensor.axes import SCALAR, Labels, Shape
from symnn.tensor.contraction import factor
from symnn.tensor.index import Expr, Factor, Unsupported
from symnn.tensor.known import local_name
from symnn.tensor.lowering import Lowering, Operation, no_rule
from symnn.term import Num, Op, Sym, Term, is_place

OF_ROWS = " of a row"

# -- opaque functions ------------------------------------------------------------------------------------------------


def _call_shape(low: Lowering, t: Op) -> Shape | None:
    f, x = t.args
    while isinstance(f, Op) and f.head == "prime":
        f = f.args[0]
    if isinstance(f, Sym) and f not in low.known.scalar_functions | low.known.elementwise:
        raise Unsupported(f"the function {f.text}")
    return SCALAR if f in low.known.scalar_functions else low.shape(x)


def _call(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    f, x = t.args
    order = 0
    match f:
        case Op("prime", (inner, Num(q))):
            f, order = inner, int(q)
    if not isinstance(f, Sym):
        raise Unsupported("a function of this kind")
    of_array = f in low.known.scalar_functions and low.needed(x) != SCALAR
    if of_array and not order:
        return functional(low, f, x, ())
    if f in low.known.elementwise or (f in low.known.scalar_functions and not of_array):
        return of_number(f, order, low.at(x, rows, cols))
    raise Unsupported(f"the function {f.text}")


def of_number(f: Sym, order: int, u: Expr) -> Expr:
    """The derivative of this order of a function of one number."""
    return factor(Factor("fn", f"opaque {f.text}" + (f"^{order}" if order else ""), inside=u))


def functional(low: Lowering, f: Sym, x: Term, by: Labels) -> Expr:
    """f(X), or its derivative by the entry ``by`` of X; the function of a row is not the one of a column."""
    inside, holes = low.array(x)
    rows, cols = low.needed(x)
    name = f.text + OF_ROWS if cols and not rows else f.text
    return factor(Factor("func", name, by, inside, holes))


# -- a value in the place of a name ----------------------------------------------------------------------------------


def _at_shape(low: Lowering, t: Op) -> Shape | None:
    match t.args:
        case (body, Sym() as name, value) if is_place(name):
            _check_number(low, body, name)
            return low.shape(value)
        case (body, Sym() as name, value):
            return low.standing(name, low.needed(value)).shape(body)
    raise no_rule(t)


def _at(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    body, name, value = t.args
    assert isinstance(name, Sym)
    if is_place(name):
        _check_number(low, body, name)
        inner = low.standing(name, SCALAR).at(body)
        return low.algebra.put(inner, local_name(name), lambda at: low.at(value, rows, cols))
    shape = low.needed(value)
    inner, height = low.standing(name, shape).at(body, rows, cols), len(shape[0])
    return low.algebra.put(inner, local_name(name), lambda at: low.at(value, at[:height], at[height:]))


def _check_number(low: Lowering, body: Term, name: Sym) -> None:
    """A function of one number has numbers as values."""
    if low.standing(name, SCALAR).shape(body) != SCALAR:
        raise Unsupported("a function of one number with an array as its value")


OPERATIONS: Mapping[str, Operation] = {
    "call": Operation(_call_shape, _call, 2),
    "at": Operation(_at_shape, _at, 3),
}

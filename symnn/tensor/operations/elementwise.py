"""Operations on each entry: sums, Hadamard products, quotients, functions of one number; numbers are spread.

tanh u = 1 - 2/(e^{2u} + 1), cosh u = (e^u + e^{-u})/2, Φ(u) = (1 + erf(u/√2))/2, φ(u) = (2π)^{-1/2} e^{-u²/2}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from symnn.heads import HEADS
from symnn.tensor import kinks
from symnn.tensor.algebra import Algebra
from symnn.tensor.axes import SCALAR, Labels, Shape, misfit, spoken
from symnn.tensor.contraction import entry, factor
from symnn.tensor.index import ONE, Expr, Factor, Unsupported, number
from symnn.tensor.lowering import Lowering, Operation, no_rule
from symnn.term import Op, Term, free_symbols, walk


def spread(low: Lowering, t: Op) -> Shape | None:
    """The shape that all arrays among the arguments share; none beside an array without a size, as in I/2."""
    shapes = [low.shape(a) for a in t.args]
    arrays = [s for s in shapes if s is not None and s != SCALAR]
    other = next((s for s in arrays if s != arrays[0]), None)
    if other is not None:
        raise misfit(arrays[0], other, f"{spoken(arrays[0])} and {spoken(other)} meet in {t.head}")
    return arrays[0] if arrays else None if None in shapes else SCALAR


def like_first(low: Lowering, t: Op) -> Shape | None:
    return low.shape(t.args[0])


def constant(low: Lowering, t: Op) -> Shape:
    return SCALAR


# -- arithmetic ------------------------------------------------------------------------------------------------------


def _add(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    _check_added(low, t.args)
    return low.algebra.plus(*(low.at(x, rows, cols) for x in t.args))


def _check_added(low: Lowering, args: tuple[Term, ...]) -> None:
    """A - λ may be A - λI; 1 - A is taken entry by entry."""
    loose = any(low.shape(a) == SCALAR and free_symbols(a) for a in args)
    if loose and any(low.is_square(a) or _holds_identity(low, a) for a in args):
        raise Unsupported("a number added to a square matrix: to each entry, or to the diagonal?")


def _holds_identity(low: Lowering, a: Term) -> bool:
    """I without a size, or what is made of it."""
    return low.shape(a) is None and any(isinstance(n, Op) and n.head == "identity" for n in walk(a))


def _hadamard(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    return low.algebra.times(*(low.at(x, rows, cols) for x in t.args))


def _div(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    if low.is_square(t.args[1]):
        raise Unsupported("a quotient by a square matrix: of its entries, or its inverse?")
    return _hadamard_div(low, t, rows, cols)


def _hadamard_div(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    x, y = t.args
    return low.algebra.times(low.at(x, rows, cols), low.algebra.power(low.at(y, rows, cols), Fraction(-1)))


# -- kinks -----------------------------------------------------------------------------------------------------------


def _abs_shape(low: Lowering, t: Op) -> Shape:
    if low.needed(t.args[0]) != SCALAR:
        raise Unsupported("|x| of an array: of its entries, or its norm?")
    return SCALAR


def _extremum_shape(low: Lowering, t: Op) -> Shape | None:
    if len(t.args) < 2:
        raise no_rule(t)
    return spread(low, t)


def _extremum(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    parts = [low.at(x, rows, cols) for x in t.args]
    return kinks.extremum(low.algebra, parts, 1 if t.head == "max" else -1)


def _sign(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    [x] = t.args
    return kinks.sign(low.algebra, low.at(x, rows, cols), x, bool(rows or cols))


# -- functions of one number -----------------------------------------------------------------------------------------

Rule = Callable[[Algebra, Expr], Expr]


def _tanh(a: Algebra, u: Expr) -> Expr:
    return a.minus(ONE, a.scaled(a.power(a.plus(a.exp(a.scaled(u, 2)), ONE), Fraction(-1)), 2))


def _fn(name: str) -> Rule:
    return lambda a, u: factor(Factor("fn", name, inside=u))


def _half(sign: int) -> Rule:
    return lambda a, u: a.scaled(a.plus(a.exp(u), a.scaled(a.exp(a.scaled(u, -1)), sign)), Fraction(1, 2))


def _cdf(a: Algebra, u: Expr) -> Expr:
    inside = a.times(u, a.power(number(2), Fraction(-1, 2)))
    return a.scaled(a.plus(ONE, factor(Factor("fn", "erf", inside=inside))), Fraction(1, 2))


def _pdf(a: Algebra, u: Expr) -> Expr:
    root = a.power(a.scaled(entry("pi"), 2), Fraction(-1, 2))
    return a.times(root, a.exp(a.scaled(a.power(u, Fraction(2)), Fraction(-1, 2))))


_OF_NUMBERS: Mapping[str, Rule] = {
    "neg": lambda a, u: a.scaled(u, -1),
    "percent": lambda a, u: a.scaled(u, Fraction(1, 100)),
    "exp": lambda a, u: a.exp(u),
    "log": lambda a, u: a.log(u),
    "sqrt": lambda a, u: a.power(u, Fraction(1, 2)),
    "tanh": _tanh,
    "sinh": _half(-1),
    "cosh": _half(1),
    "sin": _fn("sin"),
    "cos": _fn("cos"),
    "atan": _fn("atan"),
    "erf": _fn("erf"),
    "normal_cdf": _cdf,
    "normal_pdf": _pdf,
}


def _of_entries(rule: Rule) -> Operation:
    return Operation(spread, lambda low, t, rows, cols: rule(low.algebra, low.at(t.args[0], rows, cols)), 1)


OPERATIONS: Mapping[str, Operation] = {
    **{name: Operation(spread) for name, meaning in HEADS.items() if meaning.startswith("the function")},
    **{name: _of_entries(rule) for name, rule in _OF_NUMBERS.items()},
    "pi": Operation(constant, lambda low, t, rows, cols: entry("pi")),
    "e": Operation(constant, lambda low, t, rows, cols: low.algebra.exp(ONE)),
    "add": Operation(spread, _add),
    "hadamard": Operation(spread, _hadamard),
    "div": Operation(spread, _div, 2),
    "hadamard_div": Operation(spread, _hadamard_div, 2),
    "abs": Operation(_abs_shape, lambda low, t, rows, cols: kinks.absolute(low.algebra, low.at(t.args[0])), 1),
    "max": Operation(_extremum_shape, _extremum),
    "min": Operation(_extremum_shape, _extremum),
    "sign": Operation(spread, _sign, 1),
}

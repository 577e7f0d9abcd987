"""The table from SymPy classes to terms: ``CLASSES[type](backward, expression)``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixElement
from sympy.sets.sets import Set

from symnn.sympy_bridge.errors import BridgeError
from symnn.sympy_bridge.rows import ELEMENTARY
from symnn.term import NONE, TRUE, Num, Op, Sym, Term, op

Row = Callable[[Any, Any], Term]


def _all(head: str) -> Row:
    return lambda back, expr: Op(head, back.terms(expr.args))


def _ordered(head: str) -> Row:
    """Operands that SymPy holds in no order of their own: sorted, so that the term is the same in every run."""
    return lambda back, expr: Op(head, back.terms(sorted(expr.args, key=sympy.default_sort_key)))


def _constant(term: Term) -> Row:
    return lambda back, expr: term


def _refuse(why: str) -> Row:
    def row(back: Any, expr: Any) -> Term:
        raise BridgeError(str(expr), why)

    return row


def _add(back: Any, expr: Any) -> Term:
    return Op("add", back.terms(expr.as_ordered_terms()))


def _mul(back: Any, expr: Any) -> Term:
    """A leading minus, then a fraction: factors with a negative rational power stand below."""
    sign, above, below = 1, [], []
    for factor in expr.args if expr.is_commutative is False else expr.as_ordered_factors():
        if factor.is_Rational:
            sign *= -1 if factor.p < 0 else 1
            above += [sympy.Integer(abs(factor.p))] if abs(factor.p) != 1 else []
            below += [sympy.Integer(factor.q)] if factor.q != 1 else []
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0 and factor.base.is_commutative:
            below.append(factor.base ** (-factor.exp))
        else:
            above.append(factor)
    top = _product(back, above)
    out = op("div", top, _product(back, below)) if below else top
    return op("neg", out) if sign < 0 else out


def _product(back: Any, factors: list[Any]) -> Term:
    parts = back.terms(factors)
    return Num(Fraction(1)) if not parts else parts[0] if len(parts) == 1 else Op("mul", parts)


def _pow(back: Any, expr: Any) -> Term:
    base, exponent = expr.args
    if exponent == sympy.Rational(1, 2):
        return op("sqrt", back.term(base))
    if exponent.is_Rational and exponent < 0:
        return op("div", back.term(sympy.Integer(1)), back.term(base ** (-exponent)))
    if exponent.is_Rational and exponent.q > 1:  # a root has a value at 0, a power need not
        root = op("root", back.term(base), back.term(sympy.Integer(exponent.q)))
        return root if exponent.p == 1 else op("pow", root, back.term(sympy.Integer(exponent.p)))
    return op("pow", back.term(base), back.term(exponent))


def _symbol(back: Any, expr: Any) -> Term:
    term: Term = back.names[expr]
    return term


def _call(back: Any, expr: Any) -> Term:
    return Op("call", (back.function(expr.func.__name__), *back.terms(expr.args)))


def _deriv(back: Any, expr: Any) -> Term:
    variables: list[Term] = []
    for var, count in expr.variable_count:
        if not count.is_Integer:
            raise BridgeError(str(expr), "a derivative of symbolic order has no head")
        variables += [back.term(var)] * int(count)
    return Op("deriv", (back.term(expr.expr), *variables))


def _subs(back: Any, expr: Any) -> Term:
    primed: Term | None = back.prime(expr)
    if primed is not None:
        return primed
    body, variables, point = expr.args
    if any(set(variables) & value.free_symbols for value in point) and len(variables) > 1:
        raise BridgeError(str(expr), "a simultaneous substitution has no head")
    out: Term = back.term(body)
    for var, value in zip(variables, point, strict=True):
        out = op("at", out, back.term(var), back.term(value))
    return out


def _limit(back: Any, expr: Any) -> Term:
    body, var, point, side = expr.args
    sides = {"-": -1, "+": 1, "+-": 0}
    direction = 0 if point.is_infinite else sides[str(side)]
    return op("lim", back.term(body), back.term(var), back.term(point), back.term(sympy.Integer(direction)))


def _series(head: str) -> Row:
    def row(back: Any, expr: Any) -> Term:
        out: Term = back.term(expr.function)
        for var, low, high in expr.limits:
            out = op(head, out, back.term(var), op("range", back.term(low), back.term(high)))
        return out

    return row


def _integral(back: Any, expr: Any) -> Term:
    out: Term = back.term(expr.function)
    for var, *ends in expr.limits:
        low, high = back.terms(ends) if len(ends) == 2 else (NONE, NONE)
        out = op("integral", out, back.term(var), low, high)
    return out


def _piecewise(back: Any, expr: Any) -> Term:
    return Op("cases", tuple(op("case", back.term(value), back.term(cond)) for value, cond in expr.args))


def _either(back: Any, expr: Any) -> Term:
    """``ITE(c, a, b)`` is c ∧ a ∨ ¬c ∧ b."""
    given, first, second = back.terms(expr.args)
    return op("or", op("and", given, first), op("and", op("not", given), second))


def _interval(back: Any, expr: Any) -> Term:
    head = "interval_" + ("o" if expr.left_open else "c") + ("o" if expr.right_open else "c")
    return op(head, back.term(expr.start), back.term(expr.end))


def _entry(back: Any, expr: Any) -> Term:
    """Entries count from 1 here and from 0 in SymPy."""
    array, row, column = expr.args
    indices = (row + 1,) if array.shape[1] == 1 else (row + 1, column + 1)
    if array.shape[1] != 1 and array.shape[0] == 1:
        indices = (column + 1,)
    head, *_ = parts = back.terms((array, *indices))
    if isinstance(head, Sym) and not head.subs:
        return Sym(head.name, tuple(parts[1:]), head.sups, head.font, head.accents)
    return Op("item", parts)


def _dense(back: Any, expr: Any) -> Term:
    rows = [Op("row", back.terms(expr.row(i))) for i in range(expr.rows)]
    if expr.cols == 1:
        return Op("column", back.terms(expr))
    return rows[0] if len(rows) == 1 else Op("matrix", tuple(rows))


def _sized(head: str) -> Row:
    def row(back: Any, expr: Any) -> Term:
        if head != "identity" and expr.shape[1] != 1:
            raise BridgeError(str(expr), "only a column of constants has a head")
        return op(head, back.term(expr.shape[0]))

    return row


CLASSES: Mapping[type, Row] = {
    **{function: _all(name) for name, function in ELEMENTARY.items() if isinstance(function, type)},
    sympy.Rational: lambda back, expr: back.rational(expr),
    type(sympy.pi): _constant(Op("pi")),
    type(sympy.E): _constant(Op("e")),
    type(sympy.oo): _constant(Op("infinity")),
    type(-sympy.oo): _constant(op("neg", Op("infinity"))),
    sympy.Float: _refuse("a floating-point number is not exact; use a rational"),
    sympy.Symbol: _symbol,
    sympy.Indexed: lambda back, expr: back.indexed(expr),
    sympy.Add: _add,
    sympy.Mul: _mul,
    sympy.Pow: _pow,
    sympy.factorial: _all("factorial"),
    sympy.binomial: _all("binomial"),
    # every name is real here
    sympy.re: lambda back, expr: back.term(expr.args[0]),
    sympy.conjugate: lambda back, expr: back.term(expr.args[0]),
    sympy.im: _constant(Num(Fraction(0))),
    sympy.Max: _ordered("max"),
    sympy.Min: _ordered("min"),
    sympy.KroneckerDelta: _all("delta"),
    AppliedUndef: _call,
    sympy.Derivative: _deriv,
    sympy.Subs: _subs,
    sympy.Limit: _limit,
    sympy.Sum: _series("sum"),
    sympy.Product: _series("prod"),
    sympy.Integral: _integral,
    sympy.Piecewise: _piecewise,
    sympy.Eq: _all("eq"),
    sympy.Ne: _all("ne"),
    sympy.Lt: _all("lt"),
    sympy.Le: _all("le"),
    sympy.Gt: _all("gt"),
    sympy.Ge: _all("ge"),
    sympy.Contains: _all("in"),
    sympy.And: _ordered("and"),
    sympy.Or: _ordered("or"),
    sympy.Not: _all("not"),
    sympy.ITE: _either,
    sympy.Implies: _all("implies"),
    sympy.Equivalent: _ordered("iff"),
    type(sympy.true): _constant(TRUE),
    type(sympy.false): _constant(op("not", TRUE)),
    sympy.FiniteSet: _ordered("set"),
    sympy.Interval: _interval,
    type(sympy.S.Reals): _constant(Op("reals")),
    type(sympy.S.Naturals): _constant(Op("naturals")),
    type(sympy.S.Integers): _constant(Op("integers")),
    type(sympy.S.Rationals): _constant(Op("rationals")),
    sympy.Union: _ordered("union"),
    sympy.Intersection: _ordered("intersection"),
    sympy.Complement: _all("setminus"),
    sympy.ProductSet: _all("cartesian"),
    Set: _refuse("has no head"),
    sympy.Tuple: _all("seq"),
    sympy.MatrixSymbol: lambda back, expr: back.function(expr.name),
    MatrixElement: _entry,
    sympy.MatAdd: _all("add"),
    sympy.MatMul: _all("mul"),
    sympy.MatPow: _all("pow"),
    sympy.Inverse: lambda back, expr: op("inverse", back.term(expr.arg)),
    sympy.Transpose: _all("transpose"),
    sympy.HadamardProduct: _all("hadamard"),
    sympy.KroneckerProduct: _all("kron"),
    sympy.Determinant: _all("det"),
    sympy.Trace: _all("tr"),
    sympy.DiagMatrix: _all("diag"),
    sympy.Identity: _sized("identity"),
    sympy.OneMatrix: _sized("ones"),
    sympy.ZeroMatrix: _sized("zeros"),
    sympy.ImmutableDenseMatrix: _dense,
}

"""The table from heads to SymPy constructors: ``ROWS[head](context, *arguments)``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy
from sympy.logic.boolalg import Boolean

from symnn.sympy_bridge import arrays
from symnn.sympy_bridge.context import Context
from symnn.sympy_bridge.errors import BridgeError
from symnn.sympy_bridge.names import spell
from symnn.term import Num, Op, Sym, Term, plain

Row = Callable[..., Any]
MAX_BITS = 20_000  # of a power of numbers; 9^(9^9) would never be written out
MAX_FACTORIAL = 2_000

ELEMENTARY: Mapping[str, Any] = {
    name: getattr(sympy, {"abs": "Abs", "ceil": "ceiling"}.get(name, name))
    for name in (
        "exp log sqrt sinh cosh tanh sech csch coth asinh acosh atanh sin cos tan sec csc cot asin acos atan"
        " erf erfc abs sign floor ceil"
    ).split()
}


def _elementary(function: Any) -> Row:
    return lambda ctx, arg: function(ctx.scalar(arg))


def _nary(build: Callable[..., Any]) -> Row:
    return lambda ctx, *args: build(*(ctx.value(a) for a in args))


def _extremum(function: Any) -> Row:
    def row(ctx: Context, *args: Term) -> Any:
        if len(args) < 2:
            raise BridgeError(function.__name__, "of one argument means the entries of a vector")
        return function(*(ctx.scalar(a) for a in args))

    return row


def _neg(ctx: Context, arg: Term) -> Any:
    return -ctx.value(arg)


def _div(ctx: Context, top: Term, bottom: Term) -> Any:
    return ctx.value(top) / ctx.scalar(bottom)


def _pow(ctx: Context, base: Term, exponent: Term) -> Any:
    x, y = ctx.value(base), ctx.scalar(exponent)
    if getattr(x, "is_Matrix", False) and not (y.is_Integer and y > 0):
        raise BridgeError(plain(Op("pow", (base, exponent))), "a matrix has positive integer powers only")
    if x == 0 and y == 0:
        raise BridgeError("0^0", "has no value by itself")
    if x.is_Rational and y.is_Rational:
        bits = max(abs(x.p).bit_length(), x.q.bit_length())
        if bits > MAX_BITS or abs(y.p) * bits > MAX_BITS * y.q:
            raise BridgeError(plain(Op("pow", (base, exponent))), "is too large to write out")
    return x**y


def _root(ctx: Context, radicand: Term, degree: Term) -> Any:
    """The real root: of odd degree also of a negative number, where SymPy's power would be complex."""
    x, n = ctx.scalar(radicand), ctx.scalar(degree)
    if n == 0:
        raise BridgeError("a root of degree 0", "has no value")
    return sympy.sign(x) * abs(x) ** (1 / n) if n.is_Integer and n % 2 == 1 else x ** (1 / n)


def _factorial(ctx: Context, arg: Term) -> Any:
    n = ctx.scalar(arg)
    if n.is_Integer and n > MAX_FACTORIAL:
        raise BridgeError(plain(Op("factorial", (arg,))), "is too large to write out")
    return sympy.factorial(n)


def _binomial(ctx: Context, top: Term, bottom: Term) -> Any:
    n, k = ctx.scalar(top), ctx.scalar(bottom)
    if n.is_number and k.is_number and abs(n) > MAX_FACTORIAL:
        raise BridgeError(plain(Op("binomial", (top, bottom))), "is too large to write out")
    return sympy.binomial(n, k)


def _apply(ctx: Context, function: Term, args: tuple[Any, ...]) -> Any:
    match function:
        case Sym() if function.name in ELEMENTARY and function == Sym(function.name):
            return ELEMENTARY[function.name](*args)
        case Sym():
            return sympy.Function(spell(function))(*args)
        case Op("compose", (outer, inner)):
            return _apply(ctx, outer, (_apply(ctx, inner, args),))
        case Op("prime", (inner, Num(order))) if len(args) == 1:
            slot = sympy.Dummy("xi", real=True)
            return sympy.Subs(sympy.Derivative(_apply(ctx, inner, (slot,)), (slot, int(order))), slot, args[0])
        case _:
            raise BridgeError(plain(function), "is not a function of one kind that SymPy has")


def _call(ctx: Context, function: Term, *args: Term) -> Any:
    return _apply(ctx, function, tuple(ctx.scalar(a) for a in args))


def _deriv(ctx: Context, body: Term, *variables: Term) -> Any:
    if isinstance(body, Sym) and body.base not in {v.base for v in variables if isinstance(v, Sym)}:
        raise BridgeError(plain(body), "as a SymPy symbol it would be constant; expand its definition first")
    return sympy.Derivative(ctx.value(body), *(ctx.value(v) for v in variables), evaluate=False)


def _at(ctx: Context, body: Term, var: Term, value: Term) -> Any:
    if not isinstance(var, Sym):
        raise BridgeError(plain(var), "only a name can be given a value")
    inner = ctx.under(var)
    return sympy.Subs(inner.scalar(body), inner.symbol(var), ctx.scalar(value))


def _lim(ctx: Context, body: Term, var: Term, point: Term, direction: Term) -> Any:
    if not isinstance(var, Sym) or not isinstance(direction, Num):
        raise BridgeError(plain(var), "a limit is taken in a name, from a side")
    inner, sides = ctx.under(var), {-1: "-", 0: "+-", 1: "+"}
    return sympy.Limit(inner.scalar(body), inner.symbol(var), ctx.end(point), sides[int(direction.value)])


def _integral(ctx: Context, body: Term, var: Term, *ends: Term) -> Any:
    if not isinstance(var, Sym):
        raise BridgeError(plain(var), "an integral runs over a name")
    inner = ctx.under(var)
    given = [ctx.end(e) for e in ends if e != Op("none")]
    return sympy.Integral(inner.scalar(body), (inner.symbol(var), *given))


def _series(function: Any, empty: int) -> Row:
    def row(ctx: Context, body: Term, var: Term, span: Term) -> Any:
        if not isinstance(var, Sym) or not isinstance(span, Op) or span.head != "range":
            raise BridgeError(plain(span), f"SymPy's {function.__name__} needs a first and a last index")
        low, high = ctx.end(span.args[0]), ctx.end(span.args[1])
        if low.is_number and high.is_number and high < low:
            return sympy.Integer(empty)  # SymPy's convention would give minus the terms in between
        inner = ctx.under(var)
        return function(inner.scalar(body), (inner.symbol(var), low, high))

    return row


def truth(ctx: Context, term: Term) -> Any:
    out = ctx.convert(term, ctx)
    if not isinstance(out, Boolean):
        raise BridgeError(plain(term), "a condition is needed here")
    return out


def _cases(ctx: Context, *rows: Term) -> Any:
    pairs = []
    for row in rows:
        if not isinstance(row, Op) or row.head != "case":
            raise BridgeError(plain(row), "a case is a value with a condition")
        pairs.append((ctx.scalar(row.args[0]), truth(ctx, row.args[1])))
    return sympy.Piecewise(*pairs, evaluate=False)


def _relation(function: Any) -> Row:
    return lambda ctx, a, b: function(ctx.value(a), ctx.value(b), evaluate=False)


def _order(function: Any) -> Row:
    return lambda ctx, a, b: function(ctx.scalar(a), ctx.scalar(b), evaluate=False)


def _logic(function: Any) -> Row:
    return lambda ctx, *args: function(*(truth(ctx, a) for a in args), evaluate=False)


def _collection(ctx: Context, term: Term) -> Any:
    out = ctx.convert(term, ctx)
    if not isinstance(out, sympy.Set):
        raise BridgeError(plain(term), "a set is needed here")
    return out


def _sets(function: Any) -> Row:
    return lambda ctx, *args: function(*(_collection(ctx, a) for a in args))


def _interval(left_open: bool, right_open: bool) -> Row:
    return lambda ctx, a, b: sympy.Interval(ctx.end(a), ctx.end(b), left_open, right_open)


def _member(ctx: Context, element: Term, collection: Term) -> Any:
    return sympy.Contains(ctx.value(element), _collection(ctx, collection), evaluate=False)


def _reals(ctx: Context, *dims: Term) -> Any:
    if dims:
        raise BridgeError("a space of arrays", "SymPy has no set of that shape")
    return sympy.S.Reals


def _increment(ctx: Context, base: Term) -> Any:
    if not isinstance(base, Sym):
        raise BridgeError(plain(base), "only the increment of a name is a name")
    return sympy.Symbol(f"\\Delta {spell(base)}", **({"real": True} if ctx.real else {}))


def _refuse(why: str) -> Row:
    def row(ctx: Context, *args: Term) -> Any:
        raise BridgeError(", ".join(map(plain, args)), why)

    return row


ROWS: Mapping[str, Row] = {
    **{name: _elementary(function) for name, function in ELEMENTARY.items()},
    "add": _nary(arrays.add),
    "neg": _neg,
    "mul": _nary(arrays.product),
    "dot": _nary(arrays.scalar_product),
    "times": _nary(arrays.scalar_product),
    "div": _div,
    "pow": _pow,
    "root": _root,
    "factorial": _factorial,
    "binomial": _binomial,
    "percent": lambda ctx, x: ctx.scalar(x) / 100,
    "pi": lambda ctx: sympy.pi,
    "e": lambda ctx: sympy.E,
    "infinity": lambda ctx: sympy.oo,
    "log_base": lambda ctx, x, base: sympy.log(ctx.scalar(x)) / sympy.log(ctx.scalar(base)),
    "normal_cdf": lambda ctx, x: (1 + sympy.erf(ctx.scalar(x) / sympy.sqrt(2))) / 2,
    "normal_pdf": lambda ctx, x: sympy.exp(-(ctx.scalar(x) ** 2) / 2) / sympy.sqrt(2 * sympy.pi),
    "max": _extremum(sympy.Max),
    "min": _extremum(sympy.Min),
    "indicator": lambda ctx, c: sympy.Piecewise((1, truth(ctx, c)), (0, True), evaluate=False),
    "delta": lambda ctx, i, j: sympy.KroneckerDelta(ctx.scalar(i), ctx.scalar(j)),
    "call": _call,
    "deriv": _deriv,
    "at": _at,
    "increment": _increment,
    "integral": _integral,
    "lim": _lim,
    "sum": _series(sympy.Sum, 0),
    "prod": _series(sympy.Product, 1),
    "cases": _cases,
    "true": lambda ctx: sympy.true,
    **{name: _nary(function) for name, function in arrays.ARRAYS.items()},
    "item": lambda ctx, array, *indices: arrays.item(ctx.value(array), *(ctx.scalar(i) for i in indices)),
    "ones": lambda ctx, n: arrays.sized(sympy.OneMatrix, n, ctx, 1),
    "zeros": lambda ctx, n: arrays.sized(sympy.ZeroMatrix, n, ctx, 1),
    "identity": lambda ctx, n: arrays.sized(sympy.Identity, n, ctx),
    "set": lambda ctx, *args: sympy.FiniteSet(*(ctx.scalar(a) for a in args)),
    "interval_oo": _interval(True, True),
    "interval_cc": _interval(False, False),
    "interval_oc": _interval(True, False),
    "interval_co": _interval(False, True),
    "reals": _reals,
    "naturals": lambda ctx: sympy.S.Naturals,
    "integers": lambda ctx: sympy.S.Integers,
    "rationals": lambda ctx: sympy.S.Rationals,
    "union": _sets(sympy.Union),
    "intersection": _sets(sympy.Intersection),
    "setminus": _sets(sympy.Complement),
    "cartesian": _sets(sympy.ProductSet),
    "eq": _relation(sympy.Eq),
    "equiv": _relation(sympy.Eq),
    "define": _relation(sympy.Eq),
    "ne": _relation(sympy.Ne),
    "lt": _order(sympy.Lt),
    "le": _order(sympy.Le),
    "gt": _order(sympy.Gt),
    "ge": _order(sympy.Ge),
    "in": _member,
    "notin": lambda ctx, a, b: sympy.Not(_member(ctx, a, b)),
    "chain": _logic(sympy.And),
    "and": _logic(sympy.And),
    "or": _logic(sympy.Or),
    "not": lambda ctx, a: sympy.Not(truth(ctx, a), evaluate=False),
    "iff": _logic(sympy.Equivalent),
    "implies": _logic(sympy.Implies),
    "seq": lambda ctx, *args: sympy.Tuple(*(ctx.convert(a, ctx) for a in args)),
}

NO_FORM: Mapping[str, str] = {
    **dict.fromkeys("compose prime".split(), "a function by itself is not a value; apply it"),
    **dict.fromkeys("gradient hessian differential".split(), "write it with partial derivatives"),
    **dict.fromkeys("integral_over functional_deriv del supover infover dagger multinomial".split(),
                    "is read, and nothing is computed with it"),
    "layout": "it says how Jacobians are written, and has no value",
    **dict.fromkeys("maxover minover argmax argmin".split(), "SymPy has no extremum over an index"),
    **dict.fromkeys("expect variance covariance prob".split(), "a random variable needs its distribution"),
    **dict.fromkeys("range none case dots slice unknown placeholder bare params given parallel entries family ordinal"
                    " without index_lt index_le index_gt index_ge".split(),
                    "is a part of an expression, not one by itself"),
    **dict.fromkeys("approx ll gg propto sim subset supset perp prec preceq succ succeq".split(),
                    "has no exact meaning as a SymPy relation"),
    **dict.fromkeys("to update mapsto typed maps".split(), "is not a relation between two values"),
    **dict.fromkeys("range_is order monotone differentiable continuous".split(), "is a claim about a function"),
    **dict.fromkeys("big_o little_o pm".split(), "is not one value"),
    **dict.fromkeys("softmax softmax_rows vec rank hadamard_div hadamard_pow".split(), "SymPy has no such operation"),
    "norm": "SymPy's matrix symbols have no norm",
    "set_builder": "SymPy's condition sets need a bound name",
}  # fmt: skip

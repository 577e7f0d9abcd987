"""Differentiation of terms for the checker: one line for each function.

The derivative term is undefined wherever the rule does not apply: at the corner of |u| (u/|u|), at a tie of max, on
the border of a case.  The caller also asks that the body has a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from symnn.recheck.values import UnclearError
from symnn.term import TRUE, Num, Op, Sym, Term, free_symbols, fresh_name, num, op, walk

ZERO, ONE, TWO = num(0), num(1), num(2)


def _inv(x: Term) -> Term:
    return op("div", ONE, x)


def _neg(x: Term) -> Term:
    return op("neg", x)


def _sq(x: Term) -> Term:
    return op("pow", x, TWO)


def _minus(a: Term, b: Term) -> Term:
    return op("add", a, op("neg", b))


# head -> f'(u)
UNARY: Mapping[str, Callable[[Term], Term]] = {
    "neg": lambda u: num(-1),
    "percent": lambda u: num("1/100"),
    "exp": lambda u: op("exp", u),
    "log": _inv,
    "sqrt": lambda u: _inv(op("mul", TWO, op("sqrt", u))),
    "sinh": lambda u: op("cosh", u),
    "cosh": lambda u: op("sinh", u),
    "tanh": lambda u: _sq(op("sech", u)),
    "sech": lambda u: _neg(op("mul", op("sech", u), op("tanh", u))),
    "csch": lambda u: _neg(op("mul", op("csch", u), op("coth", u))),
    "coth": lambda u: _neg(_sq(op("csch", u))),
    "asinh": lambda u: _inv(op("sqrt", op("add", _sq(u), ONE))),
    "acosh": lambda u: _inv(op("sqrt", _minus(_sq(u), ONE))),
    "atanh": lambda u: _inv(_minus(ONE, _sq(u))),
    "sin": lambda u: op("cos", u),
    "cos": lambda u: _neg(op("sin", u)),
    "tan": lambda u: _sq(op("sec", u)),
    "sec": lambda u: op("mul", op("sec", u), op("tan", u)),
    "csc": lambda u: _neg(op("mul", op("csc", u), op("cot", u))),
    "cot": lambda u: _neg(_sq(op("csc", u))),
    "asin": lambda u: _inv(op("sqrt", _minus(ONE, _sq(u)))),
    "acos": lambda u: _neg(_inv(op("sqrt", _minus(ONE, _sq(u))))),
    "atan": lambda u: _inv(op("add", _sq(u), ONE)),
    "erf": lambda u: op("mul", op("div", TWO, op("sqrt", Op("pi"))), op("exp", _neg(_sq(u)))),
    "erfc": lambda u: op("mul", op("div", num(-2), op("sqrt", Op("pi"))), op("exp", _neg(_sq(u)))),
    "abs": lambda u: op("div", u, op("abs", u)),
    "sign": lambda u: _only(ZERO, op("ne", u, ZERO)),
    "floor": lambda u: _only(ZERO, op("ne", op("floor", u), u)),
    "ceil": lambda u: _only(ZERO, op("ne", op("ceil", u), u)),
    "normal_cdf": lambda u: op("normal_pdf", u),
    "normal_pdf": lambda u: _neg(op("mul", u, op("normal_pdf", u))),
}
# condition -> the open set in which it holds
_INNER = {"lt": "lt", "le": "lt", "gt": "gt", "ge": "gt", "ne": "ne"}
_OUTER = {"lt": "gt", "le": "gt", "gt": "lt", "ge": "lt", "eq": "ne"}


def slope(term: Term, var: Sym) -> Term:
    """∂term/∂var."""
    match term:
        case Num():
            return ZERO
        case Sym():
            return _of_name(term, var)
        case Op() if not depends(term, var):
            return ZERO
        case Op("add", args):
            return Op("add", tuple(slope(a, var) for a in args))
        case Op("mul" | "dot" | "times", args):
            turns = (Op("mul", (*args[:i], slope(a, var), *args[i + 1 :])) for i, a in enumerate(args))
            return Op("add", tuple(turns))
        case Op("div", (a, b)):
            return op("div", _minus(op("mul", slope(a, var), b), op("mul", a, slope(b, var))), _sq(b))
        case Op("pow", (a, b)):
            return _of_power(a, b, var)
        case Op("root", (a, n)):
            return op("mul", op("div", term, op("mul", n, a)), slope(a, var))
        case Op("log_base", (a, b)):
            return slope(op("div", op("log", a), op("log", b)), var)
        case Op("max" | "min" as head, (a, b)):
            first, second = ("gt", "lt") if head == "max" else ("lt", "gt")
            rows = op("case", slope(a, var), op(first, a, b)), op("case", slope(b, var), op(second, a, b))
            return Op("cases", rows)
        case Op("max" | "min" as head, (a, *rest)) if rest:
            return slope(op(head, a, Op(head, tuple(rest))), var)
        case Op("indicator", (condition,)):
            return slope(op("cases", op("case", ONE, condition), op("case", ZERO, TRUE)), var)
        case Op("cases", rows):
            return _of_cases(rows, var)
        case Op("sum", (body, Sym() as index, Op("range") as span)) if not depends(span, var):
            return op("sum", slope(body, var), index, span)
        case Op("at", (body, Sym() as name, value)):
            moved = op("mul", op("at", slope(body, name), name, value), slope(value, var))
            return moved if name == var else op("add", op("at", slope(body, var), name, value), moved)
        case Op("deriv", (body, *variables)) if all(isinstance(v, Sym) for v in variables):
            return Op("deriv", (body, *variables, var))
        case Op("call", (Op("prime", (Sym() as f, Num(n))), arg)):
            return op("mul", op("call", op("prime", f, num(n + 1)), arg), slope(arg, var))
        case Op(head, (u,)) if head in UNARY:
            return op("mul", UNARY[head](u), slope(u, var))
        case Op(head):
            raise UnclearError(f"the checker cannot differentiate {head}")


def depends(term: Term, var: Sym) -> bool:
    """Whether the name occurs free; x_i may be x_2."""
    free = free_symbols(term)
    indexed = bool(var.subs or var.sups)
    return var in free or (indexed and any(s.base == var.base for s in _all_names(term)))


def _all_names(term: Term) -> Iterator[Sym]:
    return (node for node in walk(term) if isinstance(node, Sym))


def _of_name(sym: Sym, var: Sym) -> Term:
    if sym == var:
        return ONE
    pairs = list(zip(sym.subs + sym.sups, var.subs + var.sups, strict=False))
    alike = (sym.base, len(sym.subs), len(sym.sups)) == (var.base, len(var.subs), len(var.sups))
    if not alike or all(isinstance(i, Num) and isinstance(j, Num) for i, j in pairs):
        return ZERO
    return Op("mul", tuple(op("delta", i, j) for i, j in pairs))


def _of_power(base: Term, exponent: Term, var: Sym) -> Term:
    """n·u^{n-1}·u' for a constant exponent, u^v·(v'·log u + v·u'/u) in general."""
    match exponent:
        case Num(n) if n.denominator == 1:
            below = ONE if n == 1 else op("pow", base, num(n - 1))
            return op("mul", exponent, below, slope(base, var))
    if not depends(exponent, var):
        return op("mul", exponent, op("pow", base, _minus(exponent, ONE)), slope(base, var))
    if base == Op("e"):
        return op("mul", op("pow", base, exponent), slope(exponent, var))
    inside = op(
        "add", op("mul", slope(exponent, var), op("log", base)), op("div", op("mul", exponent, slope(base, var)), base)
    )
    return op("mul", op("pow", base, exponent), inside)


def _of_cases(rows: tuple[Term, ...], var: Sym) -> Term:
    """The derivative of the body on the open set where its case is the first that applies."""
    out: list[Term] = []
    before: list[Term] = []
    for row in rows:
        assert isinstance(row, Op)
        value, condition = row.args
        out.append(op("case", slope(value, var), Op("and", (*before, _open(condition, True)))))
        before.append(_open(condition, False))
    return Op("cases", tuple(out))


def _open(condition: Term, holds: bool) -> Term:
    """A condition that implies the given one, or its failure, in a neighbourhood."""
    match condition:
        case Op("true"):
            return TRUE if holds else op("not", TRUE)
        case Op("and" | "chain", parts):
            return Op("and" if holds else "or", tuple(_open(p, holds) for p in parts))
        case Op("or", parts):
            return Op("or" if holds else "and", tuple(_open(p, holds) for p in parts))
        case Op("not", (part,)):
            return _open(part, not holds)
        case Op(head, (a, b)) if head in (_INNER if holds else _OUTER):
            return op((_INNER if holds else _OUTER)[head], a, b)
        case Op("eq" | "ne"):
            return op("not", TRUE)
        case _:
            raise UnclearError("a case condition without open interior that the checker knows")


def _only(value: Term, condition: Term) -> Term:
    return op("cases", op("case", value, condition))


def primed(function: Sym, order: int) -> tuple[Term, Sym]:
    """f⁽ⁿ⁾ of a function of fixed meaning, with the name of its argument."""
    if function != Sym(function.name) or function.name not in UNARY:
        raise UnclearError(f"unknown function {function.text}")
    slot = fresh_name(Sym("t"), frozenset())
    out: Term = op(function.name, slot)
    for _ in range(order):
        out = slope(out, slot)
    return out, slot

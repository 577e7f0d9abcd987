"""Differentiation of basic terms without case distinctions: one line for each function."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symnn.recheck.basic import ONE, TWO, ZERO, add, exp, minus, mul, neg, over, power
from symnn.recheck.outcome import UnclearError
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op

# f -> f'(u)
SLOPES: Mapping[str, Callable[[Term], Term]] = {
    "exp": exp,
    "log": lambda u: over(ONE, u),
    "sqrt": lambda u: over(ONE, mul(TWO, op("sqrt", u))),
    "sin": lambda u: op("cos", u),
    "cos": lambda u: neg(op("sin", u)),
    "asin": lambda u: over(ONE, op("sqrt", minus(ONE, power(u, 2)))),
    "atan": lambda u: over(ONE, add(power(u, 2), ONE)),
    "erf": lambda u: mul(over(TWO, op("sqrt", op("pi"))), exp(neg(power(u, 2)))),
}


def slope(term: Term, var: Sym) -> Term:
    """∂term/∂var."""
    match term:
        case Sym():
            return ONE if term == var else ZERO
        case _ if var not in free_symbols(term):
            return ZERO
        case Op("add", args):
            return add(*(slope(a, var) for a in args))
        case Op("neg", (u,)):
            return neg(slope(u, var))
        case Op("mul", args):
            return add(*(mul(*args[:i], slope(a, var), *args[i + 1 :]) for i, a in enumerate(args)))
        case Op("div", (a, b)):
            if var not in free_symbols(b):
                return over(slope(a, var), b)
            return over(minus(mul(slope(a, var), b), mul(a, slope(b, var))), power(b, 2))
        case Op("pow", (a, Num(n))):
            return ZERO if n == 0 else mul(Num(n), ONE if n == 1 else op("pow", a, Num(n - 1)), slope(a, var))
        case Op("pow", (a, b)) if var not in free_symbols(b):
            return mul(b, op("pow", a, minus(b, ONE)), slope(a, var))
        case Op("pow", (a, b)):
            return mul(term, add(mul(slope(b, var), op("log", a)), mul(b, over(slope(a, var), a))))
        case Op("root", (a, n)):
            return mul(over(term, mul(n, a)), slope(a, var))
        case Op("call", (Sym() as f, u)):
            return mul(op("call", op("prime", f, num(1)), u), slope(u, var))
        case Op("call", (Op("prime", (Sym() as f, Num(n))), u)):
            return mul(op("call", op("prime", f, num(n + 1)), u), slope(u, var))
        case Op(head, (u,)) if head in SLOPES:
            return mul(SLOPES[head](u), slope(u, var))
    raise UnclearError(f"the checker cannot differentiate {term.head if isinstance(term, Op) else term}")

"""Terms in a few basic functions: exp, log, sqrt, sin, cos, asin, atan, erf; short sums written out.

Each rule keeps the value and the points at which there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from symnn.recheck.outcome import UnclearError
from symnn.term import TRUE, Num, Op, Sym, Term, num, op, substitute, transform

ZERO, ONE, TWO = num(0), num(1), num(2)
_MOST_TERMS = 100


def add(*args: Term) -> Term:
    kept = [a for a in args if a != ZERO]
    return kept[0] if len(kept) == 1 else Op("add", tuple(kept)) if kept else ZERO


def mul(*args: Term) -> Term:
    kept = [a for a in args if a != ONE]
    return ZERO if ZERO in kept else kept[0] if len(kept) == 1 else Op("mul", tuple(kept)) if kept else ONE


def neg(u: Term) -> Term:
    return Num(-u.value) if isinstance(u, Num) else op("neg", u)


def minus(a: Term, b: Term) -> Term:
    return add(a, neg(b))


def power(u: Term, n: int) -> Term:
    return u if n == 1 else op("pow", u, num(n))


def over(a: Term, b: Term) -> Term:
    return a if b == ONE else op("div", a, b)


def exp(u: Term) -> Term:
    return op("exp", u)


def _square_root(u: Term) -> Term:
    return op("sqrt", u)


RULES: Mapping[str, Callable[..., Term]] = {
    "dot": lambda *args: Op("mul", args),
    "times": lambda *args: Op("mul", args),
    "percent": lambda u: over(u, num(100)),
    "e": lambda: exp(ONE),
    "log_base": lambda u, b: over(op("log", u), op("log", b)),
    "sinh": lambda u: over(minus(exp(u), exp(neg(u))), TWO),
    "cosh": lambda u: over(add(exp(u), exp(neg(u))), TWO),
    "tanh": lambda u: minus(ONE, over(TWO, add(exp(mul(TWO, u)), ONE))),
    "coth": lambda u: add(ONE, over(TWO, minus(exp(mul(TWO, u)), ONE))),
    "sech": lambda u: over(TWO, add(exp(u), exp(neg(u)))),
    "csch": lambda u: over(TWO, minus(exp(u), exp(neg(u)))),
    "asinh": lambda u: op("log", add(u, _square_root(add(power(u, 2), ONE)))),
    "acosh": lambda u: op("log", add(u, _square_root(minus(power(u, 2), ONE)))),
    "atanh": lambda u: over(op("log", over(add(ONE, u), minus(ONE, u))), TWO),
    "tan": lambda u: over(op("sin", u), op("cos", u)),
    "cot": lambda u: over(op("cos", u), op("sin", u)),
    "sec": lambda u: over(ONE, op("cos", u)),
    "csc": lambda u: over(ONE, op("sin", u)),
    "acos": lambda u: minus(over(op("pi"), TWO), op("asin", u)),
    "erfc": lambda u: minus(ONE, op("erf", u)),
    "normal_cdf": lambda u: over(add(ONE, op("erf", over(u, _square_root(TWO)))), TWO),
    "normal_pdf": lambda u: over(exp(neg(over(power(u, 2), TWO))), _square_root(mul(TWO, op("pi")))),
    "indicator": lambda c: op("cases", op("case", ONE, c), op("case", ZERO, TRUE)),
    "delta": lambda i, j: op("cases", op("case", ONE, op("eq", i, j)), op("case", ZERO, TRUE)),
}
FIXED = frozenset(RULES) | frozenset("exp log sqrt sin cos asin atan erf abs sign".split())


def basic(term: Term, integers: frozenset[Sym] = frozenset()) -> Term:
    """The term with every head in ``RULES`` replaced, and u^v = e^{v·log u} unless v is whole by its form."""

    def powers(node: Term) -> Term | None:
        match node:
            case Op("pow", (u, v)) if not isinstance(v, Num) and not whole(v, integers):
                return exp(mul(v, op("log", u)))
        return None

    return transform(transform(term, lambda node: _rule(node, integers)), powers)


def whole(term: Term, integers: frozenset[Sym]) -> bool:
    """An integer whatever the reals among its names are."""
    match term:
        case Num(q):
            return q.denominator == 1
        case Sym():
            return term in integers
        case Op("add" | "mul" | "neg", args):
            return all(whole(a, integers) for a in args)
    return False


def _rule(node: Term, integers: frozenset[Sym]) -> Term | None:
    match node:
        case Op("pow", (base, exponent)):
            if base == exp(ONE):
                return exp(exponent)
            n = rational(exponent)
            return None if n is None or exponent == Num(n) else op("pow", base, Num(n))
        case Op("sum" | "prod" as head, (body, Sym() as index, Op("range", (low, high)))):
            a, b = rational(low), rational(high)
            if a is None or b is None or a.denominator * b.denominator != 1 or b - a > _MOST_TERMS:
                raise UnclearError("a sum of unknown length")
            items = [basic(substitute(body, {index: num(k)}), integers) for k in range(int(a), int(b) + 1)]
            return Op("add" if head == "sum" else "mul", tuple(items))
        case Op("call", (Op("compose", (outer, inner)), *args)):
            return basic(op("call", outer, op("call", inner, *args)), integers)
        case Op("call", (Op("prime", (Sym() as f, Num(n))), arg)) if f == Sym(f.name) and f.name in FIXED:
            slot = Sym("slot~~")
            return op("at", op("deriv", basic(op(f.name, slot)), *[slot] * int(n)), slot, arg)
        case Op("factorial", (Num(n),)) if n.denominator == 1 and 0 <= n <= 300:
            out = 1
            for k in range(2, int(n) + 1):
                out *= k
            return num(out)
        case Op(head, args) if head in RULES:
            return RULES[head](*args)
    return None


def rational(term: Term) -> Fraction | None:
    """The value of a term of rational numbers, if it has one."""
    match term:
        case Num(q):
            return q
        case Op("neg", (u,)):
            inner = rational(u)
            return None if inner is None else -inner
        case Op("pow", (u, v)):
            base, n = rational(u), rational(v)
            if base is None or n is None or n.denominator != 1 or abs(n) > 64 or (base == 0 and n <= 0):
                return None
            return base ** int(n)
        case Op("add" | "mul" | "div" as head, args):
            values = [rational(a) for a in args]
            out: Fraction | None = values[0] if values else None
            for value in values[1:]:
                if out is None or value is None or (head == "div" and value == 0):
                    return None
                out = out + value if head == "add" else out * value if head == "mul" else out / value
            return out
    return None

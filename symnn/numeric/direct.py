"""A program that computes a term as it is written: where the field has no form for it."""

from __future__ import annotations

from symnn.numeric.nodes import ONE, Node, X, apply, constant, parameter, select
from symnn.numeric.ratios import NoFormError
from symnn.term import Num, Op, Sym, Term

PLAIN = frozenset("exp log sqrt sinh cosh tanh sin cos tan asinh acosh atanh asin acos atan abs neg erf".split())


def direct(term: Term, var: Sym) -> Node:
    """One node for each operation; ``NoFormError`` names a head without a numeric form."""

    def go(t: Term) -> Node:
        match t:
            case Num() | Op("pi") | Op("e"):
                return constant(t)
            case Sym():
                return X if t == var else parameter(t.text)
            case Op("add" | "mul" | "dot" | "times" | "max" | "min" as head, args):
                name = {"dot": "mul", "times": "mul"}.get(head, head)
                out = go(args[0])
                for a in args[1:]:
                    out = apply(name, out, go(a))
                return out
            case Op("div", (a, b)):
                return apply("div", go(a), go(b))
            case Op("pow", (Op("e"), b)):
                return apply("exp", go(b))
            case Op("pow", (a, Num(q))) if q.denominator == 1 and abs(q) <= 64:
                return _power(go(a), int(q))
            case Op("pow", (a, Num(q))) if q.denominator == 2 and abs(q) <= 64:
                return _power(apply("sqrt", go(a)), q.numerator)
            case Op("pow", (a, Num(q))) if q.denominator == 3 and abs(q) <= 64:
                return _power(apply("cbrt", go(a)), q.numerator)
            case Op("pow", (a, b)):
                return apply("exp", apply("mul", go(b), apply("log", go(a))))
            case Op("percent", (a,)):
                return apply("div", go(a), constant(100))
            case Op("sech", (a,)):
                return apply("reciprocal", apply("cosh", go(a)))
            case Op(head, (a,)) if head in PLAIN:
                return apply(head, go(a))
            case Op("erfc", (a,)):
                return apply("sub", ONE, apply("erf", go(a)))
            case Op("cases", rows):
                return _cases(rows)
        raise NoFormError(f"no numeric form for {t.head}")

    def _cases(rows: tuple[Term, ...]) -> Node:
        out: Node | None = None
        for row in reversed(rows):
            assert isinstance(row, Op)
            value, condition = row.args
            if isinstance(condition, Op) and condition.head == "true":
                out = go(value)
            elif isinstance(condition, Op) and condition.head in ("lt", "le", "gt", "ge"):
                a, b = (go(c) for c in condition.args)
                below = apply("less", a, b) if condition.head in ("lt", "ge") else apply("less", b, a)
                other = out if out is not None else go(value)
                out = (
                    select(below, go(value), other)
                    if condition.head in ("lt", "gt")
                    else select(below, other, go(value))
                )
            else:
                raise NoFormError("a case with this condition has no numeric form")
        if out is None:
            raise NoFormError("an empty case list")
        return out

    return go(term)


def _power(base: Node, n: int) -> Node:
    if n < 0:
        return apply("reciprocal", _power(base, -n))
    if n == 0:
        return ONE
    if n % 2:
        return base if n == 1 else apply("mul", _power(base, n - 1), base)
    half = _power(base, n // 2)
    return apply("mul", half, half)

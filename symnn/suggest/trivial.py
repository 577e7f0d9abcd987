"""Formulas that say nothing: both sides the same text, a difference t − t, a factor 0, a derivative of a constant."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import gcd, prod

from symnn.term import Num, Op, Sym, Term, free_symbols, plain, rebuild, walk

_UNORDERED = ("add", "mul", "max", "min")
_AS_PRODUCT = ("dot", "times")


def says_nothing(relation: Op, instead_of: Op) -> bool:
    """Whether the relation is empty talk where the one that it is offered for was not."""
    if len(relation.args) == 2 and _same(*relation.args):
        return True
    return idle(relation) > idle(instead_of)


def _same(left: Term, right: Term) -> bool:
    """Whether one side restates the other: σ′ for dσ/dx."""
    one, two = canonical(left), canonical(right)
    if one == two:
        return True
    functions = [_function(side) for side in (one, two)]
    return functions[0] is not None and functions[0] == functions[1]


def _function(term: Term) -> tuple[Sym, int] | None:
    """The name and the order of f′, f′(x), df/dx."""
    match term:
        case Op("call", (Op("prime") as primed, _)):
            return _function(primed)
        case Op("prime", (Sym() as fn, Num(value=order))):
            return fn, int(order)
        case Op("deriv", (body, *by)) if len(set(by)) == 1:
            inner = _function(body)
            if inner is not None:
                return inner[0], inner[1] + len(by)
            match body:
                case Sym():
                    return body, len(by)
                case Op("call", (Sym() as fn, argument)) if argument == by[0]:
                    return fn, len(by)
                case Op(head, (argument,)) if argument == by[0]:
                    return Sym(head), len(by)
    return None


def canonical(term: Term) -> Term:
    """The term with its sums and products in one order, double signs and the kinds of multiplication signs gone."""
    if not isinstance(term, Op):
        return term
    parts = tuple(map(canonical, term.args))
    head = "mul" if term.head in _AS_PRODUCT else term.head
    if head == "neg" and isinstance(parts[0], Op) and parts[0].head == "neg":
        return parts[0].args[0]
    if head in ("add", "mul"):
        parts = tuple(q for p in parts for q in (p.args if isinstance(p, Op) and p.head == head else (p,)))
    if head in _UNORDERED:
        parts = tuple(sorted(parts, key=plain))
    return Op(head, parts) if head != term.head or len(parts) != len(term.args) else rebuild(term, parts)


def idle(term: Term) -> int:
    """How many parts of a term cancel or do nothing."""
    return sum(_idle(n) for n in walk(term) if isinstance(n, Op))


def _idle(node: Op) -> int:
    match node:
        case Op("add", args):
            there = Counter(canonical(a) for a in args)
            back = sum(min(n, there[canonical(Op("neg", (t,)))]) for t, n in there.items())
            numbers = sum(_number(a) is not None for a in args)
            return back + sum(_is(a, 0) for a in args) + max(0, numbers - 1)
        case Op("mul" | "dot" | "times", args):
            return sum(_is(a, 0) for a in args)
        case Op("div", (above, below)):
            return int(_is(above, 0) or canonical(above) == canonical(below) or _common(above, below))
        case Op("pow", (base, exponent)):
            return int(_is(exponent, 0) or _is(base, 0) or _is(base, 1))
        case Op("max" | "min", args):
            return len(args) - len({canonical(a) for a in args})
        case Op("deriv", (body, *by)):
            return sum(v not in free_symbols(body) for v in by if isinstance(v, Sym))
        case Op("cases", rows) if len(rows) > 1:
            return int(len({r.args[0] for r in rows if isinstance(r, Op)}) == 1)
        case Op("log", (inner,)):
            return int(_is(inner, 1))
        case Op(head, (low, high)) if head.startswith("interval_"):
            return int(low == high)
    return 0


def _number(term: Term) -> Fraction | None:
    """2, −2"""
    match term:
        case Num(value):
            return value
        case Op("neg", (Num(value),)):
            return -value
    return None


def _common(above: Term, below: Term) -> bool:
    """Whether a whole number divides both sides of the bar: 2x/2, 2x/(4y)."""
    one, two = (int(n) if (n := _coefficient(t)).denominator == 1 else 1 for t in (above, below))
    return gcd(one, two) > 1


def _coefficient(term: Term) -> Fraction:
    match term:
        case Op("neg", (inner,)):
            return _coefficient(inner)
        case Op("mul" | "dot" | "times", args):
            return prod((n for a in args if (n := _number(a)) is not None), start=Fraction(1))
    return _number(term) or Fraction(1)


def _is(term: Term, value: int) -> bool:
    return isinstance(term, Num) and term.value == value

"""Functions: one for another, one that is missing or superfluous, a prime, max for a sum."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.suggest.site import Site
from symnn.suggest.surroundings import Surroundings, is_value
from symnn.term import NONE, Num, Op, Sym, Term, num

_KIN = (
    "tanh sigma erf atan", "sin cos tan", "sinh cosh tanh", "asin acos atan", "asinh acosh atanh", "tan tanh",
    "sin sinh", "cos cosh", "sec csc cot", "sech csch coth", "max min", "erf erfc", "exp log", "floor ceil",
    "normal_cdf normal_pdf", "ReLU softplus sigma", "sigma Phi", "Phi phi", "softplus exp", "sech cosh", "abs sign",
)  # fmt: skip
_NAMES = frozenset("sigma ReLU softplus Phi phi".split())  # these are applied by name
_PRIMED = frozenset("tanh sin cos exp log sinh cosh erf atan".split())


def other_function(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """tanh for σ, sin for cos, max for min"""
    match site.node:
        case Op("call", (Sym(name, (), (), "", ()) as fn, *args)) if fn.name in _NAMES:
            here = tuple(args)
        case Op(name, here) if name not in ("call",):
            pass
        case _:
            return
    for group in _KIN:
        if name in group.split():
            for other in group.split():
                if other != name:
                    known = other not in _NAMES or _uses(around.relation, other)
                    yield 2 if known else 4, applied(other, here)


def _uses(relation: Term, name: str) -> bool:
    from symnn.term import free_functions

    return any(f.name == name for f in free_functions(relation))


def applied(name: str, args: tuple[Term, ...]) -> Term:
    return Op("call", (Sym(name), *args)) if name in _NAMES else Op(name, args)


def prime(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """f(x) → f′(x), f′(x) → f(x), f″(x) → f′(x)"""
    match site.node:
        case Op("call", (Op("prime", (fn, Num(value=order))), *args)):
            if order > 1:
                yield 2, Op("call", (Op("prime", (fn, num(order - 1))), *args))
            elif isinstance(fn, Sym) and fn.name in _PRIMED:
                yield 3, Op(fn.name, tuple(args))
            else:
                yield 3, Op("call", (fn, *args))
            yield 3, Op("call", (Op("prime", (fn, num(order + 1))), *args))
        case Op("call", (Sym() as fn, arg)):
            yield 3 if around.derivative else 5, Op("call", (Op("prime", (fn, num(1))), arg))


def without_function(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """log u → u, |u| → u, max(0, u) → u"""
    match site.node:
        case Op("call", (Sym(), arg)):
            yield 4, arg
        case Op("max" | "min", args) if len(args) == 2:
            yield from ((4, a) for a in args if not isinstance(a, Num))
        case Op(_, (arg,)) if is_value(site.node):
            yield 3, arg
        case Op("pow", (Op("e"), exponent)):
            yield 4, exponent


def with_function(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """u → |u|, √u, max(0, u), log u, and the functions that the formula applies elsewhere"""
    if site.role in ("condition", "row", "set", "bound", "value") or isinstance(site.node, Num):
        return
    if isinstance(site.node, Op) and site.node.head in ("neg", "deriv", "lim", "cases", "infinity"):
        return
    simple = isinstance(site.node, Sym)
    if simple or site.role in ("argument", "exponent"):
        yield 4, Op("abs", (site.node,))
    if site.role == "side":
        yield 4, Op("max", (num(0), site.node))
        yield 5, Op("min", (num(0), site.node))
    if simple or site.role in ("side", "argument"):
        for head in dict.fromkeys(f for v in around.values if isinstance(v, Op) and (f := v.head) != "pow"):
            for value in around.values:
                if isinstance(value, Op) and value.head == head and len(value.args) == 1:
                    yield 5, Op(head, (site.node,))
                    break
                if isinstance(value, Op) and value.head == head == "call" and len(value.args) == 2:
                    yield 5, Op("call", (value.args[0], site.node))
        yield 5, Op("log", (site.node,))
        yield 5, Op("sqrt", (site.node,))


def other_operation(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """x + y → max(x, y), x·y; x·y → x + y; a^b → b^a; Σ over the product"""
    match site.node:
        case Op("add", (a, b)) if not (isinstance(a, Num) or isinstance(b, Num)):
            if site.role == "side":
                yield 4, Op("max", (a, b))
                yield 4, Op("min", (a, b))
            yield 4, Op("mul", (a, b))
        case Op("mul", (a, b)) if not isinstance(a, Num):
            yield 4, Op("add", (a, b))
        case Op("pow", (a, b)) if not isinstance(b, Num) and a != Op("e"):
            yield 4, Op("pow", (b, a))
        case Op("sum" | "prod" as head, (body, index, where)) if where != NONE:
            yield 4, Op("prod" if head == "sum" else "sum", (body, index, where))

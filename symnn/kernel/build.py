"""Small constructors for terms: sums, products and quotients without the idle zeros and ones.

``product(0, t)`` is 0 even where ``t`` has no value: who needs the domain takes it from the term that was written.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symnn.kernel.elementary import Unsupported
from symnn.term import Num, Op, Sym, Term, num, op, rebuild

ZERO, ONE, TWO, HALF = num(0), num(1), num(2), num(Fraction(1, 2))
PI, E = op("pi"), op("e")


def total(*parts: Term) -> Term:
    """The sum, flat, with the numbers of idle terms left out."""
    flat: list[Term] = []
    for part in parts:
        flat.extend(part.args if isinstance(part, Op) and part.head == "add" else (part,))
    constant = sum((p.value for p in flat if isinstance(p, Num)), Fraction(0))
    kept: list[Term] = [p for p in flat if not isinstance(p, Num)]
    if constant:
        kept.append(Num(constant))
    return Op("add", tuple(kept)) if len(kept) > 1 else kept[0] if kept else ZERO


def product(*parts: Term) -> Term:
    """The product, flat, with numbers gathered in front."""
    flat: list[Term] = []
    for part in parts:
        flat.extend(part.args if isinstance(part, Op) and part.head == "mul" else (part,))
    constant = Fraction(1)
    kept: list[Term] = []
    for part in flat:
        if isinstance(part, Num):
            constant *= part.value
        elif isinstance(part, Op) and part.head == "neg":
            constant = -constant
            kept.append(part.args[0])
        else:
            kept.append(part)
    if constant == 0:
        return ZERO
    if constant == -1 and kept:
        return op("neg", product(*kept))
    if constant != 1 or not kept:
        kept.insert(0, Num(constant))
    return Op("mul", tuple(kept)) if len(kept) > 1 else kept[0]


def minus(term: Term) -> Term:
    match term:
        case Num(value):
            return Num(-value)
        case Op("neg", (inner,)):
            return inner
    return op("neg", term)


def difference(a: Term, b: Term) -> Term:
    return a if b == ZERO else total(a, minus(b))


def quotient(a: Term, b: Term) -> Term:
    return ZERO if a == ZERO else a if b == ONE else op("div", a, b)


def power(a: Term, n: int | Fraction) -> Term:
    return ONE if n == 0 else a if n == 1 else op("pow", a, num(n))


def square(a: Term) -> Term:
    return power(a, 2)


def nonzero(term: Term) -> Term:
    return op("ne", term, ZERO)


def positive(term: Term) -> Term:
    return op("gt", term, ZERO)


def both(*conditions: Term) -> Term:
    """The conjunction, without what is trivially true and without repetition."""
    flat: list[Term] = []
    for condition in conditions:
        for part in condition.args if isinstance(condition, Op) and condition.head == "and" else (condition,):
            if part != op("true") and part not in flat:
                flat.append(part)
    return Op("and", tuple(flat)) if len(flat) > 1 else flat[0] if flat else op("true")


def replace_term(term: Term, old: Term, new: Term) -> Term:
    """Every occurrence of the subterm ``old`` becomes ``new``; names bound inside are not looked at."""
    if term == old:
        return new
    match term:
        case Op():
            parts = tuple(replace_term(a, old, new) for a in term.args)
            return term if all(p is a for p, a in zip(parts, term.args, strict=True)) else rebuild(term, parts)
        case _:
            return term


def memoised(rule: Callable[[Term], Term]) -> Callable[[Term], Term]:
    """The rule, computed once for each node: terms share nodes."""
    known: dict[int, tuple[Term, Term]] = {}

    def apply(term: Term) -> Term:
        hit = known.get(id(term))
        if hit is None:
            hit = known[id(term)] = (term, rule(term))
        return hit[1]

    return apply


def depends(term: Term, var: Sym) -> bool:
    """Whether ``var`` occurs anywhere in the term."""
    match term:
        case Num():
            return False
        case Sym():
            return term == var or any(depends(s, var) for s in (*term.subs, *term.sups))
        case Op():
            return any(depends(a, var) for a in term.args)


def split_prime(function: Term, arity: int) -> tuple[Sym, tuple[int, ...]]:
    """The name of an opaque function and how often it is differentiated in each argument."""
    match function:
        case Sym():
            return function, (0,) * arity
        case Op("prime", (Sym() as name, *orders)) if len(orders) == arity and all(isinstance(o, Num) for o in orders):
            return name, tuple(int(o.value) for o in orders if isinstance(o, Num))
    raise Unsupported("call of something that is no opaque function")

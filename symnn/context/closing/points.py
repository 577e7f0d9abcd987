"""Derivatives of a function at a point: ``∇f(x_0)``, ``∇_x f(x_0)``, ``∂f(x_0)/∂x``.

The gradient of a function of one argument is by that argument, taken at what stands in the brackets.  In Leibniz's
notation ``∂f(x_0)/∂x`` is that by some and zero by others: both readings are named.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symnn.claim import Claim
from symnn.context.constants import constant
from symnn.context.model import Definition
from symnn.context.names import value_symbols
from symnn.domain import REALS
from symnn.term import Num, Op, Sym, Term, free_symbols, substitute, walk

DefinitionOf = Callable[[Sym], Definition | None]


def gradient_at(head: str, body: Term, param: Sym, value: Term) -> Op:
    """∇ by the parameter of a function, taken at a value; a name that the body does not hold is the variable itself."""
    if value == param:
        return Op(head, (body, param))
    others = free_symbols(body) - {param}
    taken = {s.name for s in others}  # x_i may be an entry of the parameter
    if isinstance(value, Sym) and param in free_symbols(body) and not taken & {value.name, param.name}:
        return Op(head, (substitute(body, {param: value}), value))
    return Op("at", (Op(head, (body, param)), param, value))


def is_point(by: Term, fn: Sym, args: tuple[Term, ...], definition_of: DefinitionOf) -> bool:
    """Whether the brackets hold a point and not the variable: x_0 where it is by x, s where g was defined of t."""
    if not isinstance(by, Sym) or any({by, by.base} & free_symbols(a) for a in args):  # θ_j is an entry of θ
        return False
    definition = definition_of(fn)
    if definition is not None and by in definition.params and len(definition.params) == len(args):
        return True
    return any(isinstance(a, Sym) and a.name == by.name and a.font == by.font for a in args)


def is_logistic(body: Term, x: Sym) -> bool:
    """1/(1 + e^{-x}), as it is usually written."""
    match body:
        case Op("div", (Num(value=top), Op("add", (one, power) | (power, one)))):
            exponents = (Op("pow", (Op("e"), Op("neg", (x,)))), Op("exp", (Op("neg", (x,)),)))
            return top == 1 and {one, power} & set(exponents) != set() and {one, power} & {Num(Fraction(1))} != set()
    return False


def logit(p: Term) -> Op:
    """log(p/(1 - p)): the inverse of the logistic function, defined for 0 < p < 1 and nowhere else."""
    return Op("log", (Op("div", (p, Op("add", (Num(Fraction(1)), Op("neg", (p,)))))),))


def is_condition(relation: Term, closed: Term) -> bool:
    """Whether a relation between gradients may be what a point has to satisfy: ``∇f(x) = 0``, ``∇f = λ∇g``.

    ``closed`` is the relation with the definitions put in: a name on the other side on which the gradient does not
    depend, as λ in ``∇f(w) = −λw``, was not meant to be part of it.
    """
    match relation, closed:
        case Op("lt" | "le" | "gt" | "ge" | "ne"), _:
            return _slopes(relation) != []
        case Op("eq", (left, right)), Op("eq", (put_left, put_right)):
            sides = ((left, put_left, right, put_right), (right, put_right, left, put_left))
            return any(_sets(*side) for side in sides)
    return False


def is_stationary(relation: Term, claim: Claim, definition_of: DefinitionOf) -> bool:
    """``f'(x) = 0`` of a function of the document: what a point satisfies, unless a condition says where it holds."""
    limited = claim.assumptions or any(v.domain != REALS for v in claim.variables)
    match relation:
        case Op("eq", (Op("call", (Op("prime", (Sym() as fn, _)), Sym())), zero)) if definition_of(fn) is not None:
            return constant(zero) == 0 and not limited
        case Op("eq", (Op("at", (Op("deriv"), _, Sym())), zero)):
            return constant(zero) == 0 and not limited
    return False


def _sets(side: Term, put: Term, other: Term, put_other: Term) -> bool:
    found = _slopes(side)
    if not found:
        return False
    if constant(other) is not None or (isinstance(other, Op) and other.head == "zeros"):
        return bool(value_symbols(put))
    named = any(isinstance(n.args[0], Sym) or (isinstance(n.args[0], Op) and n.args[0].head == "call") for n in found)
    names = value_symbols(put_other) - value_symbols(put)
    return named and bool(_slopes(other) or names)


def _slopes(term: Term) -> list[Op]:
    return [n for n in walk(term) if isinstance(n, Op) and n.head in ("gradient", "hessian")]

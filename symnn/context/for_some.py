"""Equations that can hold for some values only, whatever the words around them say.

``σ'(z) = 0``, ``\\log p = 0``, ``\\max(0, 1 − m) = 0``: a number, and an expression in which a name of which nothing is
said stands once.  ``A v = λ v``: a factor that stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

from symnn.context.catalog import Catalog, Entry
from symnn.context.constants import constant
from symnn.context.scope import Scope
from symnn.heads import BINDERS
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, free_functions, free_symbols, substitute, transform, walk

_SLOPES = ("deriv", "gradient", "hessian")


def holds_for_some(
    relation: Term, closed: Term, scope: Scope, conditions: Sequence[Term], catalog: Catalog
) -> str | None:
    """The names for some values of which an equation holds at most, if nothing is said of them.

    ``closed`` is the equation with all that was said put in: a name that is not in it has a value.
    """
    if (name := _piece(relation, scope, conditions, catalog)) is not None:
        return name
    if (name := _of_another(relation, scope, conditions, catalog)) is not None:
        return name
    match relation:
        case Op("eq", (left, right)) if not any(isinstance(n, Op) and n.head in _SLOPES for n in walk(relation)):
            told = {s for c in conditions for s in free_symbols(c)}
            told |= free_symbols(relation) - free_symbols(closed)
            return _reached(left, right, scope, told) or _tied(left, right, scope, told)
    return None


def is_piece(entry: Entry, params: tuple[Sym, ...], body: Term) -> bool:
    """Whether a body is what a function of the catalogue, max(0, x), is for some values of its argument."""
    definition = entry.definition
    if len(params) != len(definition.params):
        return False
    match definition.body:
        case Op("max" | "min", pieces):
            pass
        case Op("cases", rows):
            pieces = tuple(r.args[0] for r in rows if isinstance(r, Op) and r.args)
        case _:
            return False
    named = dict(zip(definition.params, params, strict=True))
    return body in [substitute(p, named) for p in pieces]


def _piece(relation: Term, scope: Scope, conditions: Sequence[Term], catalog: Catalog) -> str | None:
    """The argument of ``ReLU(z) = z``, where nothing says for which values it is meant."""
    match relation:
        case Op("eq", (Op("call", (Sym() as fn, Sym() as x)), body)) if scope.definition(fn) is None:
            entry = catalog.find(fn, applied=True)
            told = {s for c in conditions for s in free_symbols(c)}
            if entry is not None and x not in told and _open(x, scope) and is_piece(entry, (x,), body):
                return words(x)
    return None


def _of_another(relation: Term, scope: Scope, conditions: Sequence[Term], catalog: Catalog) -> str | None:
    """The α of "with α = 0.2 we have LeakyReLU(−1) = −0.2", which no formula ties to the function."""
    given = [c.args[0] for c in conditions if isinstance(c, Op) and c.head == "eq" and constant(c.args[1]) is not None]
    names = {s for s in given if isinstance(s, Sym)}
    names |= {s for s, d in scope.definitions.items() if d.location is None and constant(d.body) is not None}
    if not names or free_symbols(relation) or not free_functions(relation):
        return None
    todo, seen = [relation, *(c for c in conditions if isinstance(c, Op) and c.args[0] not in names)], set[Sym]()
    while todo:
        term = todo.pop()
        for name in (free_symbols(term) | free_functions(term)) - seen:
            seen.add(name)
            if (known := scope.definition(name)) is not None:
                todo.append(known.body)
            elif (entry := catalog.find(name, applied=True)) is not None:
                seen.update(entry.parameters)
    return ", ".join(sorted(map(words, names))) if not names & seen else None


def _reached(left: Term, right: Term, scope: Scope, told: set[Sym]) -> str | None:
    """``σ(z) = 1``: one side has no names, on the other each name of which nothing is said stands once."""
    side = right if not free_symbols(left) else left
    if free_symbols(left) and free_symbols(right):
        return None
    if any(isinstance(n, Op) and n.head in BINDERS for n in walk(side)) or _is_slope_of_a_line(side, scope):
        return None
    names = {s for s in free_symbols(side) if _open(s, scope)}
    once = transform(side, _odds)
    if not names or names & told or any(sum(n == s for n in walk(once)) > 1 for s in names):
        return None
    return ", ".join(sorted(map(words, names)))


def _odds(term: Term) -> Term | None:
    """``p/(1 − p)`` is any positive number, as p is."""
    match term:
        case Op("div", (Sym() as p, Op("add", (Num() as one, Op("neg", (q,)))))) if one.value == 1 and p == q:
            return p
    return None


def _is_slope_of_a_line(side: Term, scope: Scope) -> bool:
    """``f'(x)`` behind ``f(x) = 3 x + 1``: the same number everywhere."""
    match side:
        case Op("call", (Op("prime", (Sym() as fn, _)), _)):
            known = scope.definition(fn)
            return known is not None and len(known.params) == 1 and _linear(known.body, known.params[0])
    return False


def _linear(body: Term, param: Sym) -> bool:
    if param not in free_symbols(body) or body == param:
        return True
    match body:
        case Op("add" | "neg", args):
            return all(_linear(a, param) for a in args)
        case Op("mul" | "dot", args):
            return sum(param in free_symbols(a) for a in args) == 1 and all(_linear(a, param) for a in args)
        case Op("div", (top, bottom)):
            return param not in free_symbols(bottom) and _linear(top, param)
    return False


def _tied(left: Term, right: Term, scope: Scope, told: set[Sym]) -> str | None:
    """``A v = λ v``, ``xᵀ A x = λ ‖x‖²`` of arrays that are given: a factor of one side that stands nowhere else."""
    if not any(
        (what := scope.declaration(s)) is not None and what.shape for s in free_symbols(Op("and", (left, right)))
    ):
        return None
    for side, other in ((left, right), (right, left)):
        match side:
            case Op("mul" | "dot", (Sym() as factor, *rest)) if _open(factor, scope) and factor not in told:
                if factor.base not in {s.base for t in (other, *rest) for s in free_symbols(t)}:
                    return words(factor)
    return None


def _open(name: Sym, scope: Scope) -> bool:
    return scope.declaration(name) is None and scope.definition(name) is None

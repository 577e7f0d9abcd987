"""The derivative in the forms that people print: in terms of the function itself, of σ, tanh, Φ, φ, or of x.

With y a generator that f contains to the first degree, F = f is solved for y and y is eliminated from f′: from
F = 1/(1 + T) comes T = (1 − F)/F, and f′ = T/(1 + T)² becomes F(1 − F).  Where no generator leaves altogether, f′ is
reduced modulo F = f as a polynomial: from F = xS, f′ = S + βxS(1 − S) becomes βF + S(1 − βF).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy

from symnn.sympy_bridge.errors import BridgeError
from symnn.tables.generators import F, L, P, Q, Ring, S, T, W, ring
from symnn.tables.pieces import Smooth
from symnn.tables.subjects import Subject
from symnn.term import Op, Sym, Term, walk

NAMES = frozenset((S, L, P, Q))
LENGTH = 60  # of a form that anybody would print


@dataclass(frozen=True)
class Form:
    """A candidate: ``own`` where it contains f itself, ``pure`` where it contains no x, ``named`` by other functions.

    ``divided``: something with x stands in a denominator.
    """

    term: Term
    own: bool
    pure: bool
    named: bool
    divided: bool
    weight: int


def self_forms(subject: Subject, piece: Smooth) -> list[Form]:
    """Candidates for f′ in terms of f and of functions by name, the best first."""
    found = ring(piece.term, subject.var, subject.shown)
    if found is None:
        return []
    out = [*_own(found), *_named(found)]
    good = [f for f in out if (f.own and (f.pure or not f.divided)) or (f.named and not f.divided) or _constant(f)]
    return sorted(_distinct(good), key=lambda f: f.weight)


def _constant(form: Form) -> bool:
    return form.pure and not form.own


def explicit_forms(subject: Subject, piece: Smooth, order: int = 1) -> list[Form]:
    """Candidates for the derivative of an order without f itself, the shortest first."""
    found = ring(piece.term, subject.var, subject.shown)
    if found is None:
        return []
    expr = found.g
    if order == 2:
        further = ring_of_slope(piece.term, subject)
        if further is None:
            return []
        found, expr = further, further.g
    forms = [f for e in _representations(found, expr) for f in _shapes(found, e)]
    return sorted(_distinct(forms), key=lambda f: f.weight)


def ring_of_slope(term: Term, subject: Subject) -> Ring | None:
    from symnn.kernel.differentiate import derivative

    return ring(derivative(term, subject.var), subject.var, subject.shown)


def _representations(found: Ring, expr: Any) -> Iterator[Any]:
    """The exponential as itself, by σ, by tanh."""
    yield expr
    if expr.has(T):
        for value in (S / (1 - S), (1 + W) / (1 - W)):
            yield sympy.cancel(expr.subs(T, value))
            yield sympy.Add(*(sympy.factor(sympy.cancel(t.subs(T, value))) for t in sympy.Add.make_args(expr)))


def _own(found: Ring) -> Iterator[Form]:
    top, bottom = sympy.fraction(sympy.together(found.f))
    for name, value in ((T, T), (S, S / (1 - S)), (W, (1 + W) / (1 - W))):
        pair = [sympy.together(e.subs(T, value)) if found.f.has(T) or found.g.has(T) else e for e in (found.f, found.g)]
        top, bottom = sympy.fraction(sympy.cancel(pair[0]))
        relation = sympy.expand(F * bottom - top)
        g = sympy.cancel(pair[1])
        if name != T and not (found.f.has(T) or found.g.has(T)):
            continue
        yield from _solved(found, relation, g)
        yield from _reduced(found, relation, g)


def _generators(found: Ring, *exprs: Any) -> list[Any]:
    letters = {s for e in exprs for s in e.free_symbols}
    return (
        [s for s in (T, S, W, L, Q, P) if s in letters]
        + sorted((s for s in letters if s.name.startswith("K")), key=lambda s: s.name)
        + ([found.x] if found.x in letters else [])
    )


def _solved(found: Ring, relation: Any, g: Any) -> Iterator[Form]:
    for y in _generators(found, relation):
        step = _step(relation, g, y)
        if step is None:
            continue
        variable, relation_, g_ = step
        poly = sympy.Poly(relation_, variable)
        if poly.degree() != 1:
            continue
        a, b = poly.all_coeffs()
        yield from _shapes(found, sympy.cancel(g_.subs(variable, -b / a)))


def _step(relation: Any, g: Any, y: Any) -> tuple[Any, Any, Any] | None:
    """The relation and f′ in y, or in y² where no odd power of y occurs."""
    top, bottom = sympy.fraction(g)
    try:
        degrees = [m[0] for e in (relation, top, bottom) for m in sympy.Poly(e, y).monoms()]
    except sympy.PolynomialError:
        return None
    if not any(degrees):
        return None
    if all(d % 2 == 0 for d in degrees):
        square = sympy.Symbol("Y_", real=True)
        halved = [sum(c * square ** (m[0] // 2) for m, c in sympy.Poly(e, y).terms()) for e in (relation, top, bottom)]
        return square, halved[0], halved[1] / halved[2]
    return y, relation, g


def _reduced(found: Ring, relation: Any, g: Any) -> Iterator[Form]:
    letters = _generators(found, relation, g)
    _top, bottom = sympy.fraction(g)
    if len(letters) < 2 or bottom.has(*letters):
        return
    for lead in (letters, list(reversed(letters))):
        try:
            remainder = sympy.reduced(sympy.expand(g), [relation], *lead, F, order="lex")[1]
        except (sympy.PolynomialError, ValueError):
            continue
        if remainder.has(F):
            yield from _shapes(found, remainder)


def _named(found: Ring) -> Iterator[Form]:
    for expr in _representations(found, found.g):
        if not sympy.fraction(sympy.together(expr))[1].has(*_generators(found, expr), found.x):
            yield from (f for f in _shapes(found, expr) if f.named)


def _shapes(found: Ring, expr: Any) -> Iterator[Form]:
    """The same value factored, expanded, collected."""
    letters = [s for s in (S, W, F, T, L, Q, P) if expr.has(s)]
    shapes = [expr, sympy.factor(expr), sympy.expand(expr)]
    shapes += [sympy.collect(sympy.expand(expr), s) for s in letters]
    shapes += [sympy.collect(sympy.expand(expr), s, sympy.factor) for s in letters]
    shapes += [s.subs((y - 1) * (y + 1), y**2 - 1) for s in shapes for y in (W, F) if s.is_Mul and s.has(y)]
    for shape in dict.fromkeys(shapes):
        try:
            term = found.term(shape)
        except (BridgeError, KeyError, ValueError):
            continue
        yield _form(found, shape, term)


def _form(found: Ring, shape: Any, term: Term) -> Form:
    own, free = (
        shape.has(F),
        shape.has(found.x, T, S, W, L, Q, P) or any(s.name.startswith("K") for s in shape.free_symbols),
    )
    named = shape.has(*NAMES) or shape.has(W)
    weight = weight_of(term, found.back["F_"])
    bottom = sympy.fraction(sympy.together(shape))[1]
    opaque = any(s.name.startswith("K") for s in bottom.free_symbols)
    divided = opaque or bottom.has(found.x, S, W, L, Q, P, F) or (own and bottom.is_Add and bottom.has(T))
    weight += -4 * own - 10 * (own and not free) + (12 if own else 2) * divided - 3 * (named and not divided)
    weight += 4 * (not own and bottom.is_polynomial(T) and bottom.has(T) and sympy.Poly(bottom, T).length() > 1)
    weight += 6 * (shape.has(W) and found.half) - 3 * (shape.is_Mul and not divided)
    return Form(term, own, not free, named, divided, weight)


def weight_of(term: Term, shown: Term) -> int:
    """Nodes; f(x) counts as one, powers of e and fractions as what they take on paper."""
    if term == shown:
        return 1
    match term:
        case Op("pow", (base, exponent)):
            return weight_of(base, shown) + weight_of(exponent, shown)
        case Op("call", (Sym(name=name), *args)):
            return (4 if len(name) > 3 else 1) + sum(weight_of(a, shown) for a in args)
        case Op("neg", (a,)):
            return 1 + weight_of(a, shown)
        case Op("div", (_, b)) if any(isinstance(n, Op) and n.head == "div" for n in walk(b)):
            return 9 + sum(weight_of(a, shown) for a in term.args)
        case Op(_, args):
            return 1 + sum(weight_of(a, shown) for a in args)
    return 1


def _distinct(forms: Iterable[Form]) -> list[Form]:
    seen: dict[Term, Form] = {}
    for form in forms:
        if form.weight <= LENGTH:
            seen.setdefault(form.term, form)
    return list(seen.values())


__all__ = ["Form", "explicit_forms", "self_forms", "weight_of"]

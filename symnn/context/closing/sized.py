"""Vectors that only a softmax shows to be some: with p = softmax(z) and -Σ_k y_k log p_k z and y have K entries."""

from __future__ import annotations

from symnn.context.closing.reached import body_of, reached
from symnn.context.model import Declared
from symnn.context.scope import Scope
from symnn.domain import REALS
from symnn.notation import words
from symnn.term import Num, Op, Sym, Term, free_symbols, num, walk

_SIZES = "KCnNmMdDpqr"


def with_sizes(relation: Term, scope: Scope) -> tuple[Scope, tuple[str, ...]]:
    """The scope with these vectors declared, and that in words; the scope itself where the formula does not show it."""
    terms = tuple(reached(relation, scope))
    nodes = [n for t in terms for n in walk(t) if isinstance(n, Op)]
    logits = {a for n in nodes if n.head == "softmax" and isinstance(a := n.args[0], Sym)}
    new = {z for z in logits if _is_new(z, scope)}
    if len(logits) != 1 or not new:
        return scope, ()
    (z,) = new
    added = {s.base for n in nodes if n.head == "softmax" for s in free_symbols(n.args[0])} - {z}
    if any(_is_new(s, scope) for s in added):
        return scope, ()  # softmax(z + c): nothing says that c is a number
    outputs: set[Term] = {Op("softmax", (z,)), *(s for s in _names(terms) if body_of(s, scope) == Op("softmax", (z,)))}
    labels: set[Sym] = set()
    sizes: set[Term] = set()
    for n in nodes:
        match n:
            case Op("sum", (body, Sym() as k, where)) if any(_is_entry(t, k, outputs) for t in walk(body)):
                entries = {t for t in walk(body) if isinstance(t, Sym) and t.subs == (k,) and t.base not in outputs}
                labels |= {t.base for t in entries}
                if isinstance(where, Op) and where.head == "range" and where.args[0] == num(1):
                    sizes.add(where.args[1])
            case Op("mul" | "dot" | "inner", (Op("transpose", (Sym() as y,)) | (Sym() as y), Op("log", (p,)))):
                labels |= {y} if p in outputs else set()
    labels = {y for y in labels if _is_new(y, scope)}
    used = {n.name for t in terms for n in walk(t) if isinstance(n, Sym)}
    size = sizes.pop() if len(sizes) == 1 else next((Sym(c) for c in _SIZES if c not in used), None)
    if sizes or size is None or not isinstance(size, Sym | Num):
        return scope, ()
    local = scope.child(scope.level)
    for name in (z, *labels):
        local.declare(name, Declared(REALS, (size,)), narrows=True)
        local.profile = local.profile.declare(name, "vector")
    told = ", ".join(words(s) for s in sorted((z, *labels), key=lambda s: s.text))
    return local, (f"{told} of one size (not declared)",)


def _names(terms: tuple[Term, ...]) -> set[Sym]:
    return {s.base for t in terms for s in free_symbols(t)}


def _is_new(name: Sym, scope: Scope) -> bool:
    """A small letter without indices of which nothing was declared or defined, nor of its entries."""
    small = name.name[:1].islower() and not name.subs and not name.sups
    return small and scope.declaration(name) is None and scope.definition(name) is None


def _is_entry(term: Term, index: Sym, outputs: set[Term]) -> bool:
    match term:
        case Sym():
            return term.subs == (index,) and term.base in outputs
        case Op("item", (array, at)):
            return array in outputs and at == index
    return False


__all__ = ["with_sizes"]

"""The reading of names in words: what each name of a formula was taken to be, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable

from symnn.context.names import is_generic
from symnn.context.scope import Scope
from symnn.notation import words
from symnn.notation.symbols import GREEK
from symnn.term import Op, Sym, Term, free_functions, free_symbols, walk

_GREEK = frozenset("alpha beta gamma delta epsilon eta theta kappa lambda mu nu rho tau omega".split())
_OF_FUNCTIONS = frozenset(["bare", "compose"])
_FIXED = {
    "log": "log: natural",
    "e": "e: Euler's number",
    "pi": "π: circle constant",
    "transpose": "T: transpose",
    "hadamard": "⊙: elementwise product",
    "prob": "P: probability",
}


def describe(terms: Iterable[Term], scope: Scope) -> list[str]:
    """Names in the order in which they occur, functions first seen included."""
    out: dict[str, None] = {}
    for term in terms:
        functions, symbols = free_functions(term), free_symbols(term)
        functions |= {
            a for n in walk(term) if isinstance(n, Op) and n.head in _OF_FUNCTIONS for a in n.args if isinstance(a, Sym)
        }
        labels = _labels(term)
        for node in walk(term):
            if isinstance(node, Sym) and node in labels:
                continue
            if isinstance(node, Sym) and node in functions:
                out[_function(node, scope)] = None
            elif isinstance(node, Sym) and node in symbols:
                out[_symbol(node, scope)] = None
            elif isinstance(node, Op) and node.head in _FIXED:
                out[_FIXED[node.head]] = None
    return list(out)


def _labels(term: Term) -> frozenset[Sym]:
    """Words that stand only beside a name, as in ``\\Sigma_{\\text{ML}}``: they tell names apart and have no value."""
    beside = {s for n in walk(term) if isinstance(n, Sym) for s in (*n.subs, *n.sups) if isinstance(s, Sym)}
    alone = {a for n in walk(term) if isinstance(n, Op) for a in n.args if isinstance(a, Sym)}
    return frozenset(s for s in beside - alone if s != term and len(s.name) > 1 and s.name not in GREEK)


def _function(sym: Sym, scope: Scope) -> str:
    definition, declared = scope.definition(sym), scope.declaration(sym)
    if definition is not None and definition.location is not None and (definition.params or not is_generic(sym)):
        return f"{words(sym)}: defined at line {definition.location.line}"  # a number of that name is not meant
    if declared is not None and declared.kind != "number":
        return f"{words(sym)}: {declared.kind}"
    usual = scope.profile.default(sym) == "function"
    shown = None if usual else scope.profile.shown(sym)
    return f"{words(sym)}: {shown.where if shown is not None else 'function'}"


def _symbol(sym: Sym, scope: Scope) -> str:
    declared = scope.declaration(sym)
    definition = scope.definition(sym)
    if definition is not None and definition.location is not None:
        return f"{words(sym)}: defined at line {definition.location.line}"
    if declared is not None and declared.shape:
        return f"{words(sym)}: array of shape {' x '.join(words(s) for s in declared.shape)}"
    if declared is not None:
        return f"{words(sym)}: {declared.domain}"
    if sym.font == "bf":
        return f"{words(sym)}: shape not declared"
    return f"{words(sym)}: real parameter" if sym.name in _GREEK else f"{words(sym)}: real"

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
    terms = tuple(terms)
    lone = terms[0] if len(terms) == 1 and isinstance(terms[0], Sym) else None
    for term in terms:
        functions, symbols = free_functions(term), free_symbols(term)
        functions |= _maps(term)
        counts = _arguments(term)
        functions |= {
            a for n in walk(term) if isinstance(n, Op) and n.head in _OF_FUNCTIONS for a in n.args if isinstance(a, Sym)
        }
        labels = _labels(term)
        for node in walk(term):
            if isinstance(node, Sym) and node in labels:
                continue
            if isinstance(node, Sym) and node in functions:
                out[_function(node, scope, counts.get(node))] = None
            elif node is lone and _open(lone, scope):
                out[f"{words(lone)}: not declared"] = None
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


def _maps(term: Term) -> frozenset[Sym]:
    """The f of ``f: X → ℝ``."""
    match term:
        case Op("typed", (Sym() as name, *_)):
            return frozenset([name])
    return frozenset()


def _open(sym: Sym, scope: Scope) -> bool:
    """A name spoken of alone, of which nothing is said here and which may be a function."""
    if scope.definition(sym) is not None or scope.declaration(sym) is not None:
        return False
    return scope.profile.default(sym) == "function" or scope.profile.shown(sym) is not None


def _arguments(term: Term) -> dict[Sym, frozenset[int]]:
    """With how many arguments each name is applied; ``p(x | y)`` counts as two."""
    found: dict[Sym, set[int]] = {}
    for node in walk(term):
        if isinstance(node, Op) and node.head == "call" and isinstance(node.args[0], Sym):
            given = any(isinstance(a, Op) and a.head in ("given", "parallel", "params") for a in node.args[1:])
            found.setdefault(node.args[0], set()).add(len(node.args) - 1 + given)
    return {name: frozenset(counts) for name, counts in found.items()}


def _function(sym: Sym, scope: Scope, counts: frozenset[int] | None = None) -> str:
    definition, declared = scope.definition(sym), scope.declaration(sym)
    other = definition is not None and definition.params and counts and len(definition.params) not in counts
    if (
        definition is not None
        and not other
        and definition.location is not None
        and (definition.params or not is_generic(sym))
    ):
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

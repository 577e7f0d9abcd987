"""Functions without their argument beside their derivative: ``σ' = σ(1 - σ)`` and ``dσ/dx = σ - σ²`` are about σ(x)."""

from __future__ import annotations

import re

from symnn.context.catalog import Catalog
from symnn.context.closing.points import logit
from symnn.context.scope import Scope
from symnn.term import Op, Sym, Term, free_symbols, rebuild, transform, walk

_SIGMA = Sym("sigma")
_LOGISTIC = re.compile(r"\b(logistic|sigmoid|logit)|逻辑|S ?型", re.I)


def with_arguments(relation: Term, scope: Scope, catalog: Catalog) -> Term:
    """The relation with σ(x) for a bare σ, where its derivative by x stands in it and σ is a function of one number."""
    if not (isinstance(relation, Op) and relation.head == "eq"):
        return relation
    for fn in dict.fromkeys(s for n in walk(relation) for s in _derived(n)):
        definition = scope.definition(fn)
        if scope.declaration(fn) is not None or (definition is not None and len(definition.params) != 1):
            continue
        if definition is not None and not _is_bare(relation, fn):
            continue
        entry = None if definition is not None else catalog.find(fn, applied=True)
        if definition is None and (entry is None or len(entry.definition.params) != 1):
            continue
        arguments: set[Term] = {a for n in walk(relation) for a in _arguments(n, fn)}
        if not arguments:
            params = definition.params if definition is not None else (Sym("x"),)
            arguments = {p for p in params if p not in free_symbols(relation)}
        if len(arguments) == 1 and isinstance(argument := arguments.pop(), Sym):
            relation = _applied(relation, fn, argument)
    return relation


def with_logit(relation: Term, scope: Scope, text: str) -> Term:
    """``σ^{-1}(p)`` beside a logarithm in a text on the logistic function: the inverse; elsewhere it may be 1/σ(p)."""
    if not _LOGISTIC.search(text):
        return relation
    if scope.declaration(_SIGMA) is not None or scope.definition(_SIGMA) is not None:
        return relation
    if not any(isinstance(n, Op) and n.head in ("log", "log_base") for n in walk(relation)):
        return relation

    def rule(node: Term) -> Term | None:
        match node:
            case Op("call", (Op("inverse", (name,)), Sym() as argument)) if name == _SIGMA:
                return logit(argument)
        return None

    return transform(relation, rule)


def _derived(node: Term) -> tuple[Sym, ...]:
    match node:
        case Op("prime", (Sym() as fn, _)):
            return (fn,)
        case Op("deriv", (Sym() as fn, Sym())) | Op("deriv", (Op("call", (Sym() as fn, Sym())), Sym())):
            return (fn,)
    return ()


def _is_bare(term: Term, fn: Sym) -> bool:
    """Whether the name stands somewhere without an argument, and not only below a d."""
    match term:
        case Sym():
            return term == fn
        case Op("prime", (name, _)):
            return name == fn
        case Op("call", (_, *args)):
            return any(_is_bare(a, fn) for a in args)
        case Op("deriv", (body, *_)):
            return body != fn and _is_bare(body, fn)
        case Op():
            return any(_is_bare(a, fn) for a in term.args)
        case _:
            return False


def _arguments(node: Term, fn: Sym) -> tuple[Term, ...]:
    match node:
        case Op("call", (name, *args)) if name == fn or (isinstance(name, Op) and name.args[:1] == (fn,)):
            return tuple(args)
        case Op("deriv", (name, by)) if name == fn:
            return (by,)
    return ()


def _applied(term: Term, fn: Sym, argument: Sym) -> Term:
    match term:
        case Sym() if term == fn:
            return Op("call", (fn, argument), term.at)
        case Op("prime", (name, _)) if name == fn:
            return Op("call", (term, argument), term.at)
        case Op("call", (name, *args)):
            return rebuild(term, (name, *(_applied(a, fn, argument) for a in args)))
        case Op("compose"):
            return term
        case Op("deriv", (body, *by)):
            return rebuild(term, (_applied(body, fn, argument), *by))
        case Op():
            return rebuild(term, tuple(_applied(a, fn, argument) for a in term.args))
        case _:
            return term

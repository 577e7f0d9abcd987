"""Names whose subscript is no place in an array: w_new, x_+, w_λ beside an array w or x are names of their own."""

from __future__ import annotations

from dataclasses import replace

from symnn.context.names import value_symbols
from symnn.context.scope import Scope
from symnn.domain import Domain
from symnn.notation.symbols import GREEK
from symnn.term import Sym, Term, free_symbols

_PLACES = frozenset("ijklmn")  # letters that count, whatever is said of them
_STEPS = frozenset(["t", "s", "tau"])
_PARAMETERS = frozenset("lambda theta eta epsilon gamma delta phi psi omega".split())  # no indices, if nothing is said


def has_label(sym: Sym, scope: Scope) -> bool:
    """Whether the only subscript of an array's name is a word, a sign, or a name that is declared and does not count.

    Of such a name nothing is known before it is declared or defined.
    """
    return _of_an_array(sym, scope) and _labels(sym.subs[0], scope) and _letter(sym.subs[0]) not in _PLACES


def takes_a_label(sym: Sym, body: Term, scope: Scope) -> bool:
    """Whether what a definition gives may be a name of its own: x_1 = A x, w_λ = (XᵀX + λI)⁻¹Xᵀy, w_{t+1} = w - ηg."""
    if not _of_an_array(sym, scope):
        return False
    (index,) = sym.subs
    if not isinstance(index, Sym):
        return True
    if _labels(index, scope) or index.name in _STEPS:
        return True
    return index in value_symbols(body) and scope.declaration(index) is None


def _of_an_array(sym: Sym, scope: Scope) -> bool:
    if len(sym.subs) != 1 or sym.sups or any(sym in s.declared for s in scope.chain()):
        return False
    what = scope.declaration(replace(sym, subs=()))
    return what is not None and what.kind == "number" and bool(what.shape)


def _letter(index: Term) -> str:
    return index.name if isinstance(index, Sym) else ""


def _labels(index: Term, scope: Scope) -> bool:
    if not isinstance(index, Sym) or index.subs or index.sups:
        return False
    if len(index.name) > 1 and index.name not in GREEK:
        return True
    what = scope.declaration(index)
    if what is None:
        return index.name in _PARAMETERS
    return what.kind != "number" or bool(what.shape) or not _counts(what.domain)


def _counts(domain: Domain) -> bool:
    return domain.integer or all(i.is_point and i.low is not None and i.low.denominator == 1 for i in domain.intervals)


def of_their_own(term: Term, body: Term | None, scope: Scope) -> set[Sym]:
    """The names in a term of which nothing is known by their arrays; ``body`` is what the term defines, if it does."""
    found: set[Sym] = set()
    for sym in free_symbols(term):
        given = next((s.definitions[sym].body for s in scope.chain() if sym in s.definitions), body)
        if has_label(sym, scope) or (given is not None and takes_a_label(sym, given, scope)):
            found.add(sym)
    return found

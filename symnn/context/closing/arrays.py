"""Terms that are certainly arrays, by what a document declares and defines."""

from __future__ import annotations

from symnn.context.scope import Scope
from symnn.term import Op, Sym, Term

_BY_ENTRIES = frozenset("tanh exp log sqrt sin cos sigmoid relu abs neg".split())


def is_array(term: Term, scope: Scope, depth: int = 20) -> bool:
    """Whether a term is certainly an array, by what is declared and defined."""
    if depth == 0:
        return False
    below = depth - 1
    match term:
        case Sym():
            what, definition = scope.declaration(term), scope.definition(term)
            if definition is not None and not definition.params:
                return is_array(definition.body, scope, below)
            return what is not None and bool(what.shape) and what.kind == "number"
        case Op("add" | "neg" | "hadamard" | "hadamard_div" | "hadamard_pow", args):
            return any(is_array(a, scope, below) for a in args)
        case Op("mul", args) | Op("dot", args):
            *front, last = args
            rows = any(_vector(a, scope) or _turned(a) for a in front)
            return is_array(last, scope, below) and not rows and not _turned(last)
        case Op("div", (top, bottom)):
            return is_array(top, scope, below) and not is_array(bottom, scope, below)
        case Op("call", (Sym() as fn, arg)):
            declared = scope.declaration(fn)
            return (declared is None or declared.kind == "elementwise function") and is_array(arg, scope, below)
        case Op("deriv" | "gradient", (_, by)):
            return is_array(by, scope, below)
        case Op("softmax", (_,)):
            return True
        case Op(head, (arg,)) if head in _BY_ENTRIES:
            return is_array(arg, scope, below)
    return False


def is_unknown_number(term: Term, scope: Scope) -> bool:
    """L(z) of a function of which the document says no more than that it is one, with numbers as values."""
    match term:
        case Op("call", (Sym() as fn, _)):
            what, definition = scope.declaration(fn), scope.definition(fn)
            unknown = definition is None or definition.origin == "words"
            return unknown and what is not None and what.kind == "scalar function"
    return False


def _vector(term: Term, scope: Scope) -> bool:
    what = scope.declaration(term) if isinstance(term, Sym) else None
    return what is not None and len(what.shape or ()) == 1


def _turned(term: Term) -> bool:
    return isinstance(term, Op) and term.head == "transpose"

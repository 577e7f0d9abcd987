"""Calls of functions that are known: values at a point, and what a function says of itself at other arguments.

``y = \\tanh(a) = 0.5`` gives a value and no meaning of tanh; ``C(z) = C(-z) + z`` below a definition of C is a claim.
"""

from __future__ import annotations

from symnn.context.constants import constant
from symnn.context.defining.heads import Head, head_of, same_letter_params
from symnn.context.names import is_generic
from symnn.context.scope import Scope
from symnn.context.stater import Stater
from symnn.heads import HEADS
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols
from symnn.term import walk as subterms

FUNCTIONS = frozenset(h for h, says in HEADS.items() if says.startswith("the function") and h != "abs")
_COUNTING = frozenset("nmktij")


def catalogued(stater: Stater, head: Head) -> bool:
    """Whether the head is that of a function of the catalogue, which no letter is but σ."""
    name = head.name
    if name is None or not head.params or (is_generic(name) and name.name != "sigma"):
        return False
    return stater.walk.catalog.find(name, applied=True) is not None


def gives_a_value(stater: Stater, head: Head, body: Term) -> bool:
    """``σ(z) = ŷ``: of a function that is known, at an argument of which the other side does not depend."""
    params, _ = same_letter_params(head.params, body)
    return catalogued(stater, head) and not set(params) & free_symbols(body) and not _opens(body)


def _opens(body: Term) -> bool:
    """Cases and placeholders: the argument may stand under another name, or be left out."""
    return any(isinstance(n, Op) and n.head in ("cases", "placeholder", "dots") for n in subterms(body))


def of_itself(stater: Stater, head: Head, body: Term) -> bool:
    """Whether the body calls the function at other arguments, and that one has a meaning, with as many arguments.

    ``F(x) = F(x) + η h(x)`` brings F up to date.
    """
    if head.name is None or not head.params or not isinstance(head.term, Op) or not _calls(body, head.term):
        return False
    known = stater.walk.scope.definition(head.name)
    if known is not None and known.origin == "document":
        return len(known.params) == len(head.params)
    return catalogued(stater, head)


def perhaps_another(relation: Term, scope: Scope) -> str | None:
    """The name in an equation of a function with itself where the earlier one may not be meant.

    ``T(n) = 2 T(n/2) + n`` is a recurrence, V(s') in ``V(s) = r + γ V(s')`` has another argument that nothing ties to
    s; a function that does not depend on its argument, or one further out, may be another one.
    """
    match relation:
        case Op("eq", (Op("call", (Sym() as name, *_)) as left, right)) if _calls(right, left):
            known, looks = scope.definition(name), head_of(left)
            if known is None or known.origin != "document" or looks is None or name.name == "sigma":
                return None
            arguments = {s for n in _found(right, left) for a in n.args[1:] for s in free_symbols(a)}
            plain = arguments <= set(looks.params) and not any(s.name in _COUNTING for s in looks.params)
            whole = set(known.params) <= free_symbols(known.body)
            return None if plain and whole and name in scope.definitions else words(name)
    return None


def at_a_point(relation: Term, scope: Scope, step: bool) -> str | None:
    """The argument in ``tanh(a) = 0.5`` of which nothing says that it is any number: one value of it is meant.

    "σ(x) = 1" may be said of every x, a number with decimals, or one behind ``y = σ(x) =``, is not.
    """
    match relation:
        case Op("eq", (left, right)) if (value := constant(right)) is not None and (step or value.denominator > 1):
            pass
        case _:
            return None
    match left:
        case Op("call", (Sym(), *args)):
            pass
        case Op(head, (Sym() as only,)) if head in FUNCTIONS:
            args = [only]
        case Op("max" | "min", args_) if step:
            args = [a for a in args_ if constant(a) is None]
        case _:
            return None
    if args and all(isinstance(a, Sym) and _free(a, scope) for a in args):
        return ", ".join(words(a) for a in args)
    return None


def _free(name: Sym, scope: Scope) -> bool:
    return scope.definition(name) is None


def _calls(body: Term, call: Op) -> bool:
    """Whether the function of a call is called in a body, and only at other arguments."""
    found = _found(body, call)
    return bool(found) and call not in found


def _found(body: Term, call: Op) -> list[Op]:
    return [n for n in subterms(body) if isinstance(n, Op) and n.head == "call" and n.args[0] == call.args[0]]


__all__ = ["FUNCTIONS", "at_a_point", "gives_a_value", "of_itself", "perhaps_another"]

"""By what a term can be differentiated: by names in it, and by none of which nothing is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.closing.points import is_point
from symnn.context.model import Definition
from symnn.context.scope import Scope
from symnn.notation import words
from symnn.term import Op, Sym, Term, free_symbols, walk

Defined = Callable[[Sym], Definition | None]


def varies(definition: Defined, body: Term, inner: Term, name: Sym) -> None:
    """``∂f(x_0)/∂x``: the derivative at x_0, or that of a number."""
    match body:
        case Op("call", (Sym() as fn, *args)) if name not in free_symbols(inner):
            if is_point(name, fn, tuple(args), definition):
                raise AmbiguousError(
                    f"the derivative of {words(body)} by {name.text}: taken at that point, or zero, as"
                    f" {name.text} does not stand in it, are two readings"
                )


def depends(
    scope: Scope, definition: Defined, array_of: Callable[[Sym, Term], bool], body: Term, inner: Term, name: Sym
) -> None:
    """A name of which nothing is said may depend on anything: its derivative is unknown, not zero."""
    strangers = any(scope.declaration(s) is None for s in free_symbols(inner))
    known = scope.declaration(name)
    given = definition(name)
    array = given is not None and not given.params and array_of(name, given.body)
    several = name.subs or (known is not None and known.shape)  # x_k is an entry of an array x
    entries = [n for n in walk(inner) if isinstance(n, Sym) and n.subs and n.base == name.base]
    family = (several and entries) or (array and any(replace(n, subs=()) == name for n in entries))
    whole = scope.declaration(replace(name, subs=())) if name.subs else None
    entry = whole is not None and whole.shape and replace(name, subs=()) in free_symbols(inner)  # z_j of z
    lost = name.subs and known is None and given is None and definition(replace(name, subs=())) is not None
    if name not in free_symbols(inner) and (strangers or lost) and not (family or entry):
        raise NotClosedError(f"{words(body)} is not given as a function of {words(name)} here")

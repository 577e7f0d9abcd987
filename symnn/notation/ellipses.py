"""Ellipses without their commas: ``i = 1 \\dots N``, ``\\{1 \\dots K\\}`` and ``x_0, \\dots x_3`` list values.

Beside a sign for multiplication, or alone, ``x_1 \\cdots x_n`` is a product.
"""

from __future__ import annotations

from dataclasses import replace

from symnn.term import Num, Op, Sym, Term, transform

_DOTS = Op("dots")
_LISTS = frozenset(["set", "seq", "call"])
_INDICES = frozenset("ijklmnpqrstcd")


def ellipses(term: Term) -> Term:
    """The term with each ellipsis that stands for values of a list as a member of that list."""
    return transform(term, _listed)


def _listed(term: Term) -> Term | None:
    match term:
        case Op("eq", (Sym(name=letter, subs=(), sups=(), font="") as index, Op("mul", values) as right)):
            if letter in _INDICES and isinstance(values[0], Num) and _ends(values):
                return replace(term, args=(index, Op("seq", values, right.at)))
        case Op(head, args) if head in _LISTS:
            fresh = tuple(v for i, a in enumerate(args) for v in _members(a, head, i))
            return replace(term, args=fresh) if fresh != args else None
    return None


def _members(term: Term, head: str, index: int) -> tuple[Term, ...]:
    match term:
        case Op("mul", (first, *_) as values) if first == _DOTS and index > 0 and len(values) == 2:
            return values
        case Op("mul", values) if head != "call" and _ends(values):
            return values
    return (term,)


def _ends(values: tuple[Term, ...]) -> bool:
    """``1 … N`` or ``x_2 … x_n``: the first and the last value of a list."""
    match values:
        case (Num(), middle, Num() | Sym()):
            return middle == _DOTS
        case (Sym(name=one, subs=(_, *_)), middle, Sym(name=other, subs=(_, *_))):
            return middle == _DOTS and one == other
    return False

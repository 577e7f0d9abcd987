"""Names: one for another at one place, two exchanged, another variable of a derivative."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.suggest.site import Site
from symnn.suggest.surroundings import Surroundings
from symnn.term import Op, Sym, Term, free_symbols, substitute


def other_name(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """x → y at one place; a name of the same family first"""
    if isinstance(site.node, Sym) and site.role != "set":
        for name in around.names:
            if name != site.node:
                yield 2 if name.base == site.node.base or name.name == site.node.name else 3, name


def exchanged(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """x ↔ y in a whole side or one part of it"""
    if site.role not in ("side", "term", "numerator", "denominator", "argument", "exponent"):
        return
    here = sorted(free_symbols(site.node), key=lambda s: s.text)
    if isinstance(site.node, Sym) or len(here) > 4:
        return
    for i, a in enumerate(here):
        for b in here[i + 1 :]:
            yield 3 if a.base == b.base else 4, substitute(site.node, {a: b, b: a})


def other_variable(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """∂f/∂x → ∂f/∂y"""
    match site.node:
        case Op("deriv", (body, Sym() as by)):
            yield from ((4, Op("deriv", (body, n))) for n in around.names if n != by)

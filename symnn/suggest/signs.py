"""Signs: of a side, of a term, of an argument or exponent; and 1 − t for t."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.suggest.site import ONE, ORDERS, Site, is_atom, negated
from symnn.suggest.surroundings import Surroundings
from symnn.term import Num, Op, Sym, Term

_SIGNED = ("side", "term", "exponent", "argument", "value", "bound")


def sign(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """t → −t where a sign could have been lost or gained."""
    node = site.node
    if site.role not in _SIGNED or (isinstance(node, Num) and (node.value == 0 or site.role == "exponent")):
        return
    lead = isinstance(node, Num) and site.role == "term" and site.parent.args[0] == node
    if lead or (isinstance(node, Op) and node.head in ("infinity", "deriv", "lim", "cases") and site.role != "bound"):
        yield 3 if lead else 5, negated(node)
    elif around.relation.head in ORDERS and site.role in ("side", "term"):
        yield 5, negated(node)
    else:
        yield 1 if site.role in ("side", "term", "value", "bound") else 2, negated(node)


def complement(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """y → 1 − y, p → 1 − p, and back."""
    if site.role not in ("factor", "numerator", "argument", "term", "side", "base"):
        return
    match site.node:
        case Op("add", (Num(value), Op("neg", (inner,)))) if value == 1:
            yield 4, inner
        case Sym() | Op("call" | "div" | "pow"):
            yield 4 if is_atom(site.node) or site.role == "side" else 5, Op("add", (ONE, Op("neg", (site.node,))))

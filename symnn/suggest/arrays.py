"""Matrices: a transpose lost or gained, factors in the other order, ⊙ for a product and back, a missing diagonal."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.suggest.site import Site
from symnn.suggest.surroundings import Surroundings
from symnn.term import Op, Sym, Term

_ROLES = ("side", "term", "factor", "numerator", "argument", "negated")


def transposed(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """W → Wᵀ and back."""
    if not around.arrays or site.role not in _ROLES:
        return
    match site.node:
        case Op("transpose", (inner,)):
            yield 1, inner
        case Sym() | Op("gradient" | "call" | "add" | "hadamard"):
            yield 1 if isinstance(site.node, Sym) else 2, Op("transpose", (site.node,))


def flipped(term: Term) -> Term:
    """The transpose, without a second one on top of a first."""
    return term.args[0] if isinstance(term, Op) and term.head == "transpose" else Op("transpose", (term,))


def reordered(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """A B → B A, and x δᵀ → δ xᵀ."""
    if not around.arrays or not isinstance(site.node, Op) or site.node.head not in ("mul", "dot", "kron"):
        return
    args = site.node.args
    for i in range(len(args) - 1):
        a, b = args[i], args[i + 1]
        yield 2, Op(site.node.head, (*args[:i], b, a, *args[i + 2 :]))
        if isinstance(b, Op) and b.head == "transpose":
            yield 2, Op(site.node.head, (*args[:i], b.args[0], flipped(a), *args[i + 2 :]))
        elif isinstance(a, Op) and a.head == "transpose":
            yield 2, Op(site.node.head, (*args[:i], flipped(b), a.args[0], *args[i + 2 :]))


def elementwise(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """a b → a ⊙ b, a ⊙ b → a b, and a b → diag(a) b."""
    if not around.arrays or not isinstance(site.node, Op):
        return
    match site.node:
        case Op("mul" | "dot", (*before, a, b)):
            joined = Op("hadamard", (a, b))
            yield 1, Op(site.node.head, (*before, joined)) if before else joined
            yield 3, Op(site.node.head, (*before, Op("diag", (a,)), b))
        case Op("hadamard", (a, b)):
            yield 2, Op("mul", (a, b))

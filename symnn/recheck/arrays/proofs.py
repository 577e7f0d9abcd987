"""Proofs for all sizes: the difference of the sides, in index form, is zero or has a sign."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from symnn.domain import Domain
from symnn.recheck.arrays.algebra import Algebra
from symnn.recheck.arrays.bijection import same_products
from symnn.recheck.arrays.entries import Entries, Frame, spots
from symnn.recheck.arrays.scene import Scene
from symnn.recheck.arrays.shapes import Shapes
from symnn.recheck.arrays.sums import Atom, Index, Product, Sum
from symnn.recheck.arrays.vanish import vanishes
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import Op, Sym, Term

_MOST_BOUND = 6


def show(relation: Term, scene: Scene, shapes: Shapes) -> None:
    """Raises where the relation is not shown."""
    entries = _entries(scene, shapes)
    match relation:
        case Op("in", (_, Op("reals"))):
            return  # its shape is checked already
        case Op("eq" | "equiv", (left, right)):
            if not vanishes(entries.algebra, _gap(entries, left, right)):
                fail("the index forms of the sides differ")
        case Op("gt" | "ge" as head, (left, right)):
            _show_sign(entries.algebra, _gap(entries, left, right), strict=head == "gt")
        case Op("lt" | "le" as head, (left, right)):
            _show_sign(entries.algebra, _gap(entries, right, left), strict=head == "lt")
        case _:
            raise UnclearError("this relation")


def _entries(scene: Scene, shapes: Shapes) -> Entries:
    positive = frozenset(s.text for s in scene.shapes if above_zero(scene.domains.get(s, Domain())))
    symmetric = frozenset(s.text for a in scene.assumptions if (s := _symmetric(a)) is not None)
    totals: dict[str, Fraction] = {}
    for a in scene.assumptions:
        found = _total(Entries(scene, shapes, Algebra(), symmetric), a)
        if found is not None:
            totals[found[0]] = found[1]
    return Entries(scene, shapes, Algebra(positive, totals), symmetric)


def above_zero(domain: Domain) -> bool:
    return bool(domain.intervals) and all(
        i.low is not None and (i.low > 0 or (i.low == 0 and i.low_open)) for i in domain.intervals
    )


def _symmetric(assumption: Term) -> Sym | None:
    """A = Aᵀ or Aᵀ = A."""
    match assumption:
        case Op("eq", (Sym() as a, Op("transpose", (b,)))) | Op("eq", (Op("transpose", (b,)), Sym() as a)) if a == b:
            return a
    return None


def _total(entries: Entries, assumption: Term) -> tuple[str, Fraction] | None:
    """Σ_k y_k = c, as the name and c; an assumption that says something else is not used."""
    match assumption:
        case Op("eq", (left, right)):
            try:
                gap = _gap(entries, left, right)
            except UnclearError:
                return None
            for p in gap.terms:
                rest = Sum(tuple(q for q in gap.terms if q is not p)).number
                if rest is not None and len(p.factors) == 1 and len(p.bound) == 1:
                    [(a, e)] = p.factors
                    if a.kind == "entry" and len(a.at) == 1 and a.at[0] in p.bound and e == 1:
                        return a.name, -rest / p.coef
    return None


def _gap(entries: Entries, left: Term, right: Term) -> Sum:
    """The difference of the sides at an entry."""
    here = Frame(entries.shapes.root)
    rows, cols = map(spots, entries.shapes.joined((left, right), here.scope))
    return entries.algebra.minus(entries.at(left, rows, cols, here), entries.at(right, rows, cols, here))


def _show_sign(x: Algebra, s: Sum, *, strict: bool) -> None:
    """A sum of terms that are above 0, and of squares."""
    above = any(_positive(x, p) for p in s.terms)
    if (strict and not above) or not all(_positive(x, p) or _square(x, p) for p in s.terms):
        fail("the sign of the difference does not show")


def _positive(x: Algebra, p: Product) -> bool:
    return p.coef > 0 and all(x.positive(a) for a, _ in p.factors)


def _square(x: Algebra, p: Product) -> bool:
    """Σ_K (Σ_I G)²·…: without the indices of K, the factors fall into parts of which each occurs twice."""
    bound = sorted(p.bound, key=lambda i: i.number)
    if p.coef < 0 or len(bound) > _MOST_BOUND:
        return False
    return any(_paired(x, p, frozenset(kept)) for n in range(len(bound) + 1) for kept in combinations(bound, n))


def _paired(x: Algebra, p: Product, kept: frozenset[Index]) -> bool:
    loose = p.bound - kept
    groups: list[tuple[frozenset[Index], list[tuple[Atom, Fraction]]]] = []
    for a, e in p.factors:
        here = a.free & loose
        if not here:
            if not (x.positive(a) or (e.denominator == 1 and e % 2 == 0)):
                return False
            continue
        touching = [g for g in groups if g[0] & here]
        merged = (here.union(*(g[0] for g in touching)), [r for g in touching for r in g[1]] + [(a, e)])
        groups = [g for g in groups if g not in touching] + [merged]
    rest = [Product(Fraction(1), tuple(rows), own) for own, rows in groups]
    while rest:
        one = rest.pop()
        at = next((k for k, other in enumerate(rest) if same_products(one, other)), None)
        if at is None:
            return False
        del rest[at]
    return True

"""Two sums of products are the same if their products pair off by a renaming of bound indices: such one is searched.

What is found is a bijection of the bound indices; free indices have to be the same.  Nothing is hashed or ordered:
where the search succeeds, the renaming turns one side into the other factor by factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from symnn.recheck.arrays.sums import Atom, Index, Product, Sum, fresh, refreshed, renamed
from symnn.recheck.outcome import METER

Pairs = Mapping[Index, Index]
Loose = tuple[frozenset[Index], frozenset[Index]]  # the indices that may still be paired, on each side
NO_PAIRS: Pairs = {}
NOT_LOOSE: Loose = (frozenset(), frozenset())


def same_atoms(a: Atom, b: Atom) -> bool:
    """With the same free indices."""
    return a is b or (a.sign == b.sign and a.free == b.free and _any(atoms(a, b, NO_PAIRS, NOT_LOOSE)))


def same_products(p: Product, q: Product) -> bool:
    """But for the coefficient."""
    return p.sign == q.sign and p.free == q.free and _any(products(p, q, NO_PAIRS, NOT_LOOSE))


def _any(found: Iterator[Pairs]) -> bool:
    return next(found, None) is not None


def _index(i: Index, j: Index, pairs: Pairs, loose: Loose) -> Pairs | None:
    if i in pairs:
        return pairs if pairs[i] == j else None
    if i in loose[0]:
        free = j in loose[1] and i.size == j.size and j not in pairs.values()
        return {**pairs, i: j} if free else None
    return pairs if i == j and j not in loose[1] and j not in pairs.values() else None


def _indices(rows: tuple[Index, ...], others: tuple[Index, ...], pairs: Pairs, loose: Loose) -> Pairs | None:
    for i, j in zip(rows, others, strict=True):
        found = _index(i, j, pairs, loose)
        if found is None:
            return None
        pairs = found
    return pairs


def atoms(a: Atom, b: Atom, pairs: Pairs, loose: Loose) -> Iterator[Pairs]:
    """Ways to extend the pairs so that one atom becomes the other."""
    METER.tick()
    if a.sign != b.sign or a.kind != b.kind or a.name != b.name or len(a.holes) != len(b.holes):
        return
    if len(a.at) != len(b.at) or any(h.size != k.size for h, k in zip(a.holes, b.holes, strict=True)):
        return
    for at in _orders(b):
        found = _indices(a.at, at, pairs, loose)
        if found is None:
            continue
        if a.inside is None or b.inside is None:
            yield found
            continue
        inside, other = a.inside, b.inside
        if a.holes:  # the array's own indices get the same names
            new = tuple(fresh(h.size) for h in a.holes)
            inside = renamed(inside, dict(zip(a.holes, new, strict=True)))
            other = renamed(other, dict(zip(b.holes, new, strict=True)))
        yield from sums(inside, other, found, loose)


def _orders(b: Atom) -> Iterator[tuple[Index, ...]]:
    """The orders of indices that mean the same: derivatives of a smooth function commute."""
    if b.kind in ("delta", "symmetric"):
        yield from {b.at, b.at[::-1]}
    elif b.kind == "func" and b.holes:
        size = len(b.holes)
        groups = [b.at[k : k + size] for k in range(0, len(b.at), size)]
        for order in permutations(groups):
            yield tuple(i for g in order for i in g)
    else:
        yield b.at


def products(p: Product, q: Product, pairs: Pairs, loose: Loose) -> Iterator[Pairs]:
    """But for the coefficients; only what was paired outside is told."""
    if p.sign != q.sign or len(p.factors) != len(q.factors) or len(p.bound) != len(q.bound):
        return
    taken = {*pairs.keys(), *pairs.values(), *loose[0], *loose[1]}
    if p.bound & taken:
        p = refreshed(p)
    if q.bound & taken or q.bound & p.bound:
        q = refreshed(q)
    inner = (loose[0] | p.bound, loose[1] | q.bound)
    rest = list(q.factors)
    alike = {a.sign: sum(b.sign == a.sign for b, _ in rest) for a, _ in p.factors}
    first = sorted(p.factors, key=lambda r: (alike[r[0].sign], r[0].sign))
    told: set[frozenset[tuple[Index, Index]]] = set()
    for found in _factors(first, rest, pairs, inner):
        if any(i not in found for i in p.bound):
            continue
        outer = {i: j for i, j in found.items() if i not in p.bound}
        key = frozenset(outer.items())
        if key not in told:
            told.add(key)
            yield outer


def _factors(first: list, rest: list, pairs: Pairs, loose: Loose) -> Iterator[Pairs]:  # type: ignore[type-arg]
    if not first:
        yield pairs
        return
    (a, e), *others = first
    for k, (b, f) in enumerate(rest):
        if e == f and a.sign == b.sign:
            for found in atoms(a, b, pairs, loose):
                yield from _factors(others, rest[:k] + rest[k + 1 :], found, loose)


def sums(s: Sum, r: Sum, pairs: Pairs, loose: Loose) -> Iterator[Pairs]:
    if len(s.terms) == len(r.terms) and s.sign == r.sign:
        yield from _terms(list(s.terms), list(r.terms), pairs, loose)


def _terms(first: list[Product], rest: list[Product], pairs: Pairs, loose: Loose) -> Iterator[Pairs]:
    if not first:
        yield pairs
        return
    p, *others = first
    for k, q in enumerate(rest):
        if p.coef == q.coef:
            for found in products(p, q, pairs, loose):
                yield from _terms(others, rest[:k] + rest[k + 1 :], found, loose)

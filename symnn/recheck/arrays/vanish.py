"""Whether a sum of products is zero wherever it has a value, for all sizes.

Like products cancel.  A denominator without a bound index is multiplied out.  Where a denominator hangs on a bound
index, Σ_i F_i is zero if F_i is for each i: the index is taken out of the sums whose terms hold the denominator.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product as choices
from math import ceil

from symnn.recheck.arrays.algebra import Algebra, joined
from symnn.recheck.arrays.bijection import same_atoms
from symnn.recheck.arrays.sums import Atom, Index, Product, Sum, refreshed, renamed_product

_MOST_ROUNDS, _MOST_CHOICES = 16, 24


def vanishes(x: Algebra, s: Sum, depth: int = 0) -> bool:
    for _ in range(_MOST_ROUNDS):
        if not s.terms:
            return True
        closed = next(_denominators(s, closed=True), None)
        if closed is None:
            break
        a, _ = closed
        least = min(e for p in s.terms for b, e in p.factors if e < 0 and same_atoms(a, b))
        s = x.times_power(s, a, Fraction(ceil(-least)))
    return depth < 4 and _by_entries(x, s, depth)


def _denominators(s: Sum, *, closed: bool) -> Iterator[tuple[Atom, Product]]:
    for p in s.terms:
        for a, e in p.factors:
            if e < 0 and a.kind == "sum" and (not a.free & p.bound) == closed:
                yield a, p


def _by_entries(x: Algebra, s: Sum, depth: int) -> bool:
    """Σ_i F_i + rest = 0 because F_i = 0 and rest = 0."""
    found = next(_denominators(s, closed=False), None)
    if found is None:
        return False
    a, p = found
    for i in sorted(a.free & p.bound, key=lambda i: i.number):
        options = [_options(q, i, a) if q is not p else [i] for q in s.terms]
        for count, chosen in enumerate(choices(*options)):
            if count >= _MOST_CHOICES:
                break
            taken = joined(m for q, k in zip(s.terms, chosen, strict=True) if k is not None
                           for m in x.built(*_opened(q, k, i)).terms)  # fmt: skip
            rest = Sum(tuple(q for q, k in zip(s.terms, chosen, strict=True) if k is None))
            if vanishes(x, rest, depth + 1) and vanishes(x, taken, depth + 1):
                return True
    return False


def _options(q: Product, i: Index, a: Atom) -> list[Index | None]:
    """The bound indices that may be the one taken out: those in a like denominator, if there are any."""
    alike = sorted((k for k in q.bound if k.size == i.size), key=lambda k: k.number)
    inside = [k for k in alike if any(b.sign == a.sign and e < 0 and k in b.free for b, e in q.factors)]
    return [*inside] or [None, *alike]


def _opened(q: Product, k: Index, i: Index) -> tuple[Fraction, list[tuple[Atom, Fraction]], frozenset[Index]]:
    """The product with the bound index ``k`` free, called ``i``."""
    others = refreshed(Product(q.coef, q.factors, q.bound - {k}))
    moved = renamed_product(others, {k: i}) if k != i else others
    return moved.coef, list(moved.factors), moved.bound

"""Signs of index expressions: sums of squares.

For fixed values of some of its bound indices a product of sums may be the square of one of them:
Σ_{n,j,k} v_j X_{nj} X_{nk} v_k = Σ_n (Σ_j X_{nj} v_j)².
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from symnn.tensor.algebra import Algebra
from symnn.tensor.index import Expr, Factor, Ix, Mono

_MOST_BOUND = 6
Row = tuple[Factor, Fraction]


def never_negative(algebra: Algebra, a: Expr) -> bool:
    """Whether every term is a positive number times positive factors and squares."""
    return all(_term(algebra, m) for m in a.terms)


def above_zero(algebra: Algebra, a: Expr) -> bool:
    """Never negative, with a term of positive factors only."""
    strict = any(m.coef > 0 and all(algebra.positive(f) for f, _ in m.powers.values()) for m in a.terms)
    return strict and never_negative(algebra, a)


def _term(algebra: Algebra, m: Mono) -> bool:
    if m.coef <= 0 or len(m.bound) > _MOST_BOUND:
        return False
    bound = sorted(m.bound, key=lambda i: i.id)
    return any(
        _squares(algebra, m, frozenset(held))
        for size in range(len(bound), -1, -1)
        for held in combinations(bound, size)
    )


def _squares(algebra: Algebra, m: Mono, held: frozenset[Ix]) -> bool:
    """Whether with these indices held fixed what is left are positive factors and pairs of equal sums."""
    left: Counter[str] = Counter()
    for rows, inner in _parts(m, held):
        if all(algebra.positive(f) or e % 2 == 0 or e.denominator % 2 == 0 for f, e in rows):  # √ is never negative
            continue
        left[Mono(Fraction(1), {f.key: (f, e) for f, e in rows}, inner).key] += 1
    return all(n % 2 == 0 for n in left.values())


def _parts(m: Mono, held: frozenset[Ix]) -> Iterator[tuple[list[Row], frozenset[Ix]]]:
    """The factors in groups that share no index but those held fixed, with the indices summed in each."""
    groups: list[tuple[list[Row], frozenset[Ix]]] = []
    for f, e in m.powers.values():
        here = f.free & m.bound - held
        touching = [g for g in groups if g[1] & here]
        rows = [r for g in touching for r in g[0]] + [(f, e)]
        groups = [g for g in groups if g not in touching] + [(rows, here.union(*(g[1] for g in touching)))]
    yield from groups

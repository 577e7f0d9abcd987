"""Products in normal form: deltas used up, sums over an index that does not occur counted, like ones collected."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symnn.tensor.index import Expr, Factor, Ix, Mono, Unsupported


def factor(f: Factor, exponent: Fraction | int = 1) -> Expr:
    return collected(contracted(Fraction(1), [(f, Fraction(exponent))], frozenset()))


def entry(name: str, *at: Ix) -> Expr:
    return factor(Factor("entry", name, at))


def collected(monos: Iterable[Mono]) -> Expr:
    found: dict[str, Mono] = {}
    for m in monos:
        old = found.get(m.key)
        coef = m.coef + (old.coef if old is not None else 0)
        found[m.key] = Mono(coef, (old or m).powers, (old or m).bound)
    return Expr(tuple(m for _, m in sorted(found.items()) if m.coef))


def contracted(coef: Fraction, rows: Iterable[tuple[Factor, Fraction]], bound: frozenset[Ix]) -> list[Mono]:
    """One product, its deltas used up and its idle sums counted; nothing if it is zero."""
    rows = list(rows)
    if any(f.kind == "delta" and e < 0 for f, e in rows):
        raise Unsupported("division by the entries of an identity matrix")
    while True:
        at = next((k for k, (f, _) in enumerate(rows) if f.kind == "delta" and _usable(f, bound)), None)
        if at is None:
            break
        i, j = rows[at][0].at
        del rows[at]
        if i == j:
            continue
        if i.fixed is not None and j.fixed is not None:
            return []
        gone, kept = (i, j) if i in bound else (j, i)
        rows = [(f.renamed({gone: kept}), e) for f, e in rows]
        bound -= {gone}
    found = _under_deltas(rows)
    if found is None:
        return []
    rows = found
    powers: dict[str, tuple[Factor, Fraction]] = {}
    for f, e in rows:
        old = powers.get(f.key, (f, Fraction(0)))[1]
        total = Fraction(1) if f.kind == "delta" else old + e
        if total:
            powers[f.key] = (f, total)
        else:
            powers.pop(f.key, None)
    used = frozenset().union(*(f.free for f, _ in powers.values()))
    for ix in bound - used:  # Σ over an index that does not occur: the dimension
        if ix.dim.isdigit():
            coef *= int(ix.dim)
            continue
        size = Factor("entry", f"dim {ix.dim}")
        old = powers.get(size.key, (size, Fraction(0)))[1]
        powers[size.key] = (size, old + 1)
        if not old + 1:
            del powers[size.key]
    return [Mono(coef, powers, bound & used)]


def _under_deltas(rows: list[tuple[Factor, Fraction]]) -> list[tuple[Factor, Fraction]] | None:
    """δ[i, j]·f(j) = δ[i, j]·f(i) for free i and j; None if a product of deltas is zero."""
    kept: dict[Ix, Ix] = {}

    def first(i: Ix) -> Ix:
        while i in kept:
            i = kept[i]
        return i

    for f, _ in rows:
        if f.kind == "delta":
            i, j = sorted(map(first, f.at), key=lambda x: x.id)
            if i != j:
                kept[j] = i
            if i != j and j.fixed is not None:
                return None
    if not kept:
        return rows
    change = {j: first(j) for j in kept}
    rest = [(f.renamed(change), e) for f, e in rows if f.kind != "delta"]
    return [*rest, *((Factor("delta", at=(i, j)), Fraction(1)) for j, i in change.items())]


def _usable(f: Factor, bound: frozenset[Ix]) -> bool:
    i, j = f.at
    return i == j or i in bound or j in bound or (i.fixed is not None and j.fixed is not None)

"""Inequalities between entropies of discrete distributions, for every size.

For distributions p and q, log x ≤ x − 1 gives Gibbs' inequality Σ p_k log(p_k/q_k) ≥ 0, and with q_k = 1/K that the
entropy is at most log K.  No entry is above 1, so −log q_k ≥ 0, and a product of entries, each summed over or not, lies
in [0, 1].  A difference that is made of such parts is not negative.

A logarithm of an entry has a value only where the entry is above 0: with one under a sum over all entries, all are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.tensor.algebra import Algebra
from symnn.tensor.axes import dim_name
from symnn.tensor.declarations import rules_of
from symnn.tensor.index import Expr, Factor, Mono
from symnn.tensor.known import Known
from symnn.tensor.operations.table import lowering
from symnn.tensor.sides import sides_at
from symnn.term import Num, Op, Sym, Term, walk
from symnn.verdict import Proved

METHOD = "entropies"


def of_distributions(claim: Claim, known: Known, positive: frozenset[str]) -> Proved | None:
    """A proof of left ≤ right or left ≥ right from what is known of distributions, ``None`` where none is found."""
    assert isinstance(claim.relation, Op)
    names = distributions(claim, known)
    if not names:
        return None
    positive |= above_zero_by_logarithms(claim, names, known)
    algebra = Algebra(positive, rules_of(claim, known, positive))
    sides = sides_at(lowering(known, algebra), *claim.relation.args)
    low, high = (sides.left, sides.right) if claim.relation.head == "le" else (sides.right, sides.left)
    if not not_negative(algebra.minus(high, low), frozenset(s.text for s in names)):
        return None
    steps = ("log x ≤ x − 1 makes divergences and entropies of distributions non-negative",)
    return Proved(Certificate(METHOD, {}, steps=steps), "where both sides have a value")


def distributions(claim: Claim, known: Known) -> frozenset[Sym]:
    """The vectors of which the claim assumes that their entries add up to 1 and that none is below 0."""
    found = set()
    for a in claim.assumptions:
        match a:
            case Op("eq", (Op("sum", (Sym() as entry, Sym() as index, where)), Num(one))) if (
                one == 1 and entry.subs == (index,)
            ):
                v = claim.variable(entry)
                whole = known.shapes.get(entry.base)
                if v is None or whole is None or not _over_all(where, whole[0]) or whole[1]:
                    continue
                if v.domain.intervals and all(i.low is not None and i.low >= 0 for i in v.domain.intervals):
                    found.add(entry.base)
    return frozenset(found)


def _over_all(where: Term, axis: tuple[str, ...]) -> bool:
    match where:
        case Op("none"):
            return len(axis) == 1
        case Op("range", (Num(low), Sym() as high)):
            return low == 1 and axis == (dim_name(high),)
    return False


def above_zero_by_logarithms(claim: Claim, names: frozenset[Sym], known: Known) -> frozenset[str]:
    """Those of which a logarithm of every entry is taken: where the claim has a value none of their entries is 0."""
    found: set[str] = set()
    for node in walk(claim.relation):
        match node:
            case Op("sum", (body, Sym() as index, where)):
                for log in (n for n in walk(body) if isinstance(n, Op) and n.head == "log" and len(n.args) == 1):
                    for s in _factors(log.args[0]):
                        whole = known.shapes.get(s.base)
                        if s.base in names and s.subs == (index,) and whole and _over_all(where, whole[0]):
                            found.add(s.base.text)
    return frozenset(found)


def _factors(t: Term) -> Iterator[Sym]:
    """The names that a term is a product or a quotient of."""
    match t:
        case Sym():
            yield t
        case Op("mul" | "times" | "dot" | "div", args):
            for a in args:
                yield from _factors(a)


@dataclass
class _Parts:
    """What a difference is made of; ``own`` is Σ p log p by p, ``cross`` −Σ p log q by p, ``uniform`` log K by K."""

    own: dict[str, Fraction] = field(default_factory=dict)
    cross: dict[str, Fraction] = field(default_factory=dict)
    uniform: dict[str, Fraction] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    number: Fraction = Fraction(0)


def not_negative(gap: Expr, names: frozenset[str]) -> bool:
    """Whether the difference is a sum of divergences, entropies and the like, with positive factors."""
    parts = _Parts()
    if not all(_sorted_in(m, names, parts) for m in gap.terms) or parts.number < 0:
        return False
    for p, wanted in parts.own.items():
        missing = max(Fraction(0), wanted - parts.cross.get(p, Fraction(0)))
        size = parts.sizes[p]
        left = parts.uniform.get(size, Fraction(0)) - missing
        if missing and left < 0:
            return False
        parts.uniform[size] = left
    return all(left >= 0 for left in parts.uniform.values())


def _sorted_in(m: Mono, names: frozenset[str], parts: _Parts) -> bool:
    rows = list(m.powers.values())
    logs = [(f, e) for f, e in rows if f.kind == "fn" and f.name == "log"]
    entries = [(f, e) for f, e in rows if f.kind == "entry"]
    if len(logs) + len(entries) < len(rows) or len(logs) > 1 or any(e != 1 for _, e in logs):
        return False
    if not logs:
        if not _below_one(entries, m, names):
            return False
        parts.number += min(m.coef, Fraction(0)) if entries else m.coef
        return True
    inner = _entry(logs[0][0])
    if inner is None:
        return False
    if inner.name.startswith("dim ") and not entries and not m.bound:
        size = inner.name[4:]
        parts.uniform[size] = parts.uniform.get(size, Fraction(0)) + m.coef
        return True
    if inner.name not in names or len(inner.at) != 1:
        return False
    if m.coef < 0:  # a product of entries times −log q_k ≥ 0
        if not _nonnegative(entries, names):
            return False
        weight = _single(entries, inner, m)
        if weight is not None and weight.name != inner.name:
            parts.cross[weight.name] = parts.cross.get(weight.name, Fraction(0)) - m.coef
        return True
    weight = _single(entries, inner, m)
    if weight is None or weight.name != inner.name:
        return False
    parts.own[inner.name] = parts.own.get(inner.name, Fraction(0)) + m.coef
    parts.sizes[inner.name] = inner.at[0].dim
    return True


def _entry(log: Factor) -> Factor | None:
    """The entry that a logarithm is of."""
    inside = log.inside
    if inside is None or len(inside.terms) != 1:
        return None
    [m] = inside.terms
    if m.coef != 1 or m.bound or len(m.powers) != 1:
        return None
    [(f, e)] = m.powers.values()
    return f if e == 1 and f.kind == "entry" else None


def _single(entries: list[tuple[Factor, Fraction]], inner: Factor, m: Mono) -> Factor | None:
    """The p of Σ_k p_k log q_k."""
    if len(entries) != 1 or m.bound != frozenset(inner.at):
        return None
    [(f, e)] = entries
    return f if e == 1 and f.at == inner.at else None


def _nonnegative(entries: list[tuple[Factor, Fraction]], names: frozenset[str]) -> bool:
    return all((f.name in names and len(f.at) == 1 and e > 0 and e.denominator == 1) for f, e in entries)


def _below_one(entries: list[tuple[Factor, Fraction]], m: Mono, names: frozenset[str]) -> bool:
    """Whether a product of entries, each index that is summed over one of theirs, lies in [0, 1]."""
    return _nonnegative(entries, names) and m.bound <= {i for f, _ in entries for i in f.at}


__all__ = ["METHOD", "distributions", "of_distributions"]

"""Sums of products of indexed factors, for all sizes: the data, and renaming of indices without capture.

A product is coef·Π factor^exponent, summed over its bound indices.  A factor (an atom) is one of

- ``entry`` of an array at indices (a scalar has none), ``symmetric`` for one with A = Aᵀ, ``size`` of a dimension;
- ``delta`` of two indices, ``prime`` (a prime number, for its roots), ``pi``;
- ``exp``, ``fn`` (an elementwise function) and ``sum`` (a sum that is not multiplied out) of another sum;
- ``func``: a scalar function of an array, or its derivative by entries; ``det`` and ``inv`` of a matrix: the array is
  given by its entry as a sum in which the ``holes`` are the indices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import blake2b
from itertools import count

from symnn.term import Term, plain

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Index:
    """A name of an index that runs over a size; ``at`` is a position that is a number."""

    number: int
    size: Term
    at: int | None = None


def fresh(size: Term) -> Index:
    return Index(next(_numbers), size)


@dataclass(frozen=True, eq=False)
class Atom:
    kind: str
    name: str = ""
    at: tuple[Index, ...] = ()
    inside: Sum | None = None
    holes: tuple[Index, ...] = ()

    @cached_property
    def free(self) -> frozenset[Index]:
        inner = self.inside.free - set(self.holes) if self.inside is not None else frozenset()
        return inner.union(i for i in self.at if i.at is None)

    @cached_property
    def sign(self) -> str:
        """The same for atoms that differ by names of indices only."""
        slots = [f"={i.at}" if i.at is not None else plain(i.size) for i in self.at]
        if self.kind in ("delta", "symmetric"):
            slots.sort()
        inner = "" if self.inside is None else self.inside.sign
        return f"{self.kind} {self.name}[{';'.join(slots)}]({inner})"


@dataclass(frozen=True, eq=False)
class Product:
    coef: Fraction
    factors: tuple[tuple[Atom, Fraction], ...] = ()
    bound: frozenset[Index] = frozenset()

    @cached_property
    def free(self) -> frozenset[Index]:
        return frozenset().union(*(a.free for a, _ in self.factors)) - self.bound

    @cached_property
    def sign(self) -> str:
        """Without the coefficient."""
        rows = sorted(f"{a.sign}^{e}" for a, e in self.factors)
        return f"Σ{len(self.bound)} " + "·".join(rows)


@dataclass(frozen=True, eq=False)
class Sum:
    terms: tuple[Product, ...] = ()

    @cached_property
    def free(self) -> frozenset[Index]:
        return frozenset().union(*(p.free for p in self.terms))

    @cached_property
    def sign(self) -> str:
        text = " + ".join(sorted(f"{p.coef}·{p.sign}" for p in self.terms))
        return text if len(text) < 200 else blake2b(text.encode(), digest_size=16).hexdigest()

    @property
    def number(self) -> Fraction | None:
        """Its value if it is a rational number."""
        if not self.terms:
            return Fraction(0)
        only = self.terms[0]
        return only.coef if len(self.terms) == 1 and not only.factors and not only.bound else None


ZERO = Sum()
ONE = Sum((Product(Fraction(1)),))

Names = Mapping[Index, Index]


def renamed_atom(a: Atom, names: Names) -> Atom:
    if not a.free & names.keys():
        return a
    at = tuple(names.get(i, i) for i in a.at)
    if a.inside is None:
        return Atom(a.kind, a.name, at)
    holes, inside = a.holes, a.inside
    inner = {i: j for i, j in names.items() if i not in holes}
    if set(holes) & set(inner.values()):
        new = tuple(fresh(h.size) for h in holes)
        inside, holes = renamed(inside, dict(zip(holes, new, strict=True))), new
    return Atom(a.kind, a.name, at, renamed(inside, inner), holes)


def renamed_product(p: Product, names: Names) -> Product:
    """Free indices by others; bound ones that would be confused with them get new names."""
    if not p.free & names.keys():
        return p
    inner = {i: j for i, j in names.items() if i not in p.bound}
    if p.bound & set(inner.values()):
        p = refreshed(p)
        inner = dict(names)
    return Product(p.coef, tuple((renamed_atom(a, inner), e) for a, e in p.factors), p.bound)


def renamed(s: Sum, names: Names) -> Sum:
    return s if not s.free & names.keys() else Sum(tuple(renamed_product(p, names) for p in s.terms))


def refreshed(p: Product) -> Product:
    """The same product with new names of its bound indices."""
    if not p.bound:
        return p
    new = {i: fresh(i.size) for i in p.bound}
    return Product(p.coef, tuple((renamed_atom(a, new), e) for a, e in p.factors), frozenset(new.values()))

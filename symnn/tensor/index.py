"""Index expressions: sums of products of indexed factors, with their canonical spelling.

A factor is an entry of an array (a scalar has no indices), a Kronecker delta, a scalar function of an index
expression, a sum to a power that is not expanded (an *atom*), a derivative of an opaque scalar function of an array,
or an entry of an inverse, or a determinant.  Bound indices are summed.  Two products are the same if one becomes the
other by renaming bound indices: colours are refined by where an index occurs, what stays alike is tried in every order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import count, permutations, product
from math import factorial

SYMMETRIC = "sym"  # the name of an inverse or a determinant of a symmetric matrix
_numbers = count(1)
_MOST_ORDERS = 720
_LONG = 80


class Unsupported(Exception):  # noqa: N818  (it names a decision)
    """The index calculus has no rule for this."""


@dataclass(frozen=True, slots=True)
class Ix:
    """An index that runs over a dimension; ``fixed`` is a position that is a number."""

    id: int
    dim: str
    fixed: int | None = None


def fresh(dim: str) -> Ix:
    return Ix(next(_numbers), dim)


def position(dim: str, at: int) -> Ix:
    """The index that is the number ``at``, counted from 1."""
    return Ix(-at, dim, at)


Names = Mapping[Ix, str]


def spelled(ix: Ix, names: Names) -> str:
    return names.get(ix) or (f"={ix.fixed}" if ix.fixed is not None else f"#{ix.id}")


def short(text: str) -> str:
    """Long spellings by their digest."""
    return text if len(text) <= _LONG else hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Factor:
    """``kind``: entry, delta, fn, exp, atom, func, inv, det.  ``holes`` are the indices of ``inside`` bound here."""

    kind: str
    name: str = ""
    at: tuple[Ix, ...] = ()
    inside: Expr | None = None
    holes: tuple[Ix, ...] = ()

    @cached_property
    def free(self) -> frozenset[Ix]:
        inner = self.inside.free - set(self.holes) if self.inside is not None else frozenset()
        return frozenset(self.at) | inner

    @property
    def symmetric(self) -> bool:
        """An entry of a symmetric matrix, or of the inverse of one."""
        return (self.kind == "entry" and self.name.startswith("sym ")) or (
            self.kind == "inv" and self.name == SYMMETRIC
        )

    @cached_property
    def key(self) -> str:
        return self.spell({})

    @cached_property
    def height(self) -> int:
        """How deep sums are nested in it: what is bound further in never has the name of what is bound further out."""
        return 0 if self.inside is None else self.inside.height + 1

    @cached_property
    def _spellings(self) -> dict[tuple[str, ...], str]:
        return {}

    @cached_property
    def _order(self) -> tuple[Ix, ...]:
        return tuple(sorted(self.free, key=lambda i: i.id))

    def spell(self, names: Names) -> str:
        """With names for its free indices; each spelling is worked out once."""
        here = tuple(spelled(i, names) for i in self._order)
        if here not in self._spellings:
            self._spellings[here] = self._spelled(names)
        return self._spellings[here]

    def _spelled(self, names: Names) -> str:
        where = [spelled(i, names) for i in self.at]
        if self.kind == "delta" or self.symmetric:
            where.sort()
        if self.kind == "func":  # derivatives of a smooth function commute
            size = len(self.holes)
            rows = sorted(",".join(where[k : k + size]) for k in range(0, len(where), size)) if size else where
            where = rows
        text = f"{self.kind} {self.name}[{';'.join(where)}]" + "".join(f":{h.dim}" for h in self.holes)
        if self.inside is not None:
            level = self.inside.height
            inner = {**names, **{h: f"o{level}.{k}:{h.dim}" for k, h in enumerate(self.holes)}}
            text += f"({self.inside.spell(inner)})"
        return short(text)

    def renamed(self, change: Mapping[Ix, Ix]) -> Factor:
        if not self.free & change.keys():
            return self
        at = tuple(change.get(i, i) for i in self.at)
        inner = {i: j for i, j in change.items() if i not in self.holes}
        inside = self.inside.renamed(inner) if self.inside is not None else None
        return Factor(self.kind, self.name, at, inside, self.holes)


Powers = Mapping[str, tuple[Factor, Fraction]]


@dataclass(frozen=True, eq=False)
class Mono:
    """coef·Π factor^exponent, summed over ``bound``."""

    coef: Fraction
    powers: Powers = field(default_factory=dict)
    bound: frozenset[Ix] = frozenset()

    @cached_property
    def free(self) -> frozenset[Ix]:
        return frozenset().union(*(f.free for f, _ in self.powers.values())) - self.bound

    @cached_property
    def height(self) -> int:
        return max((f.height for f, _ in self.powers.values()), default=0)

    @cached_property
    def key(self) -> str:
        return self.spell({})

    def spell(self, names: Names) -> str:
        """Canonical, without the coefficient."""
        if not self.bound:
            return self._written(names)
        colours = {i: i.dim for i in self.bound}
        for _ in range(len(self.bound) + 1):
            finer = {i: self._colour(i, colours, names) for i in self.bound}
            settled = len(set(finer.values())) == len(set(colours.values()))
            colours = finer
            if settled:
                break
        return min(self._written({**names, **order}) for order in _orders(colours, self.height))

    def _colour(self, ix: Ix, colours: Mapping[Ix, str], names: Names) -> str:
        env = {**names, **{i: f"?{c}" for i, c in colours.items()}, ix: "*"}
        rows = sorted(f"{f.spell(env)}^{e}" for f, e in self.powers.values() if ix in f.free)
        return hashlib.sha256((colours[ix] + "|".join(rows)).encode()).hexdigest()[:24]

    def _written(self, names: Names) -> str:
        rows = sorted(f"{f.spell(names)}^{e}" for f, e in self.powers.values())
        return short(f"Σ{len(self.bound)} " + "·".join(rows))

    def renamed(self, change: Mapping[Ix, Ix]) -> Mono:
        return self if not self.free & change.keys() else _rebuilt(self, change)

    def refreshed(self) -> Mono:
        """With new names of the bound indices."""
        return _rebuilt(self, {i: fresh(i.dim) for i in self.bound}) if self.bound else self


def _rebuilt(m: Mono, change: Mapping[Ix, Ix]) -> Mono:
    rows = [(f.renamed(change), e) for f, e in m.powers.values()]
    return Mono(m.coef, {f.key: (f, e) for f, e in rows}, frozenset(change.get(i, i) for i in m.bound))


def _orders(colours: Mapping[Ix, str], height: int) -> Iterator[dict[Ix, str]]:
    groups: dict[str, list[Ix]] = {}
    for ix in sorted(colours, key=lambda i: (colours[i], i.id)):
        groups.setdefault(colours[ix], []).append(ix)
    alike = list(groups.values())
    size = 1
    for g in alike:
        size *= factorial(len(g))
    choices = product(*(permutations(g) for g in alike)) if size <= _MOST_ORDERS else [tuple(map(tuple, alike))]
    for choice in choices:
        yield {ix: f"b{height}.{k}:{ix.dim}" for k, ix in enumerate(i for g in choice for i in g)}


@dataclass(frozen=True, eq=False)
class Expr:
    """A sum of products; like ones are collected."""

    terms: tuple[Mono, ...] = ()

    @cached_property
    def free(self) -> frozenset[Ix]:
        return frozenset().union(*(t.free for t in self.terms))

    @cached_property
    def height(self) -> int:
        return max((t.height for t in self.terms), default=0)

    @cached_property
    def key(self) -> str:
        return self.spell({})

    def spell(self, names: Names) -> str:
        return short(" + ".join(sorted(f"{t.coef}·{t.spell(names)}" for t in self.terms)))

    def renamed(self, change: Mapping[Ix, Ix]) -> Expr:
        return self if not self.free & change.keys() else Expr(tuple(t.renamed(change) for t in self.terms))

    @property
    def number(self) -> Fraction | None:
        """Its value if it is a rational number."""
        if not self.terms:
            return Fraction(0)
        [*rest, only] = self.terms
        return only.coef if not rest and not only.powers and not only.bound else None


ZERO = Expr()
ONE_MONO = Mono(Fraction(1))
ONE = Expr((ONE_MONO,))


def number(x: Fraction | int) -> Expr:
    return Expr((Mono(Fraction(x)),)) if x else ZERO

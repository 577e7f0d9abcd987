"""Dimensions of arrays: names, numbers, linear expressions of them, and unknowns that are bound by union-find."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from symnn.indices import linear, tidy
from symnn.term import Num, Op, Sym, Term

ONE = Num(Fraction(1))
Shape = tuple[Term, ...]  # () of a scalar, (rows, columns) of a matrix
_UNKNOWN = "?"


@dataclass(slots=True)
class Dims:
    """What is known about unknown dimensions; declared ones are generic: two names are two sizes."""

    parent: dict[Sym, Term] = field(default_factory=dict)
    fresh: count[int] = field(default_factory=count)

    def unknown(self) -> Sym:
        return Sym(f"{_UNKNOWN}{next(self.fresh)}")

    def resolve(self, dim: Term) -> Term:
        while isinstance(dim, Sym) and dim in self.parent:
            dim = self.parent[dim]
        return dim

    def meet(self, a: Term, b: Term) -> bool:
        """Identify two dimensions; false if they certainly differ."""
        a, b = self.resolve(a), self.resolve(b)
        if a == b:
            return True
        if _open(a):
            self.parent[a] = b  # type: ignore[index]
            return True
        if _open(b):
            self.parent[b] = a  # type: ignore[index]
            return True
        return not differ(a, b)

    def shape(self, shape: Shape) -> Shape:
        """With every dimension resolved; 1×1 is a scalar."""
        out = tuple(self.resolve(d) for d in shape)
        return () if out == (ONE, ONE) else out


def _open(dim: Term) -> bool:
    return isinstance(dim, Sym) and dim.name.startswith(_UNKNOWN)


def is_open(shape: Shape) -> bool:
    """Whether a dimension is still unknown."""
    return any(_open(d) for d in shape)


def differ(a: Term, b: Term) -> bool:
    """Certainly different: two numbers, two names, a name and 1, or a constant difference that is not zero.

    A name and a number other than 1 may be the same size (D = 3), and so may n + 1 and m.
    """
    rest = linear(a)
    for atom, factor in linear(b).items():
        rest[atom] = rest.get(atom, Fraction(0)) - factor
    rest = {atom: factor for atom, factor in rest.items() if factor}
    if set(rest) <= {None}:
        return bool(rest)
    if isinstance(a, Sym) and isinstance(b, Sym):
        return a.base != b.base or _indices_differ(a, b)
    return (isinstance(a, Sym) and b == ONE) or (isinstance(b, Sym) and a == ONE)


def _indices_differ(a: Sym, b: Sym) -> bool:
    """M_l and M_{l+1} are two widths; M_i and M_j may be one."""
    pairs = zip(a.subs + a.sups, b.subs + b.sups, strict=False)
    fixed = (Num, Op)
    return any(differ(i, j) for i, j in pairs if isinstance(i, fixed) or isinstance(j, fixed))


__all__ = ["ONE", "Dims", "Shape", "differ", "is_open", "linear", "tidy"]

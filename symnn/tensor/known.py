"""What a claim declares, and what a name with indices means by it: an array, a row, a column, an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symnn.indices import linear
from symnn.tensor.axes import SCALAR, Axis, Labels, Shape
from symnn.tensor.index import Ix, Unsupported, position
from symnn.term import Num, Op, Sym, Term, plain

_FAMILY = " family"
_LETTERS = frozenset("ijklmnpqrst")  # of indices


@dataclass(frozen=True)
class Named:
    """The shape of a name, what its entries are called, and the indices that it already has."""

    shape: Shape
    name: str = ""
    at: Labels = ()

    @property
    def family(self) -> bool:
        """One of the arrays x_1, x_2, …, with its number as an index."""
        return self.name.endswith(_FAMILY)


@dataclass(frozen=True)
class Known:
    """What a claim declares: shapes of names, opaque functions, indices, the layout of Jacobians.

    ``rows`` are the heads whose derivatives of a number by a column are rows.
    """

    shapes: Mapping[Sym, Shape]
    scalar_functions: frozenset[Sym] = frozenset()
    elementwise: frozenset[Sym] = frozenset()
    symmetric: frozenset[Sym] = frozenset()
    denominator: bool = False
    rows: frozenset[str] = frozenset()
    indices: Mapping[Sym, Ix] = field(default_factory=dict)
    dimensions: frozenset[str] = frozenset()
    local: frozenset[Sym] = frozenset()
    members: Mapping[Sym, str] = field(default_factory=dict)  # of a family x_1, x_2, … the dimension of its number
    apart: frozenset[frozenset[Term]] = frozenset()  # indices that are said to differ

    def under(self, index: Sym, label: Ix) -> Known:
        return replace(self, indices={**self.indices, index: label})

    def standing(self, name: Sym, shape: Shape) -> Known:
        """With a name that stands for something of this shape here."""
        return replace(self, shapes={**self.shapes, name: shape}, local=frozenset({*self.local, name}))

    def named(self, s: Sym) -> Named:
        if s in self.indices:
            return Named(SCALAR)
        if s.text in self.dimensions:
            return Named(SCALAR, f"dim {s.text}")
        if s in self.shapes and not (set(s.subs) & set(self.indices)) and not self.member(s):
            return Named(self.shapes[s], self._entry_name(s))
        if s.subs:
            array = replace(s, subs=())
            whole = self.shapes.get(array)
            if whole is not None and not self._among(s):
                return self._entries(s, whole, self._entry_name(array))
            for pattern, shape in self.shapes.items():
                if pattern.base == s.base and len(pattern.subs) == len(s.subs) and pattern.sups == s.sups:
                    dim = self.members.get(pattern.base, f"family {pattern.base.text}")
                    at = tuple(self.label(i, dim) for i in s.subs)
                    return Named(shape, f"{pattern.base.text}{_FAMILY}", at)
        raise Unsupported(f"nothing is known about {s.text}")

    def member(self, s: Sym) -> bool:
        """One of the arrays whose number a sum runs over."""
        return s.base in self.members and len(s.subs) == 1 and not s.sups

    def _among(self, s: Sym) -> bool:
        """x_i beside a point x, both declared as arrays: one of the samples, and no entry of x."""
        alike = (p for p in self.shapes if p.base == s.base and len(p.subs) == len(s.subs) and p.sups == s.sups)
        return any(self.shapes[p] != SCALAR for p in alike)

    def perhaps_another(self, s: Sym) -> Sym | None:
        """A name of the same family that is this one where their indices are equal: x_i and x_j, x_1 and x_j."""
        if self.member(s):
            return None  # their indices are those of a dimension
        family = [t for t in self.shapes if t.base == s.base and (len(t.subs), t.sups) == (len(s.subs), s.sups)]
        letters = {i.name for t in family for i in t.subs if isinstance(i, Sym)}
        if not letters <= _LETTERS:
            return None  # W_f and W_i of the gates of a cell: labels
        for other in family:
            if other != s:
                rows = [(a, b) for a, b in zip(s.subs, other.subs, strict=True) if a != b]
                if not any(_never_equal(a, b) or frozenset((a, b)) in self.apart for a, b in rows):
                    return other
        return None

    def _entry_name(self, s: Sym) -> str:
        return local_name(s) if s in self.local else f"sym {s.text}" if s in self.symmetric else s.text

    def _entries(self, s: Sym, whole: Shape, name: str) -> Named:
        axes = [a for a in whole if a]
        if len(s.subs) != len(axes) or any(len(a) != 1 for a in axes):
            raise Unsupported(f"the indices of {s.text} do not fit its shape")
        at: list[Ix | None] = []
        left: list[Axis] = []
        for index, axis in zip(s.subs, axes, strict=True):
            if isinstance(index, Op) and index.head == "slice":
                at.append(None)
                left.append(axis)
            else:
                at.append(self.label(index, axis[0]))
        if None not in at:
            return Named(SCALAR, name, tuple(i for i in at if i is not None))
        if len(left) == 2:
            return Named(whole, name)
        row_kept = at[0] is None
        [fixed] = [i for i in at if i is not None]
        return Named((left[0], ()) if row_kept else ((), left[0]), name, (fixed,))

    def label(self, index: Term, dim: str) -> Ix:
        """The index of a dimension that a term means: a place, or a name that runs over it."""
        match index:
            case Num(q) if q.denominator == 1 and q >= 1:
                return position(dim, int(q))
            case Sym() if index in self.indices:
                found = self.indices[index]
                if found.dim not in (dim, "?"):
                    raise Unsupported(f"{index.text} runs over {found.dim} and over {dim}")
                return found
        raise Unsupported(f"the index {plain(index)}")


def _never_equal(a: Term, b: Term) -> bool:
    gap = linear(a)
    for atom, factor in linear(b).items():
        gap[atom] = gap.get(atom, Fraction(0)) - factor
    rest = {atom: factor for atom, factor in gap.items() if factor}
    return set(rest) == {None}


def local_name(name: Sym) -> str:
    """What the entries of a name are called that stands for something."""
    return f"local {name.text}"

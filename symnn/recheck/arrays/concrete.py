"""Concrete sizes, numbers and functions at which a claim is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symnn.recheck.arrays.scene import Axis
from symnn.recheck.outcome import UnclearError
from symnn.term import Num, Op, Sym, Term, plain

Table = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class Example:
    """Sizes, the numbers of every array and scalar as tables, places for free indices, and concrete functions.

    ``functions``: one row are the coefficients of a polynomial, for a function of numbers; three rows are the weights
    of the entries, row by row, in f(U) = a·U + (b·U)²/2 + (c·U)³/6, for a scalar function of an array.
    """

    sizes: Mapping[Sym, int]
    numbers: Mapping[Sym, Table]
    indices: Mapping[Sym, int] = field(default_factory=dict)
    functions: Mapping[Sym, Table] = field(default_factory=dict)

    def length(self, axis: Axis) -> int:
        out = 1
        for d in axis:
            out *= self._length(d)
        return out

    def _length(self, d: Term) -> int:
        match d:
            case Num(q) if q.denominator == 1 and q >= 1:
                return int(q)
            case Sym() if d in self.sizes:
                return self.sizes[d]
            case Op("neg", (a,)):
                return -self._length(a)
            case Op("add", args):
                return sum(map(self._length, args))
            case Op("mul" | "times" | "dot", args):
                out = 1
                for a in args:
                    out *= self._length(a)
                return out
        raise UnclearError(f"the size {plain(d)}")

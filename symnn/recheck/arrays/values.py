"""The entries of a term at sizes and numbers, straight from what the term says.

Derivatives are taken by infinitesimals: the variable's entry gets ε, the derivative is the coefficient of ε.  No rule
of the index calculus is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpq

from symnn.recheck.arrays.concrete import Example
from symnn.recheck.arrays.differentials import called, derivative
from symnn.recheck.arrays.jets import Jet, function, inverse, number, power, total
from symnn.recheck.arrays.scene import ANY, SCALAR, Scene, Scope
from symnn.recheck.arrays.shapes import Shapes
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import Num, Op, Sym, Term, is_place, plain


@dataclass(eq=False)
class Frame:
    """What names stand for here; ``seeds`` are the entries that carry an infinitesimal."""

    scope: Scope
    indices: Mapping[Sym, int]
    local: Mapping[Sym, Callable[[int, int], Jet]] = field(default_factory=dict)
    seeds: tuple[tuple[Sym, int, int, int], ...] = ()
    tags: int = 0  # infinitesimals in use here and further out
    known: dict[tuple[int, ...], Jet] = field(default_factory=dict)
    matrices: dict[int, tuple[list[list[Jet]], Jet]] = field(default_factory=dict)
    inner: dict[tuple[object, ...], Frame] = field(default_factory=dict)


class Values:
    def __init__(self, scene: Scene, shapes: Shapes, example: Example) -> None:
        self.scene, self.shapes, self.example = scene, shapes, example
        self.root = Frame(shapes.root, example.indices)

    def size(self, t: Term, here: Frame) -> tuple[int, int]:
        rows, cols = self.shapes.of(t, here.scope)
        return self.example.length(rows), self.example.length(cols)

    def at(self, t: Term, i: int, j: int, here: Frame) -> Jet:
        """The entry at row i and column j, counted from 0; a scalar is the same everywhere."""
        if self.shapes.of(t, here.scope) == SCALAR:
            i = j = 0
        key = (id(t), i, j)
        if key not in here.known:
            here.known[key] = self._at(t, i, j, here)
        return here.known[key]

    def _at(self, t: Term, i: int, j: int, here: Frame) -> Jet:
        match t:
            case Num(q):
                return number(q)
            case Sym():
                return self._name(t, i, j, here)
            case Op("pi"):
                return function("atan", number(1)).scaled(fmpq(4))
            case Op("e"):
                return function("exp", number(1))
            case Op("add", args):
                return total(self.at(a, i, j, here) for a in args)
            case Op("neg", (a,)):
                return self.at(a, i, j, here).scaled(fmpq(-1))
            case Op("percent", (a,)):
                return self.at(a, i, j, here).scaled(fmpq(1, 100))
            case Op("hadamard", args):
                out = number(1)
                for a in args:
                    out = out * self.at(a, i, j, here)
                return out
            case Op("div" | "hadamard_div", (a, b)):
                return self.at(a, i, j, here) * power(self.at(b, i, j, here), Fraction(-1))
            case Op("dot", (a, b)) if self.shapes.columns(a, b, here.scope):
                return self._inner(a, b, here)
            case Op("inner", (a, b)):
                return self._inner(a, b, here)
            case Op("mul" | "times" | "dot", args):
                return self._product(t, 0, len(args), i, j, here)
            case Op("norm" | "norm_frobenius", (a, *_)):
                return power(self._inner(a, a, here), Fraction(1, 2))
            case Op("pow", (Op("norm" | "norm_frobenius", (a, *_)), Num(q))) if q == 2:
                return self._inner(a, a, here)
            case Op("pow", (Op("e"), a)) | Op("exp", (a,)):
                return function("exp", self.at(a, i, j, here))
            case Op("pow", (a, Num(q))):
                return self._power(a, q, i, j, here)
            case Op("hadamard_pow", (a, b)):
                return power(self.at(a, i, j, here), self._rational(b, here))
            case Op("pow", (a, b)) if self.shapes.of(b, here.scope) == SCALAR:
                return power(self.at(a, i, j, here), self._rational(b, here))
            case Op("sqrt", (a,)):
                return power(self.at(a, i, j, here), Fraction(1, 2))
            case Op("transpose", (a,)):
                return self.at(a, j, i, here)
            case Op("tr", (a,)):
                return total(self.at(a, k, k, here) for k in range(self.size(a, here)[0]))
            case Op("det", (a,)):
                return self._solved(a, here)[1]
            case Op("inverse", (a,)):
                return self._solved(a, here)[0][i][j]
            case Op("vec", (a,)):
                rows = self.size(a, here)[0]
                return self.at(a, i % rows, i // rows, here)
            case Op("kron", (a, b)):
                rows, cols = self.size(b, here)
                return self.at(a, i // rows, j // cols, here) * self.at(b, i % rows, j % cols, here)
            case Op("diag", (a,)):
                if self.shapes.of(a, here.scope)[1]:
                    return self.at(a, i, i, here)
                return self.at(a, i, 0, here) if i == j else number(0)
            case Op("ones"):
                return number(1)
            case Op("zeros"):
                return number(0)
            case Op("identity"):
                return number(int(i == j))
            case Op("delta", (a, b)):
                return number(int(self._index(a, here) == self._index(b, here)))
            case Op("softmax" | "softmax_rows", (a,)):
                return self._softmax(t, a, i, j, here)
            case Op("sum", (body, Sym() as index, span)):
                return total(self.at(body, i, j, f) for f in self._summands(t, index, span, here))
            case Op("at", (body, Sym() as name, value)) if is_place(name):
                inner = self.inside(here, ("at", id(t), i, j), here.scope.where(t, name, SCALAR), local={
                    **here.local, name: lambda k, m: self.at(value, i, j, here)},
                    seeds=tuple(s for s in here.seeds if s[0] != name))  # fmt: skip
                return self.at(body, 0, 0, inner)
            case Op("at", (_, Sym() as name, value)):
                scope = here.scope.where(t, name, self.shapes.of(value, here.scope))
                inner = self.inside(here, ("at", id(t)), scope, local={
                    **here.local, name: lambda k, m: self.at(value, k, m, here)},
                    seeds=tuple(s for s in here.seeds if s[0] != name))  # fmt: skip
                return self.at(t.args[0], i, j, inner)
            case Op("call", (f, a)):
                return called(self, f, a, i, j, here)
            case Op("deriv" | "gradient" | "hessian"):
                return derivative(self, t, i, j, here)
            case Op(head, (a,)):
                return function(head, self.at(a, i, j, here))
        raise UnclearError("no value")

    def inside(
        self, here: Frame, key: tuple[object, ...], scope: Scope, *,
        indices: Mapping[Sym, int] | None = None, local: Mapping[Sym, Callable[[int, int], Jet]] | None = None,
        seeds: tuple[tuple[Sym, int, int, int], ...] | None = None, tags: int = 0,
    ) -> Frame:  # fmt: skip
        if key not in here.inner:
            here.inner[key] = Frame(
                scope,
                here.indices if indices is None else indices,
                here.local if local is None else local,
                here.seeds if seeds is None else seeds,
                here.tags + tags,
            )
        return here.inner[key]

    # -- names -------------------------------------------------------------------------------------------------------

    def _name(self, s: Sym, i: int, j: int, here: Frame) -> Jet:
        if s in self.example.sizes:
            return number(self.example.sizes[s])
        if s in here.indices:
            return number(here.indices[s])
        array, i, j = self.entry(s, i, j, here)
        if array in here.local:
            out = here.local[array](i, j)
        elif array in self.example.numbers:
            out = number(self.example.numbers[array][i][j])
        else:
            raise UnclearError(f"no number for {array.text}")
        for name, k, m, tag in here.seeds:
            if (name, k, m) == (array, i, j):
                out = out + Jet({tag: fmpq(1)})
        return out

    def entry(self, s: Sym, i: int, j: int, here: Frame) -> tuple[Sym, int, int]:
        """The array and the row and column that a name means, which may be one with indices."""
        place = self.shapes.place(s, here.scope)
        if not place.at:
            return place.array, i, j
        lengths = [self.example.length(a) for a in place.whole if a]
        loose = [i, j] if len(place.at) == 2 else [i if place.whole[0] else j]
        spots = [own if k is None else self._index(k, here) - 1 for k, own in zip(place.at, loose, strict=True)]
        if any(not 0 <= spot < n for spot, n in zip(spots, lengths, strict=True)):
            fail(f"{s.text} outside of its range")
        row, col = spots if len(spots) == 2 else (spots[0], 0) if place.whole[0] else (0, spots[0])
        return place.array, row, col

    def _index(self, t: Term, here: Frame) -> int:
        match t:
            case Num(q) if q.denominator == 1:
                return int(q)
            case Sym() if t in here.indices:
                return here.indices[t]
        raise UnclearError(f"the index {plain(t)}")

    def _summands(self, t: Op, index: Sym, span: Term, here: Frame) -> list[Frame]:
        scope = self.shapes.summed(t, here.scope)
        size = scope.indices[index]
        match span:
            case Op("range", (Num(low), Num(high))):
                run = range(int(low), int(high) + 1)
            case _:
                assert size is not None
                run = range(1, self.example.length((size,)) + 1)
        local = {k: v for k, v in here.local.items() if k != index}
        return [
            self.inside(here, ("sum", id(t), k), scope, indices={**here.indices, index: k}, local=local) for k in run
        ]

    # -- products and powers -----------------------------------------------------------------------------------------

    def _inner(self, a: Term, b: Term, here: Frame) -> Jet:
        rows, cols = (self.example.length(axis) for axis in self.shapes.joined((a, b), here.scope))
        return total(self.at(a, i, j, here) * self.at(b, i, j, here) for i in range(rows) for j in range(cols))

    def _product(self, t: Op, low: int, high: int, i: int, j: int, here: Frame) -> Jet:
        shape, cut = self.shapes.product(t, low, high, here.scope)
        if shape == SCALAR:
            i = j = 0
        if high - low == 1:
            return self.at(t.args[low], i, j, here)
        key = (id(t), low, high, i, j)
        if key not in here.known:
            left, right = (self.shapes.product(t, *ends, here.scope)[0] for ends in ((low, cut), (cut, high)))
            if SCALAR in (left, right):
                out = self._product(t, low, cut, i, j, here) * self._product(t, cut, high, i, j, here)
            else:
                axis = left[1] if left[1] != ANY else right[0]
                out = total(self._product(t, low, cut, i, k, here) * self._product(t, cut, high, k, j, here)
                           for k in range(self.example.length(axis)))  # fmt: skip
            here.known[key] = out
        return here.known[key]

    def _power(self, a: Term, q: Fraction, i: int, j: int, here: Frame) -> Jet:
        if self.shapes.of(a, here.scope) == SCALAR:
            return power(self.at(a, i, j, here), q)
        rows = range(self.size(a, here)[0])
        line = [self.at(a, i, k, here) for k in rows]
        for _ in range(int(q) - 1):
            line = [total(line[k] * self.at(a, k, m, here) for k in rows) for m in rows]
        return line[j]

    def _rational(self, t: Term, here: Frame) -> Fraction:
        value = self.at(t, 0, 0, here)
        if set(value.parts) - {0} or not isinstance(value.value, fmpq):
            fail("an exponent that is no rational number")
        return Fraction(int(value.value.p), int(value.value.q))

    def _solved(self, a: Term, here: Frame) -> tuple[list[list[Jet]], Jet]:
        if id(a) not in here.matrices:
            rows = range(self.size(a, here)[0])
            here.matrices[id(a)] = inverse([[self.at(a, i, j, here) for j in rows] for i in rows])
        return here.matrices[id(a)]

    # -- softmax -----------------------------------------------------------------------------------

    def _softmax(self, t: Op, a: Term, i: int, j: int, here: Frame) -> Jet:
        rows, cols = self.size(a, here)
        along_rows = t.head == "softmax_rows" or not self.shapes.of(a, here.scope)[0]
        line = [(i, k) for k in range(cols)] if along_rows else [(k, j) for k in range(rows)]
        whole = total(function("exp", self.at(a, *p, here)) for p in line)
        return function("exp", self.at(a, i, j, here)) * power(whole, Fraction(-1))

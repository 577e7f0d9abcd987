"""The entries of a term at sizes and numbers, straight from what the term says.

Derivatives are taken by infinitesimals: the variable's entry gets ε, the derivative is the coefficient of ε.  No rule
of the index calculus is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpq

from symnn.recheck.arrays.jets import Jet, elementary, inverse, number, polynomial, power
from symnn.recheck.arrays.scene import ANY, SCALAR, Axis, Scene, Scope
from symnn.recheck.arrays.shapes import Shapes
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import Num, Op, Sym, Term, is_place, plain

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
                return _function("atan", number(1)).scaled(fmpq(4))
            case Op("e"):
                return _function("exp", number(1))
            case Op("add", args):
                return _sum(self.at(a, i, j, here) for a in args)
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
                return _function("exp", self.at(a, i, j, here))
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
                return _sum(self.at(a, k, k, here) for k in range(self.size(a, here)[0]))
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
                return _sum(self.at(body, i, j, f) for f in self._summands(t, index, span, here))
            case Op("at", (body, Sym() as name, value)) if is_place(name):
                inner = self._inside(here, ("at", id(t), i, j), here.scope.where(t, name, SCALAR), local={
                    **here.local, name: lambda k, m: self.at(value, i, j, here)},
                    seeds=tuple(s for s in here.seeds if s[0] != name))  # fmt: skip
                return self.at(body, 0, 0, inner)
            case Op("at", (_, Sym() as name, value)):
                scope = here.scope.where(t, name, self.shapes.of(value, here.scope))
                inner = self._inside(here, ("at", id(t)), scope, local={
                    **here.local, name: lambda k, m: self.at(value, k, m, here)},
                    seeds=tuple(s for s in here.seeds if s[0] != name))  # fmt: skip
                return self.at(t.args[0], i, j, inner)
            case Op("call", (f, a)):
                return self._call(f, a, i, j, here)
            case Op("deriv" | "gradient" | "hessian"):
                return self._derivative(t, i, j, here)
            case Op("normal_cdf" | "normal_pdf" as head, (a,)):
                return _normal(head, self.at(a, i, j, here))
            case Op("tanh" | "sinh" | "cosh" as head, (a,)):
                return _hyperbolic(head, self.at(a, i, j, here))
            case Op(head, (a,)):
                return _function(head, self.at(a, i, j, here))
        raise UnclearError("no value")

    def _inside(
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
        array, i, j = self._entry(s, i, j, here)
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

    def _entry(self, s: Sym, i: int, j: int, here: Frame) -> tuple[Sym, int, int]:
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
            self._inside(here, ("sum", id(t), k), scope, indices={**here.indices, index: k}, local=local) for k in run
        ]

    # -- products and powers -----------------------------------------------------------------------------------------

    def _inner(self, a: Term, b: Term, here: Frame) -> Jet:
        rows, cols = (self.example.length(axis) for axis in self.shapes.joined((a, b), here.scope))
        return _sum(self.at(a, i, j, here) * self.at(b, i, j, here) for i in range(rows) for j in range(cols))

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
                out = _sum(self._product(t, low, cut, i, k, here) * self._product(t, cut, high, k, j, here)
                           for k in range(self.example.length(axis)))  # fmt: skip
            here.known[key] = out
        return here.known[key]

    def _power(self, a: Term, q: Fraction, i: int, j: int, here: Frame) -> Jet:
        if self.shapes.of(a, here.scope) == SCALAR:
            return power(self.at(a, i, j, here), q)
        rows = range(self.size(a, here)[0])
        line = [self.at(a, i, k, here) for k in rows]
        for _ in range(int(q) - 1):
            line = [_sum(line[k] * self.at(a, k, m, here) for k in rows) for m in rows]
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

    # -- functions and derivatives -----------------------------------------------------------------------------------

    def _softmax(self, t: Op, a: Term, i: int, j: int, here: Frame) -> Jet:
        rows, cols = self.size(a, here)
        along_rows = t.head == "softmax_rows" or not self.shapes.of(a, here.scope)[0]
        line = [(i, k) for k in range(cols)] if along_rows else [(k, j) for k in range(rows)]
        total = _sum(_function("exp", self.at(a, *p, here)) for p in line)
        return _function("exp", self.at(a, i, j, here)) * power(total, Fraction(-1))

    def _call(self, f: Term, a: Term, i: int, j: int, here: Frame) -> Jet:
        order = 0
        match f:
            case Op("prime", (inner, Num(q))):
                f, order = inner, int(q)
        assert isinstance(f, Sym)
        if f not in self.example.functions:
            fail(f"no concrete function for {f.text}")
        if self.scene.functions[f] == "elementwise" or self.shapes.of(a, here.scope) == SCALAR:
            return self._of_number(f, order, self.at(a, i, j, here))
        return self._functional(f, a, None, here)

    def _of_number(self, f: Sym, order: int, u: Jet) -> Jet:
        if len(self.example.functions[f]) != 1:
            fail(f"{f.text} of numbers and of arrays")
        [row] = self.example.functions[f]
        return u.put_into(polynomial([fmpq(c.numerator, c.denominator) for c in row], order))

    def _functional(self, f: Sym, a: Term, by: tuple[int, int] | None, here: Frame) -> Jet:
        """a·U + (b·U)²/2 + (c·U)³/6, or its derivative by an entry of U."""
        rows, cols = self.size(a, here)
        weights = self.example.functions[f]
        if len(weights) != 3 or any(len(w) != rows * cols for w in weights):
            fail(f"{f.text} of arrays of two sizes")
        u = [self.at(a, i, j, here) for i in range(rows) for j in range(cols)]
        order = 0 if by is None else 1
        out = number(0)
        for degree, row in enumerate(weights, 1):
            inner = _sum(x * number(w) for x, w in zip(u, row, strict=True))
            term = number(1) if by is None else number(row[by[0] * cols + by[1]])
            for k in range(degree - order):
                term = (term * inner).scaled(fmpq(1, k + 1))
            out = out + term
        return out

    def _derivative(self, t: Op, i: int, j: int, here: Frame) -> Jet:
        match t:
            case Op("gradient", (Op("call", (Sym() as f, a)),)):
                if f not in self.example.functions:
                    fail(f"no concrete function for {f.text}")
                if self.shapes.of(a, here.scope) == SCALAR:
                    return self._of_number(f, 1, self.at(a, 0, 0, here))
                return self._functional(f, a, (i, j), here)
            case Op("hessian", (body, Sym() as by)):
                rows = self.size(by, here)[0]
                spots: list[tuple[Term, int, int]] = [(by, i % rows, i // rows), (by, j % rows, j // rows)]
                return self._slope(body, 0, 0, spots, here)
            case Op("deriv", (body, *more)) if len(more) > 1:
                return self._slope(body, i, j, [(v, 0, 0) for v in more], here)
            case Op("deriv" | "gradient", (body, by)):
                of, var = self.shapes.of(body, here.scope), self.shapes.of(by, here.scope)
                if of == SCALAR:
                    return self._slope(body, 0, 0, [(by, i, j)], here)
                if self.scene.denominator:
                    i, j = j, i
                if var == SCALAR:
                    return self._slope(body, i, j, [(by, 0, 0)], here)
                rows, height = self.size(body, here)[0], self.size(by, here)[0]
                return self._slope(body, i % rows, i // rows, [(by, j % height, j // height)], here)
        raise UnclearError("this derivative")

    def _slope(self, body: Term, i: int, j: int, spots: list[tuple[Term, int, int]], here: Frame) -> Jet:
        frame, tags = here, []
        for by, k, m in spots:
            if not isinstance(by, Sym) or by in here.indices or by in self.example.sizes:
                fail("a derivative by something that is no variable")
            array, row, col = self._entry(by, k, m, here)
            tag = 1 << frame.tags
            seeds = (*frame.seeds, (array, row, col, tag))
            frame = self._inside(frame, ("by", array, row, col), frame.scope, seeds=seeds, tags=1)
            tags.append(tag)
        out = self.at(body, i, j, frame)
        for tag in tags:
            out = out.part(tag)
        return out


def _sum(parts: Iterable[Jet]) -> Jet:
    out = number(0)
    for p in parts:
        out = out + p
    return out


def _function(name: str, u: Jet) -> Jet:
    return u.put_into(elementary(name))


def _hyperbolic(head: str, u: Jet) -> Jet:
    up, down = _function("exp", u), _function("exp", u.scaled(fmpq(-1)))
    if head == "cosh":
        return (up + down).scaled(fmpq(1, 2))
    gap = up + down.scaled(fmpq(-1))
    return gap.scaled(fmpq(1, 2)) if head == "sinh" else gap * power(up + down, Fraction(-1))


def _normal(head: str, u: Jet) -> Jet:
    half = _function("exp", (u * u).scaled(fmpq(-1, 2)))
    turn = _function("atan", number(1)).scaled(fmpq(8))
    if head == "normal_pdf":
        return half * power(turn, Fraction(-1, 2))
    root = power(number(2), Fraction(-1, 2))
    return (_function("erf", u * root) + number(1)).scaled(fmpq(1, 2))

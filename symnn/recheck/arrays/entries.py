"""The entry of a term at symbolic indices, as a sum of products: what a term means, for all sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symnn.recheck.arrays.algebra import Algebra, number, size
from symnn.recheck.arrays.derivatives import called, derivative
from symnn.recheck.arrays.elementwise import FUNCTIONS
from symnn.recheck.arrays.scene import ANY, SCALAR, Axis, Scene, Scope
from symnn.recheck.arrays.shapes import Place, Shapes
from symnn.recheck.arrays.sums import ONE, ZERO, Atom, Index, Sum, fresh, refreshed
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import Num, Op, Sym, Term, free_symbols, is_place, plain

Spots = tuple[Index, ...]


@dataclass(frozen=True, eq=False)
class Frame:
    """What is bound here: indices by sums, names by ``at``."""

    scope: Scope
    indices: Mapping[Sym, Index] = field(default_factory=dict)
    local: Mapping[Sym, str] = field(default_factory=dict)


def spots(axis: Axis) -> Spots:
    """New indices for an axis."""
    if axis == ANY:
        fail("a size that is not known")
    return tuple(fresh(d) for d in axis)


class Entries:
    def __init__(self, scene: Scene, shapes: Shapes, algebra: Algebra, symmetric: frozenset[str]) -> None:
        self.scene, self.shapes, self.algebra, self.symmetric = scene, shapes, algebra, symmetric
        self.free: dict[Sym, Index] = {}

    def at(self, t: Term, rows: Spots, cols: Spots, here: Frame) -> Sum:
        """A scalar is the same at every entry."""
        if self.shapes.of(t, here.scope) == SCALAR:
            rows = cols = ()
        return self._at(t, rows, cols, here)

    def _at(self, t: Term, rows: Spots, cols: Spots, here: Frame) -> Sum:
        x = self.algebra
        match t:
            case Num(q):
                return number(q)
            case Sym():
                return self._name(t, rows, cols, here)
            case Op("pi"):
                return x.atom(Atom("pi"))
            case Op("e"):
                return x.exp(ONE)
            case Op("add", args):
                return x.plus(*(self.at(a, rows, cols, here) for a in args))
            case Op("neg", (a,)):
                return x.scaled(self.at(a, rows, cols, here), -1)
            case Op("percent", (a,)):
                return x.scaled(self.at(a, rows, cols, here), Fraction(1, 100))
            case Op("hadamard", args):
                return x.times(*(self.at(a, rows, cols, here) for a in args))
            case Op("div" | "hadamard_div", (a, b)):
                return x.times(self.at(a, rows, cols, here), x.power(self.at(b, rows, cols, here), Fraction(-1)))
            case Op("dot", (a, b)) if self.shapes.columns(a, b, here.scope):
                return self._inner(a, b, here)
            case Op("inner", (a, b)):
                return self._inner(a, b, here)
            case Op("mul" | "times" | "dot", args):
                return self._product(t, 0, len(args), rows, cols, here)
            case Op("pow", (Op("norm" | "norm_frobenius", (a, *_)), Num(q))) if q == 2:
                return self._inner(a, a, here)
            case Op("norm" | "norm_frobenius", (a, *_)):
                return x.power(self._inner(a, a, here), Fraction(1, 2))
            case Op("pow", (Op("e"), a)) | Op("exp", (a,)):
                return x.exp(self.at(a, rows, cols, here))
            case Op("pow", (a, Num(q))) if self.shapes.of(a, here.scope) != SCALAR:
                return self._matrix_power(a, int(q), rows, cols, here)
            case Op("pow" | "hadamard_pow", (a, b)):
                exponent = self.at(b, (), (), here).number
                if exponent is None:
                    fail("an exponent that is no number")
                return x.power(self.at(a, rows, cols, here), exponent)
            case Op("sqrt", (a,)):
                return x.power(self.at(a, rows, cols, here), Fraction(1, 2))
            case Op("transpose", (a,)):
                return self.at(a, cols, rows, here)
            case Op("tr", (a,)):
                i = spots(self.shapes.of(a, here.scope)[0])
                return x.summed(self.at(a, i, i, here), *i)
            case Op("det", (a,)):
                return x.atom(Atom("det", "", (), *self.array(a, here)))
            case Op("inverse", (a,)):
                if len(rows) != 1 or len(cols) != 1:
                    fail("the inverse of this")
                return x.atom(Atom("inv", "", (*rows, *cols), *self.array(a, here)))
            case Op("vec", (a,)):
                width = len(self.shapes.of(a, here.scope)[1])
                return self.at(a, rows[width:], rows[:width], here)
            case Op("kron", (a, b)):
                down, across = (len(axis) for axis in self.shapes.of(a, here.scope))
                return x.times(
                    self.at(a, rows[:down], cols[:across], here), self.at(b, rows[down:], cols[across:], here)
                )
            case Op("diag", (a,)):
                if self.shapes.of(a, here.scope)[1]:
                    return self.at(a, rows, rows, here)
                return x.times(self.at(a, rows, (), here), self._identity(rows, cols))
            case Op("ones"):
                return ONE
            case Op("zeros"):
                return ZERO
            case Op("identity"):
                return self._identity(rows, cols)
            case Op("delta", (i, j)):
                over = self._over(i, here) or self._over(j, here)
                if over is None:
                    fail("a delta of indices without a range")
                return x.delta(self._index(i, over, here), self._index(j, over, here))
            case Op("softmax" | "softmax_rows", (a,)):
                return self._softmax(t, a, rows, cols, here)
            case Op("sum", (body, Sym() as index, span)):
                return self._sum(t, body, index, span, rows, cols, here)
            case Op("at", (body, Sym() as name, value)):
                return self._with_value(t, body, name, value, rows, cols, here)
            case Op("call", (f, a)):
                return called(self, f, a, rows, cols, here)
            case Op("deriv" | "gradient" | "hessian"):
                return derivative(self, t, rows, cols, here)
            case Op(head, (a,)) if head in FUNCTIONS:
                return FUNCTIONS[head](x, self.at(a, rows, cols, here))
        raise UnclearError(f"no index form of {t.head if isinstance(t, Op) else plain(t)}")

    def _identity(self, rows: Spots, cols: Spots) -> Sum:
        if len(rows) != len(cols):
            fail("an identity that is not square")
        return self.algebra.times(*(self.algebra.delta(i, j) for i, j in zip(rows, cols, strict=True)))

    def array(self, a: Term, here: Frame) -> tuple[Sum, Spots]:
        rows, cols = map(spots, self.shapes.of(a, here.scope))
        return self.at(a, rows, cols, here), (*rows, *cols)

    # -- names -------------------------------------------------------------------------------------------------------

    def _name(self, s: Sym, rows: Spots, cols: Spots, here: Frame) -> Sum:
        if s in self.scene.sizes and s not in here.indices and s not in here.local:
            return size(s)
        if s in here.indices or s in self.scene.indices:
            fail(f"the index {s.text} as a number")
        place = self.shapes.place(s, here.scope)
        return self._entry(place, self.labels(place, rows, cols, here), here)

    def _entry(self, place: Place, at: Spots, here: Frame) -> Sum:
        name = here.local.get(place.array, place.array.text)
        kind = "symmetric" if name in self.symmetric else "entry"
        return self.algebra.atom(Atom(kind, name, at))

    def labels(self, place: Place, rows: Spots, cols: Spots, here: Frame) -> Spots:
        if not place.at:
            return (*rows, *cols)
        axes = [a for a in place.whole if a]
        loose = [*rows, *cols]
        out: list[Index] = []
        for i, axis in zip(place.at, axes, strict=True):
            if len(axis) != 1:
                fail("an index of a product of sizes")
            out.append(loose.pop(0) if i is None else self._index(i, axis[0], here))
        return tuple(out)

    def _index(self, t: Term, over: Term, here: Frame) -> Index:
        match t:
            case Num(q) if q.denominator == 1 and q >= 1:
                if not isinstance(over, Num) or q > over.value:
                    fail("whether a position is in its range")
                return Index(-int(q), over, int(q))
            case Sym() if t in here.indices:
                found = here.indices[t]
            case Sym() if t in self.scene.indices:
                found = self.free.setdefault(t, fresh(over))
            case _:
                raise UnclearError(f"the index {plain(t)}")
        if found.size != over:
            fail(f"{t.text} runs over two sizes")
        return found

    def _over(self, t: Term, here: Frame) -> Term | None:
        """The size that an index runs over."""
        if not isinstance(t, Sym):
            return None
        if t in here.indices:
            return here.indices[t].size
        return self.free[t].size if t in self.free else self.shapes.running(self.scene.relation, t, here.scope)

    # -- products, powers, sums --------------------------------------------------------------------------------------

    def _inner(self, a: Term, b: Term, here: Frame) -> Sum:
        rows, cols = map(spots, self.shapes.joined((a, b), here.scope))
        both = self.algebra.times(self.at(a, rows, cols, here), self.at(b, rows, cols, here))
        return self.algebra.summed(both, *rows, *cols)

    def _product(self, t: Op, low: int, high: int, rows: Spots, cols: Spots, here: Frame) -> Sum:
        shape, cut = self.shapes.product(t, low, high, here.scope)
        if shape == SCALAR:
            rows = cols = ()
        if high - low == 1:
            return self.at(t.args[low], rows, cols, here)
        left, right = (self.shapes.product(t, *ends, here.scope)[0] for ends in ((low, cut), (cut, high)))
        if SCALAR in (left, right):
            return self.algebra.times(self._product(t, low, cut, rows, cols, here),
                                      self._product(t, cut, high, rows, cols, here))  # fmt: skip
        k = spots(left[1] if left[1] != ANY else right[0])
        both = self.algebra.times(self._product(t, low, cut, rows, k, here), self._product(t, cut, high, k, cols, here))
        return self.algebra.summed(both, *k)

    def _matrix_power(self, a: Term, q: int, rows: Spots, cols: Spots, here: Frame) -> Sum:
        if q == 1:
            return self.at(a, rows, cols, here)
        k = spots(self.shapes.of(a, here.scope)[1])
        both = self.algebra.times(self._matrix_power(a, q - 1, rows, k, here), self.at(a, k, cols, here))
        return self.algebra.summed(both, *k)

    def _softmax(self, t: Op, a: Term, rows: Spots, cols: Spots, here: Frame) -> Sum:
        down, across = self.shapes.of(a, here.scope)
        x = self.algebra
        along_rows = t.head == "softmax_rows" or not down
        k = spots(across if along_rows else down)
        other = self.at(a, rows, k, here) if along_rows else self.at(a, k, cols, here)
        total = x.summed(x.exp(other), *k)
        return x.times(x.exp(self.at(a, rows, cols, here)), x.power(total, Fraction(-1)))

    def _sum(self, t: Op, body: Term, index: Sym, span: Term, rows: Spots, cols: Spots, here: Frame) -> Sum:
        scope = self.shapes.summed(t, here.scope)
        over = scope.indices[index]
        local = {k: v for k, v in here.local.items() if k != index}

        def one(i: Index) -> Sum:
            return self.at(body, rows, cols, Frame(scope, {**here.indices, index: i}, local))

        match span:
            case Op("range", (Num(low), Num(high) as last)) if over != last:
                if index not in free_symbols(body):
                    return self.algebra.scaled(one(fresh(last)), max(int(high) - int(low) + 1, 0))
                if over is None or (isinstance(over, Num) and high > over.value):
                    fail(f"the range of {index.text}")
                return self.algebra.plus(*(one(Index(-k, over, k)) for k in range(int(low), int(high) + 1)))
        if over is None:
            fail(f"the range of {index.text}")
        i = fresh(over)
        return self.algebra.summed(one(i), i)

    def _with_value(
        self, t: Op, body: Term, name: Sym, value: Term, rows: Spots, cols: Spots, here: Frame
    ) -> Sum:  # fmt: skip
        """The body with the entries of the value in the place of those of the name, after all derivatives."""
        shape = SCALAR if is_place(name) else self.shapes.of(value, here.scope)
        spelled = f"{name.text} in place {fresh(Num(Fraction(0))).number}"
        indices = {k: v for k, v in here.indices.items() if k != name}
        inner = Frame(here.scope.where(t, name, shape), indices, {**here.local, name: spelled})
        down = len(shape[0])
        if is_place(name):  # a function of one number, entry by entry
            return self.put(self.at(body, (), (), inner), spelled, lambda at: self.at(value, rows, cols, here))
        return self.put(self.at(body, rows, cols, inner), spelled,
                        lambda at: self.at(value, at[:down], at[down:], here))  # fmt: skip

    def put(self, s: Sum, name: str, value: Callable[[Spots], Sum]) -> Sum:
        """A sum in the place of every entry of a name."""
        x, out = self.algebra, ZERO
        for p in map(refreshed, s.terms):
            parts = [x.power(self._put_atom(a, name, value), e) for a, e in p.factors]
            out = x.plus(out, x.summed(x.scaled(x.times(*parts), p.coef), *p.bound))
        return out

    def _put_atom(self, a: Atom, name: str, value: Callable[[Spots], Sum]) -> Sum:
        x = self.algebra
        if a.kind == "entry" and a.name == name:
            return value(a.at)
        if a.inside is None:
            return x.atom(a)
        inside = self.put(a.inside, name, value)
        match a.kind:
            case "exp":
                return x.exp(inside)
            case "sum":
                return inside
            case "fn" if a.name == "log":
                return x.log(inside)
        return x.atom(Atom(a.kind, a.name, a.at, inside, a.holes))

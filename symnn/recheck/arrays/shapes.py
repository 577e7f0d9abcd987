"""Shapes from the declared ones, a rule for each head; two that cannot meet are a clash."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from symnn.recheck.arrays.scene import ANY, SCALAR, Scene, Scope, Shape, axes, axis, primed
from symnn.recheck.arrays.sizes import Clash, meet
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import NONE, Num, Op, Sym, Term, free_symbols, is_place, plain

ELEMENTWISE = frozenset("exp log sqrt sinh cosh tanh sin cos atan erf normal_cdf normal_pdf".split())


@dataclass(frozen=True)
class Place:
    """A name as a whole array, or at given indices (``None`` where a whole range is meant)."""

    array: Sym
    shape: Shape
    whole: Shape
    at: tuple[Term | None, ...] = ()


@dataclass(frozen=True)
class Shapes:
    scene: Scene
    root: Scope = field(default_factory=Scope)

    def of(self, t: Term, scope: Scope) -> Shape:
        if id(t) not in scope.shapes:
            scope.shapes[id(t)] = (t, self._of(t, scope))
        return scope.shapes[id(t)][1]

    def _of(self, t: Term, scope: Scope) -> Shape:
        match t:
            case Num() | Op("pi" | "e" | "delta", _):
                return SCALAR
            case Sym() if t in scope.indices or t in self.scene.indices or t in self.scene.sizes:
                return SCALAR
            case Sym():
                return self.place(t, scope).shape
            case Op("add" | "neg" | "hadamard" | "div" | "hadamard_div" | "percent", args):
                return self.joined(args, scope)
            case Op("dot", (a, b)) if self.columns(a, b, scope):
                return SCALAR
            case Op("mul" | "times" | "dot", args):
                return self.product(t, 0, len(args), scope)[0]
            case Op("inner", (a, b)):
                self._met(self.of(a, scope), self.of(b, scope))
                return SCALAR
            case Op("norm" | "norm_frobenius", (a, *order)):
                s = self.of(a, scope)
                if order not in ([], [Num(Fraction(2))]) or (t.head == "norm" and all(s)):
                    fail("this norm")
                return SCALAR
            case Op("pow", (base, exponent)):
                return self._power(base, exponent, scope)
            case Op("hadamard_pow", (a, b)):
                if self.of(b, scope) != SCALAR:
                    fail("an exponent that is an array")
                return self.of(a, scope)
            case Op("transpose", (a,)):
                rows, cols = self.of(a, scope)
                return cols, rows
            case Op("inverse", (a,)):
                return self.square(a, scope)
            case Op("det" | "tr", (a,)):
                self.square(a, scope)
                return SCALAR
            case Op("vec", (a,)):
                rows, cols = self.of(a, scope)
                return cols + rows, ()
            case Op("kron", (a, b)):
                left, right = self.of(a, scope), self.of(b, scope)
                return left[0] + right[0], left[1] + right[1]
            case Op("diag", (a,)):
                rows, cols = self.of(a, scope)
                if not rows:
                    fail("the diagonal of a row")
                if cols:
                    self.square(a, scope)
                return (rows, ()) if cols else (rows, rows)
            case Op("ones" | "zeros", (size,)):
                return (ANY if size == NONE else axis(size)), ()
            case Op("identity", (size,)):
                side = ANY if size == NONE else axis(size)
                return side, side
            case Op("softmax", (a,)):
                s = self.of(a, scope)
                if all(s) or s == SCALAR:
                    fail("softmax of this")
                return s
            case Op("softmax_rows", (a,)):
                return self.of(a, scope)
            case Op("call", (f, a)):
                return self._call(f, a, scope)
            case Op("deriv" | "gradient" | "hessian"):
                return self._derivative(t, scope)
            case Op("at", (body, Sym() as name, value)) if is_place(name):
                if self.of(body, scope.where(t, name, SCALAR)) != SCALAR:
                    fail("a function of one number with an array as its value")
                return self.of(value, scope)
            case Op("at", (body, Sym() as name, value)):
                return self.of(body, scope.where(t, name, self.of(value, scope)))
            case Op("sum", (body, Sym(), _)):
                return self.of(body, self.summed(t, scope))
            case Op(head, (a,)) if head in ELEMENTWISE:
                return self.of(a, scope)
        raise UnclearError(f"no rule for {t.head if isinstance(t, Op) else plain(t)}")

    # -- meeting -----------------------------------------------------------------------------------------------------

    def joined(self, args: tuple[Term, ...], scope: Scope) -> Shape:
        """The shape that all share; a scalar is spread over an array."""
        out = SCALAR
        for a in args:
            s = self.of(a, scope)
            out = s if out == SCALAR else out if s == SCALAR else self._met(out, s)
        return out

    def joined_exactly(self, a: Shape, b: Shape) -> Shape:
        """The shape of two sides of which none is spread."""
        return self._met(a, b)

    def member(self, element: Term, dims: tuple[Term, ...], scope: Scope) -> Shape:
        """The shape of an element of ℝ^{m×n}."""
        return self._met(self.of(element, scope), axes(dims))

    def _met(self, a: Shape, b: Shape) -> Shape:
        try:
            return meet(a[0], b[0]), meet(a[1], b[1])
        except Clash:
            if ANY in (*a, *b):
                fail("the shape of something without a size")
            raise

    def columns(self, a: Term, b: Term, scope: Scope) -> bool:
        """Two columns, whose dot is their inner product."""
        s, r = self.of(a, scope), self.of(b, scope)
        if not (s[0] and r[0]) or s[1] or r[1]:
            return False
        self._met(s, r)
        return True

    def square(self, a: Term, scope: Scope) -> Shape:
        rows, cols = self.of(a, scope)
        side = meet(rows, cols)
        return side, side

    def product(self, t: Op, low: int, high: int, scope: Scope) -> tuple[Shape, int]:
        """The shape of the factors from ``low`` to ``high``, and where they are cut in two: at the last place if that
        has a meaning, else further in front, as in W (xᵀy)."""
        if high - low == 1:
            return self.of(t.args[low], scope), low
        key = (id(t), low, high)
        if key in scope.cuts:
            return scope.cuts[key]
        problem: Exception | None = None
        for cut in range(high - 1, low, -1):
            try:
                left, right = self.product(t, low, cut, scope)[0], self.product(t, cut, high, scope)[0]
                scope.cuts[key] = self._times(left, right), cut
                return scope.cuts[key]
            except Clash as clash:
                problem = problem or clash
        assert problem is not None
        raise problem

    def _times(self, left: Shape, right: Shape) -> Shape:
        if SCALAR in (left, right) or (ANY, ANY) in (left, right):
            return right if left in (SCALAR, (ANY, ANY)) else left
        try:
            meet(left[1], right[0])
        except Clash:
            if ANY in (*left, *right):
                fail("the shape of something without a size")
            raise
        return left[0], right[1]

    def _power(self, base: Term, exponent: Term, scope: Scope) -> Shape:
        s, e = self.of(base, scope), self.of(exponent, scope)
        if s == SCALAR:
            return e
        whole = isinstance(exponent, Num) and exponent.value.denominator == 1 and 1 <= exponent.value <= 4
        if not (whole and all(s)):
            fail("a power of an array")
        return self.square(base, scope)

    # -- functions and derivatives -----------------------------------------------------------------------------------

    def _call(self, f: Term, a: Term, scope: Scope) -> Shape:
        f, order = primed(f)
        kind = self.scene.functions.get(f) if isinstance(f, Sym) else None
        s = self.of(a, scope)
        if kind == "elementwise":
            return s
        if kind != "scalar" or (order and s != SCALAR):
            fail("this function")
        return SCALAR

    def _derivative(self, t: Op, scope: Scope) -> Shape:
        match t:
            case Op("gradient", (Op("call", (Sym() as f, a)),)) if self.scene.functions.get(f) == "scalar":
                rows, cols = self.of(a, scope)
                return (cols, rows) if t.head in self.scene.rows else (rows, cols)
            case Op("hessian", (body, Sym() as by)) if self.of(body, scope) == SCALAR:
                rows, cols = self.of(by, scope)
                return cols + rows, cols + rows
            case Op("deriv", (body, *more)) if len(more) > 1:
                if any(not isinstance(v, Sym) or self.of(v, scope) != SCALAR for v in more):
                    fail("a higher derivative by an array")
                return self.of(body, scope)
            case Op("deriv" | "gradient", (body, Sym() as by)):
                s, v = self.of(body, scope), self.of(by, scope)
                if s == SCALAR:
                    return (v[1], v[0]) if t.head in self.scene.rows else v
                if t.head == "gradient":
                    fail("the gradient of an array")
                if v == SCALAR:
                    return (s[1], s[0]) if self.scene.denominator else s
                rows, cols = s[1] + s[0], v[1] + v[0]
                if self.scene.denominator:
                    return cols, rows
                if not s[0] and not v[1]:
                    fail("a row differentiated by a column")
                return rows, cols
        raise UnclearError("this derivative")

    # -- names -------------------------------------------------------------------------------------------------------

    def place(self, s: Sym, scope: Scope) -> Place:
        if id(s) not in scope.places:
            scope.places[id(s)] = s, self._place(s, scope)
        found: Place = scope.places[id(s)][1]
        return found

    def _place(self, s: Sym, scope: Scope) -> Place:
        if s in scope.local:
            return Place(s, scope.local[s], scope.local[s])
        if any(n in scope.indices for i in s.sups for n in free_symbols(i)):
            fail(f"{s.text} under a sum")
        bound = any(n in scope.indices for i in s.subs for n in free_symbols(i))
        if s in self.scene.shapes and not bound:
            return Place(s, self.scene.shapes[s], self.scene.shapes[s])
        array = replace(s, subs=())
        whole = scope.local.get(array) or self.scene.shapes.get(array)
        if not s.subs or whole is None or whole == SCALAR:
            raise UnclearError(f"nothing is known about {s.text}")
        if len(s.subs) != sum(map(bool, whole)):
            fail(f"the indices of {s.text} do not fit its shape")
        at = tuple(None if isinstance(i, Op) and i.head == "slice" else i for i in s.subs)
        if all(i is not None for i in at):
            return Place(array, SCALAR, whole, at)
        if all(i is None for i in at):
            return Place(array, whole, whole)
        shape: Shape = (whole[0], ()) if at[0] is None else ((), whole[1])
        return Place(array, shape, whole, at)

    def summed(self, t: Op, scope: Scope) -> Scope:
        """The scope of the body of a sum whose index runs over a size; ``None`` where it runs over numbers."""
        body, index, span = t.args
        assert isinstance(index, Sym)
        match span:
            case Op("range", (Num(low), high)) if low == 1 and not isinstance(high, Num):
                return scope.under(t, index, axis(high)[0])
            case Op("range", (Num(low), Num(high))) if low.denominator == high.denominator == 1:
                return scope.under(t, index, self.running(body, index, scope) if low == 1 else None)
            case Op("none") if (size := self.running(body, index, scope)) is not None:
                return scope.under(t, index, size)
        raise UnclearError(f"the range of {index.text}")

    def running(self, body: Term, index: Sym, scope: Scope) -> Term | None:
        """The size that an index runs over, from where it stands."""
        for s in sorted(free_symbols(body), key=lambda s: s.text):
            whole = scope.local.get(replace(s, subs=())) or self.scene.shapes.get(replace(s, subs=()))
            if whole is not None and index in s.subs and len(s.subs) == sum(map(bool, whole)):
                side = [a for a in whole if a][s.subs.index(index)]
                return side[0] if len(side) == 1 else None
        return None

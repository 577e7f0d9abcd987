"""Terms as index expressions: the entry of an array at a row and a column index.

Every array has two axes.  An axis is a tuple of dimensions, most significant first: empty for size 1, one dimension of
a plain array, two of a vectorised matrix or a Kronecker product.  A shape ``None`` fits anywhere (1, I, 0 without a
size).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symnn.heads import HEADS
from symnn.tensor import kinks
from symnn.tensor.algebra import Algebra
from symnn.tensor.calculus import Calculus
from symnn.tensor.index import (
    ONE,
    SYMMETRIC,
    ZERO,
    Expr,
    Factor,
    Ix,
    Unsupported,
    entry,
    factor,
    fresh,
    number,
    position,
)
from symnn.tensor.inverses import opened
from symnn.tensor.shared import SHARED, Shared
from symnn.term import Num, Op, Sym, Term, free_symbols, is_place, plain, walk

Axis = tuple[str, ...]
Shape = tuple[Axis, Axis]
Labels = tuple[Ix, ...]
SCALAR: Shape = ((), ())
OF_ROWS = " of a row"
# applied to each entry; numbers are spread over arrays
SPREAD = frozenset("add hadamard div hadamard_div pow max min percent normal_cdf normal_pdf".split()) | {
    name for name, meaning in HEADS.items() if meaning.startswith("the function") and name != "abs"
}


@dataclass(frozen=True)
class Known:
    """What a claim declares: shapes of names, opaque functions, indices, the layout of Jacobians."""

    shapes: Mapping[Sym, Shape]
    scalar_functions: frozenset[Sym] = frozenset()
    elementwise: frozenset[Sym] = frozenset()
    symmetric: frozenset[Sym] = frozenset()
    denominator: bool = False
    indices: Mapping[Sym, Ix] = field(default_factory=dict)
    dimensions: frozenset[str] = frozenset()
    local: frozenset[Sym] = frozenset()


def dim_name(dim: Term) -> str:
    return plain(dim)


class Misfit(Exception):  # noqa: N818  (it names a fact)
    """Two shapes that cannot meet: the formula has no meaning."""


def spoken(shape: Shape) -> str:
    return "a scalar" if shape == SCALAR else "×".join("·".join(axis) or "1" for axis in shape)


def misfit(left: Shape, right: Shape, why: str) -> Misfit | Unsupported:
    """``Misfit`` if some axes certainly differ; n and 3, or n + 1 and m, may be the same size."""
    open_ = all(_may_be_equal(a, b) for a, b in zip(left, right, strict=True))
    return Unsupported(f"whether the sizes agree: {why}") if open_ else Misfit(why)


def _may_be_equal(a: Axis, b: Axis) -> bool:
    if sorted(a) == sorted(b):
        return True
    if any(map(_composed, a + b)):
        return True
    left, right = Counter(a), Counter(b)
    rest, other = sorted((left - right).elements()), sorted((right - left).elements())
    if not rest or not other:  # n·n and n
        return False
    if len(rest) != len(other):  # n·m and p
        return True
    return any(d.isdigit() for d in rest) != any(d.isdigit() for d in other)


def _composed(dim: str) -> bool:
    """n + 1 or 2n, but not n_{l+1}, which is a name."""
    return dim.split("(")[0] in ("add", "neg", "mul", "times", "dot", "div", "pow")


def euclidean(norm: Op) -> Term | None:
    """The array of which this is the root of the sum of squares: a norm without an order, or of order 2."""
    match norm:
        case Op("norm" | "norm_frobenius", (x,)):
            return x
        case Op("norm", (x, Num(q))) if q == 2:
            return x
    return None


_PRODUCTS = ("mul", "times", "dot", "transpose", "inverse", "add", "neg", "identity", "div", "item", "deriv", "outer")


class Lowering:
    def __init__(self, known: Known, algebra: Algebra) -> None:
        self.known, self.algebra = known, algebra
        self.shapes: dict[Term, Shape | None] = {}

    def under(self, index: Sym, label: Ix) -> Lowering:
        return Lowering(replace(self.known, indices={**self.known.indices, index: label}), self.algebra)

    def _with(self, name: Sym, shape: Shape) -> Lowering:
        """With a name that stands for something of this shape here."""
        local = frozenset({*self.known.local, name})
        return Lowering(replace(self.known, shapes={**self.known.shapes, name: shape}, local=local), self.algebra)

    # -- shapes ------------------------------------------------------------------------------------------------------

    def shape(self, t: Term) -> Shape | None:
        if t not in self.shapes:
            self.shapes[t] = self._shape(t)
        return self.shapes[t]

    def _shape(self, t: Term) -> Shape | None:
        match t:
            case Num():
                return SCALAR
            case Sym():
                return self._named(t)[0]
            case Op("transpose", (Num(),)):
                raise Unsupported("the transpose of a number: a row of such numbers?")
            case Op("transpose", (a,)):
                s = self.shape(a)
                return None if s is None else (s[1], s[0])
            case Op("mul" | "times" | "dot", args):
                if t.head == "dot" and len(args) == 2 and self._columns(*args):
                    return SCALAR
                return self._folded(self._bracketed(args))[0]
            case Op("vec", (a,)):
                rows, cols = self.needed(a)
                return (cols + rows, ())
            case Op("kron", (a, b)):
                left, right = self.needed(a), self.needed(b)
                return (left[0] + right[0], left[1] + right[1])
            case Op("diag", (a,)):
                rows, cols = self.needed(a)
                return (rows, rows) if not cols else (self._square(a), ())
            case Op("ones" | "zeros", (size,)) if size != Op("none"):
                return ((dim_name(size),), ())
            case Op("identity", (size,)) if size != Op("none"):
                return ((dim_name(size),), (dim_name(size),))
            case Op("ones" | "zeros" | "identity"):
                return None
            case Op("det" | "tr", (a,)):
                self._square(a)
                return SCALAR
            case Op("inverse", (a,)):
                side = None if self.shape(a) is None else self._square(a)
                return None if side is None else (side, side)
            case Op("norm" | "norm_frobenius" | "inner" | "pi" | "e" | "delta"):
                return SCALAR
            case Op("deriv", (body, *by)):
                return self._derived(body, by)
            case Op("gradient", (body, var)):
                return self._derived(body, [var])
            case Op("gradient", (Op("call", (_, arg)),)):
                return self.needed(arg)
            case Op("gradient"):
                raise Unsupported("a gradient by a variable that is not named")
            case Op("hessian", (_, var)):
                rows, cols = self.needed(var)
                return (cols + rows, cols + rows)
            case Op("call", (f, arg)) if self._scalar_function(f):
                return SCALAR
            case Op("call", (_, arg)):
                return self.shape(arg)
            case Op("sum", (body, Sym() as index, _)):
                return self.under(index, fresh("?")).shape(body)
            case Op("item"):
                return SCALAR
            case Op("abs", (a,)) if self.needed(a) == SCALAR:
                return SCALAR
            case Op("at", (body, Sym() as name, value)) if is_place(name):
                self._check_number(body, name)
                return self.shape(value)
            case Op("at", (body, Sym() as name, value)):
                return self._with(name, self.needed(value)).shape(body)
            case Op("neg" | "softmax" | "softmax_rows", (a,)):
                return self.shape(a)
            case Op("hadamard_pow" | "root", (a, _)):
                return self.shape(a)
            case Op("pow", (a, Num())) if self._is_line(a):
                raise Unsupported("a power of a vector: of its entries, or of its norm?")
            case Op(head, args) if head not in SPREAD or (head in ("max", "min") and len(args) < 2):
                raise Unsupported(f"the index calculus has no rule for {head}")
            case Op(_, args):
                shapes = [s for a in args if (s := self.shape(a)) is not None]
                arrays = [s for s in shapes if s != SCALAR]
                other = next((s for s in arrays if s != arrays[0]), None)
                if other is not None:
                    raise misfit(arrays[0], other, f"{spoken(arrays[0])} and {spoken(other)} meet in {t.head}")
                return arrays[0] if arrays else SCALAR if shapes else None

    def _check_added(self, args: tuple[Term, ...]) -> None:
        """A - λ may be A - λI; 1 - A is taken entry by entry."""
        loose = any(self.shape(a) == SCALAR and free_symbols(a) for a in args)
        if loose and any(self._is_square(a) for a in args):
            raise Unsupported("a number added to a square matrix: to each entry, or to the diagonal?")

    def _is_line(self, t: Term) -> bool:
        s = self.shape(t)
        return s is not None and bool(s[0]) != bool(s[1])

    def _square(self, t: Term) -> Axis:
        rows, cols = self.needed(t)
        if rows != cols:
            raise misfit((rows, ()), (cols, ()), f"{spoken((rows, cols))} is not square")
        return rows

    def needed(self, t: Term) -> Shape:
        s = self.shape(t)
        if s is None:
            raise Unsupported(f"the size of {plain(t)[:40]} is not known")
        return s

    def _columns(self, a: Term, b: Term) -> bool:
        s, r = self.shape(a), self.shape(b)
        return s is not None and s == r and bool(s[0]) and not s[1]

    def _bracketed(self, args: tuple[Term, ...]) -> tuple[Term, ...]:
        """Products are taken from the left; where that has no meaning, as in W xᵀy, from the right."""
        try:
            self._folded(args)
        except Misfit:
            if len(args) < 3:
                raise
            rest = Op("mul", args[1:])
            try:
                self._folded((args[0], rest))
            except Misfit:
                pass
            else:
                return args[0], rest
            raise
        return args

    def _folded(self, args: tuple[Term, ...]) -> tuple[Shape | None, list[Shape | None]]:
        """The shape of a product from left to right, and the shape after each factor."""
        out: list[Shape | None] = [self.shape(args[0])]
        for a in args[1:]:
            left, right = out[-1], self.shape(a)
            if left == SCALAR or right == SCALAR:
                out.append(right if left == SCALAR else left)
            elif left is None or right is None:
                out.append(self._beside(self._kind(args[: len(out)]), left, self._kind((a,)), right))
            elif left[1] != right[0]:
                why = f"a product of {spoken(left)} and {spoken(right)}"
                raise misfit(((), left[1]), ((), right[0]), why)
            else:
                out.append((left[0], right[1]))
        return out[-1], out

    def _beside(self, first: str, left: Shape | None, second: str, right: Shape | None) -> Shape | None:
        """The shape of a product in which the size of I or of a vector of ones follows from the other factor."""
        if first == "identity" or second == "identity":
            return right if first == "identity" else left
        if left is not None and left[1] and second == "ones":
            return (left[0], ())
        if right is not None and right[0] and first == "row":
            return ((), right[1])
        raise Unsupported("the size of an array of ones is not known")

    def _kind(self, args: tuple[Term, ...]) -> str:
        """Of a product without a size: identity, ones (a column), row (of ones), or nothing."""
        match [a for a in args if self.shape(a) != SCALAR]:
            case [Op("identity" | "ones" as head)]:
                return head
            case [Op("neg", (a,))]:
                return self._kind((a,))
            case [Op("transpose", (a,))]:
                return {"ones": "row", "row": "ones"}.get(kind := self._kind((a,)), kind)
            case [Op("mul" | "times" | "dot", inner)]:
                return self._kind(inner)
            case rest if len(rest) > 1:
                kinds = [k for a in rest if (k := self._kind((a,))) != "identity"]
                return "identity" if not kinds else kinds[0] if len(kinds) == 1 else ""
        return ""

    def _derived(self, body: Term, by: list[Term]) -> Shape | None:
        var = self.needed(by[0])
        if len(by) > 1:
            if any(self.needed(b) != SCALAR for b in by):
                raise Unsupported("a higher derivative by an array")
            return self.shape(body)
        of = self.needed(body)
        if of == SCALAR:
            return var
        if var == SCALAR:
            return (of[1], of[0]) if self.known.denominator else of
        rows, cols = of[1] + of[0], var[1] + var[0]
        return (cols, rows) if self.known.denominator else (rows, cols)

    # -- names -------------------------------------------------------------------------------------------------------

    def _named(self, s: Sym) -> tuple[Shape, str, Labels]:
        """The shape of a name, what its entries are called, and the indices that it already has."""
        if s in self.known.indices:
            return SCALAR, "", ()
        if s.text in self.known.dimensions:
            return SCALAR, f"dim {s.text}", ()
        if s in self.known.shapes and not (set(s.subs) & set(self.known.indices)):
            return self.known.shapes[s], self._entry_name(s), ()
        if s.subs:
            array = replace(s, subs=())
            whole = self.known.shapes.get(array)
            if whole is not None:
                return self._entries(s, whole, self._entry_name(array))
            for pattern, shape in self.known.shapes.items():
                if pattern.base == s.base and len(pattern.subs) == len(s.subs) and pattern.sups == s.sups:
                    at = tuple(self._label(i, f"family {pattern.base.text}") for i in s.subs)
                    return shape, f"{pattern.base.text} family", at
        raise Unsupported(f"nothing is known about {s.text}")

    def _entry_name(self, s: Sym) -> str:
        return _local(s) if s in self.known.local else f"sym {s.text}" if s in self.known.symmetric else s.text

    def _entries(self, s: Sym, whole: Shape, name: str) -> tuple[Shape, str, Labels]:
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
                at.append(self._label(index, axis[0]))
        if None not in at:
            return SCALAR, name, tuple(i for i in at if i is not None)
        if len(left) == 2:
            return whole, name, ()
        row_kept = at[0] is None
        [fixed] = [i for i in at if i is not None]
        return (left[0], ()) if row_kept else ((), left[0]), name, (fixed,)

    def _label(self, index: Term, dim: str) -> Ix:
        match index:
            case Num(q) if q.denominator == 1 and q >= 1:
                return position(dim, int(q))
            case Sym() if index in self.known.indices:
                found = self.known.indices[index]
                if found.dim not in (dim, "?"):
                    raise Unsupported(f"{index.text} runs over {found.dim} and over {dim}")
                return found
        raise Unsupported(f"the index {plain(index)}")

    # -- entries -----------------------------------------------------------------------------------------------------

    def at(self, t: Term, rows: Labels = (), cols: Labels = ()) -> Expr:
        """The entry of ``t``; a scalar is the same everywhere."""
        s = self.shape(t)
        if s == SCALAR:
            rows, cols = (), ()
        if t in self.algebra.names:
            return entry(self.algebra.names[t], *rows, *cols)
        return self._entry(t, rows, cols)

    def share(self, t: Term) -> None:
        """From here on a sum is one name; sums in it that have one keep it."""
        rows, cols = (self._labels(axis) for axis in self.needed(t))
        name = f"{SHARED}{len(self.algebra.shared)}"
        self.algebra.shared[name] = Shared((*rows, *cols), self.at(t, rows, cols))
        self.algebra.names[t] = name

    def _entry(self, t: Term, rows: Labels, cols: Labels) -> Expr:
        a = self.algebra
        match t:
            case Num(q):
                return number(q)
            case Sym() if t in self.known.indices:
                raise Unsupported(f"the index {t.text} as a number")
            case Sym():
                _, name, given = self._named(t)
                labels = (*rows, *cols)
                column = bool(given and rows) and not name.endswith(" family")  # X[:, j]
                return entry(name, *labels, *given) if column else entry(name, *given, *labels)
            case Op("pi"):
                return entry("pi")
            case Op("e"):
                return a.exp(ONE)
            case Op("add", args):
                self._check_added(args)
                return a.plus(*(self.at(x, rows, cols) for x in args))
            case Op("neg", (x,)):
                return a.scaled(self.at(x, rows, cols), -1)
            case Op("percent", (x,)):
                return a.scaled(self.at(x, rows, cols), Fraction(1, 100))
            case Op("dot", (x, y)) if self._columns(x, y):
                return self._contracted_entry((Op("transpose", (x,)), y), (), ())
            case Op("mul" | "times" | "dot", args):
                return self._contracted_entry(self._bracketed(args), rows, cols)
            case Op("hadamard", args):
                return a.times(*(self.at(x, rows, cols) for x in args))
            case Op("div", (_, y)) if self._is_square(y):
                raise Unsupported("a quotient by a square matrix: of its entries, or its inverse?")
            case Op("div" | "hadamard_div", (x, y)):
                return a.times(self.at(x, rows, cols), a.power(self.at(y, rows, cols), Fraction(-1)))
            case Op("pow", (Op("norm" | "norm_frobenius") as norm, Num(q))) if q == 2 and (whole := euclidean(norm)):
                return self._squares(whole, norm.head)
            case Op("norm" | "norm_frobenius") if whole := euclidean(t):
                return a.power(self._squares(whole, t.head), Fraction(1, 2))
            case Op("pow", (Op("e"), x)) if self._is_square(x):
                raise Unsupported("e to a square matrix: of its entries, or the exponential of the matrix?")
            case Op("pow", (Op("e"), x)) | Op("exp", (x,)):
                return a.exp(self.at(x, rows, cols))
            case Op("pow", (x, y)):
                return self._power(t, x, y, rows, cols)
            case Op("hadamard_pow", (x, y)):
                return a.power(self.at(x, rows, cols), self._rational(y))
            case Op("sqrt", (x,)):
                return a.power(self.at(x, rows, cols), Fraction(1, 2))
            case Op("transpose", (x,)):
                return self.at(x, cols, rows)
            case Op("item", (x, *indices)):
                return self._item(x, indices)
            case Op("abs", (x,)):
                if self.needed(x) != SCALAR:
                    raise Unsupported("|x| of an array: of its entries, or its norm?")
                return kinks.absolute(a, self.at(x))
            case Op("max" | "min", (first, *others)) if others:
                parts = [self.at(x, rows, cols) for x in (first, *others)]
                return kinks.extremum(a, parts, 1 if t.head == "max" else -1)
            case Op("sign", (x,)):
                return kinks.sign(a, self.at(x, rows, cols), x, bool(rows or cols))
            case Op("inner", (x, y)):
                return self._contracted_entry((Op("transpose", (x,)), y), (), ())
            case Op("tr", (x,)):
                i = self._labels(self.needed(x)[0])
                return a.summed(self.at(x, i, i), *i)
            case Op("det", (x,)) if self.shape(x) == SCALAR:
                return self.at(x)
            case Op("inverse", (x,)) if self.shape(x) == SCALAR:
                return a.power(self.at(x), Fraction(-1))
            case Op("det" | "inverse", (x,)) if further := opened(t, self._is_square, self._is_scalar):
                return self.at(further, rows, cols)
            case Op("det", (x,)):
                return factor(self._oriented("det", (), x))
            case Op("inverse", (x,)):
                if len(rows) != 1 or len(cols) != 1:
                    raise Unsupported("the inverse of this")
                return factor(self._oriented("inv", (*rows, *cols), x))
            case Op("vec", (x,)):
                width = len(self.needed(x)[1])
                return self.at(x, rows[width:], rows[:width])
            case Op("kron", (x, y)):
                (r, c), _ = self.needed(x), self.needed(y)
                return a.times(self.at(x, rows[: len(r)], cols[: len(c)]), self.at(y, rows[len(r) :], cols[len(c) :]))
            case Op("diag", (x,)):
                if self.needed(x)[1]:
                    return self.at(x, rows, rows)
                return a.times(self.at(x, rows, ()), self._identity(rows, cols))
            case Op("ones"):
                return ONE
            case Op("zeros"):
                return ZERO
            case Op("identity"):
                return self._identity(rows, cols)
            case Op("delta", (i, j)):
                return self._delta(i, j)
            case Op("softmax", (x,)) | Op("softmax_rows", (x,)):
                return self._softmax(t, x, rows, cols)
            case Op("deriv" | "gradient" | "hessian"):
                return self._derivative(t, rows, cols)
            case Op("at", (body, Sym() as name, value)) if is_place(name):
                self._check_number(body, name)
                inner = self._with(name, SCALAR)
                return a.put(inner.at(body), _local(name), lambda at: self.at(value, rows, cols))
            case Op("at", (body, Sym() as name, value)):
                inner = self._with(name, self.needed(value))
                sides = len(self.needed(value)[0])
                return a.put(inner.at(body, rows, cols), _local(name),
                             lambda at: self.at(value, at[:sides], at[sides:]))  # fmt: skip
            case Op("sum", (body, Sym() as index, span)):
                return self._sum(body, index, span, rows, cols)
            case Op("call", (f, x)):
                return self._call(f, x, rows, cols)
            case Op(head, (x,)) if head in ELEMENTWISE:
                return ELEMENTWISE[head](a, self.at(x, rows, cols))
            case Op(head):
                raise Unsupported(f"the index calculus has no rule for {head}")

    def _check_number(self, body: Term, name: Sym) -> None:
        """A function of one number has numbers as values."""
        if self._with(name, SCALAR).shape(body) != SCALAR:
            raise Unsupported("a function of one number with an array as its value")

    def _item(self, x: Term, indices: list[Term]) -> Expr:
        rows, cols = self.needed(x)
        axes = [axis for axis in (rows, cols) if axis]
        if len(axes) != len(indices) or any(len(axis) != 1 for axis in axes):
            raise Unsupported("the indices of an entry do not fit its array")
        labels = tuple(self._label(i, axis[0]) for i, axis in zip(indices, axes, strict=True))
        return self.at(x, labels[: len(rows)], labels[len(rows) :])

    def _labels(self, axis: Axis) -> Labels:
        return tuple(fresh(d) for d in axis)

    def _identity(self, rows: Labels, cols: Labels) -> Expr:
        if len(rows) != len(cols):
            raise Unsupported("an identity that is not square")
        return self.algebra.times(*(factor(Factor("delta", at=(i, j))) for i, j in zip(rows, cols, strict=True)))

    def _squares(self, x: Term, norm: str = "norm_frobenius") -> Expr:
        shape = self.needed(x)
        if norm == "norm" and shape[0] and shape[1]:
            raise Unsupported("the norm of a matrix: Frobenius or spectral?")
        rows, cols = (self._labels(axis) for axis in self.needed(x))
        u = self.at(x, rows, cols)
        return self.algebra.summed(self.algebra.times(u, u), *rows, *cols)

    def _rational(self, t: Term) -> Fraction:
        value = self.at(t).number
        if value is None:
            raise Unsupported("an exponent that is no number")
        return value

    def _power(self, t: Term, x: Term, y: Term, rows: Labels, cols: Labels) -> Expr:
        q = self._rational(y)
        if self.shape(x) == SCALAR:
            return self.algebra.power(self.at(x), q)
        (r, c) = self.needed(x)
        entries = isinstance(x, Op) and x.head not in _PRODUCTS
        if r and c and r == c and q.denominator == 1 and 2 <= q <= 4 and not entries:
            return self._contracted_entry((x,) * int(q), rows, cols)
        raise Unsupported("a power of an array")

    def _contracted_entry(self, args: tuple[Term, ...], rows: Labels, cols: Labels) -> Expr:
        """A product of matrices, split before its last factor that is no scalar."""
        if len(args) == 1:
            return self.at(args[0], rows, cols)
        scalars = [x for x in args if self.shape(x) == SCALAR]
        arrays = tuple(x for x in args if self.shape(x) != SCALAR)
        if scalars:
            inner = self._contracted_entry(arrays, rows, cols) if arrays else ONE
            return self.algebra.times(*(self.at(x) for x in scalars), inner)
        *first, last = args
        before = self._folded(tuple(first))[0]
        right = self.shape(last)
        if before == SCALAR:
            return self.algebra.times(self._contracted_entry(tuple(first), (), ()), self.at(last, rows, cols))
        axis = before[1] if before is not None else right[0] if right is not None else None
        if axis is None:
            raise Unsupported("a product of arrays whose sizes are not known")
        if right is not None and before is not None and before[1] != right[0]:
            raise Unsupported("the shapes of a product do not fit")
        k = self._labels(axis)
        left = self._contracted_entry(tuple(first), rows, k)
        return self.algebra.summed(self.algebra.times(left, self.at(last, k, cols)), *k)

    def _lambda(self, x: Term) -> tuple[Expr, Labels]:
        rows, cols = (self._labels(axis) for axis in self.needed(x))
        return self.at(x, rows, cols), (*rows, *cols)

    def _oriented(self, kind: str, at: Labels, x: Term) -> Factor:
        """The inverse or determinant of a matrix or of its transpose, whichever comes first; both if they are one."""
        inside, holes = self._lambda(x)
        if len(holes) != 2:
            raise Unsupported(f"{kind} of a matrix with rows of several indices")
        p, q = holes
        found = Factor(kind, "", at, inside, holes)
        turned = Factor(kind, "", at[::-1], inside.renamed({p: q, q: p}), holes)
        keys = (Factor("det", inside=f.inside, holes=holes).key for f in (found, turned))
        here, there = keys
        if here == there:
            return Factor(kind, SYMMETRIC, at, inside, holes)
        return found if here < there else turned

    def _is_square(self, t: Term) -> bool:
        s = self.shape(t)
        return s is not None and s[0] == s[1] and s != SCALAR

    def _is_scalar(self, t: Term) -> bool:
        return self.shape(t) == SCALAR

    def _delta(self, i: Term, j: Term) -> Expr:
        labels = [self.known.indices.get(x) if isinstance(x, Sym) else None for x in (i, j)]
        dim = next((ix.dim for ix in labels if ix is not None), None)
        if dim is None:
            raise Unsupported("a delta of unknown indices")
        return factor(Factor("delta", at=(self._label(i, dim), self._label(j, dim))))

    def _softmax(self, t: Op, x: Term, rows: Labels, cols: Labels) -> Expr:
        r, c = self.needed(x)
        by_rows = t.head == "softmax_rows"
        if not by_rows and r and c:
            raise Unsupported("softmax of a matrix: of its rows or of its columns?")
        along = self._labels(c if by_rows or not r else r)
        other = self.at(x, rows, along) if by_rows or not r else self.at(x, along, cols)
        a = self.algebra
        total = a.summed(a.exp(other), *along)
        return a.times(a.exp(self.at(x, rows, cols)), a.power(total, Fraction(-1)))

    def _sum(self, body: Term, index: Sym, span: Term, rows: Labels, cols: Labels) -> Expr:
        match span:
            case Op("range", (Num(low), Num(high))):
                found = self._dimension(body, index) or plain(Num(high))
                parts = [
                    self.under(index, position(found, k)).at(body, rows, cols) for k in range(int(low), int(high) + 1)
                ]
                return self.algebra.plus(*parts)
            case Op("range", (Num(low), high)) if low == 1:
                dim = dim_name(high)
            case _:
                dim = self._dimension(body, index) or ""
                if not dim or span not in (Op("none"),):
                    raise Unsupported(f"the range of {index.text}")
        label = fresh(dim)
        return self.algebra.summed(self.under(index, label).at(body, rows, cols), label)

    def _dimension(self, body: Term, index: Sym) -> str | None:
        """The dimension that an index runs over, from where it stands."""
        for s in free_symbols(body):
            whole = self.known.shapes.get(replace(s, subs=()))
            if whole is not None and index in s.subs:
                axes = [a for a in whole if a]
                k = s.subs.index(index)
                if k < len(axes) and len(axes[k]) == 1:
                    return axes[k][0]
        for n in walk(body):
            if isinstance(n, Op) and n.head == "item" and index in n.args[1:]:
                axes = [a for a in self.needed(n.args[0]) if a]
                k = n.args[1:].index(index)
                if k < len(axes) and len(axes[k]) == 1:
                    return axes[k][0]
        return None

    # -- functions and derivatives -----------------------------------------------------------------------------------

    def _scalar_function(self, f: Term) -> bool:
        while isinstance(f, Op) and f.head == "prime":
            f = f.args[0]
        return f in self.known.scalar_functions

    def _call(self, f: Term, x: Term, rows: Labels, cols: Labels) -> Expr:
        order = 0
        match f:
            case Op("prime", (inner, Num(q))):
                f, order = inner, int(q)
        if not isinstance(f, Sym):
            raise Unsupported("a function of this kind")
        number_to_number = f in self.known.scalar_functions and self.needed(x) == SCALAR
        if f in self.known.scalar_functions and not order and not number_to_number:
            inside, holes = self._lambda(x)
            return factor(Factor("func", self._of(f, x), (), inside, holes))
        if f in self.known.elementwise or number_to_number:
            return factor(
                Factor("fn", f"opaque {f.text}" + (f"^{order}" if order else ""), inside=self.at(x, rows, cols))
            )
        raise Unsupported(f"the function {f.text}")

    def _of(self, f: Sym, x: Term) -> str:
        """The name of an opaque function; of a row it is not the one of a column."""
        rows, cols = self.needed(x)
        return f.text + OF_ROWS if cols and not rows else f.text

    def _derivative(self, t: Op, rows: Labels, cols: Labels) -> Expr:
        match t:
            case Op("gradient", (Op("call", (Sym() as f, x)),)) if f in self.known.scalar_functions:
                if self.needed(x) == SCALAR:
                    return self._call(Op("prime", (f, Num(Fraction(1)))), x, rows, cols)
                inside, holes = self._lambda(x)
                return factor(Factor("func", self._of(f, x), (*rows, *cols), inside, holes))
            case Op("gradient", (body, var)) | Op("deriv", (body, var)):
                return self._by(body, var, rows, cols)
            case Op("hessian", (body, Sym() as var)):
                if self.needed(body) != SCALAR:
                    raise Unsupported("the Hessian of an array")
                first = self._slope(self.at(body), var, *self._unvec(var, rows))
                return self._slope(first, var, *self._unvec(var, cols))
            case Op("deriv", (body, *by)):
                out = self.at(body, rows, cols)
                for var in by:
                    if not isinstance(var, Sym):
                        raise Unsupported("a derivative by something that is no name")
                    out = self._slope(out, var, (), ())
                return out
        raise Unsupported("the derivative of this")

    def _unvec(self, var: Term, labels: Labels) -> tuple[Labels, Labels]:
        width = len(self.needed(var)[1])
        return labels[width:], labels[:width]

    def _by(self, body: Term, var: Term, rows: Labels, cols: Labels) -> Expr:
        if not isinstance(var, Sym):
            raise Unsupported("a derivative by something that is no name")
        of, by = self.needed(body), self.needed(var)
        if of == SCALAR:
            return self._slope(self.at(body), var, rows, cols)
        if self.known.denominator:
            rows, cols = cols, rows
        if by == SCALAR:
            return self._slope(self.at(body, rows, cols), var, (), ())
        return self._slope(self.at(body, *self._unvec(body, rows)), var, *self._unvec(var, cols))

    def _slope(self, of: Expr, var: Sym, rows: Labels, cols: Labels) -> Expr:
        _, name, given = self._named(var)
        if given and (rows or cols):
            raise Unsupported(f"a derivative by {var.text}")
        return Calculus(self.algebra, name, (*given, *rows, *cols)).of(of)


def _local(name: Sym) -> str:
    return f"local {name.text}"


Rule = Callable[[Algebra, Expr], Expr]


def _tanh(a: Algebra, u: Expr) -> Expr:
    return a.minus(ONE, a.scaled(a.power(a.plus(a.exp(a.scaled(u, 2)), ONE), Fraction(-1)), 2))


def _fn(name: str) -> Rule:
    return lambda a, u: factor(Factor("fn", name, inside=u))


def _half(sign: int) -> Rule:
    return lambda a, u: a.scaled(a.plus(a.exp(u), a.scaled(a.exp(a.scaled(u, -1)), sign)), Fraction(1, 2))


def _cdf(a: Algebra, u: Expr) -> Expr:
    inside = a.times(u, a.power(number(2), Fraction(-1, 2)))
    return a.scaled(a.plus(ONE, factor(Factor("fn", "erf", inside=inside))), Fraction(1, 2))


def _pdf(a: Algebra, u: Expr) -> Expr:
    root = a.power(a.scaled(entry("pi"), 2), Fraction(-1, 2))
    return a.times(root, a.exp(a.scaled(a.power(u, Fraction(2)), Fraction(-1, 2))))


ELEMENTWISE: Mapping[str, Rule] = {
    "log": lambda a, u: a.log(u),
    "tanh": _tanh,
    "sinh": _half(-1),
    "cosh": _half(1),
    "sin": _fn("sin"),
    "cos": _fn("cos"),
    "atan": _fn("atan"),
    "erf": _fn("erf"),
    "normal_cdf": _cdf,
    "normal_pdf": _pdf,
}

"""Terms as index expressions: the shape of a term, and its entry at a row and a column index.

What each head means is a table of operations; this walks the term.  A shape ``None`` fits anywhere (1, I, 0 without a
size).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symnn.tensor.algebra import Algebra
from symnn.tensor.axes import SCALAR, Axis, Labels, Shape, labels, misfit, spoken
from symnn.tensor.contraction import entry
from symnn.tensor.index import Expr, Ix, Unsupported, number
from symnn.tensor.known import Known
from symnn.tensor.shared import SHARED, Shared
from symnn.term import Num, Op, Sym, Term, plain


@dataclass(frozen=True)
class Operation:
    """The shape of the result and its entry; a head without ``entry`` has a shape and no rule beyond it."""

    shape: Callable[[Lowering, Op], Shape | None]
    entry: Callable[[Lowering, Op, Labels, Labels], Expr] | None = None
    arity: int | None = None  # how many arguments; as many as there are with None


Operations = Mapping[str, Operation]


class Lowering:
    def __init__(self, known: Known, algebra: Algebra, operations: Operations) -> None:
        self.known, self.algebra, self.operations = known, algebra, operations
        self.shapes: dict[Term, Shape | None] = {}

    def under(self, index: Sym, label: Ix) -> Lowering:
        return Lowering(self.known.under(index, label), self.algebra, self.operations)

    def standing(self, name: Sym, shape: Shape) -> Lowering:
        """With a name that stands for something of this shape here."""
        return Lowering(self.known.standing(name, shape), self.algebra, self.operations)

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
                return self.known.named(t).shape
            case Op():
                return self._operation(t).shape(self, t)

    def _operation(self, t: Op) -> Operation:
        found = self.operations.get(t.head)
        if found is None or found.arity not in (None, len(t.args)):
            raise no_rule(t)
        return found

    def needed(self, t: Term) -> Shape:
        s = self.shape(t)
        if s is None:
            raise Unsupported(f"the size of {plain(t)[:40]} is not known")
        return s

    def side(self, t: Term) -> Axis:
        """The axis of a square matrix."""
        rows, cols = self.needed(t)
        if rows != cols:
            raise misfit((rows, ()), (cols, ()), f"{spoken((rows, cols))} is not square")
        return rows

    def is_scalar(self, t: Term) -> bool:
        return self.shape(t) == SCALAR

    def is_square(self, t: Term) -> bool:
        s = self.shape(t)
        return s is not None and s[0] == s[1] and s != SCALAR

    def is_line(self, t: Term) -> bool:
        s = self.shape(t)
        return s is not None and bool(s[0]) != bool(s[1])

    # -- entries -----------------------------------------------------------------------------------------------------

    def at(self, t: Term, rows: Labels = (), cols: Labels = ()) -> Expr:
        """The entry of ``t``; a scalar is the same everywhere."""
        s = self.shape(t)
        if s == SCALAR:
            rows, cols = (), ()
        if t in self.algebra.names:
            return entry(self.algebra.names[t], *rows, *cols)
        return self._entry(t, rows, cols)

    def _entry(self, t: Term, rows: Labels, cols: Labels) -> Expr:
        match t:
            case Num(q):
                return number(q)
            case Sym() if t in self.known.indices:
                raise Unsupported(f"the index {t.text} as a number")
            case Sym():
                found = self.known.named(t)
                here = (*rows, *cols)
                column = bool(found.at and rows) and not found.family  # X[:, j]
                return entry(found.name, *here, *found.at) if column else entry(found.name, *found.at, *here)
            case Op():
                rule = self._operation(t).entry
                if rule is None:
                    raise no_rule(t)
                return rule(self, t, rows, cols)

    def array(self, x: Term) -> tuple[Expr, Labels]:
        """The entry of an array at new indices, and those indices."""
        rows, cols = (labels(axis) for axis in self.needed(x))
        return self.at(x, rows, cols), (*rows, *cols)

    def share(self, t: Term) -> None:
        """From here on a sum is one name; sums in it that have one keep it."""
        value, at = self.array(t)
        name = f"{SHARED}{len(self.algebra.shared)}"
        self.algebra.shared[name] = Shared(at, value)
        self.algebra.names[t] = name


def no_rule(t: Op) -> Unsupported:
    return Unsupported(f"the index calculus has no rule for {t.head}")

"""A matrix of columns, ``A = [a_1 … a_n]`` with a_i ∈ ℝ^m, and of rows, ``X = [x_1, …, x_N]ᵀ``: a_i is A_{:,i}.

Such a formula says no more of A than what its columns are called: A is any matrix, and a_i names one of its columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symnn.context.defining.heads import Chain
from symnn.context.model import Declared, Definition
from symnn.context.scope import Scope
from symnn.domain import REALS
from symnn.term import Num, Op, Sym, Term, num

_DOTS, _SLICE, _I = Op("dots"), Op("slice"), Sym("i")


@dataclass(frozen=True)
class Stack:
    """The columns, or the rows, of an array with their names as they are listed."""

    array: Sym
    names: tuple[Sym, ...]
    rows: bool = False

    @property
    def count(self) -> Term:
        return self.names[-1].subs[0]

    def member(self, index: Term) -> Term:
        """The column, or the row as a column, with this number."""
        if self.rows:
            return Op("transpose", (replace(self.array, subs=(index, _SLICE)),))
        return replace(self.array, subs=(_SLICE, index))


def stack_of(chain: Chain, source: str) -> Stack | None:
    """The stack that an equation writes."""
    if chain.relations not in (("eq",), ("define",)) or not isinstance(chain.members[0], Sym):
        return None
    array, body = chain.members
    assert isinstance(array, Sym)
    match body:
        case Op("row", args) | Op("matrix", (Op("row", args),)):
            return listed(array, args)
        case Op("mul" | "dot" | "times", args) if "[" in source:
            return listed(array, args)
        case Op("transpose", (Op("row", args),)):
            return listed(array, args, rows=True)
        case Op("matrix", lines):
            entries = [line.args[0] for line in lines if isinstance(line, Op) and len(line.args) == 1]
            turned = [e.args[0] if isinstance(e, Op) and e.head == "transpose" else e for e in entries]
            told = all(isinstance(e, Op) and e.head in ("transpose", "dots") for e in entries)
            return listed(array, tuple(turned), rows=True) if told and len(entries) == len(lines) else None
    return None


def listed(array: Sym, args: Iterable[Term], *, rows: bool = False) -> Stack | None:
    """a_1, a_2, …, a_n: members of one family, from 1 to a letter or a number."""
    terms = tuple(args)
    names = tuple(a for a in terms if isinstance(a, Sym))
    if len(names) < 2 or terms != (*names[:-1], _DOTS, names[-1]) or array.subs or array.sups:
        return None
    if not array.name[:1].isupper():
        return None  # c = [h_1, …, h_n] may be one long vector
    family = {(n.base, len(n.subs), n.sups) for n in names}
    first = [n.subs[:1] for n in names[:-1]] == [(num(k + 1),) for k in range(len(names) - 1)]
    ends = len(names[-1].subs) == 1 and isinstance(names[-1].subs[0], Sym | Num)
    return Stack(array, names, rows) if len(family) == 1 and first and ends and not names[0].sups else None


def entered(stack: Stack, scope: Scope, home: Scope, also: Iterable[Term] = ()) -> bool:
    """Enter the array with its columns in ``home``, if these are known to be vectors; ``also`` is said beside it."""
    length = _length(stack, scope, also)
    if length is None:
        return False
    shape = (stack.count, length) if stack.rows else (length, stack.count)
    known = scope.declaration(stack.array)
    if known is None or known.shape != shape:
        if known is not None and known.shape:
            return False
        home.declare(stack.array, Declared(REALS, shape))
    home.profile = home.profile.declare(stack.array, "matrix")
    for name in (*stack.names, replace(stack.names[0], subs=(_I,))):
        home.definitions[name] = Definition(name, (), stack.member(name.subs[0]))
    return True


def _length(stack: Stack, scope: Scope, also: Iterable[Term]) -> Term | None:
    """Of one column: as it is declared, or as the array is."""
    whole = scope.declaration(stack.array)
    if whole is not None and whole.shape:
        counts = whole.shape[0] if stack.rows else whole.shape[-1]
        return (whole.shape[1] if stack.rows else whole.shape[0]) if (len(whole.shape), counts) == (
            2, stack.count) else None  # fmt: skip
    for name in (*stack.names, replace(stack.names[0], subs=(_I,))):
        what = scope.declaration(name)
        if what is not None and what.shape:
            return what.shape[0] if len(what.shape) == 1 else None
    for term in also:
        match term:
            case Op("in", (Sym() as name, Op("reals", (size,)))) if name.base == stack.names[0].base and name.subs:
                return size
            case Op("in", (array, Op("reals", (rows, columns)))) if array == stack.array:
                return columns if stack.rows else rows
    return None


__all__ = ["Stack", "entered", "listed", "stack_of"]

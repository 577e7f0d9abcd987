"""Sums over an index, the range that an index has; entries, the Kronecker δ, and softmax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from symnn.tensor.axes import Labels, Shape, dim_name, labels
from symnn.tensor.contraction import factor
from symnn.tensor.index import Expr, Factor, Unsupported, fresh, position
from symnn.tensor.lowering import Lowering, Operation, no_rule
from symnn.tensor.operations.elementwise import constant, like_first
from symnn.term import NONE, Num, Op, Sym, Term, free_symbols, plain, walk


def _sum_shape(low: Lowering, t: Op) -> Shape | None:
    match t.args:
        case (body, Sym() as index, _):
            return low.under(index, fresh("?")).shape(body)
    raise no_rule(t)


def _sum(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    body, index, span = t.args
    assert isinstance(index, Sym)
    match span:
        case Op("range", (Num(first), Num(last))):
            found = dimension(low, body, index) or plain(Num(last))
            places = (position(found, k) for k in range(int(first), int(last) + 1))
            return low.algebra.plus(*(low.under(index, place).at(body, rows, cols) for place in places))
        case Op("range", (Num(first), last)) if first == 1 and not _runs(low, last):
            dim = dim_name(last)
        case _:
            dim = dimension(low, body, index) or ""
            if not dim or span != NONE:
                raise Unsupported(f"the range of {index.text}")
    label = fresh(dim)
    return low.algebra.summed(low.under(index, label).at(body, rows, cols), label)


def _runs(low: Lowering, last: Term) -> bool:
    """Whether the end of a range is an index itself, as j of Σ_j Σ_{i ≤ j}, and no size."""
    indices = {s for s in low.known.indices if s.text not in low.known.dimensions}
    return bool(free_symbols(last) & indices)


def dimension(low: Lowering, body: Term, index: Sym) -> str | None:
    """The dimension that an index runs over, from where it stands."""
    for s in sorted(free_symbols(body), key=lambda s: s.text):
        if low.known.member(s) and s.subs == (index,):
            return low.known.members[s.base]
        whole = low.known.shapes.get(replace(s, subs=()))
        if whole is not None and index in s.subs and (found := _along(whole, s.subs.index(index))):
            return found
    for n in walk(body):
        if isinstance(n, Op) and n.head == "item" and index in n.args[1:]:
            array, *at = n.args
            if found := _along(low.needed(array), at.index(index)):
                return found
    return None


def _along(whole: Shape, k: int) -> str | None:
    """The dimension of the index at place k of an entry."""
    axes = [axis for axis in whole if axis]
    return axes[k][0] if k < len(axes) and len(axes[k]) == 1 else None


def _item(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    x, *indices = t.args
    height, width = low.needed(x)
    axes = [axis for axis in (height, width) if axis]
    if len(axes) != len(indices) or any(len(axis) != 1 for axis in axes):
        raise Unsupported("the indices of an entry do not fit its array")
    at = tuple(low.known.label(i, axis[0]) for i, axis in zip(indices, axes, strict=True))
    return low.at(x, at[: len(height)], at[len(height) :])


def _delta(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    found = [low.known.indices.get(x) if isinstance(x, Sym) else None for x in t.args]
    dim = next((ix.dim for ix in found if ix is not None), None)
    if dim is None:
        raise Unsupported("a delta of unknown indices")
    i, j = (low.known.label(x, dim) for x in t.args)
    return factor(Factor("delta", at=(i, j)))


def _softmax(low: Lowering, t: Op, rows: Labels, cols: Labels) -> Expr:
    [x] = t.args
    r, c = low.needed(x)
    by_rows = t.head == "softmax_rows"
    if not by_rows and r and c:
        raise Unsupported("softmax of a matrix: of its rows or of its columns?")
    along = labels(c if by_rows or not r else r)
    other = low.at(x, rows, along) if by_rows or not r else low.at(x, along, cols)
    a = low.algebra
    total = a.summed(a.exp(other), *along)
    return a.times(a.exp(low.at(x, rows, cols)), a.power(total, Fraction(-1)))


OPERATIONS: Mapping[str, Operation] = {
    "sum": Operation(_sum_shape, _sum, 3),
    "item": Operation(constant, _item),
    "delta": Operation(constant, _delta, 2),
    "softmax": Operation(like_first, _softmax, 1),
    "softmax_rows": Operation(like_first, _softmax, 1),
}

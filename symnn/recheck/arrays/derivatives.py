"""Index forms of functions and of derivatives: gradients, Hessians, Jacobians of vec in the declared layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symnn.recheck.arrays.scene import SCALAR, primed
from symnn.recheck.arrays.slopes import OPAQUE, Slope
from symnn.recheck.arrays.sums import Atom, Sum
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import Op, Sym, Term, plain

if TYPE_CHECKING:
    from symnn.recheck.arrays.entries import Entries, Frame, Spots


def called(entries: Entries, f: Term, a: Term, rows: Spots, cols: Spots, here: Frame) -> Sum:
    f, order = primed(f)
    assert isinstance(f, Sym)
    if entries.scene.functions[f] == "scalar" and entries.shapes.of(a, here.scope) != SCALAR:
        return entries.algebra.atom(Atom("func", _oriented(entries, f, a, here), (), *entries.array(a, here)))
    return _of_number(entries, f, order, entries.at(a, rows, cols, here))


def _of_number(entries: Entries, f: Sym, order: int, u: Sum) -> Sum:
    return entries.algebra.function(f"{OPAQUE}{f.text}" + (f"^{order}" if order else ""), u)


def _oriented(entries: Entries, f: Sym, a: Term, here: Frame) -> str:
    """A function of rows and one of columns are two; so are those of arrays of other sizes."""
    return f.text + " of " + "×".join("·".join(map(plain, axis)) for axis in entries.shapes.of(a, here.scope))


def derivative(entries: Entries, t: Op, rows: Spots, cols: Spots, here: Frame) -> Sum:
    match t:
        case Op("gradient", (Op("call", (Sym() as f, a)),)):
            if entries.shapes.of(a, here.scope) == SCALAR:
                return _of_number(entries, f, 1, entries.at(a, (), (), here))
            name = _oriented(entries, f, a, here)
            rows, cols = (cols, rows) if t.head in entries.scene.rows else (rows, cols)
            return entries.algebra.atom(Atom("func", name, (*rows, *cols), *entries.array(a, here)))
        case Op("hessian", (body, by)):
            first = _slope(entries, entries.at(body, (), (), here), by, *_unstacked(entries, by, rows, here), here)
            return _slope(entries, first, by, *_unstacked(entries, by, cols, here), here)
        case Op("deriv", (body, *more)) if len(more) > 1:
            out = entries.at(body, rows, cols, here)
            for by in more:
                out = _slope(entries, out, by, (), (), here)
            return out
        case Op("deriv" | "gradient", (body, by)):
            if entries.shapes.of(body, here.scope) == SCALAR:
                rows, cols = (cols, rows) if t.head in entries.scene.rows else (rows, cols)
                return _slope(entries, entries.at(body, (), (), here), by, rows, cols, here)
            if entries.scene.denominator:
                rows, cols = cols, rows
            if entries.shapes.of(by, here.scope) == SCALAR:
                return _slope(entries, entries.at(body, rows, cols, here), by, (), (), here)
            entry = entries.at(body, *_unstacked(entries, body, rows, here), here)
            return _slope(entries, entry, by, *_unstacked(entries, by, cols, here), here)
    raise UnclearError("this derivative")


def _unstacked(entries: Entries, a: Term, at: Spots, here: Frame) -> tuple[Spots, Spots]:
    """Row and column of an entry of vec(a): columns are stacked, so that theirs is the slower index."""
    width = len(entries.shapes.of(a, here.scope)[1])
    return at[width:], at[:width]


def _slope(entries: Entries, s: Sum, by: Term, rows: Spots, cols: Spots, here: Frame) -> Sum:
    if not isinstance(by, Sym) or by in here.indices or by in entries.scene.indices or by in entries.scene.sizes:
        fail("a derivative by something that is no variable")
    place = entries.shapes.place(by, here.scope)
    if place.array not in here.local and place.array.text in entries.algebra.totals:
        fail(f"a derivative by {by.text}")
    name = here.local.get(place.array, place.array.text)
    return Slope(entries.algebra, name, entries.labels(place, rows, cols, here)).of(s)

"""Values of functions and of derivatives, by infinitesimals.

The variable's entry gets ε, the derivative is the coefficient of ε; a functional is a·U + (b·U)²/2 + (c·U)³/6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symnn.recheck.arrays.jets import Jet, number, polynomial, total
from symnn.recheck.arrays.scene import SCALAR, primed
from symnn.recheck.outcome import UnclearError, fail
from symnn.term import Op, Sym, Term

if TYPE_CHECKING:
    from symnn.recheck.arrays.values import Frame, Values


def called(values: Values, f: Term, a: Term, i: int, j: int, here: Frame) -> Jet:
    f, order = primed(f)
    assert isinstance(f, Sym)
    if f not in values.example.functions:
        fail(f"no concrete function for {f.text}")
    if values.scene.functions[f] == "elementwise" or values.shapes.of(a, here.scope) == SCALAR:
        return _of_number(values, f, order, values.at(a, i, j, here))
    return _functional(values, f, a, None, here)


def _of_number(values: Values, f: Sym, order: int, u: Jet) -> Jet:
    if len(values.example.functions[f]) != 1:
        fail(f"{f.text} of numbers and of arrays")
    [row] = values.example.functions[f]
    return u.put_into(polynomial([fmpq(c.numerator, c.denominator) for c in row], order))


def _functional(values: Values, f: Sym, a: Term, by: tuple[int, int] | None, here: Frame) -> Jet:
    """a·U + (b·U)²/2 + (c·U)³/6, or its derivative by an entry of U."""
    rows, cols = values.size(a, here)
    weights = values.example.functions[f]
    if len(weights) != 3 or any(len(w) != rows * cols for w in weights):
        fail(f"{f.text} of arrays of two sizes")
    u = [values.at(a, i, j, here) for i in range(rows) for j in range(cols)]
    order = 0 if by is None else 1
    out = number(0)
    for degree, row in enumerate(weights, 1):
        inner = total(x * number(w) for x, w in zip(u, row, strict=True))
        term = number(1) if by is None else number(row[by[0] * cols + by[1]])
        for k in range(degree - order):
            term = (term * inner).scaled(fmpq(1, k + 1))
        out = out + term
    return out


def derivative(values: Values, t: Op, i: int, j: int, here: Frame) -> Jet:
    match t:
        case Op("gradient", (Op("call", (Sym() as f, a)),)):
            if f not in values.example.functions:
                fail(f"no concrete function for {f.text}")
            if values.shapes.of(a, here.scope) == SCALAR:
                return _of_number(values, f, 1, values.at(a, 0, 0, here))
            i, j = (j, i) if t.head in values.scene.rows else (i, j)
            return _functional(values, f, a, (i, j), here)
        case Op("hessian", (body, Sym() as by)):
            rows = values.size(by, here)[0]
            spots: list[tuple[Term, int, int]] = [(by, i % rows, i // rows), (by, j % rows, j // rows)]
            return _slope(values, body, 0, 0, spots, here)
        case Op("deriv", (body, *more)) if len(more) > 1:
            return _slope(values, body, i, j, [(v, 0, 0) for v in more], here)
        case Op("deriv" | "gradient", (body, by)):
            of, var = values.shapes.of(body, here.scope), values.shapes.of(by, here.scope)
            if of == SCALAR:
                i, j = (j, i) if t.head in values.scene.rows else (i, j)
                return _slope(values, body, 0, 0, [(by, i, j)], here)
            if values.scene.denominator:
                i, j = j, i
            if var == SCALAR:
                return _slope(values, body, i, j, [(by, 0, 0)], here)
            rows, height = values.size(body, here)[0], values.size(by, here)[0]
            return _slope(values, body, i % rows, i // rows, [(by, j % height, j // height)], here)
    raise UnclearError("this derivative")


def _slope(values: Values, body: Term, i: int, j: int, spots: list[tuple[Term, int, int]], here: Frame) -> Jet:
    frame, tags = here, []
    for by, k, m in spots:
        if not isinstance(by, Sym) or by in here.indices or by in values.example.sizes:
            fail("a derivative by something that is no variable")
        array, row, col = values.entry(by, k, m, here)
        tag = 1 << frame.tags
        seeds = (*frame.seeds, (array, row, col, tag))
        frame = values.inside(frame, ("by", array, row, col), frame.scope, seeds=seeds, tags=1)
        tags.append(tag)
    out = values.at(body, i, j, frame)
    for tag in tags:
        out = out.part(tag)
    return out

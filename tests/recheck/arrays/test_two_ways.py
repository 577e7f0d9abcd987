"""Random formulas, worked out by infinitesimals at numbers and by the index form: the two have to give the same.

The index form is evaluated here by summing over its bound indices, with code that knows nothing of either.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from array_claims import LET, stated
from flint import arb, arb_mat, ctx, fmpq

from symnn.recheck.arrays.algebra import Algebra
from symnn.recheck.arrays.concrete import Example
from symnn.recheck.arrays.entries import Entries, Frame, spots
from symnn.recheck.arrays.examples import made
from symnn.recheck.arrays.scene import Scene
from symnn.recheck.arrays.shapes import Shapes
from symnn.recheck.arrays.sizes import Clash
from symnn.recheck.arrays.slopes import OPAQUE
from symnn.recheck.arrays.sums import Atom, Index, Sum
from symnn.recheck.arrays.values import Values
from symnn.recheck.outcome import METER, NoValueError, UnclearError
from symnn.term import Num, Op, Sym, Term, num, op, to_json

Env = Mapping[Index, int]


def ball(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))


class Summed:
    """An index form at numbers."""

    def __init__(self, example: Example, names: Mapping[str, Sym]) -> None:
        self.example, self.names = example, names

    def of(self, s: Sum, env: Env) -> arb:
        out = arb(0)
        for p in s.terms:
            bound = list(p.bound)
            for places in product(*(range(self.example.length((i.size,))) for i in bound)):
                here = {**env, **dict(zip(bound, places, strict=True))}
                term = ball(p.coef)
                for a, e in p.factors:
                    x = self.atom(a, here)
                    term *= x ** int(e) if e.denominator == 1 else x ** ball(e)
                out += term
        return out

    def atom(self, a: Atom, env: Env) -> arb:
        at = [i.at - 1 if i.at is not None else env[i] for i in a.at]
        match a.kind:
            case "entry":
                table = self.example.numbers[self.names[a.name]]
                sides = [n for n in (len(table), len(table[0])) if n > 1]
                assert len(sides) == len(at)
                row = at[0] if len(table) > 1 else 0
                return ball(table[row][at[-1] if len(table[0]) > 1 else 0])
            case "size":
                return arb(self.example.sizes[self.names[a.name]])
            case "delta":
                return arb(int(at[0] == at[1]))
            case "prime":
                return arb(int(a.name))
            case "pi":
                return arb.pi()
        assert a.inside is not None
        if a.kind == "exp":
            return self.of(a.inside, env).exp()
        if a.kind == "sum":
            return self.of(a.inside, env)
        if a.kind == "fn":
            return self.function(a.name, self.of(a.inside, env))
        ranges = [range(self.example.length((h.size,))) for h in a.holes]
        inside = {p: self.of(a.inside, {**env, **dict(zip(a.holes, p, strict=True))}) for p in product(*ranges)}
        if a.kind == "func":
            return self.functional(a, at, inside)
        matrix = arb_mat([[inside[i, j] for j in ranges[1]] for i in ranges[0]])
        return matrix.det() if a.kind == "det" else matrix.inv()[at[0], at[1]]

    def function(self, name: str, u: arb) -> arb:
        if not name.startswith(OPAQUE):
            return getattr(u, name)()
        base, _, order = name.removeprefix(OPAQUE).partition("^")
        row = list(self.example.functions[self.names[base]][0])
        for _ in range(int(order or 0)):
            row = [c * k for k, c in enumerate(row)][1:]
        return sum((ball(c) * u**k for k, c in enumerate(row)), arb(0))

    def functional(self, a: Atom, at: list[int], inside: Mapping[tuple[int, ...], arb]) -> arb:
        """The derivatives of w₁·U + (w₂·U)²/2 + (w₃·U)³/6."""
        width = len(a.holes)
        by = [tuple(at[k : k + width]) for k in range(0, len(at), width)]
        places = list(inside)
        out = arb(0)
        for degree, row in enumerate(self.example.functions[self.names[a.name.split(" of ")[0]]], 1):
            if len(by) > degree:
                continue
            inner = sum((ball(w) * inside[p] for p, w in zip(places, row, strict=True)), arb(0))
            term = inner ** (degree - len(by))
            for k in range(2, degree - len(by) + 1):
                term /= k
            for p in by:
                term *= ball(row[places.index(p)])
            out += term
        return out


class Formulas:
    """Random terms over the declared names, most of them with a meaning."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def scalar(self, depth: int) -> Term:
        r = self.random
        if depth == 0:
            return r.choice([Sym("s"), Sym("t"), num(2), op("div", num(1), num(3))])
        v, w = self.vector(depth - 1), self.vector(depth - 1)
        one = self.scalar(depth - 1)
        return r.choice([
            op("mul", op("transpose", v), w), op("call", Sym("ell"), v), op("pow", op("norm", v), num(2)),
            op("add", one, self.scalar(depth - 1)), op("mul", one, self.scalar(depth - 1)), op("call", Sym("f"), one),
            op("tr", self.matrix(depth - 1)), op("exp", op("div", one, num(9))),
            op("sqrt", op("add", num(1), op("pow", one, num(2)))),
            op("div", one, op("add", num(2), op("pow", one, num(2)))), op("deriv", one, Sym("t")), op("tanh", one),
            op("call", op("prime", Sym("f"), num(1)), one),
            op("at", op("deriv", op("mul", Sym("q"), Sym("q"), one), Sym("q")), Sym("q"), self.scalar(depth - 1)),
            op("sum", op("mul", Sym("x", (Sym("k"),)), Sym("a", (Sym("k"),)), one), Sym("k"),
               op("range", num(1), Sym("n"))),
        ])  # fmt: skip

    def vector(self, depth: int) -> Term:
        r = self.random
        if depth == 0:
            return r.choice([Sym("x"), Sym("a"), op("ones", Sym("n"))])
        v, w, one = self.vector(depth - 1), self.vector(depth - 1), self.scalar(depth - 1)
        return r.choice([
            op("add", v, w), op("hadamard", v, w), op("mul", self.matrix(depth - 1), v), op("mul", one, v),
            op("call", Sym("f"), v), op("softmax", v), op("deriv", one, r.choice([Sym("x"), Sym("a")])),
            op("gradient", op("call", Sym("ell"), v)), op("neg", v), op("diag", self.matrix(depth - 1)),
            op("at", op("deriv", op("call", Sym("ell"), op("hadamard", Sym("q"), v)), Sym("q")), Sym("q"), w),
            op("div", num(1), op("add", num(1), op("pow", op("e"), op("neg", v)))), op("deriv", v, Sym("t")),
            op("transpose", op("mul", op("transpose", v), self.matrix(depth - 1))),
        ])  # fmt: skip

    def matrix(self, depth: int) -> Term:
        r = self.random
        if depth == 0:
            return r.choice([Sym("A"), Sym("B"), op("identity", Sym("n"))])
        v, w = self.vector(depth - 1), self.vector(depth - 1)
        one = self.matrix(depth - 1)
        return r.choice([
            op("mul", one, self.matrix(depth - 1)), op("add", one, self.matrix(depth - 1)), op("transpose", one),
            op("mul", v, op("transpose", w)), op("diag", v), op("hadamard", one, self.matrix(depth - 1)),
            op("deriv", v, r.choice([Sym("x"), Sym("a")])), op("hessian", self.scalar(depth - 1), Sym("x")),
            op("deriv", self.scalar(depth - 1), r.choice([Sym("A"), Sym("B")])), op("softmax_rows", one),
            op("inverse", Sym("A")), op("pow", one, num(2)),
        ])  # fmt: skip


ALL = stated(r"s t \ell(x) f(a) = x^{\top} A B a + s", let=LET)


@pytest.mark.parametrize("seed", range(20))
def test_both_ways_give_the_same_entries(seed: int) -> None:
    formulas = Formulas(seed)
    terms = [formulas.random.choice([formulas.scalar, formulas.vector, formulas.matrix])(3) for _ in range(12)]
    compared = [compare(term, seed) for term in terms]
    assert any(compared)


def compare(term: Term, seed: int) -> bool:
    scene = Scene.read({**ALL.to_json(), "relation": ["op", "eq", *_json(term)]})
    shapes = Shapes(scene)
    METER.start()
    try:
        shape = shapes.of(term, shapes.root)
        entries = Entries(scene, shapes, Algebra(frozenset({"s"})), frozenset())
        rows, cols = map(spots, shape)
        form = entries.at(term, rows, cols, Frame(shapes.root))
        METER.start()
        example = made(scene, shapes, (2,), seed)
    except (UnclearError, NoValueError, Clash):
        return False
    names = {s.text: s for s in (*scene.shapes, *scene.functions, *scene.sizes)}
    summed = Summed(example, names)
    with ctx.workprec(200):
        values = Values(scene, shapes, example)
        for i, j in ((0, 0), (1, 0), (0, 1), (1, 1)):
            if (i and not rows) or (j and not cols):
                continue
            env = {**dict.fromkeys(rows, i), **dict.fromkeys(cols, j)}
            METER.start()
            try:
                one = arb(0) + values.at(term, i, j, values.root).value
            except (UnclearError, NoValueError):
                return False
            other = summed.of(form, env)
            if one.is_finite() and other.is_finite():
                assert one.overlaps(other), f"{term}: {one} and {other} at {i}, {j}"
    return True


def _json(term: Term) -> list[object]:
    whole = Op("add", (term, Op("zeros", (Op("none"),)))) if not isinstance(term, Num) else term
    return [to_json(term), to_json(whole)]

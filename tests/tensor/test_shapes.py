"""Shapes follow from declarations; a clash is reported only between shapes that are known."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.notation import read, words
from symnn.tensor.shapes import Clash, Inference, infer
from symnn.term import Op, Sym, Term, num, op

D, M, N, k, l = (Sym(c) for c in "DMNkl")  # noqa: E741
ONE = num(1)


def layer(name: str, index: Term = l) -> Sym:
    return Sym(name, sups=(index,))


SHAPES: dict[Sym, tuple[Term, ...]] = {
    Sym("W"): (D, M),
    Sym("x"): (D,),
    Sym("v"): (M,),
    Sym("u"): (D,),
    Sym("w", (k,)): (D,),
    Sym("z", (k,)): (),
    Sym("b", (k,)): (),
    Sym("A"): (N, N),
    Sym("C"): (num(3), num(4)),
    Sym("c"): (num(4),),
    layer("W"): (Sym("M", (l,)), Sym("M", (op("add", l, op("neg", ONE)),))),
    layer("a"): (Sym("M", (l,)),),
    layer("b"): (Sym("M", (l,)),),
    layer("delta"): (Sym("M", (l,)),),
}


def check(source: str) -> Inference | Clash:
    return infer(read(source).parts[0].term, SHAPES, words)


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        (r"W^T x", (M, ONE)),
        (r"x x^T W v", (D, ONE)),
        (r"v^T W^T x", ()),
        (r"W v + x", (D, ONE)),
        (r"\sigma(W^T x) + v", (M, ONE)),
        (r"z_k = w_k^T x + b_k", None),
        (r"W^{(l)} a^{(l-1)} + b^{(l)}", (Sym("M", (l,)), ONE)),
        (r"(W^{(l+1)})^\top \delta^{(l+1)}", (Sym("M", (l,)), ONE)),
        (r"\delta^{(l)} \odot (W^{(l+1)})^\top \delta^{(l+1)}", (Sym("M", (l,)), ONE)),
        (r"x = [x_1; x_2; \dots; x_D]", None),
        (r"1 - x", (D, ONE)),
        (r"\frac{1}{1 + e^{-x}}", (D, ONE)),
        (r"x \cdot x + z_k", ()),
        (r"x_i + z_k", ()),
        (r"\|x\|^2 + z_k", ()),
        (r"\sum_{i=1}^D x_i W_{ij} + z_k", ()),
        (r"A^{-1} A", (N, N)),
        (r"C c", (num(3), ONE)),
        (r"u^T x W", (D, M)),
        (r"q x + r", None),
        (r"x + q", (D, ONE)),
        (r"P(x) + x", (D, ONE)),
    ],
)
def test_shapes_follow_from_the_declared_ones(source: str, shape: tuple[Term, ...] | None) -> None:
    found = check(source)
    assert isinstance(found, Inference), found
    if shape is not None:
        assert found.shape == shape


@pytest.mark.parametrize(
    ("source", "parts", "suggestion"),
    [
        (r"z_k = w_k^T + b_k", ("w_kᵀ is 1×D", "b_k is a scalar"), "w_kᵀ*x + b_k"),
        (r"z_k = w_k^T + b", ("z_k is a scalar", "w_kᵀ + b is 1×D"), "z_k = w_kᵀ*x + b"),
        (r"W x", ("W is D×M", "x is D×1"), "Wᵀ*x"),
        (r"x u", ("x is D×1", "u is D×1"), "xᵀ*u"),
        (r"W v + v", ("W*v is D×1", "v is M×1"), None),
        (r"x \cdot v", ("x is D×1", "v is M×1"), None),
        (r"\sigma(W v) \odot v", ("v is M×1",), None),
        (r"W^{(l)} a^{(l)}", ("a^(l) is M_l×1",), None),
        (r"C^T c", ("Cᵀ is 4×3", "c is 4×1"), "C*c"),
        (r"\det W", ("W is D×M",), None),
        (r"x \in \mathbb{R}^M", ("x is D×1",), None),
    ],
)
def test_a_clash_names_both_shapes_and_a_repair(source: str, parts: tuple[str, ...], suggestion: str | None) -> None:
    shapes = {s: d for s, d in SHAPES.items() if s != Sym("u") or "u" in source}
    found = infer(read(source).parts[0].term, shapes, words)
    assert isinstance(found, Clash)
    assert all(p in found.message for p in parts), found.message
    if suggestion is not None:
        assert found.suggestion == suggestion


def test_the_repaired_formula_fits() -> None:
    found = check(r"z_k = w_k^T + b_k + W v")
    assert isinstance(found, Clash)
    found = infer(read(r"z = W x + v").parts[0].term, SHAPES)
    assert isinstance(found, Clash)
    assert found.repaired is not None
    assert isinstance(infer(found.repaired, SHAPES), Inference)


def test_a_size_may_have_a_name_and_a_number() -> None:
    shapes = {Sym("C"): (num(3), num(4)), Sym("x"): (D,)}
    assert isinstance(infer(op("mul", Sym("C"), Sym("x")), shapes), Inference)


# well-typed expressions by construction: each name is declared with the shape it is built for
DIMS = (D, M, N)
COLUMNS = {Sym(f"x{i}"): (d, ONE) for i, d in enumerate(DIMS)}
MATRICES = {Sym(f"W{i}{j}"): (a, b) for i, a in enumerate(DIMS) for j, b in enumerate(DIMS) if i != j}
SCALARS = {Sym("s"): (), Sym("t"): ()}
ALL: dict[Sym, tuple[Term, ...]] = {**COLUMNS, **MATRICES, **SCALARS}


def build(rng: random.Random, rows: Term, cols: Term, depth: int) -> Term:
    """A random term of the shape rows × cols."""
    kind = rng.choice(["leaf", "mul", "mul", "add", "hadamard", "scale", "tanh"]) if depth else "leaf"
    match kind:
        case "mul":
            inner = rng.choice([d for d in DIMS if d not in (rows, cols)])
            return op("mul", build(rng, rows, inner, depth - 1), build(rng, inner, cols, depth - 1))
        case "add" | "hadamard":
            return op(kind, build(rng, rows, cols, depth - 1), build(rng, rows, cols, depth - 1))
        case "scale":
            return op("mul", rng.choice([Sym("s"), num(2)]), build(rng, rows, cols, depth - 1))
        case "tanh":
            return op("tanh", build(rng, rows, cols, depth - 1))
    if rows == cols:
        return Op("identity", (rng.choice([rows, Op("none")]),)) if rows != ONE else Sym("s")
    fits = [s for s, shape in ALL.items() if shape == (rows, cols)]
    turned = [s for s, shape in ALL.items() if shape == (cols, rows)]
    pool: list[Term] = [*fits, *(op("transpose", s) for s in turned)]
    return rng.choice(pool)


def turn_one(rng: random.Random, term: Term) -> Term | None:
    """The term with one array name transposed."""
    places = list(_places(term, ()))
    return _turned_at(term, rng.choice(places)) if places else None


def _places(term: Term, path: tuple[int, ...]) -> list[tuple[int, ...]]:
    if isinstance(term, Sym):
        return [path] if ALL.get(term) else []
    parts = term.args if isinstance(term, Op) and term.head != "identity" else ()
    return [p for i, a in enumerate(parts) for p in _places(a, (*path, i))]


def _turned_at(term: Term, path: tuple[int, ...]) -> Term:
    if not path:
        return op("transpose", term)
    assert isinstance(term, Op)
    first, *rest = path
    return Op(term.head, tuple(_turned_at(a, tuple(rest)) if i == first else a for i, a in enumerate(term.args)))


seeds = st.integers(0, 10**6)
targets = st.sampled_from([(a, b) for a in (*DIMS, ONE) for b in (*DIMS, ONE) if a != b])


@given(seeds, targets, st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_a_well_typed_expression_has_its_shape(seed: int, target: tuple[Term, Term], depth: int) -> None:
    term = build(random.Random(seed), *target, depth)
    found = infer(op("eq", Sym("Y"), term), {**ALL, Sym("Y"): target})
    assert found == Inference(target)


@given(seeds, targets, st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_a_transpose_too_many_is_a_clash(seed: int, target: tuple[Term, Term], depth: int) -> None:
    rng = random.Random(seed)
    turned = turn_one(rng, build(rng, *target, depth))
    if turned is None:
        return
    found = infer(op("eq", Sym("Y"), turned), {**ALL, Sym("Y"): target})
    assert isinstance(found, Clash)
    assert found.left != found.right


@given(seeds, targets, st.integers(1, 4), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_forgetting_declarations_makes_no_clash(seed: int, target: tuple[Term, Term], depth: int, left: int) -> None:
    rng = random.Random(seed)
    term = build(rng, *target, depth)
    kept = dict(rng.sample(sorted(ALL.items(), key=lambda p: p[0].text), min(left, len(ALL))))
    assert isinstance(infer(term, kept), Inference)

"""Verdicts about vectors and matrices, judged again from the claim alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import arb, ctx

from symnn.recheck.arrays.examples import given, made
from symnn.recheck.arrays.proofs import show
from symnn.recheck.arrays.scene import SCALAR, Scene
from symnn.recheck.arrays.shapes import Shapes
from symnn.recheck.arrays.sizes import Clash
from symnn.recheck.arrays.values import Values
from symnn.recheck.outcome import METER, Accepted, MalformedError, NoValueError, Outcome, Refused, UnclearError, fail
from symnn.term import Num, Op, Sym, Term, free_symbols, to_json, transform, walk

PRECISION = 160
_DISTINCT, _EQUAL = (2, 3, 4, 5, 2, 3, 4), (2,)
_SEEDS = 4
_ALIKE = {"unclear": ("numerator", "denominator"), "open": ("numerator", "denominator", "rows")}


def judged(claim: Mapping[str, Any], data: Any, verdict: Any) -> Outcome:
    """Whether a verdict about a claim with arrays is right; raises where that is not decided.

    Where the layout of derivatives is unclear it has to be right in both.
    """
    for unclear, layouts in _ALIKE.items():
        if (said := _layout(unclear)) in claim["assumptions"]:
            others = [a for a in claim["assumptions"] if a != said]
            rows = [[*others, _layout(layout)] for layout in layouts]
            found = [judged({**claim, "assumptions": a}, data, verdict) for a in rows]
            return next((f for f in found if not isinstance(f, Accepted)), found[0])
    scene = Scene.read(claim)
    if _ties_sizes(scene):
        fail("an equation between sizes")
    shapes = Shapes(scene)
    _no_tied_derivative(scene)
    if not isinstance(data, dict):
        raise MalformedError("no data")
    with ctx.workprec(PRECISION):
        if verdict == "refuted":
            return _refuted(scene, shapes, data)
        if verdict == "proved":
            return _proved(scene, shapes)
    raise UnclearError(f"arrays: {verdict}")


def _layout(name: str) -> Any:
    return to_json(Op("layout", (Sym(name),)))


def about_arrays(claim: Mapping[str, Any]) -> bool:
    """Whether a variable is an array."""
    return any(shape for *_, shape in claim["variables"])


def _ties_sizes(scene: Scene) -> bool:
    """Whether an assumed equation says something of sizes, other than by the length of ones."""
    rows = [transform(a, _without_size) for a in scene.assumptions if isinstance(a, Op) and a.head == "eq"]
    return any(free_symbols(a) & scene.sizes for a in rows)


def _without_size(t: Term) -> Term | None:
    return Op("zeros") if isinstance(t, Op) and t.head in ("ones", "zeros", "identity", "range") else None


def parts(relation: Term) -> list[Term]:
    """A chain is all of its relations."""
    return list(relation.args) if isinstance(relation, Op) and relation.head in ("chain", "and") else [relation]


def _no_tied_derivative(scene: Scene) -> None:
    """By a name that an equation ties, as 1ᵀy = 1 ties y, a derivative has two readings."""
    tied = scene.tied()
    for t in walk(scene.relation):
        if isinstance(t, Op) and t.head in ("deriv", "gradient", "hessian"):
            for by in t.args[1:]:
                if any(s.base in tied for s in free_symbols(by)):
                    fail("a derivative by a name that an assumption ties")


# -- refutations -----------------------------------------------------------------------------------------------------


def _refuted(scene: Scene, shapes: Shapes, data: Mapping[str, Any]) -> Outcome:
    try:
        for part in parts(scene.relation):
            sides_shape(part, shapes)
    except Clash:
        return Accepted()
    if "numbers" not in data:
        if "shapes" in data or "layout" in data:
            return Refused("the shapes do not clash, and no example is given")
        fail("a certificate without an example")
    example = given(scene, shapes, data)
    row, col = _entry(data.get("entry"))
    values = Values(scene, shapes, example)
    if any(certainly_fails(part, values, row, col) for part in parts(scene.relation)):
        return Accepted()
    return Refused("the relation does not certainly fail at the entry")


def sides_shape(relation: Term, shapes: Shapes) -> tuple[Term, Term]:
    """The sides of a relation that has a meaning; ``Clash`` if it has none."""
    scope = shapes.root
    match relation:
        case Op("eq" | "equiv" | "lt" | "le" | "gt" | "ge", (left, right)):
            a, b = shapes.of(left, scope), shapes.of(right, scope)
            spread = any(s == SCALAR and isinstance(t, Num) for s, t in ((a, left), (b, right)))
            if not spread and (a == SCALAR) != (b == SCALAR):
                shapes.joined_exactly(a, b)
            shapes.joined((left, right), scope)
            return left, right
        case Op("in", (element, Op("reals", dims))):
            shapes.member(element, dims, scope)
            return element, element
    raise UnclearError("this relation")


def certainly_fails(relation: Term, values: Values, row: int, col: int) -> bool:
    """At an entry, counted from 1, whose both sides have a value."""
    left, right = sides_shape(relation, values.shapes)
    frame = values.root
    shape = values.shapes.joined((left, right), frame.scope)
    rows, cols = (values.example.length(axis) for axis in shape)
    if not (1 <= row <= rows and 1 <= col <= cols):
        raise MalformedError("an entry that is not there")
    gap = gap_at(values, left, right, row - 1, col - 1)
    match relation:
        case Op("eq" | "equiv"):
            return not gap.contains(0)
        case Op("lt"):
            return bool(gap >= 0)
        case Op("le"):
            return bool(gap > 0)
        case Op("gt"):
            return bool(gap <= 0)
        case Op("ge"):
            return bool(gap < 0)
    return False


def gap_at(values: Values, left: Term, right: Term, i: int, j: int) -> Any:
    """The difference of the sides at an entry, enclosed."""
    frame = values.root
    gap = arb(0) + values.at(left, i, j, frame).value - values.at(right, i, j, frame).value
    if not gap.is_finite():
        fail("a side without a value")
    return gap


def _entry(data: Any) -> tuple[int, int]:
    match data:
        case [int(row), int(col)]:
            return row, col
    raise MalformedError("an entry has a row and a column")


# -- proofs ----------------------------------------------------------------------------------------------------------


def _proved(scene: Scene, shapes: Shapes) -> Outcome:
    """By the index form for all sizes; then at numbers, as a second opinion that knows nothing of the first."""
    try:
        for part in parts(scene.relation):
            sides_shape(part, shapes)
    except Clash as clash:
        raise UnclearError(f"the shapes clash: {clash}") from clash
    for part in parts(scene.relation):
        METER.start()
        show(part, scene, shapes)
    for lengths in (_DISTINCT, _EQUAL):
        if not _agrees(scene, shapes, lengths):
            return Refused("an example contradicts the proof")
    return Accepted()


def _agrees(scene: Scene, shapes: Shapes, lengths: tuple[int, ...]) -> bool:
    """Whether the relation does not fail at numbers; raises where none are found at which the sides have a value."""
    problem: Exception | None = None
    for seed in range(_SEEDS):
        METER.start()
        try:
            values = Values(scene, shapes, made(scene, shapes, lengths, seed))
            for part in parts(scene.relation):
                if any(certainly_fails(part, values, row, col) for row, col in _corners(part, values)):
                    return False
            return True
        except (UnclearError, NoValueError) as error:
            problem = problem or error
    raise UnclearError(f"no example: {problem}")


def _corners(relation: Term, values: Values) -> list[tuple[int, int]]:
    left, right = sides_shape(relation, values.shapes)
    rows, cols = (values.example.length(axis) for axis in values.shapes.joined((left, right), values.shapes.root))
    return sorted({(1, 1), (1, cols), (rows, 1), (rows, cols)})


__all__ = ["about_arrays", "judged"]

"""How shapes meet: equal, added, multiplied; a mismatch carries both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from symnn.tensor.declared import Names
from symnn.tensor.dims import ONE, Dims, Shape, is_open
from symnn.term import Op, Sym, Term, free_functions, free_symbols

Typed = tuple[Term, Shape | None]
Known = tuple[Term, Shape]


class MismatchError(Exception):
    """Two parts of ``term`` whose shapes do not fit; ``what`` says what cannot be done with them."""

    def __init__(self, term: Op, left: Known, right: Known, what: str) -> None:
        super().__init__(what)
        self.term, self.left, self.right, self.what = term, left, right, what


@dataclass(frozen=True)
class Scene:
    """Declared names, dimensions identified so far, and the names bound here, which are scalars."""

    names: Names
    dims: Dims
    bound: frozenset[Sym] = field(default=frozenset())

    def under(self, var: Term) -> Scene:
        return replace(self, bound=self.bound | {var}) if isinstance(var, Sym) else self

    def name(self, sym: Sym) -> Shape | None:
        return () if sym in self.bound else self.names.shape(sym)

    def fit(self, a: Shape, b: Shape) -> bool:
        """Whether two shapes can be the same; a scalar is 1×1."""
        if not a and not b:
            return True
        if not a or not b:
            return all(self.dims.meet(d, ONE) for d in a + b)
        return self.dims.meet(a[0], b[0]) and self.dims.meet(a[1], b[1])


def constant(term: Term) -> bool:
    """A number, which stands for an array of equal entries where one is needed, as in 1 - a or x = 0."""
    return not free_symbols(term) and not free_functions(term)


def same(scene: Scene, term: Op, parts: Sequence[Typed], what: str) -> Shape | None:
    """The shape that all parts share; the shape of an array whose other parts are unknown is taken from it."""
    known = [(t, s) for t, s in parts if s is not None and not (not s and constant(t))]
    for left, right in pairwise(known):
        if not scene.fit(left[1], right[1]):
            raise MismatchError(term, left, right, what)
    open_ = any(s is None for _, s in parts)
    if not known:
        return None if open_ else ()
    return known[0][1] or (None if open_ else ())


def like(parts: Sequence[Typed]) -> Shape | None:
    """The shape of an elementwise operation in which scalars are spread over arrays; unknown in doubt."""
    shapes = {s for _, s in parts if s != ()}
    if not shapes:
        return ()
    return shapes.pop() if len(shapes) == 1 else None


def product(scene: Scene, term: Op, parts: Sequence[Typed]) -> Shape | None:
    """The matrix product, bracketed from the left, or from the right if that fits; scalars fit everywhere."""
    cut = next((i for i, (_, s) in enumerate(parts) if s is None), len(parts))
    kept = dict(scene.dims.parent)
    try:
        shape = _from_left(scene, term, parts[:cut])
    except MismatchError:
        scene.dims.parent.clear()
        scene.dims.parent.update(kept)
        if cut < len(parts) or not _from_right(scene, parts):
            raise
        return _right_shape(scene, parts)
    return shape if cut == len(parts) else None


def _from_left(scene: Scene, term: Op, parts: Sequence[Typed]) -> Shape | None:
    done: Known = (term, ())
    for i, (arg, shape) in enumerate(parts):
        assert shape is not None
        before = done[1]
        if before and shape and not scene.dims.meet(before[1], shape[0]):
            if _a_number(scene, before):
                before = ()
            elif _a_number(scene, shape):
                shape = ()
            else:
                raise MismatchError(term, done, (arg, shape), "they cannot be multiplied")
        joined = scene.dims.shape((before[0], shape[1])) if before and shape else before or shape
        done = (arg if i == 0 else Op(term.head, term.args[: i + 1]), joined)
    return done[1]


def _a_number(scene: Scene, shape: Shape) -> bool:
    """Whether a dimension of an array is open and it is 1×1 with that: wᵀx of a vector x and a w without a shape."""
    shape = tuple(map(scene.dims.resolve, shape))
    return (
        is_open(shape) and all(d == ONE or is_open((d,)) for d in shape) and all(scene.dims.meet(d, ONE) for d in shape)
    )


def _right_shape(scene: Scene, parts: Sequence[Typed]) -> Shape | None:
    done: Shape = ()
    for _, shape in reversed(parts):
        if shape is None or (done and shape and not scene.dims.meet(shape[1], done[0])):
            return None
        done = scene.dims.shape((shape[0], done[1])) if done and shape else done or shape
    return done


def _from_right(scene: Scene, parts: Sequence[Typed]) -> bool:
    kept = dict(scene.dims.parent)
    fits = _right_shape(scene, parts) is not None
    scene.dims.parent.clear()
    scene.dims.parent.update(kept)
    return fits

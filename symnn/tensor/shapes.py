"""Shapes of vector and matrix expressions over symbolic dimensions.

A shape is (rows, columns); a vector of ℝ^D is a column D×1; a 1×1 array is a scalar and has the shape ().  Dimensions
are identified by union-find, and two declared names are two sizes.  A name without a declared shape has none, and an
expression that depends on it has one only if the rest of the formula leaves no other: no clash rests on a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symnn.tensor.declared import Names
from symnn.tensor.dims import Dims, Shape
from symnn.tensor.meet import MismatchError, Scene
from symnn.tensor.repair import repair
from symnn.tensor.rules import shape_of
from symnn.term import Sym, Term, plain


@dataclass(frozen=True, slots=True)
class Inference:
    """The shape of an expression, ``None`` where it does not follow from what was declared."""

    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two shapes that do not fit, the term in which they meet, and a repair that does, if one was found.

    ``repaired`` is the whole formula with the repair in it; ``suggestion`` spells the repaired place only.
    """

    message: str
    term: Term
    left: Shape
    right: Shape
    suggestion: str | None = None
    repaired: Term | None = None


def infer(
    term: Term, shapes: Mapping[Sym, tuple[Term, ...] | None], say: Callable[[Term], str] | None = None
) -> Inference | Clash:
    """The shape of ``term`` under declared ``shapes`` (empty for a scalar), or where two shapes clash.

    A family is declared by a name with a letter as its index, ``w_k ∈ ℝ^D``.  Names that do not occur in the term
    may be declared too: a repair may use them.  ``say`` spells terms in messages.
    """
    say = say or plain
    names = Names(shapes)
    try:
        return Inference(_check(term, names))
    except MismatchError as found:
        place = repair(term, found, names, lambda whole: _fits(whole, names))
        here, there = (f"{say(t)} is {describe(s, say)}" for t, s in (found.left, found.right))
        message = f"the shapes do not fit: {here}, {there}; {found.what}"
        suggestion = None if place is None else say(place.term)
        repaired = None if place is None else place.whole
        return Clash(message, found.term, found.left[1], found.right[1], suggestion, repaired)


def describe(shape: Shape, say: Callable[[Term], str]) -> str:
    """``1×D``, or ``a scalar``."""
    return "×".join("?" if say(d).startswith("?") else say(d) for d in shape) if shape else "a scalar"


def _check(term: Term, names: Names) -> Shape | None:
    dims = Dims()
    shape = shape_of(term, Scene(names, dims))
    return None if shape is None else dims.shape(shape)


def _fits(term: Term, names: Names) -> bool:
    try:
        _check(term, names)
    except MismatchError:
        return False
    return True

"""Shapes of vector and matrix expressions over symbolic dimensions.

A shape is (rows, columns); a vector of ℝ^D is a column D×1, a 1×1 array is a scalar.  A name without a declared shape
has none, and an expression that depends on it neither: a clash is reported only between shapes that are known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symnn.heads import HEADS
from symnn.term import Num, Op, Sym, Term, num

Shape = tuple[Term, Term]
ONE = num(1)
SCALAR: Shape = (ONE, ONE)
_RELATIONS = frozenset(["eq", "define", "approx", "equiv"])


@dataclass(frozen=True, slots=True)
class Inference:
    """The shape of an expression, ``None`` where it does not follow from what was declared."""

    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two shapes that do not fit, the term in which they meet, and a repair that does, if one was found."""

    message: str
    term: Term
    left: Shape
    right: Shape
    suggestion: str | None = None


class _ClashError(Exception):
    def __init__(self, clash: Clash) -> None:
        super().__init__(clash.message)
        self.clash = clash


def infer(
    term: Term, shapes: Mapping[Sym, tuple[Term, ...]], say: Callable[[Term], str] | None = None
) -> Inference | Clash:
    """The shape of ``term`` under declared ``shapes`` (empty for a scalar), or where two shapes clash.

    ``say`` spells terms in messages.
    """
    try:
        return Inference(_Shapes(shapes, say or _plain).of(term))
    except _ClashError as error:
        return error.clash


def _plain(term: Term) -> str:
    from symnn.term import plain

    return plain(term)


@dataclass(frozen=True, slots=True)
class _Shapes:
    declared: Mapping[Sym, tuple[Term, ...]]
    say: Callable[[Term], str]

    def of(self, term: Term) -> Shape | None:
        match term:
            case Num():
                return None  # a number stands for an array of equal entries where one is needed
            case Sym():
                return self._name(term)
            case Op("mul" | "times", args):
                return self._product(term, args)
            case Op("dot", (a, b)):
                left, right = self.of(a), self.of(b)
                if left is not None and left == right and left[1] == ONE:
                    return SCALAR
                return self._joined(term, a, b, left, right)
            case Op("add", args):
                return self._equal(term, args)
            case Op("hadamard" | "hadamard_div", args):
                return self._equal(term, args)
            case Op("neg", (a,)):
                return self.of(a)
            case Op("transpose", (a,)):
                inner = self.of(a)
                return None if inner is None else (inner[1], inner[0])
            case Op("norm" | "norm_frobenius" | "inner" | "tr" | "det", args):
                for arg in args[:1]:
                    self.of(arg)
                return SCALAR
            case Op("div", (a, b)):
                self.of(b)
                return self.of(a) if self.of(b) in (SCALAR, None) else None
            case Op("sum", (body, *_)):
                return self.of(body)
            case Op(head, (left, right)) if head in _RELATIONS:
                return self._equal(term, (left, right))
            case Op("chain", links):
                found = [self.of(link) for link in links]
                return found[0]
            case Op(head, (a,)) if HEADS[head].startswith("the function"):
                return self.of(a)
            case _:
                return None

    def _name(self, sym: Sym) -> Shape | None:
        shape = self.declared.get(sym)
        if shape is None:
            return None
        if not shape:
            return SCALAR
        return (shape[0], ONE) if len(shape) == 1 else (shape[0], shape[1])

    def _product(self, term: Op, args: tuple[Term, ...]) -> Shape | None:
        shape = self.of(args[0])
        for number, arg in enumerate(args[1:], 1):
            done = args[0] if number == 1 else Op("mul", args[:number])
            shape = self._joined(term, done, arg, shape, self.of(arg))
        return shape

    def _joined(self, term: Op, a: Term, b: Term, left: Shape | None, right: Shape | None) -> Shape | None:
        """The shape of a product; a scalar fits everything."""
        if left is None or right is None:
            return None
        if left == SCALAR:
            return right
        if right == SCALAR:
            return left
        if left[1] == right[0]:
            return left[0], right[1]
        raise _ClashError(Clash(self._misfit(a, b, left, right), term, left, right, self._repair(a, b, left, right)))

    def _misfit(self, a: Term, b: Term, left: Shape, right: Shape) -> str:
        here, there = f"{self.say(a)} is {self.spell(left)}", f"{self.say(b)} is {self.spell(right)}"
        return f"the shapes do not fit: {here}, {there}; they cannot be multiplied"

    def _repair(self, a: Term, b: Term, left: Shape, right: Shape) -> str | None:
        if left[0] == right[0]:
            return f"{self.say(Op('mul', (Op('transpose', (a,)), b)))} fits"
        if left[1] == right[1]:
            return f"{self.say(Op('mul', (a, Op('transpose', (b,)))))} fits"
        return None

    def _equal(self, term: Op, args: tuple[Term, ...]) -> Shape | None:
        known = [(arg, shape) for arg in args if (shape := self.of(arg)) is not None]
        for arg, shape in known[1:]:
            first, expected = known[0]
            if shape != expected:
                what = {"add": "cannot be added"}.get(term.head, "cannot be equal")
                if term.head.startswith("hadamard"):
                    what = "have no elementwise product"
                message = (
                    f"the shapes do not fit: {self.say(first)} is {self.spell(expected)},"
                    f" {self.say(arg)} is {self.spell(shape)}; they {what}"
                )
                raise _ClashError(Clash(message, term, expected, shape))
        if term.head in _RELATIONS or term.head.startswith("hadamard") or len(known) == len(args):
            return known[0][1] if known else None
        return known[0][1] if known and known[0][1] != SCALAR else None

    def spell(self, shape: Shape) -> str:
        return "a scalar" if shape == SCALAR else f"{self.say(shape[0])}×{self.say(shape[1])}"

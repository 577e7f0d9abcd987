"""Refutation: an exact rational point of the domain at which the two sides certainly differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb

from symnn.certificate import Certificate
from symnn.kernel import balls
from symnn.kernel.differentiate import Resolved
from symnn.kernel.elementary import Undefined, Unsupported, Unsure
from symnn.kernel.equation import Equation
from symnn.kernel.points import Point, exact, points, used
from symnn.term import Sym, to_json
from symnn.verdict import Counterexample, Refuted

PRECISIONS = (64, 256, 1024)


@dataclass(frozen=True)
class Seen:
    """What happens at one point: ``differ`` (with both values), ``equal or close``, ``one side`` or ``neither``."""

    what: str
    left: arb | None = None
    right: arb | None = None
    undefined: str = ""


def look(equation: Equation, point: Point) -> Seen:
    """Both sides at an exact point; a difference is certified, the precision rises until it is or is given up."""
    values = exact(point)
    left = right = None
    for precision in PRECISIONS:
        left, right = (_value(side, values, precision, equation.integers) for side in equation.sides)
        if left == "unknown" or right == "unknown":
            return Seen("unknown")
        if left is None and right is None:
            return Seen("neither")
        if left is None or right is None:
            return Seen("one side", left, right, "left" if left is None else "right")
        if not (left - right).contains(0):
            return Seen("differ", left, right)
        if (left - right).is_zero():
            break
    return Seen("close", left, right)


def _value(side: Resolved, values: dict[Sym, Any], precision: int, integers: frozenset[Sym]) -> Any:
    """An enclosure, ``None`` where the side certainly has no value, ``"unknown"`` where that is open."""
    try:
        for body in side.bodies:
            balls.evaluate(body, values, precision, integers)
        for condition in side.smooth:
            if balls.truth(condition, values, precision, integers) is not True:
                return "unknown"
        return balls.evaluate(side.term, values, precision, integers)
    except Unsure:
        return "unknown"
    except Undefined:
        return None


def scan(equation: Equation, count: int) -> Iterator[tuple[Point, Seen]]:
    """The points of the domain in order, with what happens there; nothing if the terms cannot be evaluated."""
    terms = tuple(t for s in equation.sides for t in (s.term, *s.bodies)) + equation.smooth
    variables = used(equation.variables, (*terms, *equation.assumptions))
    try:
        for point in points(variables, equation.assumptions, (*terms, *equation.assumptions), count):
            yield point, look(equation, point)
    except Unsupported:
        return


def counterexample(equation: Equation, count: int) -> tuple[Point, Seen] | None:
    """The first point at which the sides differ; the ones that follow soon are preferred if they are simpler."""
    return simplest(equation, count, "differ")


def simplest(equation: Equation, count: int, what: str) -> tuple[Point, Seen] | None:
    """The simplest of the first points at which this happens."""
    best: tuple[Point, Seen] | None = None
    more = 0
    for point, seen in scan(equation, count):
        if seen.what == what and (best is None or _cost(point) < _cost(best[0])):
            best = point, seen
        if best is not None:
            more += 1
            if more > 16:
                break
    return best


def _cost(point: Point) -> tuple[int, Fraction]:
    digits = sum(2 * (x.denominator.bit_length() - 1) + abs(x.numerator).bit_length() for _, x in point)
    zeros = sum(x == 0 for _, x in point)  # a zero hides more than it shows
    return digits + 2 * zeros, sum((abs(x) for _, x in point), Fraction(0))


def refuted(point: Point, seen: Seen, note: str = "") -> Refuted:
    return Refuted(example(point, seen, note), certificate=certificate(point, seen, note))


def example(point: Point, seen: Seen, note: str = "") -> Counterexample:
    return Counterexample(point, decimal(seen.left, seen.right), decimal(seen.right, seen.left), note)


def certificate(point: Point, seen: Seen, note: str = "") -> Certificate:
    data = {
        "point": [[to_json(s), str(x)] for s, x in point],
        "left": "undefined" if seen.left is None else seen.left.str(20),
        "right": "undefined" if seen.right is None else seen.right.str(20),
    }
    where = ", ".join(f"{s.text} = {x}" for s, x in point)
    steps = (
        f"at {where}: left {data['left']}, right {data['right']}" + (f", {note}" if note else "")
        if where
        else "both sides are numbers",
    )
    return Certificate("counterexample", data, steps=steps)


def decimal(value: arb | None, other: arb | None = None) -> str:
    """Certified digits, as many as are needed to see a small difference; a whole number as it is."""
    if value is None:
        return "undefined"
    if value.is_exact() and value.is_integer() and abs(value) < 10**15:
        return str(int(value.unique_fmpz()))
    digits = 10
    if other is not None:
        ratio = value / (value - other)
        if ratio.is_finite() and abs(ratio) < 1e90:
            digits += len(str(int(abs(ratio).upper().floor().unique_fmpz())))
    text: str = value.str(digits, radius=False)
    exact = value.is_exact() and "." in text and "e" not in text
    return text.rstrip("0").rstrip(".") if exact else text

"""The sign of a term on a box, by branch and bound over enclosures of its values and its gradient."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import ctx

from symnn.kernel.elementary import Undefined, Unsure
from symnn.kernel.enclosure import PRECISION, Ball, Field, as_ball, exact

Box = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class Boxes:
    """Every box of the cover has the wanted sign (``undecided`` empty), or a point violates it."""

    count: int
    undecided: tuple[Box, ...] = ()
    violation: tuple[Fraction, ...] | None = None


def positive_on(field: Field, box: Box, most: int = 3000, smallest: Fraction = Fraction(1, 2**24)) -> Boxes:
    """f > 0 on a closed box: natural enclosure, monotonicity, mean-value form; else halve the widest side."""
    with ctx.workprec(PRECISION):
        todo, count = [box], 0
        undecided: list[Box] = []
        while todo:
            here = todo.pop()
            count += 1
            if count > most:
                return Boxes(count, (*undecided, here, *todo))
            found = _box_sign(field, here)
            if found == 1:
                continue
            middle = tuple((a + b) / 2 for a, b in here)
            if found == -1:
                return Boxes(count, violation=middle)
            widths = [b - a for a, b in here]
            widest = max(widths)
            if widest <= smallest:
                undecided.append(here)
                if len(undecided) > 16:
                    return Boxes(count, (*undecided, *todo))
                continue
            i = widths.index(widest)
            a, b = here[i]
            todo.append((*here[:i], (a, middle[i]), *here[i + 1 :]))
            todo.append((*here[:i], (middle[i], b), *here[i + 1 :]))
        return Boxes(count, tuple(undecided))


def _box_sign(field: Field, box: Box) -> int:
    """1: positive on the box; -1: negative at its middle; 0: not known."""
    middle = [exact((a + b) / 2) for a, b in box]
    try:
        centre: Ball = field(middle)[0]
    except (Unsure, Undefined):
        centre = None
    if centre is not None and centre < 0:
        return -1
    whole = [as_ball(a, b) for a, b in box]
    try:
        value, slope = field(whole)
    except (Unsure, Undefined):
        return 0
    if value > 0:
        return 1
    if slope is None or centre is None:
        return 0
    moved = centre
    lowest: list[Fraction | None] = []
    for (a, b), x, m, g in zip(box, whole, middle, slope, strict=True):
        moved = moved + g * (x - m)
        lowest.append(a if g >= 0 else b if g <= 0 else None)
    if moved > 0:
        return 1
    if all(x is not None for x in lowest):
        try:
            return int(bool(field([exact(x) for x in lowest if x is not None])[0] > 0))
        except (Unsure, Undefined):
            return 0
    return 0

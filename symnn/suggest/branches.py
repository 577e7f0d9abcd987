"""Case lists, relations and intervals: exchanged branches, a relation the other way round, an open end for a closed."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.suggest.site import Site
from symnn.suggest.surroundings import Surroundings
from symnn.term import Op, Term, num

_STRICT = {"lt": "le", "le": "lt", "gt": "ge", "ge": "gt"}
_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}


def values_exchanged(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """Two rows of a case list have each other's value."""
    match site.node:
        case Op("cases", rows) if all(isinstance(r, Op) and r.head == "case" for r in rows):
            pairs = [r.args for r in rows if isinstance(r, Op)]
            for i in range(len(rows)):
                for j in range(i + 1, len(rows)):
                    swapped = list(rows)
                    swapped[i] = Op("case", (pairs[j][0], pairs[i][1]))
                    swapped[j] = Op("case", (pairs[i][0], pairs[j][1]))
                    yield 2, Op("cases", tuple(swapped))


def other_relation(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """x > 0 → x < 0, x ≥ 0 in a condition"""
    match site.node:
        case Op(head, (a, b)) if head in _TURNED and site.role == "condition":
            yield 2, Op(_TURNED[head], (a, b))
            yield 2, Op(_STRICT[head], (a, b))


def other_end(site: Site, around: Surroundings) -> Iterator[tuple[int, Term]]:
    """(a, b) → [a, b), …; an end at 0, ±1, ±∞"""
    match site.node:
        case Op(head, (low, high)) if head.startswith("interval_"):
            marks = head.removeprefix("interval_")
            flipped = {"o": "c", "c": "o"}
            for i in (0, 1):
                other = marks[:i] + flipped[marks[i]] + marks[i + 1 :]
                yield 1, Op(f"interval_{other}", (low, high))
            for end in (num(0), num(1), Op("neg", (num(1),))):
                yield 2, Op(head, (end, high))
                yield 2, Op(head, (low, end))
            yield 2, Op(f"interval_o{marks[1]}", (Op("neg", (Op("infinity"),)), high))
            yield 2, Op(f"interval_{marks[0]}o", (low, Op("infinity")))

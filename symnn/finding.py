"""What the user is shown: a code, a severity, a place, a message, a suggestion."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
STRICT = frozenset(["W405"])  # codes with findings that are told under ``--strict`` only
SEVERITY: dict[str, Severity] = {"E": "error", "W": "warning", "N": "note"}


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Lines and columns count from 1, columns in code points; the end is the last character, inclusive.

    In a notebook ``cell`` is the number of the cell among all cells of the file, and ``cell_line`` the line of its
    source, both from 1; elsewhere both are 0.
    """

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0
    cell: int = field(default=0, compare=False)
    cell_line: int = field(default=0, compare=False)

    @property
    def start(self) -> tuple[int, int]:
        return self.line, self.column

    @property
    def end(self) -> tuple[int, int]:
        """The last character; a place without an end is one character."""
        return (self.end_line, self.end_column) if self.end_line else self.start

    def holds(self, other: Location) -> bool:
        """Whether another place begins here."""
        return self.file == other.file and self.start <= other.start <= self.end


class Holders:
    """Places that lie side by side, to be asked which of them holds another place."""

    def __init__(self, places: Iterable[Location]) -> None:
        self.places = sorted(places)

    def of(self, place: Location) -> Location | None:
        """The place itself where it is one of them, else the one in which it begins."""
        here = Location(place.file, place.line, place.column, sys.maxsize)
        for known in reversed(self.places[: bisect_right(self.places, here)]):
            if known.holds(place):
                return known
            if known.file != place.file or known.end < place.start:
                break
        return None


@dataclass(frozen=True, slots=True)
class Change:
    """A suggestion that is a formula: ``old`` as the document writes it, ``new`` as LaTeX to write instead."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is explained by ``symnn explain CODE``; its letter is the severity.

    ``suggestion`` says in words what would be right; where that is a formula, ``change`` is it.
    With ``strict`` it is told under ``--strict`` only.
    """

    code: str
    location: Location
    message: str
    suggestion: str | None = None
    claim: str | None = None
    change: Change | None = field(default=None, compare=False)
    strict: bool = field(default=False, compare=False)

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.code[0]]

"""What the user is shown: a code, a severity, a place, a message, a suggestion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
STRICT = frozenset(["W405"])  # codes with findings that are told under ``--strict`` only
SEVERITY: dict[str, Severity] = {"E": "error", "W": "warning", "N": "note"}


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Lines and columns count from 1, columns in code points; the end is the last character, inclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0


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

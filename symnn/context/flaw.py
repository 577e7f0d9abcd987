"""What a lint says of a formula."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """A structural finding of one term; ``at`` is its place in the formula's source, where it is known.

    With ``strict`` it is told under ``--strict`` only.
    """

    code: str
    message: str
    suggestion: str | None = None
    at: tuple[int, int] | None = None
    strict: bool = False

"""What a lint says of a formula."""

from __future__ import annotations

from dataclasses import dataclass

from symnn.term import Sym


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


@dataclass(frozen=True, slots=True)
class Lone:
    """A name that nothing declares, and the only known one like it; ``start``..``end`` is the formula.

    Not ``beside`` it in the formula the known one counts if it is declared and used nowhere.
    """

    sym: Sym
    known: Sym
    start: int
    end: int
    beside: bool

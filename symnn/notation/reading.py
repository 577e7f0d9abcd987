"""What comes out of reading one formula, and what is raised when it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from symnn.term import Term


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a formula: a relation, a chain, or a lone term.

    ``conditions`` are the relations that follow it as conditions (``\\quad (x \\to 0)``, ``1 \\le k \\le K`` in
    parentheses, ``\\text{for } x > 0``); ``reason`` is the text after ``&&`` in an aligned row.
    Offsets are into the formula's source.
    """

    term: Term
    start: int
    end: int
    conditions: tuple[Term, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decoration:
    """Text of the formula that carries no mathematics: ``\\quad (3)``, ``\\tag{3}``, punctuation."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Every token of the source is either in a part or in a decoration.

    ``notes`` are remarks as (code, message), such as N112 when the argument stood inside the name.
    """

    parts: tuple[Part, ...]
    decorations: tuple[Decoration, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


class ReadError(Exception):
    """A formula that was not understood: the place, what was expected, what was found.

    ``code`` is W110 in general, E101 for unbalanced delimiters, E408 for an operator without operand, W407 for a
    lost argument.  ``readings`` names the two readings when the formula is ambiguous.
    """

    def __init__(
        self, message: str, start: int, end: int, *, code: str = "W110", readings: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.code, self.readings = message, start, end, code, readings

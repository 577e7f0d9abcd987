"""What a table is made of: functions in rows, cells with the claims behind them; words stay keys until shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Piece = tuple[Literal["math", "word", "text"], str]
PROVED, NOTHING, OPEN, MEASURED = "proved", "nothing", "undecided", "measured"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim behind a cell: its id, its formula in LaTeX or words, its verdict, what it rests on, its digest."""

    id: str
    formula: str
    verdict: str
    trust: str
    digest: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows.

    ``status`` is ``proved``; ``nothing`` where there is no such thing (no form in itself, a dash); ``undecided`` with
    the reason, nothing is shown then; ``measured`` for numbers that were measured and not proved.
    """

    pieces: tuple[Piece, ...] = ()
    claims: tuple[Claimed, ...] = ()
    status: str = PROVED
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        claims = [[c.id, c.formula, c.verdict, c.trust, c.digest] for c in self.claims]
        return {
            "pieces": [list(p) for p in self.pieces],
            "claims": claims,
            "status": self.status,
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        pieces = tuple((kind, str(text)) for kind, text in data["pieces"])
        claims = tuple(Claimed(*(str(v) for v in row)) for row in data["claims"])
        return cls(pieces, claims, str(data["status"]), str(data["reason"]))


def undecided(reason: str) -> Cell:
    return Cell((), (), OPEN, reason)


def nothing(claims: Sequence[Claimed] = ()) -> Cell:
    """A dash: there is no such thing, or none was found."""
    return Cell((), tuple(claims), NOTHING)


@dataclass(frozen=True, slots=True)
class Row:
    """One function: its names, its cells by column, and what its letters stand for."""

    key: str
    title: str
    title_zh: str
    cells: dict[str, Cell]
    where: tuple[str, ...] = ()
    source: str = ""

    def heading(self, lang: str) -> str:
        return self.title_zh if lang == "zh" and self.title_zh else self.title


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns with a proof behind every cell; ``to(format)`` writes it, notebooks display it."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    lang: str = "en"
    caption: str = field(default="")

    def to(self, format: str, **options: Any) -> str:
        """The table as ``latex``, ``markdown``, ``html`` or ``csv``; ``ValueError`` for another format."""
        from symnn.tables.formats import render

        return render(self, format, **options)

    @property
    def claims(self) -> tuple[Claimed, ...]:
        """Every claim behind the table, in the order of its cells."""
        return tuple(c for row in self.rows for column in self.columns for c in row.cells[column].claims)

    @property
    def undecided(self) -> tuple[tuple[str, str, str], ...]:
        """(row, column, reason) of every cell that is left empty because nothing was proved."""
        return tuple(
            (row.key, column, row.cells[column].reason)
            for row in self.rows for column in self.columns if row.cells[column].status == OPEN
        )  # fmt: skip

    def cell(self, row: str, column: str) -> Cell:
        """The cell of a row by its key; ``KeyError`` where there is none."""
        return next(r for r in self.rows if r.key == row).cells[column] if self._has(row) else self._missing(row)

    def _has(self, row: str) -> bool:
        return any(r.key == row for r in self.rows)

    def _missing(self, row: str) -> Cell:
        raise KeyError(f"the table has no row {row!r}; it has {', '.join(r.key for r in self.rows)}")

    def __str__(self) -> str:
        return self.to("markdown")

    def _repr_markdown_(self) -> str:
        return self.to("markdown")

    def _repr_html_(self) -> str:
        return self.to("html", whole=False)

    def _repr_latex_(self) -> str:
        return self.to("latex")

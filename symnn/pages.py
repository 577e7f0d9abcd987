"""What a report shows of a document itself: its lines, its headings, and every formula once, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symnn.context.model import ReadFormula
from symnn.document.model import Document, SpanKind
from symnn.finding import Location
from symnn.result import ClaimResult, DocumentResult, FormulaResult, Heading, Notation, StatementResult

_LATEX = frozenset(["inline", "display"])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document without what it means: its lines, its headings, the kinds of its formulas by line and column."""

    file: str
    lines: tuple[str, ...]
    headings: tuple[Heading, ...]
    kinds: dict[tuple[int, int], SpanKind]


def sheet(document: Document) -> Sheet:
    text = document.origin if document.segments else document.text
    kinds = {document.position(s.start): s.kind for s in document.spans}
    headings = tuple(
        Heading(document.position(b.start)[0], b.level, b.info) for b in document.blocks if b.kind == "heading"
    )
    return Sheet(document.path, tuple(text.split("\n")), headings, kinds)


def page(
    document: Sheet,
    readings: Iterable[ReadFormula],
    claims: Iterable[ClaimResult],
    statements: Iterable[StatementResult],
) -> DocumentResult:
    """The document beside its claims and statements: each of them stands at the place of one formula here."""
    rows: dict[Location, tuple[str, str, str]] = {}
    for reading in readings:
        kind = "unreadable" if reading.error else reading.kind
        rows.setdefault(reading.location, (reading.source, kind, reading.reading))
    code: set[Location] = set()
    for claim in claims:
        if claim.location not in rows:
            code.add(claim.location)
            rows[claim.location] = (claim.formula, "claim", claim.reading)
    for statement in statements:
        if statement.location not in rows:
            if statement.reading.startswith("code"):
                code.add(statement.location)
            rows[statement.location] = (statement.formula, statement.kind, statement.reading)
    formulas = []
    for place in sorted(rows):
        written = document.kinds.get((place.line, place.column))
        notation: Notation = "latex" if written in _LATEX else "plain"
        notation = "code" if place in code and written is None else notation
        source, kind, said = rows[place]
        formulas.append(FormulaResult(place, source, kind, said, notation, written == "display"))
    return DocumentResult(document.file, document.lines, document.headings, tuple(formulas))

"""What a report shows of a document itself: its lines, its headings, and every formula once, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from symnn.context.model import ReadFormula
from symnn.document.model import Document
from symnn.finding import Location
from symnn.result import ClaimResult, DocumentResult, FormulaResult, Heading, Notation, StatementResult

_LATEX = frozenset(["inline", "display"])


def page(
    document: Document,
    readings: Iterable[ReadFormula],
    claims: Iterable[ClaimResult],
    statements: Iterable[StatementResult],
) -> DocumentResult:
    """The document beside its claims and statements: each of them stands at the place of one formula here."""
    text = document.origin if document.segments else document.text
    spans = {document.position(s.start): s for s in document.spans}
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
        span = spans.get((place.line, place.column))
        notation: Notation = "latex" if span is not None and span.kind in _LATEX else "plain"
        notation = "code" if place in code and span is None else notation
        source, kind, said = rows[place]
        shown = span is not None and span.kind == "display"
        formulas.append(FormulaResult(place, source, kind, said, notation, shown))
    headings = tuple(
        Heading(document.position(b.start)[0], b.level, b.info) for b in document.blocks if b.kind == "heading"
    )
    return DocumentResult(document.path, tuple(text.split("\n")), headings, tuple(formulas))

"""What a report shows of a document itself: its lines, its headings, and every formula once, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from symnn.context.model import ReadFormula
from symnn.document.model import Document, SpanKind
from symnn.finding import Holders, Location
from symnn.result import ClaimResult, DocumentResult, FormulaResult, Heading, Notation, StatementResult

_LATEX = frozenset(["inline", "display"])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file without what it means: its lines, its headings, the kinds of its formulas by line and column."""

    file: str
    lines: tuple[str, ...]
    headings: tuple[Heading, ...]
    kinds: dict[tuple[int, int], SpanKind]


def sheets(document: Document) -> tuple[Sheet, ...]:
    """The document, and each file that it includes."""
    text = document.origin if document.segments else document.text
    found = {p: Sheet(p, tuple(t.split("\n")), (), {}) for p, t in ((document.path, text), *document.included)}
    for span in document.spans:
        at = document.extent(span.start, span.end)
        found[at.path].kinds[at.line, at.column] = span.kind
    headings: dict[str, list[Heading]] = {}
    for block in document.blocks:
        if block.kind == "heading":
            at = document.extent(block.start, block.start)
            headings.setdefault(at.path, []).append(Heading(at.line, block.level, block.info))
    return tuple(replace(s, headings=tuple(headings.get(s.file, ()))) for s in found.values())


def pages(
    sheets: Sequence[Sheet],
    readings: Iterable[ReadFormula],
    claims: Iterable[ClaimResult],
    statements: Iterable[StatementResult],
) -> Iterator[DocumentResult]:
    """The files of a document beside what they claim and state, each of which stands in a formula here."""
    rows: dict[Location, tuple[str, str, str]] = {}
    for reading in readings:
        kind = "unreadable" if reading.error else reading.kind
        rows.setdefault(reading.location, (reading.source, kind, reading.reading))
    code: set[Location] = set()
    held = Holders(rows).of
    for claim in claims:
        if held(claim.location) is None and claim.location not in rows:
            code.add(claim.location)
            rows[claim.location] = (claim.formula, "claim", claim.reading)
    for statement in statements:
        if held(statement.location) is None and statement.location not in rows:
            if statement.reading.startswith("code"):
                code.add(statement.location)
            rows[statement.location] = (statement.formula, statement.kind, statement.reading)
    kinds = {(one.file, *at): kind for one in sheets for at, kind in one.kinds.items()}
    formulas: dict[str, list[FormulaResult]] = {}
    for place in sorted(rows):
        written = kinds.get((place.file, place.line, place.column))
        notation: Notation = "latex" if written in _LATEX else "plain"
        notation = "code" if place in code and written is None else notation
        source, kind, said = rows[place]
        found = FormulaResult(place, source, kind, said, notation, written == "display")
        formulas.setdefault(place.file, []).append(found)
    for one in sheets:
        yield DocumentResult(one.file, one.lines, one.headings, tuple(formulas.get(one.file, ())))

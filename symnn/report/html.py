"""The report as one HTML file: no script, no request, readable on paper, on a telephone and by a screen reader.

Text of the documents enters the page through the template, which escapes it; MathML and pictures are built by
``mathml`` and ``plot``, which escape what they take.  The page's policy allows its own style sheet and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from symnn.finding import Change, Finding, Holders, Location
from symnn.report.headlines import advice, headline, reading
from symnn.report.html_words import KINDS, SYMBOLS, TRUST, words_of
from symnn.report.look import Look
from symnn.report.mathml import mathml, width
from symnn.report.phrases import (
    CONTROL,
    cell_of,
    certificate_of,
    counterexample_of,
    evidence,
    one_line,
    stale_lines,
    summary_line,
)
from symnn.report.plot import plot, svg
from symnn.report.text import said_by_change
from symnn.result import VERDICTS, ClaimResult, DocumentResult, FormulaResult, Heading, Report, StatementResult
from symnn.verdict import name_of

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

WIDE = 16  # characters; a longer formula may scroll on a narrow screen, and has to be reached with the keyboard
_REASON = re.compile(r"\s*&&?\s*(\\text\s*\{[^{}]*\})\s*(?=\\\\|\\end|$)")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Shown:
    """A formula as the page shows it: MathML, or its source as code."""

    source: str
    math: Markup | None
    wide: bool


@dataclass(frozen=True, slots=True)
class Diff:
    old: Shown
    new: Shown


@dataclass(frozen=True, slots=True)
class Said:
    """A finding beside its formula; ``suggestion`` only where the diff does not say it."""

    finding: Finding
    suggestion: str | None
    diff: Diff | None


@dataclass(frozen=True, slots=True)
class Card:
    """One claim: its verdict and everything that a reader needs to believe it."""

    claim: ClaimResult
    verdict: str
    symbol: str
    formula: Shown | None
    because: Shown | None
    evidence: tuple[str, ...]
    picture: Markup | None
    legend: str
    method: str
    trust: str
    steps: tuple[str, ...]
    command: str
    said: tuple[Said, ...]


@dataclass(slots=True)
class Row:
    """One formula of the document, with its claims, statements and findings."""

    id: str
    formula: FormulaResult
    shown: Shown
    context: tuple[str, str, str] | None
    slim: bool = False
    cards: list[Card] = field(default_factory=list)
    statements: list[StatementResult] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    classes: str = ""


@dataclass(slots=True)
class Part:
    """A section of a document."""

    id: str
    title: str
    level: int
    rows: list[Row] = field(default_factory=list)
    classes: str = ""
    count: str = ""


@dataclass(slots=True)
class Sheet:
    """A document."""

    id: str
    file: str
    command: str
    parts: list[Part]
    loose: list[Said]
    classes: str = ""


def to_html(report: Report, look: Look) -> str:
    """Every formula of the documents exactly once, each finding, and the count of everything."""
    words = words_of(look.language)
    sheets = [_Sheets(report, look, number, page).sheet() for number, page in enumerate(_documents(report), 1)]
    rows = [row for sheet in sheets for part in sheet.parts for row in part.rows]
    where = {id(said.finding): row.id for row in rows for said in _all_said(row)}
    style = (_FOLDER / "report.css").read_text(encoding="utf-8")
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    filters = _filters(rows)
    grave = [f for f in report.findings if f.severity != "note"]
    notes = [f for f in report.findings if f.severity == "note"]
    return _template().render(
        report=report, sheets=sheets, style=style, style_hash=hashed, words=words, look=look, filters=filters,
        summary=report.summary(), symbols=SYMBOLS, last=summary_line(report, look), where=where,
        command=f"symnn verify {shlex.join(report.files)}", verdicts=VERDICTS, kinds=KINDS, grave=grave,
        notes=notes, known=() if report.baseline is None else report.baseline.findings,
        stale=tuple(stale_lines(report, look)),
    )  # fmt: skip


def _documents(report: Report) -> list[DocumentResult]:
    """The documents, and for a report that was made without them what its claims and statements say of them."""
    known = {page.file: page for page in report.documents}
    bare: dict[str, dict[Location, FormulaResult]] = defaultdict(dict)
    for kind, results in (("claim", report.claims), ("statement", report.statements)):
        for result in results:
            place = result.location
            if place.file not in known:
                bare[place.file].setdefault(place, FormulaResult(place, result.formula, kind, result.reading))
    files = dict.fromkeys((*known, *bare, *(f.location.file for f in report.findings)))
    return [
        known[file]
        if file in known
        else DocumentResult(file, formulas=tuple(bare[file][p] for p in sorted(bare[file])))
        for file in files
    ]


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_harmless,
    )  # fmt: skip
    environment.filters["ident"] = id
    environment.filters["cell"] = cell_of
    environment.filters.update(headline=headline, advice=advice, reading=reading)
    environment.filters["say"] = lambda word, look: look.say(word)
    return environment.get_template("report.html")


def _harmless(value: object) -> object:
    """No control characters and no marks that turn the direction of text: what is seen is what is written."""
    from markupsafe import Markup

    if isinstance(value, str) and not isinstance(value, Markup):
        return CONTROL.sub(lambda m: m[0] if m[0] in "\n\t" else "\N{REPLACEMENT CHARACTER}", value)
    return value


def _filters(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """What can be shown alone, with the number of formulas: by verdict, those that claim nothing, what needs a look."""
    classes = Counter(name for row in rows for name in row.classes.split())
    return [
        ("all", len(rows)),
        *(
            (n, classes[f"is-{n}"])
            for n in "attention refuted conditional undecided unreadable proved statement".split()
        ),
    ]


def _all_said(row: Row) -> Iterator[Said]:
    yield from row.said
    for card in row.cards:
        yield from card.said


class _Sheets:
    """Puts the claims, statements and findings of one document beside its formulas."""

    def __init__(self, report: Report, look: Look, number: int, page: DocumentResult) -> None:
        self.look, self.page, self.number = look, page, number
        self.claims: dict[Location | None, list[ClaimResult]] = defaultdict(list)
        self.statements: dict[Location | None, list[StatementResult]] = defaultdict(list)
        formula = Holders(formula.location for formula in page.formulas)
        for claim in report.claims:
            self.claims[formula.of(claim.location)].append(claim)
        for statement in report.statements:
            self.statements[formula.of(statement.location)].append(statement)
        self.findings = [f for f in report.findings if f.location.file == page.file]

    def sheet(self) -> Sheet:
        rows = [self.row(number, formula) for number, formula in enumerate(self.page.formulas, 1)]
        self.place_findings(rows)
        for row in rows:
            row.classes = _classes(row)
            row.slim = not row.cards and not row.said
        parts = self.parts(rows)
        file = self.page.file
        loose = [self.said(f, None) for f in self.findings]
        return Sheet(f"d{self.number}", file, f"symnn verify {shlex.quote(file)}", parts, loose, _joined(rows))

    def row(self, number: int, formula: FormulaResult) -> Row:
        place, plain = formula.location, formula.notation == "plain"
        claims = self.claims[place]
        shown = _shown(formula.source, block=formula.display, plain=plain, code=formula.notation == "code")
        row = Row(f"d{self.number}f{number}", formula, shown, None if formula.display else self.context(formula))
        row.statements = self.statements[place]
        row.cards = [self.card(claim, row, k, plain) for k, claim in enumerate(claims, 1)]
        return row

    def card(self, claim: ClaimResult, row: Row, number: int, plain: bool) -> Card:
        certificate = certificate_of(claim.verdict)
        part = row.formula.notation != "code" and _bare(claim.formula) != _bare(row.formula.source)
        picture, legend = self.picture(claim, f"{row.id}p{number}")
        verdict = name_of(claim.verdict)
        return Card(
            claim=claim, verdict=verdict, symbol=SYMBOLS[verdict],
            formula=_shown(one_row(claim.formula), block=False, plain=plain) if part else None,
            because=self.because(claim, row.formula.source),
            evidence=tuple(evidence(claim, self.look)), picture=picture, legend=legend,
            method="" if certificate is None else certificate.method,
            trust="" if certificate is None else self.look.say(TRUST[certificate.trust]),
            steps=() if certificate is None else certificate.steps,
            command=f"symnn verify {shlex.quote(claim.location.file)} --claim {shlex.quote(claim.id)}",
            said=tuple(self.said(f, claim) for f in self.taken(claim)),
        )  # fmt: skip

    def because(self, claim: ClaimResult, source: str) -> Shown | None:
        """The reason that a derivation gives behind a step: ``&& \\text{chain rule}``."""
        place = source.find(claim.formula)
        found = _REASON.match(source, place + len(claim.formula)) if place >= 0 and claim.parent is not None else None
        return None if found is None else _shown(found[1], block=False)

    def taken(self, claim: ClaimResult) -> list[Finding]:
        """The findings about this claim, taken from those still without a place."""
        mine = [f for f in self.findings if f.claim == claim.id]
        self.findings = [f for f in self.findings if f not in mine]
        return mine

    def place_findings(self, rows: Sequence[Row]) -> None:
        """A finding without a claim stands with the formula in which it begins; what is left is the document's."""
        left = []
        for finding in self.findings:
            row = next((r for r in rows if r.formula.location.holds(finding.location)), None)
            if row is None:
                left.append(finding)
            else:
                row.said.append(self.said(finding, None))
        self.findings = left

    def said(self, finding: Finding, claim: ClaimResult | None) -> Said:
        change = finding.change
        words = None if finding.suggestion is None or said_by_change(finding) else finding.suggestion
        return Said(finding, words, None if change is None else _diff(change))

    def picture(self, claim: ClaimResult, name: str) -> tuple[Markup | None, str]:
        from markupsafe import Markup

        example = counterexample_of(claim.verdict)
        if example is None or claim.claim is None:
            return None, ""
        drawn = plot(claim.claim, example)
        if drawn is None:
            return None, ""
        from symnn.notation import words

        fixed = ", ".join(f"{words(s)} = {v}" for s, v in drawn.fixed)
        title = f"{self.look.say('both sides over')} {words(drawn.variable)}" + (f", {fixed}" if fixed else "")
        at = next(v for s, v in example.point if s == drawn.variable)
        legend = f"{self.look.say('marked')}: {words(drawn.variable)} = {at}" + (f" ({fixed})" if fixed else "")
        return Markup(svg(drawn, title, name)), legend

    def context(self, formula: FormulaResult) -> tuple[str, str, str] | None:
        """The line around an inline formula, as much of it as one reads at a glance."""
        place = formula.location
        if place.end_line != place.line or place.line > len(self.page.lines):
            return None
        line = self.page.lines[place.line - 1]
        before, part, after = (
            line[: place.column - 1],
            line[place.column - 1 : place.end_column],
            line[place.end_column :],
        )
        before, after = before.lstrip(), after.rstrip()
        if not before and not after:
            return None
        before = before if len(before) <= 50 else "…" + before[-50:]
        return before, part, after if len(after) <= 50 else after[:50] + "…"

    def parts(self, rows: Sequence[Row]) -> list[Part]:
        """The rows by section; a heading without formulas below it is left out."""
        headings = [Heading(0, 0, ""), *self.page.headings]
        parts = []
        for number, heading in enumerate(headings):
            end = headings[number + 1].line if number + 1 < len(headings) else None
            mine = [
                r
                for r in rows
                if heading.line <= r.formula.location.line and (end is None or r.formula.location.line < end)
            ]
            if mine:
                part = Part(f"d{self.number}s{number}", one_line(heading.title), heading.level, mine, _joined(mine))
                part.count = _count(mine)
                parts.append(part)
        return parts


def _shown(source: str, *, block: bool, plain: bool = False, code: bool = False) -> Shown:
    from markupsafe import Markup

    math = None if code else mathml(source, block=block, plain=plain)
    return Shown(source, None if math is None else Markup(math), math is not None and (block or width(math) > WIDE))


def one_row(step: str) -> str:
    """A step that a chain breaks into rows, in one row and without the reason of the step before it."""
    if r"\begin" in step:
        return step
    step = re.sub(r"&&?\s*\\text\s*\{[^{}]*\}\s*(?=\\\\)", "", step)
    return re.sub(r"\\\\(?:\s*\[[^\]]*\])?|(?<!\\)&", " ", step).strip()


def _bare(source: str) -> str:
    """A formula without delimiters, spaces and what stands behind it, for comparison."""
    return re.sub(r"\s|\$|\\q?quad|\\[,;]|\(\d+\)$|[.,;。，；]+$", "", source)


def _diff(change: Change) -> Diff:
    old, new = (_shown(one_row(side), block=False) for side in (change.old, change.new))
    return Diff(replace(old, source=change.old), replace(new, source=change.new))


def _classes(row: Row) -> str:
    names = [f"is-{card.verdict}" for card in row.cards] or ["is-statement"]
    severities = {said.finding.severity for said in _all_said(row)}
    unsettled = any(card.verdict != "proved" and not card.claim.expected for card in row.cards)
    if unsettled or severities & {"error", "warning"}:
        names.append("is-attention")
    return " ".join(dict.fromkeys(names))


def _joined(rows: Sequence[Row]) -> str:
    return " ".join(dict.fromkeys(name for row in rows for name in row.classes.split()))


def _count(rows: Sequence[Row]) -> str:
    """``✗ 1 ? 2``: what in a section is not proved, and how many formulas there are."""
    verdicts = Counter(card.verdict for row in rows for card in row.cards)
    return " ".join(f"{SYMBOLS[v]} {verdicts[v]}" for v in VERDICTS if verdicts[v])

"""The report for a reader: claims by file with their verdicts, then the findings, then the count of everything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len

from symnn.finding import Change, Finding
from symnn.report.cells import NARROWEST, excerpt, wrap
from symnn.report.headlines import advice, headline, reading
from symnn.report.look import Look
from symnn.report.phrases import cell_of, certificate_of, evidence, one_line, stale_lines, summary_line
from symnn.result import ClaimResult, Report
from symnn.verdict import name_of

ROOMY = 60  # cells; on a narrower terminal a reading begins on a line of its own


def to_text(report: Report, look: Look) -> str:
    """Every claim, every finding; the last line counts every claim by verdict and every other statement by kind."""
    shown = _Text(report, look)
    claims = [] if look.detail == "quiet" else list(shown.claims())
    last = [*shown.stale(), *shown.wrapped(summary_line(report, look))]
    return "\n".join([*claims, *shown.findings(), *last]) + "\n"


class _Text:
    def __init__(self, report: Report, look: Look) -> None:
        self.report, self.look = report, look
        self.width = look.width if look.width is None or look.width >= NARROWEST else None
        self.lines = {page.file: page.lines for page in report.documents}
        self.claim = {(c.location.file, c.id): c for c in report.claims}

    def wrapped(self, text: str, first: str = "", rest: str | None = None, role: str | None = None) -> Iterator[str]:
        """Lines of the text, painted in one colour: a line is broken first, and its lead stays as it is."""
        rest = " " * cell_len(first) if rest is None else rest
        for number, line in enumerate(wrap(text, self.width, first, rest)):
            lead = rest if number else first
            yield line if role is None else lead + self.look.paint(line[len(lead) :], role)

    # ------------------------------------------------------------------ claims
    def claims(self) -> Iterator[str]:
        for file, group in groupby(self.report.claims, key=lambda c: c.location.file):
            claims = list(group)
            yield from self.wrapped(one_line(file), role="bold")
            place = max(len(_place(c)) for c in claims)
            verdict = max(cell_len(self.look.say(name_of(c.verdict))) for c in claims)
            for claim in claims:
                yield from self.one_claim(claim, place, verdict)
            yield ""

    def one_claim(self, claim: ClaimResult, place: int, verdict: int) -> Iterator[str]:
        look, name = self.look, name_of(claim.verdict)
        word = look.say(name)
        expected = f"  [{look.say('expected')} {claim.expected}]" if claim.expected else ""
        shown = self.reading(claim.reading or claim.formula)
        lead = f"  {_place(claim):>{place}}  {word}{' ' * (verdict - cell_len(word))}"
        margin = " " * (place + 4)
        narrow = self.width is not None and self.width < ROOMY
        head = f"  {one_line(claim.id)}" + ("" if narrow else f"  {shown}{expected}")
        first, *more = wrap(head.strip(), self.width, f"{lead}  ", margin)
        yield first.replace(f"  {word}", f"  {look.paint(word, name)}", 1) if look.colour else first
        yield from more
        if narrow:
            yield from self.wrapped(shown + expected, margin)
        if look.detail == "verbose":
            for line in self.source(claim.location.file, claim, margin):
                yield line
        for line in evidence(claim, look):
            yield from self.wrapped(one_line(line), margin, role="faint")
        if look.detail == "verbose":
            for line in _how(claim, look):
                yield from self.wrapped(one_line(line), margin, margin + "  ", role="faint")

    def reading(self, text: str) -> str:
        return one_line(reading(text, self.look))

    def source(self, file: str, what: ClaimResult | Finding, margin: str) -> Iterator[str]:
        """The lines that the claim or finding is about, the part underlined."""
        width = None if self.width is None else self.width - len(margin)
        role = name_of(what.verdict) if isinstance(what, ClaimResult) else what.severity
        lines, place = self.lines.get(file, ()), what.location
        for label, text in excerpt(lines, place, width):
            if label.strip():
                pad = " " * len(label)
                yield f"{margin}{label} | {text}"
            elif set(text) <= {" ", "^"} and text:
                yield f"{margin}{pad} | {self.look.paint(text, role)}"
            else:
                yield f"{margin}{pad} | {text}"

    # ------------------------------------------------------------------ findings
    def findings(self) -> Iterator[str]:
        for finding in self.report.findings:
            yield from self.finding(finding)
        if self.report.findings:
            yield ""

    def stale(self) -> Iterator[str]:
        for line in stale_lines(self.report, self.look):
            yield from self.wrapped(line, rest="    ")

    def finding(self, finding: Finding) -> Iterator[str]:
        place, look = finding.location, self.look
        cell = f" ({cell_of(place, look)})" if place.cell else ""
        said = one_line(headline(finding, look))
        head = f"{one_line(place.file)}:{place.line}:{place.column}{cell} {finding.code} {said}"
        first, *rest = wrap(head, self.width, "", "    ")
        code = f" {finding.code} "
        yield first.replace(code, f" {look.paint(finding.code, finding.severity)} ", 1) if look.colour else first
        yield from rest
        yield from self.source(place.file, finding, "    ")
        claim = self.claim.get((place.file, finding.claim or ""))
        if claim is not None and claim.reading:
            yield from self.wrapped(self.reading(claim.reading), f"    {look.say('read as')}: ", "      ")
        if finding.suggestion and not said_by_change(finding):
            told = one_line(advice(finding.suggestion, look))
            yield from self.wrapped(told, f"    {look.say('suggestion')}: ", "      ")
        if finding.change is not None:
            yield from self.change(finding, finding.change)

    def change(self, finding: Finding, change: Change) -> Iterator[str]:
        if said_by_change(finding):
            proved = f" ({self.look.say('proved')})" if (finding.suggestion or "").endswith("(proved)") else ""
            yield f"    {self.look.say('suggestion')}{proved}:"
        yield from self.wrapped(one_line(change.old), "    - ", "      ", "old")
        yield from self.wrapped(one_line(change.new), "    + ", "      ", "new")


def said_by_change(finding: Finding) -> bool:
    """Whether the suggestion in words says no more than the formula that it suggests."""
    change = finding.change
    return change is not None and finding.suggestion in (change.new, f"did you mean ${change.new}$? (proved)")


def _how(claim: ClaimResult, look: Look) -> Iterator[str]:
    """How a claim was decided: its kind, what it assumes, prover, trust, steps, certificate, time."""
    yield f"{look.say('kind')}: {look.say(claim.kind) if look.language == 'zh' else claim.kind}"
    if claim.assumptions:
        yield f"{look.say('assuming')}: {', '.join(claim.assumptions)}"
    certificate = certificate_of(claim.verdict)
    if certificate is not None:
        trust = (
            f"{certificate.trust} ({TRUST[certificate.trust]})"
            if look.language == "en"
            else look.say(certificate.trust)
        )
        yield f"{look.say('prover')}: {certificate.method}; {look.say('trust')}: {trust}"
        for step in certificate.steps:
            yield f"{look.say('step')}: {step}"
    if claim.certificate is not None:
        yield f"{look.say('certificate')}: {claim.certificate}"
    yield f"{claim.seconds:.3f} {look.say('seconds')}"


TRUST = {
    "checked": "the certificate was checked again by an independent program",
    "kernel": "the prover's own exact arithmetic",
    "z3": "some step rests on the solver's word",
}


def _place(claim: ClaimResult) -> str:
    return f"{claim.location.line}:{claim.location.column}"

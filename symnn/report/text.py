"""The report for a reader: claims by file with their verdicts, then the findings, then the count of everything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from symnn.finding import Finding
from symnn.report.look import Look
from symnn.report.phrases import evidence, one_line, summary_line
from symnn.result import ClaimResult, Report
from symnn.verdict import name_of


def to_text(report: Report, look: Look) -> str:
    """Every claim, every finding; the last line counts every claim by verdict and every other statement by kind."""
    lines = [*_claims(report, look), *_findings(report, look), summary_line(report, look)]
    return "\n".join(lines) + "\n"


def _claims(report: Report, look: Look) -> Iterator[str]:
    for file, group in groupby(report.claims, key=lambda c: c.location.file):
        claims = list(group)
        yield look.paint(one_line(file), "bold")
        place = max(len(_place(c)) for c in claims)
        verdict = max(len(look.say(name_of(c.verdict))) for c in claims)
        for claim in claims:
            word = name_of(claim.verdict)
            shown = look.paint(f"{look.say(word):{verdict}}", word)
            expected = f"  [{look.say('expected')} {claim.expected}]" if claim.expected else ""
            reading = one_line(claim.reading or claim.formula)
            yield f"  {_place(claim):>{place}}  {shown}  {one_line(claim.id)}  {reading}{expected}"
            for line in evidence(claim, look):
                yield f"  {'':{place}}  {look.paint(one_line(line), 'faint')}"
        yield ""


def _place(claim: ClaimResult) -> str:
    return f"{claim.location.line}:{claim.location.column}"


def _findings(report: Report, look: Look) -> Iterator[str]:
    for finding in report.findings:
        yield from _finding(finding, look)
    if report.findings:
        yield ""


def _finding(finding: Finding, look: Look) -> Iterator[str]:
    place = finding.location
    code = look.paint(finding.code, finding.severity)
    yield f"{one_line(place.file)}:{place.line}:{place.column} {code} {one_line(finding.message)}"
    if finding.suggestion:
        yield f"    {look.say('suggestion')}: {one_line(finding.suggestion)}"

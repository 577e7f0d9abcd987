"""The findings as workflow commands: a code host shows each beside the line it is about."""

from __future__ import annotations

from symnn.finding import Finding
from symnn.report.look import Look
from symnn.report.phrases import cell_of, harmless, stale_lines, summary_line
from symnn.result import Report

_LEVEL = {"error": "error", "warning": "warning", "note": "notice"}


def to_github(report: Report, look: Look) -> str:
    """One command a finding, then plain lines: what of the baseline matches nothing, and the count of everything."""
    lines = [_annotation(f) for f in report.findings]
    return "\n".join([*lines, *stale_lines(report, look), summary_line(report, look)]) + "\n"


def _annotation(finding: Finding) -> str:
    place = finding.location
    fields = {"file": place.file, "line": place.line, "col": place.column}
    if place.end_line:
        fields |= {"endLine": place.end_line}
        if place.end_line == place.line:  # a column range across lines is not understood there
            fields |= {"endColumn": place.end_column}
    fields |= {"title": finding.code}
    cell = f"{cell_of(place)}: " if place.cell else ""
    told = [cell + finding.message, *([f"suggestion: {finding.suggestion}"] if finding.suggestion else [])]
    message = "\n".join(harmless(line) for line in told)
    properties = ",".join(f"{k}={_escape_property(harmless(str(v)))}" for k, v in fields.items())
    return f"::{_LEVEL[finding.severity]} {properties}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")

"""The findings as SARIF 2.1.0, which code hosts and editors read; the counts are among the properties of the run."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from symnn.explain import codes, page, title
from symnn.finding import SEVERITY, Finding, Location
from symnn.report.json import baseline_of
from symnn.report.look import Look
from symnn.report.phrases import cell_of
from symnn.result import Report

_KNOWN = {"baselineState": "unchanged", "suppressions": [{"kind": "external", "status": "accepted"}]}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def to_sarif(report: Report, look: Look) -> str:
    """One result a finding; what is known from a baseline is a suppressed one.

    Columns count code points; an end column is behind the last character.
    """
    known = () if report.baseline is None else report.baseline.findings
    present = {f.code for f in (*report.findings, *known)}
    used = [code for code in codes() if code in present]
    used += sorted(present - set(used))
    results = [_result(f, used) for f in report.findings]
    properties: dict[str, Any] = {"summary": report.summary()}
    if report.baseline is not None:
        results = [r | {"baselineState": "new"} for r in results]
        results += [_result(f, used) | _KNOWN for f in known]
        properties["baseline"] = baseline_of(report.baseline)
    run = {
        "tool": {"driver": {"name": "symnn", "version": version("symnn"), "rules": [_rule(code) for code in used]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(file)}} for file in report.files],
        "results": results,
        "properties": properties,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str) -> dict[str, Any]:
    """What the code means; its page is the help."""
    rule: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": SEVERITY[code[0]]}}
    if code in codes():
        text = page(code)
        rule |= {"shortDescription": {"text": title(code)}, "help": {"text": text, "markdown": text}}
    return rule


def _result(finding: Finding, rules: list[str]) -> dict[str, Any]:
    message = finding.message + (f"\nsuggestion: {finding.suggestion}" if finding.suggestion else "")
    place = {"artifactLocation": {"uri": _uri(finding.location.file)}, "region": _region(finding.location)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rules.index(finding.code),
        "level": finding.severity,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }
    if finding.location.cell:
        result["locations"][0]["logicalLocations"] = [{"name": cell_of(finding.location), "kind": "element"}]
    if finding.claim is not None:
        result["properties"] = {"claim": finding.claim}
    return result


def _region(place: Location) -> dict[str, int]:
    """A place without an end is one character."""
    known = place.end_line > 0
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line if known else place.line,
        "endColumn": (place.end_column if known else place.column) + 1,
    }


def _uri(file: str) -> str:
    """A path as a URI reference; a drive letter is no scheme."""
    path = quote(re.sub(r"\\", "/", file) if re.match(r"[A-Za-z]:\\", file) else file, safe="/", errors="replace")
    return f"file://{path}" if path.startswith("/") else path

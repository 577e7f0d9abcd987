"""The report as one JSON object: the contract that other tools build on (version 1)."""

from __future__ import annotations

import json
from typing import Any

from symnn import spoken
from symnn.finding import Finding, Location
from symnn.report.look import Look
from symnn.report.phrases import (
    certificate_of,
    condition_of,
    counterexample_of,
    defined_where_of,
    point,
    reason_of,
    spell,
)
from symnn.result import Baselined, ClaimResult, Report, StatementResult
from symnn.verdict import Counterexample, name_of

VERSION = 1


def to_json(report: Report, look: Look) -> str:
    """Keys never disappear: what does not apply is null.  Lines and columns count from 1, ends are inclusive."""
    return json.dumps(contract(report), ensure_ascii=False, indent=1) + "\n"


def contract(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "claims": [_claim(c) for c in report.claims],
        "statements": [_statement(s) for s in report.statements],
        "findings": [_finding(f) for f in report.findings],
        "summary": report.summary(),
        "baseline": None if report.baseline is None else baseline_of(report.baseline),
    }


def _claim(claim: ClaimResult) -> dict[str, Any]:
    verdict = claim.verdict
    certificate, condition = certificate_of(verdict), condition_of(verdict)
    example = counterexample_of(verdict)
    return {
        "id": claim.id,
        "parent": claim.parent,
        **_place(claim.location),
        "formula": claim.formula,
        "reading": claim.reading,
        "kind": claim.kind,
        "assumptions": list(claim.assumptions),
        "verdict": name_of(verdict),
        "trust": None if certificate is None else certificate.trust,
        "condition": None if condition is None else spell(condition),
        "defined_where": defined_where_of(verdict),
        "counterexample": None if example is None else _counterexample(example),
        "reason": reason_of(verdict),
        "expected": claim.expected,
        "certificate": claim.certificate,
        "seconds": round(claim.seconds, 6),
    }


def _counterexample(example: Counterexample) -> dict[str, Any]:
    return {"point": point(example), "left": example.left, "right": example.right, "note": spoken.note(example) or None}


def _statement(statement: StatementResult) -> dict[str, Any]:
    return {
        "kind": statement.kind,
        "file": statement.location.file,
        "line": statement.location.line,
        "name": statement.name,
        "reading": statement.reading,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        **_place(finding.location),
        "message": finding.message,
        "suggestion": finding.suggestion,
        "claim": finding.claim,
    }


def baseline_of(outcome: Baselined) -> dict[str, Any]:
    """How much was known and is not among the findings, and the entries that match nothing any more."""
    stale = [{"document": s.document, "code": s.code, "formula": s.formula, "count": s.count} for s in outcome.stale]
    return {"file": outcome.file, "known": outcome.known, "stale": stale}


def _place(location: Location) -> dict[str, Any]:
    """A location without an end is a single character."""
    known = location.end_line > 0
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line if known else location.line,
        "end_column": location.end_column if known else location.column,
        "cell": location.cell or None,
        "cell_line": location.cell_line or None,
    }

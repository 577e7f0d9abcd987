"""Findings about a claim name it: what lints found in a formula has the id of the claim in which it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symnn.finding import Finding, Holders
from symnn.result import ClaimResult


def named(findings: Sequence[Finding], claims: Sequence[ClaimResult]) -> list[Finding]:
    """The findings, each with the claim in which it begins; of the steps of a chain the first that holds it."""
    first: dict[object, str] = {}
    for claim in claims:
        first.setdefault(claim.location, claim.id)
    holders = Holders({claim.location for claim in claims})
    out = []
    for finding in findings:
        place = holders.of(finding.location) if finding.claim is None else None
        out.append(finding if place is None else replace(finding, claim=first[place]))
    return out

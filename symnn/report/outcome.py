"""What a run means for a script that started it: the exit status."""

from __future__ import annotations

from symnn.result import Report
from symnn.verdict import Conditional, Undecided, Unreadable


def exit_status(report: Report, *, strict: bool = False) -> int:
    """1 when a finding is an error, else 0; ``strict`` also counts claims that are not simply proved or refuted.

    A claim whose outcome was announced by the document (``expect=CODE``) does not count, in either mode; nor does what
    is known from a baseline.
    """
    if any(finding.severity == "error" for finding in report.findings):
        return 1
    if strict:
        known = set() if report.baseline is None else {(c.location, c.id) for c in report.baseline.claims}
        open_claims = (c for c in report.claims if c.expected is None and (c.location, c.id) not in known)
        if any(isinstance(c.verdict, Conditional | Undecided | Unreadable) for c in open_claims):
            return 1
    return 0

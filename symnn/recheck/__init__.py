"""Verifies certificates again from the claim itself, without the provers."""

from __future__ import annotations

from symnn.recheck.check import digest, has_points, recheck
from symnn.recheck.directory import Checked, recheck_directory
from symnn.recheck.outcome import Accepted, NotCovered, Outcome, Refused

__all__ = [
    "Accepted",
    "Checked",
    "NotCovered",
    "Outcome",
    "Refused",
    "digest",
    "has_points",
    "recheck",
    "recheck_directory",
]

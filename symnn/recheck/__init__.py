"""Verifies certificates again from the claim itself, without the provers."""

from __future__ import annotations

from symnn.recheck.check import digest, recheck
from symnn.recheck.directory import Checked, recheck_directory
from symnn.recheck.outcome import Accepted, NotCovered, Outcome, Refused

__all__ = ["Accepted", "Checked", "NotCovered", "Outcome", "Refused", "digest", "recheck", "recheck_directory"]

"""One certificate against its claim: the binding first, then what the method says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from symnn.recheck import counterexample
from symnn.recheck.outcome import Accepted, NotCovered, Outcome, Refused
from symnn.term import depth, from_json

Checker = Callable[[Mapping[str, Any], Mapping[str, Any]], Outcome]

CHECKERS: Mapping[str, Checker] = {
    counterexample.METHOD: counterexample.check_counterexample,
}
MAX_DEPTH = 300


def recheck(claim: dict[str, Any], certificate: dict[str, Any]) -> Outcome:
    """Whether the certificate proves what it says about the claim, derived from the claim alone.

    A certificate may carry the ``verdict`` it is for.  Of a counterexample with a condition only the failure at the
    point is checked, which is all of the verdict ``refuted`` and half of ``conditional``.
    """
    method = str(certificate.get("method"))
    try:
        if certificate.get("version") != 1:
            return Refused("the certificate has an unknown version")
        if certificate.get("claim") != digest(claim):
            return Refused("the certificate belongs to another claim")
        if depth(from_json(claim["relation"])) > MAX_DEPTH:
            return NotCovered(f"{method}: nested too deeply")
        checker = CHECKERS.get(method)
        if checker is None:
            return NotCovered(method)
        data = certificate["data"]
        verdict = certificate.get("verdict", "conditional" if "condition" in data else "refuted")
        outcome = checker(claim, data)
    except (ValueError, KeyError, TypeError, IndexError, ZeroDivisionError, RecursionError) as error:
        return Refused(f"the certificate or the claim is malformed: {type(error).__name__}: {error}")
    if verdict == "proved":
        return Refused("a counterexample proves nothing but a failure")
    if isinstance(outcome, Accepted) and verdict != "refuted":
        return NotCovered(f"{method}: the condition is not checked")
    return outcome


def digest(claim: Mapping[str, Any]) -> str:
    """SHA-256 over the serialised claim, keys sorted, no spaces."""
    text = json.dumps(claim, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

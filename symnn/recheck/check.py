"""One certificate against its claim: the binding first, then what the verdict says, derived from the claim alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from symnn.recheck.arrays import about_arrays, judged
from symnn.recheck.arrays.layers import about_layers, at_depth
from symnn.recheck.case import Case
from symnn.recheck.outcome import (
    METER,
    Accepted,
    MalformedError,
    Need,
    NotCovered,
    NoValueError,
    Outcome,
    Refused,
    UnclearError,
)
from symnn.recheck.points import inhabited, needed, refuted
from symnn.term import Term, depth, from_json

MAX_DEPTH = 300
_MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, ZeroDivisionError)
_BROKEN = (ArithmeticError, ValueError, TypeError, RecursionError, MemoryError)


def recheck(claim: dict[str, Any], certificate: dict[str, Any]) -> Outcome:
    """Whether the certificate's verdict about the claim is right.

    A certificate guides: it names points, zeros, witnesses, a condition.  Nothing that it says is taken for granted.
    """
    method = str(certificate.get("method"))
    METER.start()
    try:
        if certificate.get("version") != 1:
            return Refused("the certificate has an unknown version")
        if certificate.get("claim") != digest(claim):
            return Refused("the certificate belongs to another claim")
        if depth(from_json(claim["relation"])) > MAX_DEPTH:
            return NotCovered(f"{method}: nested too deeply")
        if any(sym[4] == "bf" and not declared for sym, _, declared, *_ in claim["variables"]):
            return NotCovered(f"{method}: a bold name without a declaration may be an array")
        data, verdict = certificate["data"], certificate.get("verdict", _usual(method))
        condition = from_json(certificate["condition"]) if verdict == "conditional" else None
        claim = _in_reading(claim, data.get("reading"))
        layered = about_layers(claim)
        case = None if layered or about_arrays(claim) else Case.read(claim)
    except UnclearError as error:
        return NotCovered(f"{method}: {error}")
    except (*_MALFORMED, RecursionError) as error:
        return Refused(f"the certificate or the claim is malformed: {type(error).__name__}: {error}")
    try:
        if layered and verdict != "refuted":
            return NotCovered(f"{method}: a proof for every depth")
        claim = at_depth(claim, data.get("layers")) if layered else claim
        return judged(claim, data, verdict) if case is None else _checked(case, data, verdict, condition, method)
    except MalformedError as error:
        return Refused(f"the certificate is malformed: {error}")
    except (UnclearError, NoValueError, Need, *_BROKEN) as error:
        return NotCovered(f"{method}: {error}")


def _in_reading(claim: dict[str, Any], kind: Any) -> dict[str, Any]:
    """The claim with the functions of numbers or of arrays taken as the certificate says it was decided."""
    if kind not in ("elementwise", "scalar"):
        return claim
    rows = [[sym, arity, kind if said == "either" else said] for sym, arity, said in claim["opaque"]]
    return {**claim, "opaque": rows}


def has_points(claim: Mapping[str, Any]) -> bool:
    """Whether some simple point is in the domain and satisfies the assumptions, so that a claim says something."""
    METER.start()
    try:
        return inhabited(Case.read(claim))
    except (UnclearError, NoValueError, Need, *_MALFORMED, *_BROKEN):
        return False


def _usual(method: str) -> str:
    return "refuted" if method == "counterexample" else "proved"


def _checked(case: Case, data: Any, verdict: Any, condition: Term | None, method: str) -> Outcome:
    if verdict == "refuted":
        found = refuted(case, data, method)
        entries = isinstance(data, dict) and bool(data.get("indices")) and "numbers" in data
        if isinstance(found, Refused) and entries:
            return NotCovered(f"{method}: an example with entries of an array that is not declared")
        return found
    if verdict == "proved":
        case.show((), data)
        return Accepted()
    if verdict == "conditional" and condition is not None:
        case.show((condition,), data)
        needed(case, condition, data)
        case.exact(condition, data)
        return Accepted()
    return Refused(f"no certificate belongs to the verdict {verdict}")


def digest(claim: Mapping[str, Any]) -> str:
    """SHA-256 over the serialised claim, keys sorted, no spaces."""
    text = json.dumps(claim, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

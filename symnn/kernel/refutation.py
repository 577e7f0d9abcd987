"""Equations that fail at a point."""

from __future__ import annotations

from dataclasses import replace

from symnn.claim import Claim
from symnn.kernel.equation import equation
from symnn.kernel.probes import concrete
from symnn.kernel.refute import counterexample, refuted
from symnn.verdict import Verdict

FEW, MANY = 70, 500


def refutation(claim: Claim) -> Verdict | None:
    """The sides differ at a small rational point; the balls around their values are disjoint."""
    return _refuted(claim, FEW)


def thorough_refutation(claim: Claim) -> Verdict | None:
    """The same with many more points, for what no proof was found."""
    return _refuted(claim, MANY)


def _refuted(claim: Claim, count: int) -> Verdict | None:
    for functions, note in concrete(claim):
        closed = replace(claim, relation=functions(claim.relation), opaque=())
        eq = equation(closed)
        if eq is None:
            return None
        found = counterexample(eq, count)
        if found is not None:
            return refuted(*found, note.removeprefix(", "))
    return None

"""Equations that fail: at a point, and for which values of a parameter."""

from __future__ import annotations

from dataclasses import replace

from symnn.claim import Claim
from symnn.kernel.conditions import weakest
from symnn.kernel.equation import Equation, equation
from symnn.kernel.points import Point
from symnn.kernel.probes import concrete
from symnn.kernel.refute import Seen, certificate, counterexample, example
from symnn.verdict import Conditional, Refuted, Verdict

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
            return verdict(claim, eq, *found, note.removeprefix(", "))
    return None


def verdict(claim: Claim, eq: Equation, point: Point, seen: Seen, note: str = "") -> Verdict:
    """Refuted with the weakest condition on one parameter; conditional if the document left that parameter open."""
    shown = example(point, seen, note)
    proof = certificate(point, seen, note)
    found = None if claim.opaque else weakest(eq)
    if found is None:
        return Refuted(shown, certificate=proof)
    parameter, condition, rows = found
    proof = replace(proof, data={**proof.data, "condition": rows})
    if parameter.declared:
        return Refuted(shown, condition, proof)
    return Conditional(condition, proof, shown)

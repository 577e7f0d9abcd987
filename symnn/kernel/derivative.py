"""Derivative claims: by the rules off the kinks, by one-sided derivatives at them."""

from __future__ import annotations

from symnn.claim import Claim
from symnn.kernel.equation import equation
from symnn.kernel.identity import judged
from symnn.verdict import Proved, Undecided, Verdict


def derivative_claim(claim: Claim) -> Verdict | None:
    """The rules give the derivative where every body is smooth; at kinks the one-sided derivatives are compared."""
    eq = equation(claim)
    if eq is None or not eq.smooth:
        return None
    verdict = judged(eq, "derivative")
    if isinstance(verdict, Proved):
        return Undecided("kinks")
    return verdict

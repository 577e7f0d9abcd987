"""Claims about arrays from LaTeX, their certificates, and what the checker says: ``outcome(stated(r"A x = x"))``."""

from __future__ import annotations

import json
from typing import Any

from symnn.claim import Claim
from symnn.context import understand
from symnn.document import parse
from symnn.recheck import Outcome, recheck
from symnn.tensor.prover import METHOD, decide
from symnn.verdict import Proved, Refuted, certificate_json

LET = (
    r"Let $A \in \mathbb{R}^{n \times n}$, $B \in \mathbb{R}^{n \times n}$, $W \in \mathbb{R}^{m \times n}$,"
    r" $x \in \mathbb{R}^{n}$, $a \in \mathbb{R}^{n}$, $u \in \mathbb{R}^{m}$, $s > 0$, $t \in \mathbb{R}$,"
    r" $f$ differentiable, applied elementwise, $\ell$ a differentiable scalar function."
)


def stated(formula: str, condition: str = "", let: str = LET) -> Claim:
    """The claim that a document with these declarations makes."""
    text = f"<!-- @let -->\n{let}\n\n<!-- @claim c -->\n{condition}\n\n```math\n{formula}\n```\n"
    [pending] = understand(parse(text, "c.md")).pending
    assert isinstance(pending.claim, Claim), pending.claim
    return pending.claim


def certificate(claim: Claim) -> dict[str, Any]:
    """The prover's, as it is written to a file."""
    verdict = decide(claim)
    assert isinstance(verdict, Proved | Refuted), verdict
    return dict(json.loads(json.dumps(certificate_json(verdict, claim.digest))))


def written(claim: Claim, verdict: str, data: dict[str, Any]) -> dict[str, Any]:
    """A certificate that says this."""
    out = {"version": 1, "claim": claim.digest, "method": METHOD, "trust": "kernel", "data": data}
    return {**out, "verdict": verdict}


def outcome(claim: Claim) -> Outcome:
    """Of the prover's own certificate."""
    return recheck(claim.to_json(), certificate(claim))

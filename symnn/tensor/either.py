"""Functions of which only "differentiable" is said: of an array, f is one number, or f of each entry.

A claim is decided in both readings.  Where only one of them has a meaning it is that one; else they have to agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from symnn.claim import Claim
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict


@dataclass(frozen=True)
class Answer:
    """``fits`` is false if the formula has no meaning with these shapes."""

    verdict: Verdict
    fits: bool = True


def in_both_readings(claim: Claim, decide: Callable[[Claim], Answer]) -> Answer:
    """What ``decide`` says of the claim with each such function taken entry by entry, and as one number."""
    unsaid = [o.sym.text for o in claim.opaque if o.kind == "either"]
    if not unsaid:
        return decide(claim)
    answers = [_marked(decide(_taken(claim, by_entries)), by_entries) for by_entries in (True, False)]
    fitting = [a for a in answers if a.fits] or answers
    if len({type(a.verdict) for a in fitting}) > 1:
        reason = f"{', '.join(unsaid)} of an array: one number, or one for each entry? This is not said"
        return Answer(Undecided(reason))
    return fitting[0]


def _taken(claim: Claim, by_entries: bool) -> Claim:
    kind = "elementwise" if by_entries else "scalar"
    opaque = tuple(replace(o, kind=kind) if o.kind == "either" else o for o in claim.opaque)  # type: ignore[arg-type]
    return replace(claim, opaque=opaque)


def _marked(answer: Answer, by_entries: bool) -> Answer:
    """The reading goes into the certificate: the checker works the claim out in it."""
    verdict = answer.verdict
    if not isinstance(verdict, Proved | Refuted | Conditional):
        return answer
    data = {**verdict.certificate.data, "reading": "elementwise" if by_entries else "scalar"}
    return replace(answer, verdict=replace(verdict, certificate=replace(verdict.certificate, data=data)))

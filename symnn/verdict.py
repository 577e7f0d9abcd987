"""The verdict of a claim: never a bool, because "I do not know" is not "false"."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symnn.certificate import Certificate
from symnn.shown import Shown
from symnn.term import Sym, Term, to_json


@dataclass(frozen=True, slots=True)
class Counterexample(Shown):
    """An exact rational point of the domain, and what the two sides are there (decimal, certified digits).

    ``note`` explains a failure that is not a difference of two numbers: one-sided derivatives, a missing limit.
    """

    point: tuple[tuple[Sym, Fraction], ...]
    left: str
    right: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proved(Shown):
    """True at every point of the domain where it has a meaning; ``defined_where`` is that set, in words."""

    certificate: Certificate
    defined_where: str = "everywhere"


@dataclass(frozen=True, slots=True)
class Refuted(Shown):
    """False at a named point of its domain; ``condition`` is the weakest one under which it would hold."""

    counterexample: Counterexample
    condition: Term | None = None
    certificate: Certificate = Certificate("counterexample")
    defined_where: str = "everywhere"


@dataclass(frozen=True, slots=True)
class Conditional(Shown):
    """True exactly where the condition holds, and the document leaves the condition open.

    Without ``exact`` the claim holds where the condition does, and has it among its assumptions: it was taken as usual.
    """

    condition: Term
    certificate: Certificate
    counterexample: Counterexample | None = None
    defined_where: str = "everywhere"
    note: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Undecided(Shown):
    """No prover finished; ``reason`` says what stopped them.

    ``passing``: a limit of time or memory did, so that the same claim may be decided another time.
    """

    reason: str
    passing: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable(Shown):
    """The formula was not understood; ``reason`` names the place and what was expected there."""

    reason: str


Verdict = Proved | Refuted | Conditional | Undecided | Unreadable


def certificate_json(verdict: Proved | Refuted | Conditional, claim_digest: str) -> dict[str, Any]:
    """The certificate with the verdict that it is for, and with the condition of a conditional one."""
    exact = not isinstance(verdict, Conditional) or verdict.exact
    out = {**verdict.certificate.to_json(claim_digest), "verdict": name_of(verdict) if exact else "proved"}
    if isinstance(verdict, Conditional) and exact:
        out["condition"] = to_json(verdict.condition)
    return out


def name_of(verdict: Verdict) -> str:
    """The word for it in reports: proved, refuted, conditional, undecided, unreadable."""
    return type(verdict).__name__.lower()

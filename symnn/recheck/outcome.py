"""What the checker says of a certificate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accepted:
    """The certificate proves what it says, derived again from the claim itself."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The certificate does not prove the verdict, or it belongs to another claim."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Certificates of this method are not checked again yet."""

    method: str


Outcome = Accepted | Refused | NotCovered

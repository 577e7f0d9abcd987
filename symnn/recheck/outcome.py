"""What the checker says of a certificate, and how its parts stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(frozen=True, slots=True)
class Accepted:
    """The certificate proves what it says, derived again from the claim itself."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The certificate does not prove the verdict, or it belongs to another claim."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotCovered:
    """The checker has no rule for this, or its own means do not suffice."""

    method: str


Outcome = Accepted | Refused | NotCovered


class NoValueError(Exception):
    """Certainly without a value."""


class MalformedError(ValueError):
    """A certificate that does not say what it has to."""


class UnclearError(Exception):
    """Not decided here."""


class Need(Exception):  # noqa: N818  (it names a question)
    """The sign of a polynomial in kernels has to be known to go on."""

    def __init__(self, polynomial: Any) -> None:
        super().__init__("a sign that is not known")
        self.polynomial = polynomial


class Meter:
    """Steps of work spent on one certificate, so that none runs without end and the outcome is the same everywhere."""

    spent = 0
    most = 100_000

    def start(self) -> None:
        self.spent = 0

    def tick(self, steps: int = 1) -> None:
        self.spent += steps
        if self.spent > self.most:
            raise UnclearError("too much work")


METER = Meter()


def fail(why: str) -> NoReturn:
    raise UnclearError(why)

"""What one worker does with one mutant: decide it, then look for an objection, each within its time."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from types import FrameType

from objections import Judged, objection

from symnn.claim import Claim
from symnn.kernel import decide
from symnn.verdict import Undecided, Verdict

JUDGING = 20.0  # seconds


@dataclass(frozen=True)
class Examined:
    """A verdict with the seconds it took and what an independent evaluation says; ``points`` is how often it could."""

    verdict: Verdict
    seconds: float
    objection: str | None
    points: int


class TooLongError(Exception):
    """The independent evaluation takes too long."""


def examined(claim: Claim) -> Examined:
    """The verdict of the kernel, judged at points that depend on the claim only."""
    start = perf_counter()
    verdict = decide(claim)
    seconds = perf_counter() - start
    if isinstance(verdict, Undecided):
        against = f"a prover broke down: {verdict.reason}" if " failed: " in verdict.reason else None
        return Examined(verdict, seconds, against, 0)
    try:
        with _at_most(JUDGING):
            judged = objection(claim, verdict, random.Random(claim.digest))
    except TooLongError:
        judged = Judged(None, 0)
    return Examined(verdict, seconds, judged.objection, judged.points)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

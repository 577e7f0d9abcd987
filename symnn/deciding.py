"""Each distinct question of a run is answered once: from what earlier runs kept, or by the workers now.

A proof, a counterexample and a condition are kept for good.  "Undecided" rests on the limits of the run as well and
counts under the same limits alone; where time or memory ran out it is not kept at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from symnn.claim import Claim
from symnn.decide import QUESTION, decide
from symnn.results import Results
from symnn.results.canonical import NONE, canonical
from symnn.verdict import Undecided, Verdict
from symnn.workers import decide_all

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a run: seconds a question, megabytes a worker, worker processes."""

    timeout: float
    memory_mb: int | None = None
    jobs: int | None = None

    @property
    def key(self) -> str:
        return json.dumps([self.timeout, self.memory_mb])


class Verdicts:
    """The verdicts of a run by claim."""

    def __init__(self, limits: Limits, results: Results | None = None, progress: Progress | None = None) -> None:
        self.limits, self.results, self.progress = limits, results, progress
        self._known: dict[tuple[bool, str], tuple[Verdict, float]] = {}

    def decide(self, claims: Sequence[Claim]) -> None:
        fresh = {key: c for c in claims if (key := _key(c)) not in self._known}
        found = answers(
            "verdict", list(fresh.values()), decide, Verdict, self.limits, self.results,
            key=lambda c: "{} {}".format(*_key(c)), progress=self.progress,
        )  # fmt: skip
        self._known.update(zip(fresh, found, strict=True))

    def of(self, claim: Claim) -> tuple[Verdict, float]:
        return self._known[_key(claim)]


def _key(claim: Claim) -> tuple[bool, str]:
    return claim.id == QUESTION, claim.digest


def answers(
    kind: str,
    tasks: Sequence[Task],
    answer: Callable[[Task], Answer],
    shape: Any,
    limits: Limits,
    results: Results | None = None,
    *,
    key: Callable[[Task], str] = canonical,
    progress: Progress | None = None,
) -> list[tuple[Answer | Undecided, float]]:
    """The answer to each task and the seconds it took when it was worked out; ``shape`` is the type of an answer."""
    row = tuple[str, shape | Undecided, float]
    keys = [key(t) for t in tasks] if results is not None else []
    known: dict[str, tuple[str, Answer | Undecided, float]] = {}
    if results is not None:
        known = results.known(kind, row, filter(None, keys))
        known = {k: r for k, r in known.items() if not isinstance(r[1], Undecided) or r[0] == limits.key}
        results.count(len(tasks), sum(k in known for k in keys))
    missing = [n for n in range(len(tasks)) if not keys or keys[n] not in known]
    kept = len(tasks) - len(missing)

    def landed(number: int, found: Answer | Undecided, seconds: float) -> None:
        if results is None:
            return
        name = keys[missing[number]]
        if isinstance(found, Undecided) and found.passing:
            results.passing += 1
        elif name != NONE:
            results.keep(kind, row, name, (limits.key, found, seconds))

    told = None if progress is None else lambda done, total: progress(kept + done, kept + total)
    made = decide_all(
        [tasks[n] for n in missing], answer, timeout=limits.timeout, jobs=limits.jobs, memory_mb=limits.memory_mb,
        progress=told, landed=landed,
    )  # fmt: skip
    fresh = dict(zip(missing, made, strict=True))
    return [fresh[n] if n in fresh else known[keys[n]][1:] for n in range(len(tasks))]

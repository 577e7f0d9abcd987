"""Claims near a condition that may be meant for them: what holds under it and not in general is left open, and said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from symnn import judgement, rounded_numbers
from symnn.claim import Claim
from symnn.context.catalog import load
from symnn.context.claims import OpenTermError
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.model import Pending, Understanding
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict

Key = tuple[str, str]
VerdictOf = Callable[[Claim], tuple[Verdict, float]]


def narrowed(read: Iterable[Understanding], verdict_of: VerdictOf) -> dict[Key, Claim | None]:
    """For each claim that fails in general its closed form under what may limit it, ``None`` where it has none."""
    out: dict[Key, Claim | None] = {}
    for pending in (p for one in read for p in one.pending):
        if pending.within is None or not isinstance(pending.claim, Claim):
            continue
        if isinstance(verdict_of(pending.claim)[0], Refuted | Conditional):
            out[pending.location.file, pending.id] = _within(pending)
    return out


def _within(pending: Pending) -> Claim | None:
    if pending.statement is None or pending.within is None:
        return None
    statement = pending.statement
    conditions = (*statement.conditions, *pending.within.conditions)
    try:
        return replace(statement, conditions=conditions).close(statement.relation, load())
    except (NotClosedError, AmbiguousError, OpenTermError):
        return None


def settled(pending: Pending, verdict: Verdict, asked: Mapping[Key, Claim | None], verdict_of: VerdictOf) -> Verdict:
    """The verdict of a claim that something may limit: refuted only where it fails under that as well."""
    key = pending.location.file, pending.id
    if pending.within is None or key not in asked or not isinstance(verdict, Refuted | Conditional):
        return verdict
    if isinstance(rounded_numbers.left_open(pending, verdict), Undecided):
        return verdict
    if isinstance(verdict, Conditional) and not judgement.pins(verdict.condition):
        return verdict
    claim = asked[key]
    found = None if claim is None else rounded_numbers.left_open(pending, verdict_of(claim)[0])
    kept = isinstance(found, Refuted) if isinstance(verdict, Refuted) else not isinstance(found, Proved)
    return verdict if kept else Undecided(pending.within.reason)

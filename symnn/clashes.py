"""Shapes that do not fit: what is said of them, and a formula beside it that does fit, which for a claim also holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from symnn.claim import Claim
from symnn.context.catalog import load
from symnn.context.claims import OpenTermError
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.model import Pending, ShapeCheck, Understanding
from symnn.finding import Change, Finding, Location
from symnn.notation import latex, words
from symnn.term import Op
from symnn.verdict import Proved, Refuted, Verdict

Key = tuple[Location, str]
VerdictOf = Callable[[Claim], tuple[Verdict, float]]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A definition or claim whose shapes clash; ``repaired`` is the claim with the repair in it, to be decided."""

    check: ShapeCheck
    message: str
    place: str | None = None  # the repaired place in words
    new: str | None = None  # the whole formula with the repair
    repaired: Claim | None = None

    @property
    def key(self) -> Key:
        return self.check.location, self.check.formula


def misfits_of(one: Understanding) -> Iterator[Misfit]:
    """Every clash of a document, with its repair."""
    from symnn.tensor.shapes import Clash, infer

    pending = {p.id: p for p in one.pending}
    for check in one.shape_checks:
        found = infer(check.term, dict(check.shapes), words)
        if not isinstance(found, Clash):
            continue
        if found.repaired is None:
            yield Misfit(check, found.message, found.suggestion)
            continue
        claim = _claim(pending.get(check.claim or ""), found.repaired)
        yield Misfit(check, found.message, found.suggestion, latex(found.repaired), claim)


def _claim(pending: Pending | None, repaired: object) -> Claim | None:
    if pending is None or pending.statement is None or not isinstance(repaired, Op):
        return None
    try:
        return pending.statement.close(repaired, load())
    except (NotClosedError, AmbiguousError, OpenTermError):
        return None


def findings(
    misfits: Iterable[Misfit], better: Mapping[tuple[str, str], str], verdict_of: VerdictOf
) -> Iterator[tuple[Key, Finding]]:
    """One suggestion for each: a formula that was proved, else one whose shapes fit, which says no more than that.

    A repair that fits and is false is none.
    """
    for one in misfits:
        check = one.check
        proved = better.get((check.location.file, check.claim or ""))
        verdict = None if one.repaired is None else verdict_of(one.repaired)[0]
        if isinstance(verdict, Proved):
            proved = one.new
        if proved is not None:
            said: str | None = f"did you mean ${proved}$? (proved)"
            change = Change(check.formula, proved)
            yield one.key, Finding("E404", check.location, one.message, said, check.claim, change)
            continue
        said = None if one.place is None or isinstance(verdict, Refuted) else f"with {one.place} the shapes fit"
        written = None if said is None or one.new is None else Change(check.formula, one.new)
        yield one.key, Finding("E404", check.location, one.message, said, check.claim, written)

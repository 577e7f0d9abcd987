"""Definitions whose shapes do not fit: what is claimed with them is left open, and the definition is what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from symnn.claim import Claim
from symnn.context.catalog import Catalog, load
from symnn.context.claims import OpenTermError
from symnn.context.closing.errors import AmbiguousError, NotClosedError
from symnn.context.model import Definition, Pending, Understanding
from symnn.context.statement import Statement
from symnn.finding import Finding, Location
from symnn.notation import words
from symnn.term import Op, Sym, Term, walk
from symnn.verdict import Refuted, Undecided, Verdict

VerdictOf = Callable[[Claim], tuple[Verdict, float]]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Probe:
    """A definition that a claim uses, and the claim that its body is itself: refuted if its shapes do not fit."""

    definition: Definition
    claim: Claim


def by_shapes(verdict: Verdict) -> bool:
    """Whether a claim was refuted because its shapes do not fit."""
    return isinstance(verdict, Refuted) and "shapes" in verdict.certificate.data


def probes(read: Iterable[Understanding], verdict_of: VerdictOf) -> dict[Key, tuple[Probe, ...]]:
    """For each claim that does not fit, what its definitions have to be asked, by file and id."""
    out: dict[Key, tuple[Probe, ...]] = {}
    for pending in (p for one in read for p in one.pending):
        if (
            pending.statement is None
            or not isinstance(pending.claim, Claim)
            or not by_shapes(verdict_of(pending.claim)[0])
        ):
            continue
        rows = [(d, _typed(d, pending.statement, load())) for d in _used(pending.statement)]
        out[pending.location.file, pending.id] = tuple(Probe(d, c) for d, c in rows if c is not None)
    return out


def _used(statement: Statement) -> list[Definition]:
    """The definitions behind a claim, the first of the document first; of a recursion over layers each step once."""
    found: dict[Location, Definition] = {}
    todo: list[Term] = [statement.relation]
    while todo:
        for node in walk(todo.pop()):
            definition = statement.scope.definition(node) if isinstance(node, Sym) else None
            if definition is None or definition.location is None or definition.location in found:
                continue
            found[definition.location] = definition
            todo.append(definition.body)
    return [found[place] for place in sorted(found)]


def _typed(definition: Definition, statement: Statement, catalog: Catalog) -> Claim | None:
    if definition.params:
        return None
    try:
        return statement.close(Op("eq", (definition.body, definition.body)), catalog)
    except (NotClosedError, AmbiguousError, OpenTermError):
        return None


def left_open(
    pending: Pending, verdict: Verdict, asked: Mapping[Key, tuple[Probe, ...]], verdict_of: VerdictOf
) -> tuple[Verdict, Finding | None]:
    """The verdict of a claim that does not fit, undecided where a definition is to blame; and what is wrong there."""
    if not isinstance(verdict, Refuted) or not by_shapes(verdict):
        return verdict, None
    for probe in asked.get((pending.location.file, pending.id), ()):
        found, place = verdict_of(probe.claim)[0], probe.definition.location
        if isinstance(found, Refuted) and by_shapes(found) and place is not None:
            note = found.counterexample.note
            name = words(probe.definition.name)
            reason = f"the shapes in the definition of {name} at line {place.line} do not fit: {note}"
            return Undecided(reason), Finding("E404", place, f"the shapes do not fit: {note}")
    return verdict, None

"""What every step of stating a formula knows: where the walk stands, the formula, its part, its conditions."""

from __future__ import annotations

from dataclasses import dataclass, field

from symnn.context.cases.held import NOTHING, Held
from symnn.context.lints.flaw import Flaw
from symnn.context.walk import Task, Walk
from symnn.context.words.doubts import Doubt
from symnn.notation import words
from symnn.notation.reading import Part
from symnn.result import StatementKind, StatementResult
from symnn.term import Sym, Term


@dataclass(slots=True)
class Stater:
    """States the parts of one formula; ``base`` is the formula's id, ``count`` its claims so far."""

    walk: Walk
    task: Task
    part: Part
    conditions: tuple[Term, ...]
    base: str
    count: int = 0
    doubt: Doubt | None = None
    supposed: bool = False
    alone: bool = True  # whether this part is the whole formula
    implied: bool = False  # a consequence of the equation before: meant for every function that stands in that
    held: Held = NOTHING
    defined: list[Sym] = field(default_factory=list)  # the names that this part gives a meaning
    flawed: set[str] = field(default_factory=set)  # the codes of the structural findings of this part

    @property
    def claimed(self) -> bool:
        return self.task.tag is not None

    def offsets(self, at: tuple[int, int] | None = None) -> tuple[int, int]:
        """Where ``at`` of the formula's source stands in the text; without it where this part of the formula does.

        A formula that is all of its display is taken with the delimiters, of which the opening one gives its line.
        """
        span, part = self.task.span, self.part
        if at:
            return span.inner_start + at[0], span.inner_start + at[1]
        written = span.source[part.start : part.end]
        start = span.inner_start + part.start + len(written) - len(written.lstrip())
        end = start + len(written.strip())
        if end <= start or self.alone:
            return span.start, span.end
        return start, end

    def statement(self, kind: StatementKind, name: str | None = None) -> None:
        place = self.walk.location(*self.offsets())
        reading = words(self.part.term)
        self.walk.out.statements.append(StatementResult(kind, place, name, self.source, reading))

    @property
    def source(self) -> str:
        return self.task.span.source[self.part.start : self.part.end].strip()

    def flaw(self, flaw: Flaw) -> None:
        """A finding at its place, or at all of a formula that begins on the line below its delimiter."""
        start, end = self.offsets(flaw.at)
        span = self.task.span
        written = span.inner_start + len(span.source) - len(span.source.lstrip())
        found, first, outer = (self.walk.document.position(offset)[0] for offset in (start, written, span.start))
        if self.alone and found == first != outer:
            start, end = self.offsets()
        self.walk.find(flaw, start, end, old=self.source)

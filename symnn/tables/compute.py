"""The cells of a table: from the cache, or proved now, each in a worker that can be killed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from symnn.notation import latex
from symnn.tables import cache
from symnn.tables.columns import COLUMNS
from symnn.tables.model import Cell, Row, undecided
from symnn.tables.subjects import Subject, subjects
from symnn.tables.work import number_term
from symnn.term import Op, Sym, to_json
from symnn.verdict import Undecided
from symnn.workers import decide_all

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Task:
    """One cell to fill."""

    subject: Subject
    column: str


def fill(task: Task) -> Cell:
    """The cell, worked out here; runs in a worker."""
    return COLUMNS[task.column](task.subject)


def rows(
    names: Sequence[str], columns: Sequence[str], variable: str | None, timeout: float, jobs: int | None,
    progress: Progress | None,
) -> tuple[tuple[Row, ...], bool]:  # fmt: skip
    """The rows of a table, and whether they would be the same another time; proved cells come from the cache."""
    found = subjects(names, variable)
    cells = _cells(found, columns, timeout, jobs, progress)
    out = tuple(_row(s, {c: cells[s.key, c][0] for c in columns}) for s in found)
    return out, all(lasting for _, lasting in cells.values())


def _cells(
    found: Sequence[Subject], columns: Sequence[str], timeout: float, jobs: int | None, progress: Progress | None
) -> dict[tuple[str, str], tuple[Cell, bool]]:
    """Each cell, and whether it would be the same another time: what ran out of time may be proved then."""
    out: dict[tuple[str, str], tuple[Cell, bool]] = {}
    missing: list[tuple[str, Task]] = []
    for subject in found:
        for column in columns:
            name = cache.key(["cell", _identity(subject), column])
            kept = cache.load(name)
            try:
                out[subject.key, column] = Cell.from_json(kept), True
            except (AttributeError, KeyError, TypeError, ValueError):
                missing.append((name, Task(subject, column)))
    answers = decide_all([t for _, t in missing], fill, timeout=timeout, jobs=jobs, progress=progress)
    for (name, task), (answer, _) in zip(missing, answers, strict=True):
        if isinstance(answer, Undecided):
            out[task.subject.key, task.column] = undecided(answer.reason), False
            continue
        out[task.subject.key, task.column] = answer, True
        cache.keep(name, answer.to_json())
    return out


def _identity(subject: Subject) -> Any:
    """Everything that the cells of a subject rest on."""
    declared = sorted((s.text, d.to_json()) for s, d in subject.domains)
    given = [[g.id, g.role, to_json(g.relation), [to_json(c) for c in g.conditions]] for g in subject.given]
    kinks = [[to_json(t) for t in (k.point, k.left, k.right)] for k in subject.kinks]
    terms = [to_json(t) for t in (subject.var, subject.shown, subject.body, subject.closed)]
    letters = [[to_json(s), to_json(n)] for s, n in subject.letters]
    return [subject.key, declared, given, kinks, terms, letters, subject.several, subject.compiled, subject.known]


def _row(subject: Subject, cells: dict[str, Cell]) -> Row:
    where = [latex(Op("eq", (s, n))) for s, n in subject.letters]
    where += [said for s in subject.parameters if (said := _domain(subject, s))]
    return Row(subject.key, subject.title, subject.title_zh, cells, tuple(where), subject.source)


def _domain(subject: Subject, sym: Sym) -> str:
    """α > 0, γ ∈ (0, 1): what the source says of a parameter; nothing for a real number."""
    domain = subject.domain(sym)
    if len(domain.intervals) != 1 or domain.integer:
        return ""
    (i,) = domain.intervals

    if i.low is None and i.high is None:
        return ""
    if i.low is not None and i.high is None:
        return latex(Op("gt" if i.low_open else "ge", (sym, number_term(i.low))))
    if i.low is None and i.high is not None:
        return latex(Op("lt" if i.high_open else "le", (sym, number_term(i.high))))
    assert i.low is not None
    assert i.high is not None
    head = f"interval_{'o' if i.low_open else 'c'}{'o' if i.high_open else 'c'}"
    return latex(Op("in", (sym, Op(head, (number_term(i.low), number_term(i.high))))))

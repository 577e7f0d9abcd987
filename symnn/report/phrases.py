"""Verdicts and their evidence in words: conditions, counterexamples, reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.finding import Location
from symnn.report.headlines import why
from symnn.report.look import PLAIN, Look
from symnn.report.reasons import in_chinese
from symnn.result import ClaimResult, Report
from symnn.term import Term, is_place
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Unreadable, Verdict

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """The text on one line, without control characters: a document cannot write to the reader's terminal."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """The lines of a text without other control characters."""
    return CONTROL.sub(lambda m: m[0] if m[0] == "\n" else "\N{REPLACEMENT CHARACTER}", text)


def spell(term: Term) -> str:
    """A term as a reader would say it."""
    from symnn.notation import words

    return words(term)


def point(example: Counterexample) -> dict[str, str]:
    """Name to exact value, in the order of the counterexample."""
    from symnn import spoken

    return {spoken.name(name): rational(value) for name, value in example.point if not is_place(name)}


def rational(value: Fraction) -> str:
    return str(value)


def cell_of(place: Location, look: Look = PLAIN) -> str:
    """``cell 3, line 2`` in a notebook, where cells of all kinds are counted from 1; nothing elsewhere."""
    if not place.cell:
        return ""
    return look.say("cell {}, line {}").format(place.cell, place.cell_line)


def condition_of(verdict: Verdict) -> Term | None:
    return verdict.condition if isinstance(verdict, Refuted | Conditional) else None


def counterexample_of(verdict: Verdict) -> Counterexample | None:
    return verdict.counterexample if isinstance(verdict, Refuted | Conditional) else None


def certificate_of(verdict: Verdict) -> Certificate | None:
    return verdict.certificate if isinstance(verdict, Proved | Refuted | Conditional) else None


def defined_where_of(verdict: Verdict) -> str | None:
    return verdict.defined_where if isinstance(verdict, Proved | Refuted | Conditional) else None


def reason_of(verdict: Verdict) -> str | None:
    match verdict:
        case Undecided(reason) | Unreadable(reason):
            return reason
        case Conditional(note=note):
            return note or None
        case Proved() | Refuted():
            return None


def evidence(claim: ClaimResult, look: Look) -> Iterator[str]:
    """What a reader needs beside the verdict, a line each."""
    verdict = claim.verdict
    if (example := counterexample_of(verdict)) is not None:
        yield counterexample(example, look)
    if (condition := condition_of(verdict)) is not None:
        exact = not isinstance(verdict, Conditional) or verdict.exact
        yield f"{look.say('holds exactly when' if exact else 'holds where')} {spell(condition)}"
    if (reason := reason_of(verdict)) is not None:
        yield why(reason) if look.language == "zh" else reason
    where = defined_where_of(verdict)
    if where is not None and where != "everywhere":
        spoken = in_chinese(where) if look.language == "zh" else where
        yield spoken if where.startswith("where ") else f"{look.say('where')} {where}"


def counterexample(example: Counterexample, look: Look) -> str:
    """``at x = -1/2: the left side is 0, the right side is -1/2``"""
    values = ", ".join(f"{name} = {value}" for name, value in point(example).items())
    sides = []
    for side, value in (("left", example.left), ("right", example.right)):
        if value:
            verb = "has" if value.startswith("no ") else "is"
            sides.append(f"{look.say(f'the {side} side {verb}')} {value}")
    said = ", ".join(sides)
    from symnn import spoken

    if note := spoken.note(example):
        said = f"{said} ({note})" if said else note
    return f"{look.say('at')} {values}: {said}" if values else said


def summary_line(report: Report, look: Look = PLAIN) -> str:
    """``14 proved, 1 refuted, 2 conditional, 0 undecided, 0 unreadable; 12 definitions, 1 declaration, …``"""
    counts = list(report.summary().items())
    claims = ", ".join(f"{count} {look.say(name)}" for name, count in counts[:5])
    others = ", ".join(f"{count} {look.say(name if count == 1 else name + 's')}" for name, count in counts[5:])
    known = "" if report.baseline is None else f"; {report.baseline.known} {look.say('known from the baseline')}"
    return f"{claims}; {others}{known}"


def stale_lines(report: Report, look: Look = PLAIN) -> Iterator[str]:
    """The entries of the baseline that match nothing any more: how many, then a line each."""
    stale = () if report.baseline is None else report.baseline.stale
    if stale:
        count = sum(entry.count for entry in stale)
        what = "entry of the baseline matches nothing" if count == 1 else "entries of the baseline match nothing"
        yield f"{count} {look.say(what)}:"
    for entry in stale:
        times = f" ({entry.count} times)" if entry.count > 1 else ""
        yield f"  - {one_line(entry.document)} {one_line(entry.code)} {one_line(entry.formula)}{times}"

"""Formulas that are not understood: counted, with the place, the reason, and what would mend them."""

from __future__ import annotations

import re

from symnn.context.lints.flaw import Flaw
from symnn.context.model import Pending, ReadFormula
from symnn.context.walk import Task, Walk
from symnn.document.model import Span
from symnn.notation import Profile, ReadError, latex, read
from symnn.verdict import Unreadable


def unreadable(walk: Walk, task: Task, base: str, error: ReadError) -> None:
    span = task.span
    start = span.inner_start + min(error.start, len(span.source))
    end = span.inner_start + min(max(error.end, error.start + 1), len(span.source))
    if error.code == "E408" and span.kind == "inline" and error.end >= len(span.source) and _goes_on(walk, span):
        error = ReadError("the formula ends with a sign, and goes on in the text", error.start, error.end)
    told = not error.readings or error.readings[0] in error.message
    message = error.message if told else f"{error.message}: {' or '.join(error.readings)}"
    reason = f"{message} (at character {error.start + 1} of the formula)"
    place = walk.location(span.start, span.end)
    tag = task.tag
    expected = tag.option("expect") if tag is not None else None
    erratum = tag is not None and tag.name == "erratum"
    walk.out.pending.append(
        Pending(base, None, place, span.source, "", Unreadable(reason), "identity", expected=expected, erratum=erratum)
    )
    walk.find(
        Flaw(error.code, message, mended(span.source, error, walk.scope.profile)),
        start,
        max(end, start + 1),
        base,
        old=span.source,
    )
    walk.out.readings.append(ReadFormula(base, place, span.source, "unreadable", (), "", error=reason))


_OPERAND_IN_TEXT = re.compile(r"\s*[\w{(\[“\"‘'<]")


def _goes_on(walk: Walk, span: Span) -> bool:
    """``$10\\times$ faster``, ``$n=$ batch size``: the operand of the last sign is a word or number in the text."""
    return _OPERAND_IN_TEXT.match(walk.document.text, span.end, walk.document.blocks[span.block].end) is not None


def mended(source: str, error: ReadError, profile: Profile) -> str | None:
    """The formula without its surplus bracket, or with the missing one at its end, where that can be read."""
    if error.code != "E101":
        return None
    lost = source[error.start : error.end]
    closing = {"(": ")", "[": "]", "{": "}"}.get(lost)
    for candidate in (source[: error.start] + source[error.end :], source + closing if closing else source):
        try:
            parts = read(candidate, profile).parts
        except ReadError:
            continue
        if parts:
            return "; ".join(latex(p.term) for p in parts)
    return None

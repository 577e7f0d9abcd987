"""Macros that a document defines are not expanded; a note N113 names them, for formulas may be unreadable by that."""

from __future__ import annotations

import re

from symnn.document.model import Problem

MACRO = re.compile(
    r"\\(?:(?:re)?newcommand\*?|providecommand\*?|DeclareMathOperator\*?|DeclarePairedDelimiter|[gx]?def)"
    r"\s*\{?\\(?P<name>[A-Za-z]+)"
)
_SHOWN = 6
_BLANKS = re.compile(r"\s*")


def defines(text: str, start: int) -> bool:
    """Whether the formula whose inside begins at ``start`` begins with the definition of a macro."""
    blanks = _BLANKS.match(text, start)
    return bool(MACRO.match(text, blanks.end() if blanks else start))


def macro_problem(definitions: list[re.Match[str]]) -> Problem:
    """One note for all definitions, at the first of them."""
    names = list(dict.fromkeys("\\" + m["name"] for m in definitions))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    message = f"macros are not expanded; formulas that use them may be unreadable: {', '.join(names[:_SHOWN])}{more}"
    return Problem("N113", definitions[0].start(), definitions[0].end(), message)

"""The parts of a LaTeX text that are not read: comments, verbatim environments, ``\\verb``, ``\\iffalse … \\fi``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

COMMENT = re.compile(r"\\.|(?P<comment>%[^\n]*)", re.DOTALL)
_VERBATIM = re.compile(
    r"\\begin\{(?P<name>verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?|tikzpicture|algorithmic)\}"
    r"|\\iffalse\b|\\verb\*?(?P<mark>[^\w\s*])|\\lstinline(?P<other>[^\w\s\[{])"
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch that is not read; ``name`` is the environment, if it is one."""

    start: int
    end: int
    name: str = ""


def verbatim(text: str) -> list[Hidden]:
    """Verbatim parts and environments, ``\\iffalse`` to ``\\fi``, by increasing offset, outside of comments."""
    found: list[Hidden] = []
    place = 0
    inside = iter([m.span() for m in COMMENT.finditer(text) if m["comment"]])
    missing: set[str] = set()
    comment = next(inside, None)
    while m := _VERBATIM.search(text, place):
        while comment and comment[1] <= m.start():
            comment = next(inside, None)
        place = m.end()
        if comment and comment[0] <= m.start():
            continue
        mark = m["mark"] or m["other"]
        closing = f"\\end{{{m['name']}}}" if m["name"] else mark or "\\fi"
        close = -1 if closing in missing else text.find(closing, m.end())
        if close < 0:
            missing.add(closing)
        line = text.find("\n", m.end())
        if close < 0 or (mark and 0 <= line < close):
            continue
        place = close + len(closing)
        found.append(Hidden(m.start(), place, m["name"] or ""))
    return found


def hidden(text: str) -> list[Hidden]:
    """Verbatim parts and the comments between them, by increasing offset."""
    parts = verbatim(text)
    starts = [p.start for p in parts]

    def covered(at: int) -> bool:
        i = bisect_right(starts, at) - 1
        return i >= 0 and at < parts[i].end

    comments = [Hidden(*m.span()) for m in COMMENT.finditer(text) if m["comment"] and not covered(m.start())]
    return sorted([*parts, *comments], key=lambda p: p.start)


def ends(parts: list[Hidden]) -> Callable[[int], int]:
    """For each place the end of the hidden part that covers it, or the place itself."""
    starts = [p.start for p in parts]

    def end(place: int) -> int:
        i = bisect_right(starts, place) - 1
        return parts[i].end if i >= 0 and place < parts[i].end else place

    return end

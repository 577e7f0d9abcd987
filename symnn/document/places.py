"""Where a character of the text that we read stands in its file.

The text of a document need not be its file: the cells of a notebook are JSON strings, a docstring has escapes, a macro
call is replaced by what it means, ``\\input`` brings in another file.  A segment is a run of the text of one kind:

* ``plain``: character by character;
* ``json``: character by character of a JSON string with its escapes;
* ``whole``: every character of the run stands for the whole stretch ``origin``..``end`` (a macro call, an escape).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Literal

# one character of a JSON string: a surrogate pair, an escape, or itself
_JSON_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Segment:
    """The text from ``start`` on stands at ``origin`` of file number ``file``; ``end`` only for ``whole``."""

    start: int
    origin: int
    kind: Literal["plain", "json", "whole"] = "plain"
    end: int = 0
    file: int = 0


@dataclass(frozen=True)
class Places:
    """Offsets of a text to offsets, lines and columns of its files; without segments the text is file 0."""

    files: tuple[str, ...]
    segments: tuple[Segment, ...] = ()

    def at(self, offset: int) -> tuple[int, int]:
        """File and offset in it of one character; for a macro call where the call begins."""
        if not self.segments:
            return 0, offset
        segment = self.segments[self._index(offset)]
        return segment.file, self._within(segment, offset)

    def stretch(self, start: int, end: int) -> tuple[int, int, int]:
        """The file and the shortest stretch of it that holds all that ``start``..``end`` stand for."""
        if not self.segments:
            return 0, start, end
        first, last = self._index(start), self._index(max(start, end - 1))
        file = self.segments[first].file
        low, high = self._within(self.segments[first], start), 0
        for number in range(first, last + 1):
            segment = self.segments[number]
            if segment.file != file:
                continue
            low = min(low, segment.origin if number > first else low)
            if segment.kind == "whole":
                high = max(high, segment.end)
            else:
                stop = end if number == last else min(end, self.segments[number + 1].start)
                high = max(high, self._within(segment, stop))
        return file, low, max(low, high) if end > start else low

    def back(self, place: int) -> int:
        """Where the text has what stands at an offset of file 0; beside it where the text leaves that out."""
        before = [s for s in self.segments if s.file == 0 and s.origin <= place]
        if not before:
            return 0
        segment = max(before, key=lambda s: (s.origin, s.start))
        low, high = segment.start, min((s.start for s in self.segments if s.start > segment.start), default=1 << 60)
        steps = place - segment.origin if segment.kind != "whole" else 0
        if segment.kind == "json":
            steps = len(_JSON_CHARACTER.findall(self.files[0], segment.origin, place))
        return min(low + steps, max(low, high - 1))

    def exact(self, offset: int) -> bool:
        """Whether the character at ``offset`` stands in the file as it is, not as a part of what a call means."""
        return not self.segments or self.segments[self._index(offset)].kind != "whole"

    def position(self, file: int, place: int) -> tuple[int, int]:
        """Line and column from 1 of an offset in a file."""
        starts = self._line_starts[file]
        line = bisect_right(starts, place)
        return line, place - starts[line - 1] + 1

    def cut(self, start: int, end: int, to: int) -> list[Segment]:
        """The segments of ``start``..``end``, as they are when that part of the text stands at ``to``."""
        if not self.segments:
            return [Segment(to, start)]
        out = []
        for number in range(self._index(start), self._index(max(start, end - 1)) + 1):
            segment = self.segments[number]
            begin = max(start, segment.start)
            origin = segment.origin if segment.kind == "whole" else self._within(segment, begin)
            out.append(replace(segment, start=to + begin - start, origin=origin))
        return out

    @cached_property
    def _line_starts(self) -> tuple[list[int], ...]:
        return tuple([0, *(m.end() for m in re.finditer("\n", text))] for text in self.files)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [s.start for s in self.segments]

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _within(self, segment: Segment, offset: int) -> int:
        steps = max(0, offset - segment.start)
        if segment.kind == "whole":
            return segment.origin
        if segment.kind == "plain":
            return segment.origin + steps
        place = segment.origin
        for match in islice(_JSON_CHARACTER.finditer(self.files[segment.file], segment.origin), steps):
            place = match.end()
        return place

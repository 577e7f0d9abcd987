"""Changes of a text that keep every place: a macro call becomes its expansion, a definition becomes blanks.

``Trace`` is a run of new text and the stretch of the old one that it stands for; an ``Edit`` replaces a stretch of the
old text by such runs.  The edits of a text are disjoint and in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from symnn.document.layout import Layout
from symnn.document.model import Span
from symnn.document.places import Places, Segment


@dataclass(frozen=True, slots=True)
class Trace:
    """New text for ``start``..``end`` of the old one; ``literal``: character by character the same places."""

    text: str
    start: int
    end: int
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """``start``..``end`` of the old text becomes these runs."""

    start: int
    end: int
    runs: tuple[Trace, ...]

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


class Edited:
    """A text after its edits, and where each offset of the old text is now."""

    def __init__(self, old: str, places: Places, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self._starts = [e.start for e in edits]
        self._growth = [0, *accumulate(len(e.text) - (e.end - e.start) for e in edits)]
        self.text = splice(old, 0, edits)
        self.segments = tuple(self._segments(old, places))

    def offset(self, place: int) -> int:
        """Where an offset of the old text is; inside an edit, where its new text begins or ends."""
        i = bisect_right(self._starts, place) - 1
        if i >= 0 and place < self.edits[i].end:
            if place == self.edits[i].start:
                return place + self._growth[i]
            return self.edits[i].end + self._growth[i + 1]
        return place + self._growth[i + 1]

    def _segments(self, old: str, places: Places) -> list[Segment]:
        out: list[Segment] = []
        place = to = 0
        for edit in self.edits:
            if place < edit.start:
                out += places.cut(place, edit.start, to)
                to += edit.start - place
            for run in edit.runs:
                if not run.text:
                    continue
                if run.literal:
                    out += places.cut(run.start, run.end, to)
                else:
                    file, first, last = places.stretch(run.start, run.end)
                    out.append(Segment(to, first, "whole", last, file))
                to += len(run.text)
            place = edit.end
        if place < len(old) or not out:
            out += places.cut(place, len(old), to)
        return out


def composed(inner: Layout, outer: Places) -> list[Segment]:
    """Where the text of a layout stands, when the text that it was read from stands at ``outer``."""
    if not inner.segments:
        return list(outer.segments)
    out: list[Segment] = []
    ends = [*(s.start for s in inner.segments[1:]), len(inner.text)]
    for segment, end in zip(inner.segments, ends, strict=True):
        if segment.kind == "whole":
            file, first, last = outer.stretch(segment.origin, segment.end)
            out.append(Segment(segment.start, first, "whole", last, file))
        elif segment.start < end:
            out += outer.cut(segment.origin, segment.origin + end - segment.start, segment.start)
    return out


def splice(old: str, start: int, edits: Sequence[Edit]) -> str:
    """``old``, which begins at ``start``, with the edits."""
    out: list[str] = []
    place = 0
    for edit in edits:
        out += [old[place : edit.start - start], edit.text]
        place = edit.end - start
    return "".join([*out, old[place:]])


def rewritten(layout: Layout, edits: Sequence[Edit], dropped: frozenset[int] = frozenset()) -> Layout:
    """The layout of the edited text; each edit lies inside one formula or outside all; ``dropped`` spans are left out.

    The source of a formula gets the same edits, so that it stays as long as the text that it stands for.
    """
    origin = layout.origin if layout.segments else layout.text
    edited = Edited(layout.text, Places((origin, *(t for _, t in layout.included)), layout.segments), edits)
    at = edited.offset
    starts = [e.start for e in edits]

    def moved(span: Span) -> Span:
        first, last = bisect_right(starts, span.inner_start - 1), bisect_right(starts, span.inner_end - 1)
        source = splice(span.source, span.inner_start, edits[first:last]) if first < last else span.source
        return replace(span, start=at(span.start), end=at(span.end), inner_start=at(span.inner_start),
                       inner_end=at(span.inner_end), source=source)  # fmt: skip

    numbers = [i for i in range(len(layout.spans)) if i not in dropped]
    new = {old: number for number, old in enumerate(numbers)}
    return replace(
        layout,
        text=edited.text,
        origin=origin,
        segments=edited.segments,
        blocks=tuple(
            replace(b, start=at(b.start), end=at(b.end), cells=tuple((at(x), at(y)) for x, y in b.cells))
            for b in layout.blocks
        ),
        spans=tuple(moved(layout.spans[i]) for i in numbers),
        tags=tuple(replace(t, start=at(t.start), end=at(t.end)) for t in layout.tags),
        problems=tuple(replace(p, start=at(p.start), end=at(p.end)) for p in layout.problems),
        references=tuple(
            replace(r, start=at(r.start), end=at(r.end), span=None if r.span is None else new.get(r.span))
            for r in layout.references
        ),
        scopes=tuple(replace(s, start=at(s.start), end=at(s.end)) for s in layout.scopes),
    )

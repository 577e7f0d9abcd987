r"""A document with its macros expanded.

In LaTeX the whole text is expanded, between formulas too: macros may begin and end formulas, sections, environments.
In the other formats only formulas are, and a definition in one formula, or on a line of its own, holds from there on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from symnn.document.edits import Edited, rewritten, splice
from symnn.document.expand import Expander
from symnn.document.folder import Folder, MissingError, RefusedError
from symnn.document.front_matter import front_macros
from symnn.document.hidden import ends, hidden
from symnn.document.inclusion import Included, included
from symnn.document.layout import Layout
from symnn.document.macros import DEFINITION, Table
from symnn.document.model import Problem
from symnn.document.places import Places

_LINE = re.compile(rf"^[ \t>]*(?={DEFINITION.pattern})", re.MULTILINE)
_ROOT = re.compile(r"^%+\s*!\s*T[Ee]X\s+root\s*=\s*(?P<name>[^\n]+?)\s*$", re.MULTILINE)
_SUBFILE = re.compile(r"\\documentclass\s*\[(?P<name>[^\]\n]*)\]\s*\{subfiles\}")
_BEGIN = "\\begin{document}"
_PACKAGES = 50


class LatexText:
    """A LaTeX text after inclusion and expansion; ``edited`` has its places, ``problems`` are in the new text."""

    def __init__(self, text: str, folder: Folder) -> None:
        self.folder = folder
        self.packages: set[str] = set()
        self.table = Table()
        self.root(text)
        self.whole: Included = included(text, folder)
        before = self.whole.text
        opaque = ends(hidden(before))
        expander = Expander(before, self.table, opaque, self.package, comments=True, inside=_BEGIN not in before)
        if DEFINITION.search(before) or self.table.known:
            expander.run(0, len(before))
        places = Places((text, *(t for _, t in self.whole.files)), tuple(self.whole.segments))
        self.edited = Edited(before, places, expander.edits)
        at = self.edited.offset
        self.problems = [
            Problem(p.code, at(p.start), max(at(p.start) + 1, at(p.end)), p.message)
            for p in (*self.whole.problems, *expander.problems)
        ]

    def root(self, text: str) -> None:
        """A chapter names the document that it belongs to: the macros of that one's preamble hold."""
        m = _ROOT.search(text[:2000]) or _SUBFILE.search(text[:2000])
        if m:
            self.definitions(m["name"], ("", ".tex"))

    def package(self, name: str) -> None:
        if name not in self.packages and len(self.packages) < _PACKAGES:
            self.packages.add(name)
            self.definitions(name, (".sty",))

    def definitions(self, name: str, endings: tuple[str, ...]) -> None:
        """The macros that a local file defines before any ``\\begin{document}``; one that is not there is no fault."""
        try:
            text = self.folder.read(name, endings)[1]
        except (MissingError, RefusedError):
            return
        whole = included(text.split(_BEGIN)[0], self.folder).text
        Expander(whole, self.table, ends(hidden(whole)), self.package, inside=False).run(0, len(whole))


def expanded(layout: Layout) -> Layout:
    """The layout with the macros in its formulas expanded; a formula that only defines is left out."""
    table = Table()
    for block in layout.blocks[:1]:
        if block.kind == "front_matter":
            for macro in front_macros(layout.text[block.start : block.end]):
                table.define(macro)
    if not table.known and not DEFINITION.search(layout.text):
        return layout
    expander = Expander(_shown(layout), table, math=True)
    stretches = [(s.inner_start, s.inner_end, i) for i, s in enumerate(layout.spans)] + _loose_definitions(layout)
    dropped: set[int] = set()
    for start, end, number in sorted(stretches):
        expander.inside = number >= 0
        edits = expander.run(start, end)
        if edits and number >= 0 and not splice(expander.text[start:end], start, edits).strip():
            dropped.add(number)
    problems = tuple(sorted({*layout.problems, *expander.problems}, key=lambda p: (p.start, p.end)))
    layout = replace(layout, problems=problems)
    return rewritten(layout, expander.edits, frozenset(dropped)) if expander.edits else layout


def _shown(layout: Layout) -> str:
    """The text with the formulas as they are read: quote markers in them are blanks."""
    out: list[str] = []
    place = 0
    for span in layout.spans:
        out += [layout.text[place : span.inner_start], span.source]
        place = span.inner_end
    return "".join([*out, layout.text[place:]])


def _loose_definitions(layout: Layout) -> list[tuple[int, int, int]]:
    """Lines of prose that begin with a definition, each up to the next formula or the end of its block."""
    found = []
    starts = [s.start for s in layout.spans]
    for block in layout.blocks:
        if block.kind not in ("paragraph", "list_item", "quote"):
            continue
        place = block.start
        while m := _LINE.search(layout.text, place, block.end):
            i = bisect_right(starts, m.end())
            stop = min(block.end, starts[i] if i < len(starts) else block.end)
            if i == 0 or layout.spans[i - 1].end <= m.end():
                found.append((m.end(), stop, -1))
            place = max(stop, m.end() + 1)
    return found

"""LaTeX documents: sections, paragraphs, items; formulas by the scanner; tags in comments (``% @claim …``).

Local files are put in and macros are expanded first, in the whole text.  Comments, ``\\label{…}`` and verbatim
environments are blanked out before scanning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from symnn.document.dollars import group_end
from symnn.document.environments import kind_of, latex_scopes
from symnn.document.expansion import LatexText
from symnn.document.folder import Folder
from symnn.document.hidden import COMMENT, verbatim
from symnn.document.layout import Collector, Layout
from symnn.document.model import BlockKind, Problem, Span, Tag
from symnn.document.places import Places
from symnn.document.scanner import LATEX, scan
from symnn.document.tags import read_tag

_LABEL = re.compile(r"\\(?:label|eqref|ref|cite[a-z]*)\{[^{}\n]*\}")
_HEADING = re.compile(
    r"\\(?P<section>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\]\n]*\])?\{"
)
_BREAK = re.compile(
    r"(?P<blank>\n[ \t]*(?:\n[ \t]*)+)|(?P<item>\\item\b)|(?P<par>\\par\b)"
    rf"|(?P<heading>{_HEADING.pattern})"
    r"|(?P<edge>\\(?:begin|end)\{(?P<name>[A-Za-z]+\*?)\}(?:[ \t]*\[(?P<title>[^\]\n]*)\])?)"
)
_EDGES = frozenset("document itemize enumerate description abstract figure table center quote".split())
_DEPTHS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph")


def read_latex(text: str, folder: Folder) -> Layout:
    """Blocks, formulas and tags of a LaTeX document."""
    source = LatexText(text, folder)
    found = _Latex(source.edited.text, source.table.theorems).read()
    hidden = [(b.start, b.end) for b in found.blocks if b.kind == "code"]
    found = replace(found, scopes=tuple(latex_scopes(found.text, hidden, source.table.theorems)))
    problems = tuple(sorted({*found.problems, *source.problems}, key=lambda p: (p.start, p.end)))
    if source.edited.text == text:
        return replace(found, problems=problems)
    places = Places((text, *(t for _, t in source.whole.files)), source.edited.segments)
    return replace(found, problems=problems, origin=text, segments=source.edited.segments,
                   spans=tuple(_once(found.spans, places)), included=tuple(source.whole.files))  # fmt: skip


def latex_piece(text: str) -> Layout:
    """What stands in a piece of LaTeX; macros are left to whoever puts the pieces together."""
    return _Latex(text, {}).read()


def _once(spans: tuple[Span, ...], places: Places) -> Iterator[Span]:
    """The formulas without those in an argument that a macro puts twice, as into a heading and its running title."""
    seen: set[tuple[int, int, int]] = set()
    for span in spans:
        stretch = places.stretch(span.start, span.end)
        if not places.exact(span.start):
            yield span
        elif stretch not in seen:
            seen.add(stretch)
            yield span


class _Latex:
    def __init__(self, text: str, titles: Mapping[str, str]) -> None:
        self.text = text
        self.titles = titles
        self.out = Collector(text)
        self.shown = self.blanked()
        self.out.shown = self.shown
        used = {m["section"] for m in _HEADING.finditer(self.shown)}
        self.depths = {name: i + 1 for i, name in enumerate(n for n in _DEPTHS if n in used)}

    def blanked(self) -> str:
        """The text with comments, labels and verbatim parts as blanks; tags are read on the way."""
        parts = verbatim(self.text)
        for part in parts:
            if part.name:
                self.out.block("code", part.start, part.end, info=part.name)
        without = list(_pieces(self.text, [(p.start, p.end) for p in parts]))
        text = "".join(_blank(s) if hidden else s for s, hidden in without)
        return _LABEL.sub(lambda m: " " * len(m.group()), COMMENT.sub(self.comment, text))

    def comment(self, m: re.Match[str]) -> str:
        if not m["comment"]:
            return m.group()
        tag = read_tag(m["comment"].lstrip("%"), m.start(), m.end())
        if isinstance(tag, Tag) or (tag and re.match(r"%+\s*@[A-Za-z]+(?:\s|$)", m["comment"])):
            self.out.add(0, tag)
        return " " * len(m.group())

    def read(self) -> Layout:
        begin, close = self.shown.find("\\begin{document}"), self.shown.rfind("\\end{document}")
        start = begin + len("\\begin{document}") if begin >= 0 else 0
        end = close if close > start else len(self.text)
        if begin > 0:
            self.out.block("front_matter", 0, start)
        kind: BlockKind = "paragraph"
        place = start
        for m in _BREAK.finditer(self.shown, start, end):
            if m.start() < place or (m["blank"] and self.text[m.start() : m.end()].strip()):
                continue
            if m["edge"] and m["name"].rstrip("*") not in _EDGES and kind_of(m["name"], self.titles) is None:
                continue
            self.prose(kind, place, m.start())
            place = m.end()
            kind = "list_item" if m["item"] else "paragraph"
            if m["heading"]:
                place = self.heading(m.start(), m["section"], m.end(), end)
            elif m["title"] and "$" in m["title"]:
                self.prose("paragraph", m.start("title"), m.end("title"))
        self.prose(kind, place, end)
        return self.out.layout()

    def heading(self, at: int, name: str, inner: int, end: int) -> int:
        place = group_end(self.shown, inner, end)
        if place is None:
            message = f"the title of \\{name} is not closed"
            self.out.problems.append(Problem("E101", at, inner, message))
            return inner
        title = self.text[inner : place - 1].strip()
        self.fill(self.out.block("heading", at, place, self.depths[name], title), at, place)
        return place

    def prose(self, kind: BlockKind, start: int, end: int) -> None:
        body = self.shown[start:end]
        if body.strip():
            start, end = start + len(body) - len(body.lstrip()), start + len(body.rstrip())
            self.fill(self.out.block(kind, start, end), start, end)

    def fill(self, block: int, start: int, end: int) -> None:
        for found in scan(self.shown, start, end, LATEX):
            self.out.add(block, found)


def _pieces(text: str, hidden: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    out: list[tuple[str, bool]] = []
    place = 0
    for start, end in hidden:
        out += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [*out, (text[place:], False)]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)

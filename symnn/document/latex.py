"""LaTeX documents: sections, paragraphs, items; formulas by the scanner; tags in comments (``% @claim …``).

Comments, ``\\label{…}`` and verbatim environments are blanked out before scanning.  Macros are not expanded: for a
document that defines some, a problem N113 says so, because formulas that use them may stay unreadable.
"""

from __future__ import annotations

import re

from symnn.document.dollars import group_end
from symnn.document.layout import Collector, Layout
from symnn.document.macros import MACRO, macro_problem
from symnn.document.model import BlockKind, Problem, Tag
from symnn.document.scanner import LATEX, scan
from symnn.document.tags import read_tag

_COMMENT = re.compile(r"\\.|(?P<comment>%[^\n]*)", re.DOTALL)
_VERBATIM = re.compile(
    r"\\begin\{(?P<name>verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?|tikzpicture|algorithmic)\}"
    r"|\\iffalse\b|\\verb\*?(?P<mark>[^\w\s*])|\\lstinline(?P<other>[^\w\s\[{])"
)
_LABEL = re.compile(r"\\(?:label|eqref|ref|cite[a-z]*)\{[^{}\n]*\}")
_HEADING = re.compile(r"\\(?P<name>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\]\n]*\])?\{")
_BREAK = re.compile(
    r"(?P<blank>\n[ \t]*(?:\n[ \t]*)+)|(?P<item>\\item\b(?:[ \t]*\[[^\]\n]*\])?)|(?P<par>\\par\b)"
    rf"|(?P<heading>{_HEADING.pattern})|(?P<edge>\\(?:begin|end)\{{(?:document|itemize|enumerate|description|abstract|theorem|lemma|"
    r"proof|definition|proposition|corollary|example|remark|figure|table|center|quote)\*?\})"
)
_DEPTHS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph")


def read_latex(text: str) -> Layout:
    """Blocks, formulas and tags of a LaTeX document."""
    return _Latex(text).read()


class _Latex:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Collector(text)
        self.shown = self.blanked()
        self.out.shown = self.shown
        used = {m["name"] for m in _HEADING.finditer(self.shown)}
        self.depths = {name: i + 1 for i, name in enumerate(n for n in _DEPTHS if n in used)}

    def blanked(self) -> str:
        """The text with comments, labels and verbatim parts as blanks; tags are read on the way."""
        without = list(_pieces(self.text, self.verbatim()))
        text = "".join(_blank(s) if hidden else s for s, hidden in without)
        return _LABEL.sub(lambda m: " " * len(m.group()), _COMMENT.sub(self.comment, text))

    def verbatim(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        place = 0
        comments = [m.span() for m in _COMMENT.finditer(self.text) if m["comment"]]
        inside = iter(comments)
        missing: set[str] = set()
        comment = next(inside, None)
        while m := _VERBATIM.search(self.text, place):
            while comment and comment[1] <= m.start():
                comment = next(inside, None)
            place = m.end()
            if comment and comment[0] <= m.start():
                continue
            mark = m["mark"] or m["other"]
            closing = f"\\end{{{m['name']}}}" if m["name"] else mark or "\\fi"
            close = -1 if closing in missing else self.text.find(closing, m.end())
            if close < 0:
                missing.add(closing)
            line = self.text.find("\n", m.end())
            if close < 0 or (mark and 0 <= line < close):
                continue
            place = close + len(closing)
            found.append((m.start(), place))
            if m["name"]:
                self.out.block("code", m.start(), place, info=m["name"])
        return found

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
        if definitions := list(MACRO.finditer(self.shown)):
            self.out.problems.append(macro_problem(definitions))
        kind: BlockKind = "paragraph"
        place = start
        for m in _BREAK.finditer(self.shown, start, end):
            if m.start() < place or (m["blank"] and self.text[m.start() : m.end()].strip()):
                continue
            self.prose(kind, place, m.start())
            place = m.end()
            kind = "list_item" if m["item"] else "paragraph"
            if m["heading"]:
                place = self.heading(m.start(), m["name"], m.end(), end)
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

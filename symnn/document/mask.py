"""Prepares Markdown for its block parser: lines inside a formula must not become lists, quotes or headings.

``$$`` directly after a text line opens a display for us, but for a Markdown parser the lines that follow are text:
``+ b`` would start a list and ``=`` underline a heading.  ``mask`` replaces what stands inside such a display by the
letter x, line by line and of equal length, so that the parser sees one paragraph.  Front matter is blanked out, and a
comment or a math fence that nothing closes is defused, because it would swallow the rest of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from symnn.document.dollars import is_prose
from symnn.document.environments import Directive, directives
from symnn.document.model import Problem
from symnn.document.scanner import ENVIRONMENTS

_CONTAINER = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*")
_ITEM = re.compile(r"(?:[-+*]|#{1,6}|\d{1,9}[.)])[ \t]")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_FRONT = re.compile(
    r"(?P<mark>---|\+\+\+)[ \t]*\n(?:(?:[\w\"'-][^\n]*[:=][^\n]*|[ \t#-][^\n]*|)\n)*?"
    r"(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)"
)
_MARK = re.compile(
    r"(?P<code>`+)|\\?(?P<open>\\[\[(])|\\?\\(?P<close>[\])])|\\begin\{(?P<begin>[A-Za-z]+\*?)\}"
    r"|\\end\{(?P<end>[A-Za-z]+\*?)\}|\\.|(?P<dollars>\$\$)|(?P<comment><!--)"
)
_CELL_FORMULA = re.compile(r"(?<![\\$])\$(?:(?![\s$])[^$\n]*(?<!\s)|\s[^$\n]*\s)\$")  # each in turn, bars in it or not
_DIRECTIVES = re.compile(r"^[ \t>*+-]*(?:`{3,}|~{3,}|:{3,})[ \t]*[{a-z]", re.MULTILINE)
_COLONS = re.compile(
    r"^(?P<open>:{3,})(?P<head>[ \t]*\{math\}[^\n]*\n)(?P<body>(?:(?!:{3})[^\n]*\n)*?)(?P<close>:{3,})[ \t]*$",
    re.MULTILINE,
)
MATH_FENCE = re.compile(r"\{?math\}?(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Masked:
    """The text for the block parser, the end of the front matter, what was defused, and directives with text."""

    text: str
    front: int
    problems: tuple[Problem, ...]
    directives: tuple[Directive, ...] = ()


def mask(text: str) -> Masked:
    """A text of the same length and with the same line ends, in which no display is broken up by Markdown's blocks."""
    text = _COLONS.sub(_as_fence, text)
    front = _FRONT.match(text)
    cut = front.end() if front else 0
    found = tuple(d for d in directives(text) if d.start >= cut) if _DIRECTIVES.search(text) else ()
    text = _without_marks(text, found)
    state = _Masking(text, cut)
    state.run()
    head = re.sub(r"[^\n]", " ", text[:cut])
    return Masked(head + "\n".join(state.lines), cut, tuple(state.problems), found)


def _as_fence(m: re.Match[str]) -> str:
    """MyST's ``:::{math}`` as a fence of as many backticks."""
    return "`" * len(m["open"]) + m["head"] + m["body"] + m.group()[m.start("close") - m.start() :].replace(":", "`")


def _without_marks(text: str, found: tuple[Directive, ...]) -> str:
    """The lines that open and close a directive, and its options, as blanks."""
    out: list[str] = []
    place = 0
    for start, end in sorted(line for d in found for line in d.lines):
        out += [text[place:start], " " * (end - start)]
        place = end
    return "".join([*out, text[place:]])


class _Masking:
    """One pass over the lines; ``opened`` is the display that a line left open and the line that did."""

    def __init__(self, text: str, cut: int) -> None:
        last = max(cut, text.rfind("-->"))
        self.text = text[:last] + text[last:].replace("<!--", "xxxx")
        self.lines = self.text[cut:].split("\n")
        self.starts: list[int] = []
        place = cut
        for line in self.lines:
            self.starts.append(place)
            place += len(line) + 1
        self.comment_end = 0
        self.problems: list[Problem] = []
        self.unclosed: dict[str, int] = {}

    def run(self) -> None:
        number = 0
        while number < len(self.lines):
            if self.starts[number] < self.comment_end:
                number = bisect_right(self.starts, self.comment_end)
                continue
            line = self.lines[number]
            prefix = _CONTAINER.match(line)
            head = prefix.end() if prefix else 0
            fence = _FENCE.match(line, head)
            if fence and not (fence[1][0] == "`" and "`" in fence[2]):
                number = self.fence(number, fence)
                continue
            if "|" in line and "$" in line:
                self.lines[number] = line = _CELL_FORMULA.sub(lambda m: m.group().replace("|", "x"), line)
            opened, quotes = self.left_open(number, head), line[:head].count(">")
            while opened is not None and (closed := self.display(number, quotes, opened)):
                number, place = closed
                opened = self.left_open(number, place)
            number += 1

    def fence(self, number: int, fence: re.Match[str]) -> int:
        """The line behind the fence; one that nothing closes is a problem, and hides what follows unless it is math."""
        close = re.compile(r"[ \t>]*" + re.escape(fence[1][0]) + f"{{{len(fence[1])},}}[ \\t]*$")
        at = self.starts[number] + fence.start(1)
        if self.unclosed.get(fence[1], number + 1) > number:
            for other in range(number + 1, len(self.lines)):
                if close.match(self.lines[other]):
                    return other + 1
            self.unclosed[fence[1]] = number
        math = bool(MATH_FENCE.match(fence[2].strip()))
        what = "this formula" if math else "everything behind it"
        message = f"{fence[1]} opens a fence that nothing closes; {what} is not read"
        self.problems.append(Problem("E101", at, at + len(fence[1]), message))
        if not math:
            return len(self.lines)
        line = self.lines[number]
        self.lines[number] = line[: fence.start(1)] + "x" * (len(line) - fence.start(1))
        return number + 1

    def left_open(self, number: int, place: int) -> str | None:
        """The closing mark of the display that the line leaves open."""
        line = self.lines[number]
        waiting: str | None = None
        while place <= len(line) and (m := _MARK.search(line, place)):
            place = m.end()
            if m["code"]:
                close = line.find(m["code"], place)
                place = close + len(m["code"]) if close >= 0 and waiting is None else place
            elif m["comment"]:
                close = self.text.find("-->", self.starts[number] + place)
                self.comment_end = max(self.comment_end, close)
                place = close + 3 - self.starts[number] if close >= 0 else place
            elif m["dollars"]:
                waiting = "$$" if waiting is None else None if waiting == "$$" else waiting
            elif waiting is None and m["open"]:
                waiting = "]" if m["open"][-1] == "[" else ")"
            elif waiting is None and m["begin"] and m["begin"].rstrip("*") in ENVIRONMENTS:
                waiting = f"\\end{{{m['begin']}}}"
            elif waiting and waiting in (m["close"], f"\\end{{{m['end']}}}"):
                waiting = None
        return waiting

    def display(self, number: int, quotes: int, closing: str) -> tuple[int, int] | None:
        """Mask the lines up to the closing mark, and say where it ends; ``None`` if prose or a blank line is first."""
        container = re.compile(rf"(?:[ \t]*>){{0,{quotes}}}[ \t]*")
        mark = closing if len(closing) > 1 else "\\" + closing
        if number < self.unclosed.get(mark, 0):
            return None
        masked: list[str] = []
        for other in range(number + 1, len(self.lines)):
            line = self.lines[other]
            head = m.end() if (m := container.match(line)) else 0
            close = line.find(mark, head)
            stop = len(line) if close < 0 else close
            if not line[head:].strip() or (_ITEM.match(line, head) and is_prose(line[head:stop])):
                break
            masked.append(line[:head] + re.sub(r"\S", "x", line[head:stop]) + line[stop:])
            if close >= 0:
                self.lines[number + 1 : other + 1] = masked
                return other, close + len(mark)
        self.unclosed[mark] = number + 1 + len(masked)
        return None

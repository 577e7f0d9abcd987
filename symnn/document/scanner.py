"""The scanner for mathematics in a run of text, with exact offsets.

It finds ``$…$``, ``$$…$$`` (also directly after a text line), ``\\(…\\)``, ``\\[…\\]``, kramdown's ``\\\\(…\\\\)`` and
``\\\\[…\\\\]``, GitHub's ``$`…`$``, and mathematical environments outside all of them.  It takes nothing out of inline
code, comments and link targets.  A delimiter without its partner is a problem E101, and reading goes on behind it.

A run of text is one block: formulas do not cross its borders.  Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from symnn.document.dollars import is_currency, is_prose, looks_closing, next_dollar
from symnn.document.layout import Found, Piece
from symnn.document.model import Problem, SpanKind
from symnn.document.tags import read_tag


@dataclass(frozen=True, slots=True)
class Dialect:
    """Which delimiters a format has besides dollars."""

    code: bool = True
    comments: bool = True
    kramdown: bool = True
    escapes: bool = True  # \[1\] may be an escaped bracket of Markdown
    money: bool = True  # a dollar may be money


MARKDOWN = Dialect()
TEXT = Dialect(code=False, kramdown=False)
LATEX = Dialect(code=False, comments=False, kramdown=False, escapes=False, money=False)

# environments whose \begin and \end carry no mathematics, and those whose rows do
PLAIN_ENVIRONMENTS = frozenset("equation displaymath math".split())
ROW_ENVIRONMENTS = frozenset(
    "align alignat flalign gather multline eqnarray aligned alignedat gathered split cases dcases "
    "array matrix pmatrix bmatrix vmatrix Vmatrix Bmatrix smallmatrix".split()
)
ENVIRONMENTS = PLAIN_ENVIRONMENTS | ROW_ENVIRONMENTS

_DELIMITER = re.compile(r"(?P<slashes>\\+)(?P<what>[()\[\]$]|begin\{(?P<name>[A-Za-z]+)\*?\})?|\$")
_OPAQUE = re.compile(
    r"\\.|(?P<ticks>`+)|(?P<comment><!--)|(?P<target>\]\((?=[^()\s]*[$\\])[^()\s$]*[:/.#][^()\s]*\))", re.DOTALL
)
_FORMULA = re.compile(r"[\\^_&={}]")
_SENTENCE = re.compile(r"[，。；：]|(?:[A-Za-z]{2,}[ ,.;:]+){4}")
_TICKS = re.compile(r"`+")
_REFERENCE = re.compile(r"[\w.,;: '’-]*")
_REFERENCE_LIMIT = 200
_ESCAPED_WORD = re.compile(r"\s*(?:[A-Za-z]{3,}|[\u4e00-\u9fff]|\d+\])")
_ENVIRONMENT = re.compile(r"\\(?P<edge>begin|end)\{(?P<name>[A-Za-z]+\*?)\}")


@dataclass
class Scan:
    """The state of one run: the text, its borders, and what was found."""

    text: str
    start: int
    end: int
    dialect: Dialect
    found: list[Found] = field(default_factory=list)
    _next: dict[str, int] = field(default_factory=dict)

    def problem(self, start: int, end: int, message: str) -> None:
        self.found.append(Problem("E101", start, end, message))

    @cached_property
    def odd(self) -> bool:
        """An odd number of single dollars: one of them has no partner."""
        run = self.text[self.start : self.end]
        return len(re.findall(r"(?<![\\$])\$(?!\$)", run)) % 2 == 1

    @cached_property
    def environments(self) -> dict[int, re.Match[str]]:
        """Where each ``\\begin{…}`` of the run ends: its innermost ``\\end`` of the same name."""
        ends: dict[int, re.Match[str]] = {}
        begun: dict[str, list[int]] = {}
        for m in _ENVIRONMENT.finditer(self.text, self.start, self.end):
            stack = begun.setdefault(m["name"], [])
            if m["edge"] == "begin":
                stack.append(m.start())
            elif stack:
                ends[stack.pop()] = m
        return ends

    def next(self, mark: str, place: int) -> int:
        """``text.find`` within the run, in linear time over the whole run: the last answer is kept."""
        known = self._next.get(mark)
        if known is None or (0 <= known < place):
            known = self._next[mark] = self.text.find(mark, place, self.end)
        return known

    @cached_property
    def odd_pairs(self) -> bool:
        """An odd number of ``$$``: one of them has no partner."""
        return self.text.count("$$", self.start, self.end) % 2 == 1

    def skip_opaque(self, place: int) -> int:
        """The end of the inline code, comment or link target that covers ``place``, or ``place`` itself."""
        i = bisect_left(self.opaque, (place + 1, 0)) - 1
        return self.opaque[i][1] if i >= 0 and self.opaque[i][1] > place else place

    @cached_property
    def opaque(self) -> list[tuple[int, int]]:
        return list(_opaque(self))


def scan(text: str, start: int, end: int, dialect: Dialect = MARKDOWN) -> list[Found]:
    """Formulas, tags and problems of one run of text, by increasing offset."""
    state = Scan(text, start, end, dialect)
    _ = state.opaque
    place = start
    while m := _DELIMITER.search(text, place, end):
        behind = state.skip_opaque(m.start())
        if behind > m.start():
            place = behind
        elif m.group() == "$":
            place = _dollars(state, m.start())
        else:
            place = _backslash(state, m)
    return sorted(state.found, key=lambda f: f.start)


def _dollars(state: Scan, at: int) -> int:
    return _display(state, at) if state.text.startswith("$$", at) and at + 2 <= state.end else _inline(state, at)


def _display(state: Scan, at: int) -> int:
    """``$$…$$``; a single dollar in between belongs to something else, so the opening pair has no partner."""
    text, end = state.text, state.end
    place = at + 2
    while (closing := next_dollar(text, place, end)) is not None:
        behind = state.skip_opaque(closing)
        if behind > closing:
            place = behind
            continue
        if not text.startswith("$$", closing) or closing + 2 > end:
            state.problem(at, at + 2, "$$ opens a formula that a single $ ends")
            return closing + 1
        if _has_prose_line(text[at + 2 : closing], state.odd_pairs):
            break
        state.found.append(Piece("display", at, closing + 2, at + 2, closing))
        return closing + 2
    state.problem(at, at + 2, "$$ opens a formula that nothing closes in this paragraph")
    return at + 2


def _has_prose_line(inner: str, odd: bool) -> bool:
    """A sentence on a line between the delimiters; with an odd number of them two words are enough, on any line."""
    lines = [line.strip() for line in inner.split("\n")]
    if odd:
        return any(is_prose(line) and not _FORMULA.search(line) for line in lines)
    return any(is_prose(line) and _SENTENCE.search(line) and not _FORMULA.search(line) for line in lines[1:-1])


def _inline(state: Scan, at: int) -> int:
    text, end = state.text, state.end
    place = at + 1
    while (closing := next_dollar(text, place, end)) is not None and (behind := state.skip_opaque(closing)) > closing:
        place = behind
    plain = not state.dialect.money and not state.odd
    if closing is not None and (plain or looks_closing(text, at, closing, end, state.odd)):
        state.found.append(Piece("inline", at, closing + 1, at + 1, closing))
        return closing + 1
    if not state.dialect.money or not is_currency(text, at, state.start, end):
        state.problem(at, at + 1, "$ opens a formula that nothing closes in this paragraph")
    return at + 1


def _backslash(state: Scan, m: re.Match[str]) -> int:
    slashes, what, name = len(m["slashes"]), m["what"], m["name"]
    if what is None:
        return m.end()
    if what == "$":
        return m.end() if slashes % 2 else m.end() - 1
    if name is not None:
        return _environment(state, m.end("slashes") - 1, m) if slashes % 2 and name in ENVIRONMENTS else m.end()
    if slashes == 1 or (slashes == 2 and state.dialect.kramdown):
        if what in "([":
            return _bracket(state, m.start(), m.group(), slashes)
        if slashes == 1 and not state.dialect.escapes:
            state.problem(m.start(), m.end(), f"{m.group()} closes a formula that nothing opens")
    return m.end()


def _bracket(state: Scan, at: int, opener: str, slashes: int) -> int:
    """``\\(…\\)`` and ``\\[…\\]`` with one backslash or, escaped for kramdown, with two."""
    text, end = state.text, state.end
    closer = opener[:-1] + {"(": ")", "[": "]"}[opener[-1]]
    inner = place = at + len(opener)
    while (closing := state.next(closer, place)) >= 0:
        run = closing
        while run > inner and text[run - 1] == "\\":
            run -= 1
        if (closing - run) % 2 == 0:
            break
        place = closing + 1
    if 0 <= closing < inner + _REFERENCE_LIMIT and state.dialect.escapes and _is_reference(text[inner:closing]):
        return closing + len(closer)
    reopened = text.find(opener, inner, closing if closing >= 0 else end) if slashes == 1 else -1
    if closing < 0 or (reopened >= 0 and text[reopened - 1] != "\\"):
        if state.dialect.escapes and slashes == 1 and _ESCAPED_WORD.match(text, inner, end):
            return inner
        state.problem(at, inner, f"{opener} opens a formula that nothing closes in this paragraph")
        return inner
    kind: SpanKind = "inline" if opener[-1] == "(" else "display"
    state.found.append(Piece(kind, at, closing + len(closer), inner, closing))
    return closing + len(closer)


def _is_reference(inner: str) -> bool:
    """``\\[1\\]``, ``\\[citation needed\\]``: an escaped bracket of Markdown around a number or words."""
    words = inner.strip()
    return bool(_REFERENCE.fullmatch(words)) and (words.isdigit() or len(words) > 3)


def _environment(state: Scan, at: int, m: re.Match[str]) -> int:
    """``\\begin{align}…\\end{align}``: the rows need their environment, an equation does not."""
    close = state.environments.get(at)
    if close is None:
        full = m.group().lstrip("\\").removeprefix("begin")
        state.problem(at, m.end(), f"\\begin{full} has no \\end{full} in this paragraph")
        return m.end()
    inner = (m.end(), close.start()) if m["name"] in PLAIN_ENVIRONMENTS else (at, close.end())
    state.found.append(Piece("display", at, close.end(), *inner))
    return close.end()


def _opaque(state: Scan) -> Iterator[tuple[int, int]]:
    """Inline code, comments and link targets, left to right; tags and GitHub's dollar-backtick formulas on the way."""
    text, end, dialect = state.text, state.end, state.dialect
    runs: dict[int, list[int]] = {}
    if dialect.code:
        for run in _TICKS.finditer(text, state.start, end):
            runs.setdefault(len(run.group()), []).append(run.start())
    place = state.start
    while m := _OPAQUE.search(text, place, end):
        covered: tuple[int, int] | None = None
        if m["ticks"] and dialect.code:
            covered = _code(state, m, runs)
        elif m["comment"] and dialect.comments:
            covered = _comment(state, m.start())
        elif m["target"] and dialect.code:
            covered = m.span()
        place = covered[1] if covered else m.end()
        if covered:
            yield covered


def _code(state: Scan, m: re.Match[str], runs: dict[int, list[int]]) -> tuple[int, int] | None:
    length = len(m.group())
    starts = runs.get(length, [])
    i = bisect_left(starts, m.end())
    if i == len(starts):
        return None
    close, text = starts[i], state.text
    before, after = m.start() - 1, close + length
    if before >= state.start and text[before] == "$" and after < state.end and text[after] == "$":
        state.found.append(Piece("inline", before, after + 1, m.end(), close))
        return before, after + 1
    if text.endswith("{math}", state.start, m.start()):  # MyST's role
        state.found.append(Piece("inline", m.start() - len("{math}"), after, m.end(), close))
        return m.start() - len("{math}"), after
    return m.start(), after


def _comment(state: Scan, at: int) -> tuple[int, int] | None:
    close = state.next("-->", at + 4)
    if close < 0:
        state.problem(at, at + 4, "<!-- opens a comment that nothing closes")
        return None
    tag = read_tag(state.text[at + 4 : close], at, close + 3)
    if tag:
        state.found.append(tag)
    return at, close + 3

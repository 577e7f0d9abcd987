r"""Expands the macros of a text: every call becomes an edit whose runs know the place that they stand for.

An argument keeps its own place; all else in an expansion stands for the whole call.  Definitions become blanks.  They
hold to the end of the group, environment or formula in which they stand, as TeX does (``\gdef``: everywhere).

Expansion of one call stops at 5,000 macros, 50,000 characters, and that of a text at a million characters more than
ten times its length: the call is then left as it is, under a name that no notation knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from symnn.document.definitions import Definer, definer
from symnn.document.edits import Edit, Trace
from symnn.document.macros import Macro, Table, Token
from symnn.document.model import Problem
from symnn.document.modes import Modes, is_word
from symnn.document.replacing import blanked, closes_line, opens_line, replacement, runs_of
from symnn.document.stream import ArgumentError, Stream

_LEAVE = "\0"  # a mark of our own: the group of an environment ends here
_CALLS = 5_000
_CHARACTERS = 50_000
_TOTAL = 1_000_000
_STOP = re.compile(r"\\(?:[A-Za-z@]+|.|\Z)|[{}%$]|\n[ \t]*\n", re.DOTALL)
_DROPPED = frozenset("xspace relax long global protected leavevmode ignorespaces unskip".split())


class LimitError(Exception):
    """An expansion that does not end, or grows beyond the limits."""


@dataclass(slots=True)
class _Call:
    """The call that is being expanded: where it begins, what stood before, the open groups, and how much it took."""

    name: str
    start: int
    before: str
    groups: int
    calls: int = 0
    size: int = 0
    resume: int = -1  # behind the call and its own arguments
    line: bool = False  # nothing but blanks since the last line end
    out: list[Token] = field(default_factory=list)


@dataclass
class Expander:
    """Expands stretches of one text, in order; the table of macros goes on from one to the next."""

    text: str
    table: Table = field(default_factory=Table)
    opaque: Callable[[int], int] = lambda place: place  # the end of the verbatim part that begins here
    package: Callable[[str], None] = lambda name: None  # reads the definitions of a package beside the document
    math: bool = False
    comments: bool = False  # a line that gets empty becomes a comment
    inside: bool = True  # calls in the preamble are not expanded
    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    grown: int = 0

    def __post_init__(self) -> None:
        self.stream = Stream(self.text, 0, 0)
        self.modes = Modes(self.table, self.math)
        self.call: _Call | None = None
        self.doubted: set[str] = set()

    @property
    def limit(self) -> int:
        """How much all expansions of the text may take together; attempts that fail count, too."""
        return _TOTAL + 10 * len(self.text)

    def run(self, start: int, end: int) -> list[Edit]:
        """The edits of one stretch.  Groups that are open at its end are closed."""
        first = len(self.edits)
        self.stream.place, self.stream.end = start, end
        while True:
            if not self.stream.back:
                self.finish()
                if not self.advance():
                    break
            token = self.stream.pull()
            if token is not None:
                try:
                    self.handle(token)
                except LimitError:
                    self.bomb()
        self.modes.restore(0)
        return self.edits[first:]

    def advance(self) -> bool:
        """Pass over plain text to the next token that may matter; false at the end."""
        stream = self.stream
        while stream.place < stream.end:
            m = _STOP.search(self.text, stream.place, stream.end)
            stop = m.start() if m else stream.end
            if stop > stream.place:
                self.modes.plain(self.text[stream.place : stop])
                stream.place = stop
            if m is None:
                return False
            behind = self.opaque(stop)
            if behind > stop:
                stream.place = min(behind, stream.end)
            elif m.group()[0] == "\n":
                self.modes.paragraph()
                stream.place = m.end()
            else:
                return True
        return False

    def handle(self, token: Token) -> None:
        name = "" if token.final else token.name
        macro = self.table.find(name) if name else None
        if macro is not None:
            if self.inside:
                self.expand(token, macro)
        elif name and (reads := definer(name)):
            self.define(token, name, reads)
        elif name in ("begin", "end"):
            self.environment(token, name)
        elif name in ("usepackage", "RequirePackage"):
            self.packages()
        elif name == "ensuremath" and self.inside:
            self.expand(token, Macro(name, 1, ("{", 1, "}") if self.modes.math else ("$", 1, "$")))
        elif name == "ifmmode" and self.inside:
            self.branch(token)
        elif token.text.startswith(_LEAVE):
            self.modes.leave(token.text[len(_LEAVE) :])
        elif token.text == "$":
            self.dollar(token)
        elif not (name in _DROPPED and self.call):
            self.modes.see(token.text, token.name)
            self.emit(token)

    def dollar(self, token: Token) -> None:
        follows = self.stream.pull()
        double = follows is not None and follows.text == "$"
        if follows is not None and not double:
            self.stream.push([follows])
        self.modes.dollar("$$" if double else "$")
        self.emit(token)
        if double and follows is not None:
            self.emit(follows)

    def emit(self, token: Token) -> None:
        call, modes = self.call, self.modes
        if call is not None:
            if token.text[:1].isalpha() and is_word(modes.before):
                call.out.append(Token(" "))
            if token.text.isspace() and token.text.count("\n") == 1:
                if call.line:
                    token = token._replace(text=token.text.replace("\n", " "))  # no blank line that was none
                call.line = True
            elif not token.text.isspace():
                call.line = False
            call.out.append(token)
            self.count(len(token.text))
        if not token.text.isspace() or token.text == " ":
            modes.before = token.text

    def count(self, size: int) -> None:
        assert self.call is not None, "only expansions are counted"
        self.call.size += size
        if self.call.size > _CHARACTERS or self.grown + self.call.size > self.limit:
            raise LimitError

    def define(self, token: Token, name: str, reads: Definer) -> None:
        """A definition leaves blanks where it stood in the text; one that cannot be read stays and is named."""
        saved, back = self.stream.place, self.stream.back.copy()
        if self.grown > self.limit:
            self.emit(token)
            return
        try:
            reads(self.stream, self.table, name)
        except ArgumentError as error:
            self.grown += 5 * (self.stream.place - saved)
            self.stream.place, self.stream.back = saved, back
            if self.call is None and self.inside:
                message = f"the definition that {token.text} begins is not understood: {error}"
                self.problem(token.start, token.end, message)
            self.emit(token)
            return
        if self.call is None and self.inside:
            start, end = token.start, self.stream.place
            blanks = blanked(self.text, start, end, self.comments)
            self.edits.append(Edit(start, end, (Trace(blanks, start, end, True),)))

    def packages(self) -> None:
        try:
            self.stream.bracketed()
            names = "".join(t.text for t in self.stream.argument())
        except ArgumentError:
            return
        for name in names.split(","):
            self.package(name.strip())

    def environment(self, token: Token, edge: str) -> None:
        r"""``\begin{…}`` opens a group; one that the document defines becomes what it stands for."""
        try:
            stands = self.stream.argument()
        except ArgumentError:
            self.emit(token)
            return
        name = "".join(t.text for t in stands)
        macro = self.table.environments.get(name)
        if name == "document" and self.call is None:
            self.inside = True
        elif macro is not None and self.inside:
            if edge == "begin":
                self.modes.open(f"end{name}")
            else:
                macro = Macro(name, 0, macro.closing, doubt=macro.doubt)
                self.stream.push([Token(f"{_LEAVE}end{name}")])
            self.expand(token, macro)
            return
        elif edge == "begin":
            self.modes.open(f"end{name}", name)
        else:
            self.modes.leave(f"end{name}")
        for part in (token, Token("{"), *stands, Token("}")):
            self.emit(part)

    def branch(self, token: Token) -> None:
        r"""``\ifmmode … \else … \fi``: the one for where it stands."""
        sides: list[list[Token]] = [[], []]
        side = depth = 0
        start = self.begin(token)
        while (part := self.stream.pull()) is not None:
            if part.text == "\\fi" and depth == 0:
                break
            if part.text == "\\else" and depth == 0:
                side = 1
                continue
            depth += (part.name.startswith("if") and part.name != "iff") - (part.text == "\\fi")
            sides[side].append(part)
            start.size += 1
        self.stream.push(sides[0 if self.modes.math else 1])

    def begin(self, token: Token) -> _Call:
        if self.call is None:
            opens = opens_line(self.text, token.start)
            self.call = _Call(token.name, token.start, self.modes.before, len(self.modes.groups), line=opens)
        return self.call

    def expand(self, token: Token, macro: Macro) -> None:
        """Put the expansion of a call in front of what follows."""
        call = self.begin(token)
        call.calls += 1
        self.count(1)
        if call.calls > _CALLS:
            raise LimitError
        if macro.doubt:
            self.give_up(token, f"its definition uses {macro.doubt}")
            return
        saved, back = self.stream.place, self.stream.back.copy() if macro.count or macro.paired else []
        try:
            made = replacement(self.stream, macro, token, self.count)
        except ArgumentError as error:
            self.grown += 5 * (self.stream.place - saved) + len(back)
            self.stream.place, self.stream.back = saved, back
            self.give_up(token, str(error))
            return
        if call.resume < 0:
            call.resume = min([t.start for t in self.stream.back if t.start >= 0], default=self.stream.place)
        wrapped = self.modes.due and self.modes.math and made and not macro.alias
        self.stream.push([Token("{"), *made, Token("}")] if wrapped else made)

    def give_up(self, token: Token, why: str) -> None:
        """Leave a call in a formula under a name that no notation knows, so that nothing is read into it."""
        assert self.call is not None, "a call is being expanded"
        if not self.modes.math:
            self.emit(token._replace(final=True))
            return
        if token.name not in self.doubted:
            self.doubted.add(token.name)
            message = f"{token.text} is not expanded: {why}; formulas with it stay unreadable"
            self.problem(self.call.start, self.stream.place, message)
        self.emit(Token(f"{token.text}AsDefinedHere", token.start, token.end, True))

    def bomb(self) -> None:
        """Drop an expansion that grew beyond the limits, with all that it had still to read."""
        call = self.call
        assert call is not None, "only expansions grow"
        self.stream.back.clear()
        if call.resume >= 0:
            self.stream.place = call.resume
        self.modes.restore(call.groups)
        self.grown += call.size + 10 * call.calls
        if call.name not in self.doubted:
            self.doubted.add(call.name)
            limits = f"more than {_CALLS:,} macros or {_CHARACTERS:,} characters from one call, or too many from all"
            message = f"\\{call.name} is not expanded: {limits}; formulas with it stay unreadable"
            self.problem(call.start, self.stream.place, message)
        call.out[:] = [Token(f"\\{call.name}AsDefinedHere")]

    def problem(self, start: int, end: int, message: str) -> None:
        self.problems.append(Problem("N113", start, max(start + 1, end), message))

    def finish(self) -> None:
        """All of a call is expanded: it becomes an edit."""
        call = self.call
        if call is None:
            return
        start, end = call.start, self.stream.place
        if call.line and closes_line(self.text, end):
            last = call.out[-1] if call.out else Token("")
            if last.text.isspace():
                call.out[-1] = last._replace(text=last.text.replace("\n", " "))
            if self.comments and all(t.text.isspace() for t in call.out):
                call.out.append(Token("%"))
        runs = runs_of(call.out, start, end)
        text = "".join(r.text for r in runs)
        if is_word(call.before) and text[:1].isalpha():
            runs.insert(0, Trace(" ", start, end))
        if is_word(self.modes.before) and self.text[end : end + 1].isalpha():
            runs.append(Trace(" ", start, end))
        self.grown += len(text)
        self.edits.append(Edit(start, end, tuple(runs)))
        self.call = None

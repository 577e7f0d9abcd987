r"""Macros as data: what ``\newcommand``, ``\def``, ``\let``, ``\DeclareMathOperator`` define, and where it holds.

A body is a tuple of tokens in which an integer n stands for ``#n``.  A body that programs TeX (``\ifx``, ``\csname``,
``\expandafter`` …) is not understood: such a macro is never expanded, and formulas that use it stay unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

# definitions as they are recognised without reading them: only a text in which this occurs needs expanding
DEFINITION = re.compile(
    r"\\(?:(?:re)?new(?:command|environment)|providecommand|Declare(?:RobustCommand|MathOperator|PairedDelimiter|"
    r"MathSymbol|DocumentCommand)|(?:New|Renew|Provide)DocumentCommand|[gex]?def|let|newtheorem|"
    r"usepackage|RequirePackage|ensuremath)(?![A-Za-z@])"
)
_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.|\Z)|%[^\n]*|\s+|.", re.DOTALL)
_PROGRAMMING = frozenset(
    "csname endcsname expandafter futurelet the number romannumeral noexpand unexpanded edef xdef catcode uppercase "
    "lowercase @ifnextchar @ifstar @testopt loop repeat foreach char mathchar mathchoice mathpalette advance "
    "IfNoValueTF IfNoValueT IfNoValueF IfBooleanTF IfBooleanT IfBooleanF IfValueTF".split()
)
_CONDITIONAL = re.compile(r"\\if(?!f$|mmode$|false$)[A-Za-z@]*")


class Token(NamedTuple):
    """A piece of TeX; ``start`` is -1 for what comes from the body of a macro; ``final`` is not expanded again."""

    text: str
    start: int = -1
    end: int = -1
    final: bool = False

    @property
    def name(self) -> str:
        r"""``frac`` for ``\frac``, else nothing."""
        return self.text[1:] if len(self.text) > 1 and self.text[0] == "\\" else ""


Body = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Macro:
    r"""A macro: its parameters and its body.

    ``delimiters`` are the texts that must stand before the first parameter and behind each one (``\def\p(#1,#2){…}``);
    ``optional`` are the defaults of parameters in brackets, by number.  ``doubt`` says why the body is not understood.
    """

    name: str
    count: int = 0
    body: Body = ()
    optional: tuple[tuple[int, Body | None], ...] = ()
    delimiters: tuple[Body, ...] = ()
    closing: Body = ()
    doubt: str = ""
    paired: tuple[str, str] | None = None
    alias: bool = False


@dataclass(slots=True)
class Table:
    """The macros known at a place; each open group has the names that it defined, to be forgotten at its end."""

    known: dict[str, list[tuple[int, Macro]]] = field(default_factory=dict)
    groups: list[list[str]] = field(default_factory=lambda: [[]])
    environments: dict[str, Macro] = field(default_factory=dict)
    theorems: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Macro | None:
        found = self.known.get(name)
        return found[-1][1] if found else None

    def define(self, macro: Macro, everywhere: bool = False) -> None:
        stack = self.known.setdefault(macro.name, [])
        depth = 0 if everywhere else len(self.groups) - 1
        while stack and stack[-1][0] >= depth:
            stack.pop()
        stack.append((depth, macro))
        self.groups[depth].append(macro.name)

    def open(self) -> None:
        self.groups.append([])

    def close(self) -> None:
        depth = len(self.groups) - 1
        for name in self.groups.pop():
            stack = self.known[name]
            while stack and stack[-1][0] >= depth:
                stack.pop()


def tokens(text: str) -> Iterator[str]:
    """The tokens of a text: control sequences, comments, runs of blanks, single characters."""
    for m in _TOKEN.finditer(text):
        yield m.group()


def token_at(text: str, place: int) -> Token:
    m = _TOKEN.match(text, place)
    assert m is not None, "some character stands here"
    return Token(m.group(), m.start(), m.end())


def body_of(parts: Iterable[str]) -> Body:
    """Tokens of a definition as a body: ``#1`` becomes 1, ``##`` becomes ``#``, comments and the blanks behind go."""
    out: list[str | int] = []
    hash_open = commented = False
    for part in parts:
        if part.startswith("%"):
            commented = True
            continue
        if commented and part.isspace():
            commented = False
            continue
        commented = False
        if hash_open:
            out.append(int(part) if part in tuple("123456789") else part)
            hash_open = False
        elif part == "#":
            hash_open = True
        else:
            out.append(" " if part.isspace() else part)
    return tuple(out)


def doubt_of(body: Body) -> str:
    """The first command of a body that programs TeX, or nothing."""
    for part in body:
        word = part[1:] if isinstance(part, str) and part.startswith("\\") else ""
        if word in _PROGRAMMING or (word and _CONDITIONAL.fullmatch(f"\\{word}")):
            return f"\\{word}"
    return ""


def trimmed(body: Body) -> Body:
    """Without blanks at both ends; in formulas they mean nothing."""
    first, last = 0, len(body)
    while first < last and body[first] == " ":
        first += 1
    while last > first and body[last - 1] == " ":
        last -= 1
    return body[first:last]

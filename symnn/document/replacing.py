"""What stands in the place of a call or a definition: tokens with their places, and blanks that are no blank lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from symnn.document.edits import Trace
from symnn.document.macros import Macro, Token
from symnn.document.stream import Stream


def replacement(stream: Stream, macro: Macro, token: Token, count: Callable[[int], None]) -> list[Token]:
    """The body of a macro with the arguments that come next in the stream; ``count`` sees how long it gets."""
    if macro.paired is not None:
        return pair(stream, *macro.paired)
    if macro.alias:
        return [Token(p, token.start, token.end, True) for p in macro.body if isinstance(p, str)]
    arguments = stream.arguments(macro)
    made: list[Token] = []
    for part in macro.body:
        given = [Token(part)] if isinstance(part, str) else arguments.get(part, [])
        made += given
        count(len(given))
    return made


def pair(stream: Stream, left: str, right: str) -> list[Token]:
    r"""``\abs{x}``, ``\abs*{x}``, ``\abs[\big]{x}`` of a pair of delimiters."""
    star, size = stream.star(), stream.bracketed()
    inner = stream.argument()
    scale = "".join(t.text for t in size or [])
    before, behind = ("\\left", "\\right") if star else (f"{scale}l", f"{scale}r") if scale else ("", "")
    opening, closing = ([Token(t) for t in (sized, mark) if t] for sized, mark in ((before, left), (behind, right)))
    return [*opening, Token(" "), *inner, *closing]


def runs_of(tokens: list[Token], start: int, end: int) -> list[Trace]:
    """The expansion of the call at ``start``..``end`` as runs: tokens that follow each other in the text are one."""
    runs: list[Trace] = []
    for token in tokens:
        literal = token.start >= 0 and token.end - token.start == len(token.text)
        at = (token.start, token.end) if token.start >= 0 else (start, end)
        last = runs[-1] if runs else None
        if last and last.literal and literal and last.end == at[0]:
            runs[-1] = Trace(last.text + token.text, last.start, at[1], True)
        elif last and not last.literal and not literal and (last.start, last.end) == at:
            runs[-1] = Trace(last.text + token.text, *at)
        else:
            runs.append(Trace(token.text, *at, literal))
    return runs


def blanked(text: str, start: int, end: int, comments: bool) -> str:
    """Blanks for a definition; with ``comments`` a line that has nothing else becomes an empty comment."""
    lines = re.sub(r"[^\n]", " ", text[start:end]).split("\n")
    if not comments:
        return "\n".join(lines)
    last = len(lines) - 1
    for number, line in enumerate(lines):
        opens = number > 0 or opens_line(text, start)
        closes = number < last or closes_line(text, end)
        if line and opens and closes:
            lines[number] = "%" + line[1:]
    return "\n".join(lines)


def opens_line(text: str, start: int) -> bool:
    """Whether nothing stands before this place in its line; a line that gets empty would end a paragraph."""
    before = text[max(0, start - 200) : start].rstrip(" \t")
    return before == "" or before[-1] == "\n"


def closes_line(text: str, end: int) -> bool:
    """Whether nothing stands behind this place in its line."""
    behind = text[end : end + 200].lstrip(" \t")
    return behind == "" or behind[0] == "\n"

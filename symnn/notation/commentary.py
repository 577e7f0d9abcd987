"""Words beside a formula that are set as mathematics: a matrix or a group with nothing but ``\\text`` in it."""

from __future__ import annotations

import re

from symnn.notation.cursor import Cursor
from symnn.notation.spellings import BRACE

_FRAME = re.compile(
    r"\s+|\\(?:begin|end)\{[a-zA-Z]*(?:matrix|array)\*?\}(?:\[[a-z]\]|\{[a-z|]*\})?|\\\\(?:\[[^\]]*\])?|[{}&]|\\[,;:! ]"
)
_TEXT = re.compile(r"\\text(?:it|bf|rm|normal)?\s*(?=\{)")


def is_commentary(p: Cursor) -> bool:
    """Whether the group or matrix that begins here holds words only, formulas inside the words included."""
    if p.tok.kind not in ("{", "begin"):
        return False
    stop = p.tokens[p.partner[p.pos]].end
    return _words_only(p.source[p.tok.start : stop])


def _words_only(text: str) -> bool:
    at, worded = 0, False
    while at < len(text):
        if frame := _FRAME.match(text, at):
            at = frame.end()
        elif opening := _TEXT.match(text, at):
            at, worded = _behind_braces(text, opening.end()), True
        else:
            return False
    return worded


def _behind_braces(text: str, at: int) -> int:
    level = 0
    for match in BRACE.finditer(text, at):
        level += {"{": 1, "}": -1}.get(match.group(), 0)
        if level == 0:
            return match.end()
    return len(text)

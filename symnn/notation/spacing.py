"""Wide spaces: between two statements they separate, beside a sign they only set it apart."""

from __future__ import annotations

import re

from symnn.notation.reading import Decoration
from symnn.notation.tokens import Token

_LENGTH = re.compile(r"\\hspace\*?\s*\{\s*(-?\s*\d*\.?\d+)\s*(pt|em|ex|mm|cm|in|mu|bp|pc|px)\s*\}\Z")
_POINTS = {"pt": 1.0, "bp": 1.0, "px": 0.75, "em": 10.0, "ex": 4.3, "mm": 2.85, "cm": 28.5, "in": 72.3, "mu": 0.56,
           "pc": 12.0}  # fmt: skip
_QUAD = 9.5  # points: less is no wider than the space around a sign


def joining_spaces(tokens: list[Token], decorations: list[Decoration], source: str) -> list[Token]:
    """The tokens without the wide spaces that separate nothing, which become decorations.

    A space that is narrower than a quad separates nothing, nor does one behind a sign that goes on, or before a
    relation, a product sign, or a plus.  A minus behind a space may open a statement, ``\\quad -1 < x``; with a
    space behind it as well it is a difference.
    """
    out: list[Token] = []
    for i, tok in enumerate(tokens):
        if tok.kind == "wide" and (_narrow(tok, source) or _joins(tokens, i)):
            decorations.append(Decoration(source[tok.start : tok.end], tok.start, tok.end))
        else:
            out.append(tok)
    return out


def _narrow(tok: Token, source: str) -> bool:
    length = _LENGTH.match(source[tok.start : tok.end])
    return length is not None and float(length[1].replace(" ", "")) * _POINTS[length[2]] < _QUAD


def _joins(tokens: list[Token], at: int) -> bool:
    before, behind = at - 1, at + 1
    while before >= 0 and tokens[before].kind == "wide":
        before -= 1
    while tokens[behind].kind == "wide":
        behind += 1
    if before < 0 or tokens[behind].kind == "eof":
        return False
    last, first = tokens[before], tokens[behind]
    if last.kind in ("sign", "infix") or _relates(last):
        return first.kind not in ("row", "amp", "end")
    if first.kind == "infix" or _relates(first):
        return last.kind not in ("row", "amp", "begin", "cue", "prose")
    plus = first.kind == "sign" and last.kind not in ("row", "amp", "begin", "comma", "cue", "prose", "relation")
    return plus and (first.text == "+" or tokens[behind + 1].kind == "wide")


def _relates(tok: Token) -> bool:
    """A relation between two terms; an arrow or "implies" may stand between two statements as well."""
    return tok.kind == "relation" and tok.text not in ("to", "implies", "iff", "mapsto", "update")

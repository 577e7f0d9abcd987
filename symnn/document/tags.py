"""Tags in comments: ``<!-- @claim ID uses=a,b -->`` in Markdown, ``% @claim ID`` in LaTeX.

A comment that begins with ``@`` is a tag and must be understood: an unknown name, an unclosed quote, an option without
value or one that the tag does not have is a problem E903, never a silence.  Other comments are ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from symnn.document.model import Problem, Tag


@dataclass(frozen=True, slots=True)
class Shape:
    """How many arguments a tag takes and which options; ``None`` for any option."""

    least: int
    most: int
    options: frozenset[str] | None
    required: frozenset[str] = frozenset()


def _shape(least: int, most: int, options: str | None, required: str = "") -> Shape:
    return Shape(least, most, None if options is None else frozenset(options.split()), frozenset(required.split()))


SHAPES: dict[str, Shape] = {
    "let": _shape(0, 0, ""),
    "claim": _shape(0, 1, "uses by expect role source reason note"),
    "erratum": _shape(1, 1, "expect source uses by role reason note", required="expect"),
    "ignore": _shape(1, 1, "reason"),
    "layout": _shape(1, 1, ""),
    "entry": _shape(1, 1, None),
    "variant": _shape(0, 1, None),
    "kink": _shape(0, 1, None),
}
LAYOUTS = ("numerator", "denominator", "default")

_OPENING = re.compile(r"\s*@")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_ITEM = re.compile(r"""\s*(?:(?P<key>[\w-]+)\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+)|(?P<bad>"?))|"""
                   r"""(?P<word>[^\s="]+)|(?P<stray>\S))""")  # fmt: skip


def read_tag(body: str, start: int, end: int) -> Tag | Problem | None:
    """The tag in a comment whose text is ``body`` and which stands at ``start``..``end``; ``None`` if it is no tag."""
    opening = _OPENING.match(body)
    if not opening:
        return None
    name = _NAME.match(body, opening.end())
    if not name:
        return _problem("a tag name must follow @", start, end)
    if name.group() not in SHAPES:
        near = get_close_matches(name.group().lower(), SHAPES, 1)
        hint = f"; @{near[0]} is meant?" if near else f"; known tags: {', '.join('@' + n for n in SHAPES)}"
        return _problem(f"there is no tag @{name.group()}{hint}", start, end)
    words: list[str] = []
    options: list[tuple[str, str]] = []
    rest = body[name.end() :].rstrip()
    place = 0
    while place < len(rest):
        item = _ITEM.match(rest, place)
        assert item is not None, "every non-blank character starts an item"
        place = item.end()
        if item["bad"] is not None:
            lack = "has an unclosed quote" if item["bad"] else "has no value"
            return _problem(f"the option {item['key']}= of @{name.group()} {lack}", start, end)
        if item["stray"] is not None:
            return _problem(f"{item['stray']!r} in @{name.group()} is not understood", start, end)
        if item["word"] is not None:
            words.append(item["word"])
        else:
            value = item["quoted"] if item["quoted"] is not None else item["plain"]
            options.append((item["key"], value))
    complaint = _complaint(name.group(), words, options)
    if complaint:
        return _problem(complaint, start, end)
    return Tag(name.group(), words[0] if words else "", tuple(options), start, end)


def _complaint(name: str, words: list[str], options: list[tuple[str, str]]) -> str:
    shape = SHAPES[name]
    keys = [key for key, _ in options]
    if len(words) > shape.most:
        return f"@{name} does not take {words[shape.most]!r}"
    if len(words) < shape.least:
        what = {"erratum": "an id", "ignore": "a code", "layout": "a layout", "entry": "a name"}[name]
        return f"@{name} needs {what}"
    if shape.options is not None and (unknown := [key for key in keys if key not in shape.options]):
        takes = ", ".join(sorted(shape.options)) or "none"
        return f"@{name} has no option {unknown[0]}; it takes: {takes}"
    if twice := [key for key in keys if keys.count(key) > 1]:
        return f"the option {twice[0]} of @{name} is given twice"
    if missing := sorted(shape.required - set(keys)):
        return f"@{name} needs {missing[0]}=…"
    if name == "layout" and words[0] not in LAYOUTS:
        return f"there is no layout {words[0]!r}; known: {', '.join(LAYOUTS)}"
    return ""


def _problem(message: str, start: int, end: int) -> Problem:
    return Problem("E903", start, end, f"tag not understood: {message}")

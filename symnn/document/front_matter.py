r"""Macros in the front matter of a page: MyST's ``math:`` and the ``macros:`` of a MathJax configuration, in YAML.

math:
  '\RR': '\mathbb{R}'
  "\\vec": "\\mathbf{#1}"
macros:
  E: ["\\mathbb{E}_{#1}", 1]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from symnn.document.macros import Macro, body_of, doubt_of, tokens

_SECTION = re.compile(r"^(?P<indent>[ ]*)[\"']?(?:math|macros)[\"']?:[ ]*$")
_ROW = re.compile(
    r"^(?P<indent>[ ]+)(?:'(?P<single>\\?[A-Za-z]+)'|\"(?P<double>(?:\\\\)?[A-Za-z]+)\"|(?P<plain>\\?[A-Za-z]+)):"
    r"[ ]*(?P<value>\S.*?)[ ]*$"
)
_LISTED = re.compile(r"\[\s*(?P<body>'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\")\s*(?:,\s*(?P<count>\d)\s*)?\]")


def front_macros(text: str) -> Iterator[Macro]:
    """The macros of a front matter; a value that is no string and no list of one is passed over."""
    depth = -1
    for line in text.split("\n"):
        if m := _SECTION.match(line):
            depth = len(m["indent"])
            continue
        row = _ROW.match(line)
        if depth < 0 or not row:
            continue
        if len(row["indent"]) <= depth:
            depth = -1
            continue
        listed = _LISTED.fullmatch(row["value"])
        value = _string(listed["body"] if listed else row["value"])
        if value is None:
            continue
        body = body_of(tokens(value))
        count = int(listed["count"] or 0) if listed else max([0, *(p for p in body if isinstance(p, int))])
        name = (row["single"] or row["double"] or row["plain"]).lstrip("\\")
        yield Macro(name, count, body, doubt=doubt_of(body))


def _string(value: str) -> str | None:
    """A scalar of YAML in one line."""
    if value[0] == "'" and value[-1] == "'" and len(value) > 1:
        return value[1:-1].replace("''", "'")
    if value[0] == '"':
        try:
            found = json.loads(value)
        except ValueError:
            return None
        return found if isinstance(found, str) else None
    return None if value[0] in "[{|>&*!" else value

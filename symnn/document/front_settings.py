"""The settings of symnn in the front matter of a page: the key ``symnn`` with a table of strings and lists.

symnn:
  log: 2
  vectors: [h, "z"]

or in one line, ``symnn: {log: 2, vectors: [h, z]}``.  Other keys of the front matter are none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symnn.document.decoding import DocumentError
from symnn.document.model import Document

_KEY = re.compile(r"(?P<indent> *)(?P<quote>[\"']?)(?P<key>[\w.-]+)(?P=quote):(?=\s|$)[ ]*(?P<value>.*)")
_ITEM = re.compile(r" *-[ ]+(?P<value>\S.*)")
_COMMENT = re.compile(r"\s#.*$")
_PIECES = re.compile(r"\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|\[[^\[\]]*\]|[^,\[\]{}\"']+)\s*(?:,|$)")
Setting = tuple[str, "str | list[str]", int]


def front_settings(document: Document) -> Iterator[Setting]:
    """Key, value and line; ``DocumentError`` where something under ``symnn`` is neither a string nor a list of them."""
    block = next((b for b in document.blocks if b.kind == "front_matter"), None)
    if block is None or not document.text.startswith("---", block.start):
        return
    lines = document.text[block.start : block.end].split("\n")
    first = document.position(block.start)[0]
    begin = next((n for n, line in enumerate(lines) if re.match(r"[\"']?symnn[\"']?:(\s|$)", line)), None)
    if begin is None:
        return
    rest = _COMMENT.sub("", lines[begin].partition(":")[2]).strip()
    if rest:
        yield from _flow(rest, f"{document.path}:{first + begin}", first + begin)
        return
    rows: list[tuple[str, str | list[str], int]] = []
    for number, line in enumerate(lines[begin + 1 :], first + begin + 1):
        line = _COMMENT.sub("", line).rstrip()
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith(" ") and not line.startswith("- "):
            break
        where = f"{document.path}:{number}"
        row, item = _KEY.fullmatch(line), _ITEM.fullmatch(line)
        if (item is not None and rows and rows[-1][1] in ("", [])) or (item and rows and isinstance(rows[-1][1], list)):
            key, value, at = rows.pop()
            rows.append((key, [*(value if isinstance(value, list) else []), _scalar(item["value"], where)], at))
        elif row is not None and row["indent"]:
            value = row["value"]
            rows.append((row["key"], _value(value, where) if value else "", number))
        else:
            raise DocumentError(f"{where}: under symnn stand keys with a value or a list, not {line.strip()}")
    yield from rows


def _flow(text: str, where: str, line: int) -> Iterator[Setting]:
    if not (text.startswith("{") and text.endswith("}")):
        raise DocumentError(f"{where}: symnn is a table of settings, not {text}")
    inside, at = text[1:-1], 0
    piece = re.compile(r"\s*[\"']?(?P<key>[\w.-]+)[\"']?\s*:\s+(?P<value>\[[^\[\]]*\]|[^,\[\]{}]+?)\s*(?:,|$)")
    while inside[at:].strip():
        m = piece.match(inside, at)
        if m is None:
            raise DocumentError(f"{where}: this is no table of settings: {text}")
        yield m["key"], _value(m["value"], where), line
        at = m.end()


def _value(text: str, where: str) -> str | list[str]:
    if not text.startswith("["):
        return _scalar(text, where)
    if not text.endswith("]"):
        raise DocumentError(f"{where}: a list ends on its line: {text}")
    inside, at, out = text[1:-1], 0, []
    while inside[at:].strip():
        m = _PIECES.match(inside, at)
        if m is None:
            raise DocumentError(f"{where}: this is no list of names: {text}")
        out.append(_scalar(m[1].strip(), where))
        at = m.end()
    return out


def _scalar(text: str, where: str) -> str:
    """A string of YAML on one line; in double quotes a backslash is doubled."""
    if text[0] == "'" and text[-1] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text[0] == '"' and text[-1] == '"' and len(text) > 1:
        return text[1:-1].replace("\\\\", "\\").replace('\\"', '"')
    if text[0] in "[]{}|>&*!'\"":
        raise DocumentError(f"{where}: {text} is neither a name nor a number")
    return text

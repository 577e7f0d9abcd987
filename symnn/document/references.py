r"""What names an equation and what points to one: ``\label``, ``\tag``, ``\ref``, ``\eqref``, and the ways of Markdown.

``(eq:a)`` behind ``$$``, ``:label: a`` in a directive, the roles ``{eq}`a``` and ``:eq:`a``` of MyST and Sphinx,
``{#eq-a}`` and ``@eq-a`` of Quarto.  The layer above finds by them which statement "(6.3)" is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from symnn.document.layout import Layout
from symnn.document.model import Reference, Span
from symnn.document.numbers import cited, numbers

_COMMANDS = (
    r"(?<!\\)\\(?P<command>label|tag|eqref|ref|autoref|[cC]ref)(?![A-Za-z@])\*?\s*\{(?P<name>[^{}\n]*)\}"
    r"|\{eq\}`(?P<myst>[^`\n]+)`|:eq(?:ref)?:`(?P<sphinx>[^`\n]+)`|:eqlabel:`(?P<d2l>[^`\n]+)`"
)
_IN_LATEX = re.compile(_COMMANDS)
_ELSEWHERE = re.compile(rf"{_COMMANDS}|(?P<ticks>`+)[^`\n]*(?P=ticks)")  # nothing is taken out of inline code
_NAME = r"eq[-:]\w+(?:[-.:]\w+)*"
_QUARTO = rf"\[-?@(?P<bracketed>{_NAME})\]|(?<![\w@\\/.])-?@(?P<quarto>{_NAME})"  # -@eq-a is the number alone
_IN_MARKDOWN = re.compile(rf"{_COMMANDS}|{_QUARTO}|(?P<ticks>`+)[^`\n]*(?P=ticks)")
_TARGET = re.compile(r"[ \t]*(?:\((?P<name>[\w:./-]+)\)|\{#(?P<quarto>[\w:.-]+)(?:[ \t][^{}\n]*)?\})[ \t]*(?=\n|\Z)")
_OPTION = re.compile(r"^[ \t>]*:label:[ \t]*(?P<name>\S+)", re.MULTILINE)
_HIDDEN = ("code", "comment", "front_matter")
_COMMENT = re.compile(r"(?<!\\)%")


def references(layout: Layout, format: str) -> tuple[Reference, ...]:
    """The references of a document in the order of its text, each once."""
    found = [*_commands(layout, format), *_options(layout)]
    if format in ("markdown", "notebook"):
        found += _targets(layout)
    named = {(r.name, r.span) for r in found if r.kind == "label"}
    found += [r for r in numbers(layout) if (r.name, r.span) not in named or not _plain_number(r.name)]
    named_so = [r if r.kind != "label" or not _plain_number(r.name) else replace(r, kind="number") for r in found]
    found += cited(layout, named_so, [(r.start, r.end) for r in found if r.kind in ("ref", "eqref")])
    return tuple(sorted(dict.fromkeys(found), key=lambda r: (r.start, r.end)))


def unlabelled(found: Sequence[Reference]) -> list[str]:
    """The names by which equations are referred to that no label or tag of the document gives."""
    known = {r.name for r in found if r.kind not in ("ref", "eqref", "cited")}
    return sorted({r.name for r in found if points_to_an_equation(r)} - known)


def points_to_an_equation(one: Reference) -> bool:
    """``\\eqref{a}``, and ``\\ref{eq:a}`` by its name."""
    return one.kind == "eqref" or (one.kind == "ref" and one.name.lower().startswith(("eq:", "eqn:", "equation:")))


def _plain_number(name: str) -> bool:
    return re.fullmatch(r"[A-Z]?[\d.]+[a-z]?", name) is not None


def _commands(layout: Layout, format: str) -> Iterator[Reference]:
    text = layout.text
    starts = [s.start for s in layout.spans]
    hidden = sorted((b.start, b.end) for b in layout.blocks if b.kind in _HIDDEN)
    opening = [a for a, _ in hidden]
    markdown = format in ("markdown", "notebook")
    for m in (_IN_LATEX if format == "latex" else _IN_MARKDOWN if markdown else _ELSEWHERE).finditer(text):
        i = bisect_right(opening, m.start()) - 1
        if i >= 0 and m.start() < hidden[i][1]:
            continue
        line = text.rfind("\n", 0, m.start()) + 1
        if format == "latex" and _COMMENT.search(text, line, m.start()):
            continue
        at = bisect_right(starts, m.start()) - 1
        inside = at if at >= 0 and m.end() <= layout.spans[at].end else None
        if m["d2l"] is not None:  # behind the formula that it names
            near = at >= 0 and not text[layout.spans[at].end : m.start()].strip()
            yield Reference("label", m["d2l"].strip(), m.start(), m.end(), at if near else None)
            continue
        if (command := m["command"]) is None:
            pointed = m["myst"] or m["sphinx"] or (markdown and (m["quarto"] or m["bracketed"]))
            if pointed:
                yield Reference("eqref", pointed.strip(), m.start(), m.end(), inside)
        elif command == "label" or command == "tag":
            yield Reference("label" if command == "label" else "tag", m["name"].strip(), m.start(), m.end(), inside)
        else:
            for name in m["name"].split(","):
                kind: Literal["ref", "eqref"] = "eqref" if command == "eqref" else "ref"
                yield Reference(kind, name.strip(), m.start(), m.end(), inside)


def _options(layout: Layout) -> Iterator[Reference]:
    """``:label: a`` between the head of a directive and its first formula."""
    first: dict[int, tuple[int, Span]] = {}
    for number, span in enumerate(layout.spans):
        first.setdefault(span.block, (number, span))
    for block, (number, span) in first.items():
        if layout.blocks[block].kind != "fence":
            continue
        stretch = layout.blocks[block]
        for m in _OPTION.finditer(layout.text, stretch.start, stretch.end):
            if not span.inner_start < m.start() < span.inner_end or layout.text[span.inner_start] == ":":
                yield Reference("label", m["name"], m.start("name"), m.end(), number)


def _targets(layout: Layout) -> Iterator[Reference]:
    """``$$ … $$ (eq:a)`` of MyST, ``$$ … $$ {#eq-a}`` of Quarto."""
    for number, span in enumerate(layout.spans):
        if span.kind == "display" and (m := _TARGET.match(layout.text, span.end)):
            name = m.lastgroup or "name"
            yield Reference("label", m[name], m.start(name), m.end(name), number)

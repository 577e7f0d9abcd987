r"""Theorem-like environments: ``\begin{thm} … \end{thm}``, MyST's ``:::{prf:theorem}``, Quarto's ``::: {#thm-a}``.

A directive of Markdown that holds text and no code (a theorem, a note, a figure's caption) is read like the text
around it: its first and its last line and its options are no text.  A heading right behind the first line of a theorem
or callout of Quarto is its title, and begins no section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symnn.document.model import Scope

# The names that books use in LaTeX, the identifiers of Quarto, and what they stand for.
_SHORT: Mapping[str, str] = {
    "thm": "theorem", "lem": "lemma", "prop": "proposition", "prp": "proposition", "cor": "corollary",
    "corol": "corollary", "coro": "corollary", "defn": "definition", "defi": "definition", "dfn": "definition",
    "definition": "definition", "def": "definition", "rem": "remark", "rmk": "remark", "exmp": "example",
    "exa": "example", "exm": "example", "exr": "exercise", "asm": "assumption", "assum": "assumption",
    "assump": "assumption", "cnj": "conjecture", "conj": "conjecture", "obs": "observation", "sol": "solution",
    "pf": "proof",
}  # fmt: skip
_FULL = frozenset(
    "theorem lemma proposition corollary definition example remark proof assumption assumptions claim conjecture"
    " observation fact property notation axiom hypothesis exercise problem solution setting".split()
)
_TEXT = frozenset(
    "note warning tip hint important caution attention danger error seealso admonition todo margin sidebar aside"
    " dropdown card figure table div epigraph topic container glossary algorithm criterion".split()
)
_EDGE = re.compile(r"\\(?P<edge>begin|end)\{(?P<name>[A-Za-z]+\*?)\}")
_OPENED = re.compile(
    r"(?P<lead>[ \t>]*(?:[-+*][ \t]+)?)(?P<mark>`{3,}|~{3,}|:{3,})[ \t]*"
    r"(?:\{(?P<name>[A-Za-z][\w:-]*)\}(?P<title>[^`\n]*)|\{(?P<attributes>[.#][^{}\n]*)\}[ \t:]*"
    r"|(?P<plain>[a-z]+)[ \t:]*)"
)
_CODE = re.compile(r"[ \t>]*(?:[-+*][ \t]+)?(?P<mark>`{3,}|~{3,})[^`\n]*")
_CLOSED = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,}|:{3,})[ \t]*")
_OPTION = re.compile(r"[ \t>]*:[\w-]+:(?:[ \t][^\n]*)?")
_TITLE = re.compile(r"[ \t>]*#{1,6}(?=[ \t])")
_CALLOUT = re.compile(r"\{[^{}]*\.callout\b")
_ATTRIBUTE = re.compile(r"[.#](?P<name>[A-Za-z]+)")


def kind_of(name: str, titles: Mapping[str, str] | None = None) -> str | None:
    r"""What an environment is, by its name or the title that ``\newtheorem`` gave it; ``None`` if it is none."""
    plain = name.rstrip("*").lower()
    titled = (titles or {}).get(name)
    if titled is not None:
        return titled.lower().rstrip("*") or plain
    return _SHORT.get(plain, plain if plain in _FULL else None)


def latex_scopes(text: str, hidden: list[tuple[int, int]], titles: Mapping[str, str]) -> Iterator[Scope]:
    r"""The environments of a LaTeX text, of the usual names and those of ``\newtheorem``, by where they begin."""
    found: list[Scope] = []
    begun: list[tuple[str, int]] = []
    for m in _EDGE.finditer(text):
        name = m["name"]
        kind = kind_of(name, titles)
        if kind is None or any(a <= m.start() < b for a, b in hidden):
            continue
        if m["edge"] == "begin":
            begun.append((name, m.start()))
        elif begun and begun[-1][0] == name:
            found.append(Scope(kind, begun.pop()[1], m.end()))
    yield from sorted(found, key=lambda s: s.start)


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive of Markdown that holds text: its lines that are no text, and from where to where it goes."""

    kind: str | None
    start: int
    end: int
    lines: tuple[tuple[int, int], ...]


def directives(text: str) -> list[Directive]:
    """The directives with text in them; what stands in code is none."""
    found: list[Directive] = []
    begun: list[tuple[str, str | None, int, list[tuple[int, int]]]] = []  # mark, kind, start, lines
    code = ""
    options = fresh = False  # whether options may follow; whether a title may
    place = 0
    for line in text.split("\n"):
        start, place = place, place + len(line) + 1
        span = (start, start + len(line))
        closed = _CLOSED.fullmatch(line)
        if code:
            if closed and closed["mark"][0] == code[0] and len(closed["mark"]) >= len(code):
                code = ""
            continue
        if closed and begun and _closes(closed["mark"], begun[-1][0]):
            _, kind, first, lines = begun.pop()
            found.append(Directive(kind, first, span[1], (*lines, span)))
            options = False
            continue
        opened = _OPENED.fullmatch(line)
        known, kind = _role(opened) if opened else (False, None)
        if opened and known:
            begun.append((opened["mark"], kind, start + opened.start("mark"), [span]))
            options = True
            fresh = kind is not None or _CALLOUT.search(line) is not None
            continue
        if m := _CODE.fullmatch(line):
            code = m["mark"]
        elif options and _OPTION.fullmatch(line):
            begun[-1][3].append(span)
            continue
        elif fresh and begun and (m := _TITLE.match(line)):
            begun[-1][3].append((start, start + m.end()))
        options, fresh = False, fresh and not line.strip(" \t>")
    return sorted(found, key=lambda d: d.start)


def _closes(mark: str, opener: str) -> bool:
    return mark[0] == opener[0] and (len(mark) >= len(opener) or mark[0] == ":")


def _role(m: re.Match[str]) -> tuple[bool, str | None]:
    """Whether a directive holds text, and which theorem-like environment it is, if any."""
    if m["name"]:
        plain = m["name"].split(":")[-1]
        kind = kind_of(plain)
        return kind is not None or plain in _TEXT, kind
    if m["mark"][0] != ":":
        return False, None
    if m["plain"]:
        kind = kind_of(m["plain"])
        return kind is not None or m["plain"] in _TEXT, kind
    names = [kind_of(a["name"]) for a in _ATTRIBUTE.finditer(m["attributes"])]
    return True, next((k for k in names if k is not None), None)

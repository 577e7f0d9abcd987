r"""Python modules: the docstrings of modules, classes, functions and attributes, and the code as a listing.

A docstring is a string that is a statement of its own.  It is reStructuredText; one with dollars or ``\( \)`` and
without ``:math:`` or ``.. math::`` is Markdown.  Escapes of strings that are not raw are
resolved, each character knowing its place: ``\\frac`` is ``\frac``.  Where Python takes the beginning of a TeX command
for an escape (``\nabla``, ``\frac``, ``\theta`` in a string that is not raw) the command is read as it is written,
and a note says so.  Notes also tell what looks like mathematics and is none in such a docstring: dollars beside roles,
and formulas in plain text, of which the first of a module is shown.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from symnn.document.assembly import Assembly
from symnn.document.edits import composed
from symnn.document.layout import Layout
from symnn.document.markdown import read_markdown
from symnn.document.model import Problem
from symnn.document.places import Places, Segment
from symnn.document.rest import read_rest

_LEXEME = re.compile(
    r"#[^\n]*|(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"\"\"|'''|\"|')|(?P<open>[(\[{])|(?P<close>[)\]}])|\\\n|\w+|\n"
)
_CLOSING = {q: re.compile(rf"(?:\\.|(?!{q}).)*?{q}", re.DOTALL if len(q) > 1 else 0) for q in ('"""', "'''", '"', "'")}
_ESCAPE = re.compile(r"\\(?:\n|N\{[^}\n]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[abfnrtv\\'\"])")
_NAMED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
# commands that begin like an escape of Python
_COMMANDS = frozenset(
    "alpha approx arg argmax argmin arctan ast backslash bar because begin beta big bigg biggl biggr bigl "
    "bigr bigcup bigcap binom bm boldsymbol bf bot boxed breve bullet fbox flat forall frac nabla ne neg "
    "neq ni nonumber norm not notin nu nolimits rangle rceil rfloor rho right rightarrow rm rVert rvert "
    "tan tanh tau tbinom text textbf textit textrm tfrac theta tilde times to top triangleq varepsilon "
    "varphi varrho vartheta vdots vec vee Vert vert".split()
)
_WORD = re.compile(r"\\([abfnrtv][a-zA-Z]+)")
_MATH_ROLE = re.compile(r":math:|^[ \t]*\.\.[ \t]+math::", re.MULTILINE)
_DOLLARS = re.compile(r"\$|\\\(|\\\[|```math")
_BETWEEN = re.compile(
    r"`+[^`\n]*`+|(?<![\\$\w])\$(?![\s$])(?P<math>[^$\n]*[^\s$\\])\$(?![$\d\w])|\$\$(?P<display>[^$]+)\$\$"
)
_LOOKS = re.compile(r"\\[A-Za-z]|[\^_=<>]|^[A-Za-z]'?$|^[A-Za-z]\(")
_PLAIN = re.compile(
    r"(?=[^\n]*[=≈≤≥∈≔])(?=[^\n]*[²³⁰-⁹ᵀᵢ-ᵪ₀-ₙ∂∇∑∏∫√∞σφψΦµμθλαβγδεηρτωΣΠ⊙⊗ℝ𝔼‖·×])[^\n]*?(?P<first>\S)[^\n]*"
)
_DEFINITION = re.compile(r"[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+[ \t]*[(:\[]")
_AFTER = re.compile(r"[ \t]*(?:;|#[^\n]*)?(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Docstring:
    """The inside of a string that is a statement; ``raw`` when backslashes in it are backslashes."""

    start: int
    end: int
    raw: bool
    indent: int
    attribute: bool


def docstrings(text: str) -> list[Docstring]:
    """The strings that are statements, by increasing offset; the code around them need not be correct."""
    found: list[Docstring] = []
    place = depth = 0
    continued = False
    previous = ""  # the last line of code before
    while m := _LEXEME.search(text, place):
        place = m.end()
        if m["quote"]:
            close = _CLOSING[m["quote"]].match(text, m.end())
            if close is None:
                continue
            place = close.end()
            line = text.rfind("\n", 0, m.start()) + 1
            lead = text[line : m.start()]
            alone = not lead.strip() and depth == 0 and not continued and _AFTER.match(text, place) is not None
            prefix = m["prefix"].lower()
            if alone and prefix in ("", "r", "u"):
                attribute = bool(previous) and not previous.rstrip().endswith(":")
                inner = Docstring(m.end(), place - len(m["quote"]), prefix == "r", len(lead.expandtabs()), attribute)
                found.append(inner)
            continued = False
        elif m["open"] or m["close"]:
            depth = max(0, depth + (1 if m["open"] else -1))
            continued = False
        elif m.group() == "\\\n":
            continued = True
        elif m.group() == "\n":
            line = text.rfind("\n", 0, m.start()) + 1
            code = text[line : m.start()].split("#")[0]
            previous = code if code.strip() else previous
            if depth and _DEFINITION.match(text, m.end()):
                depth = 0  # a bracket above was never closed
        else:
            continued = False
    return found


def decoded(text: str, doc: Docstring, commands: bool) -> tuple[str, list[Segment]]:
    """The value of a docstring without the margin of its lines, and where each part of it stands in the text.

    With ``commands`` what Python takes for an escape and begins a command of TeX is left as it is written.
    """
    pieces: list[tuple[str, int, int]] = []  # value, and the stretch of the text; equally long when it is plain
    place = doc.start
    for m in () if doc.raw else _ESCAPE.finditer(text, doc.start, doc.end):
        if commands and (word := _WORD.match(text, m.start())) and word[1] in _COMMANDS:
            continue
        if place < m.start():
            pieces.append((text[place : m.start()], place, m.start()))
        pieces.append((_value(m.group()), m.start(), m.end()))
        place = m.end()
    if place < doc.end:
        pieces.append((text[place : doc.end], place, doc.end))
    lines = "".join(p[0] for p in pieces).split("\n")[1:]
    margin = min((len(s) - len(s.lstrip(" \t")) for s in lines if s.strip()), default=0)
    return _without_margin(pieces, margin)


def _without_margin(pieces: list[tuple[str, int, int]], margin: int) -> tuple[str, list[Segment]]:
    out: list[str] = []
    segments: list[Segment] = []
    size, left = 0, 0
    for value, start, end in pieces:
        plain = len(value) == end - start
        at = 0
        while at < len(value):
            if left and value[at] in " \t":
                left, at = left - 1, at + 1
                continue
            stop = value.find("\n", at)
            stop = len(value) if stop < 0 else stop + 1
            segments.append(Segment(size, start + at) if plain else Segment(size, start, "whole", end))
            out.append(value[at:stop])
            size += stop - at
            left = margin if value[stop - 1] == "\n" else 0
            at = stop
    return "".join(out), segments


def _value(escape: str) -> str:
    body = escape[1:]
    if body == "\n":
        return ""
    if body in _NAMED:
        return _NAMED[body]
    if body[0] == "N":
        return "\ufffd"  # a named character is none that mathematics is written with
    number = int(body, 8) if body[0] in "01234567" else int(body[1:], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def read_python(text: str) -> Layout:
    """Blocks, formulas and tags of the docstrings; the whole module follows as a listing when there are formulas."""
    found = docstrings(text)
    mathematics = [bool(_MATH_ROLE.search(text, d.start, d.end)) for d in found]
    dollars = [
        not role and bool(_DOLLARS.search(text, d.start, d.end)) for d, role in zip(found, mathematics, strict=True)
    ]
    plain: list[tuple[int, int]] = []  # where a formula seems to stand in plain text
    indents = sorted({doc.indent for doc in found})
    out = Assembly(text)
    for doc, role, dollar in zip(found, mathematics, dollars, strict=True):
        value, segments = decoded(text, doc, role or dollar)
        read = read_markdown if dollar else read_rest
        first = out.place
        level = min(6, 1 + indents.index(doc.indent) + doc.attribute)
        out.block("heading", first, level)
        layout = read(value)
        segments = composed(layout, Places((text,), tuple(segments)))
        out.text(layout.text, segments)
        out.found(layout, first)
        if role:
            out.problems += _beside_roles(layout, first)
        if not dollar:
            plain += _in_plain_text(layout, first)
        if role or dollar:
            out.problems += [_escaped(out, first, segments, m) for m in _taken(text, doc)]
        out.separate()
    if plain:
        many = "a line of the docstrings seems" if len(plain) == 1 else f"{len(plain)} lines of the docstrings seem"
        message = f"{many} to hold a formula in plain text, which is not read here: write :math:`…`, or dollars"
        out.problems.append(Problem("N113", *plain[0], message))
    out.problems += _broken(text)
    if out.spans:
        first = out.place
        out.text(text, [Segment(0, 0)])
        out.block("code", first, info="python")
    return out.layout()


def _beside_roles(layout: Layout, first: int) -> Iterator[Problem]:
    """Dollars around what looks like mathematics in a docstring that writes it in roles."""
    taken = _taken_up(layout)
    for m in _BETWEEN.finditer(layout.text):
        inside = m["math"] or m["display"]
        if inside and _LOOKS.search(inside) and not any(a < m.end() and m.start() < b for a, b in taken):
            message = "dollars are text beside :math: roles: what stands between them is not read"
            yield Problem("N113", first + m.start(), first + m.end(), message)


def _in_plain_text(layout: Layout, first: int) -> Iterator[tuple[int, int]]:
    """Lines with a relation and a mathematical character that stand neither in a formula nor in code."""
    taken = _taken_up(layout)
    for m in _PLAIN.finditer(layout.text):
        if not any(a < m.end() and m.start() < b for a, b in taken) and ">>>" not in m.group():
            yield first + m.start("first"), first + len(layout.text[: m.end()].rstrip())


def _taken_up(layout: Layout) -> list[tuple[int, int]]:
    spans = [(s.start, s.end) for s in layout.spans]
    return spans + [(b.start, b.end) for b in layout.blocks if b.kind in ("code", "comment")]


def _broken(text: str) -> list[Problem]:
    """A note where the module is no Python: a docstring behind the place may be missed."""
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        lines = text.splitlines(keepends=True)
        start = sum(map(len, lines[: line - 1]))
        end = start + len(lines[line - 1].rstrip()) if line <= len(lines) else start
        message = f"this is no valid Python ({getattr(error, 'msg', error)}): docstrings may have been missed"
        return [Problem("N113", min(start, len(text)), min(end, len(text)), message)]
    return []


def _taken(text: str, doc: Docstring) -> list[re.Match[str]]:
    """The commands of a string that is not raw whose beginning Python takes for an escape."""
    if doc.raw:
        return []
    escapes = {m.start() for m in _ESCAPE.finditer(text, doc.start, doc.end)}
    return [m for m in _WORD.finditer(text, doc.start, doc.end) if m[1] in _COMMANDS and m.start() in escapes]


def _escaped(out: Assembly, first: int, segments: list[Segment], m: re.Match[str]) -> Problem:
    place = first + Places((out.origin,), tuple(segments)).back(m.start())
    message = f"Python takes \\{m[1][0]} for an escape, for the string is not raw; it is read as {m.group()}"
    return Problem("N113", place, place + len(m.group()), message)

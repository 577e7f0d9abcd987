"""Formulas that stand bare in running text, "σ(x) = 1/(1+e^(-x))", in formats that read them between delimiters only.

They are not read; a note counts them and shows the first, so that nothing is left out without a word.  What looks like
a formula has a relation, operands on both sides, and a sign that prose has not: a Greek or mathematical letter, an
index, a call on the left, or an operation between letters on the right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from symnn.document.layout import Layout, gaps
from symnn.document.model import Problem
from symnn.document.runs import runs

_PROSE = ("paragraph", "list_item", "quote", "heading", "table_row")
_HIDDEN = re.compile(
    r"(?<!`)`{1,3}(?!`)[^`]{1,400}+`{1,3}|<!--(?:(?!-->).)*+(?:-->|\Z)|<[A-Za-z/!][^<>]{0,400}+>"
    r"|\]\([^()\s]{0,400}+(?:\s[^()]{0,200}+)?\)|\{[^{}\n]{0,200}+\}(?:`[^`\n]{0,200}+`)?|(?<![a-z])[a-z]{2,8}://\S+"
    r"|^[ \t]*\[[^\]\n]{1,100}\]:.*$|^[ \t]*\([\w:./-]+\)=[ \t]*$|^[ \t]*\.\. .*$",
    re.DOTALL | re.MULTILINE,
)
_NAME = r"(?:[A-Za-z]\w{0,20}|[Α-Ωα-ω∂∇∑∏∫√][\w]{0,8})['′″]?"
_CALL = rf"{_NAME}\([^()\n=]{{1,40}}\)"
_OPERAND = rf"[-−+]?(?:{_CALL}|\d+(?:\.\d+)?[A-Za-z]?|[A-Za-zΑ-Ωα-ω]{{1,2}}['′²³ᵀ⁻¹]{{0,2}}|\([^()\n]{{1,60}}\))"
_RELATION = r"[ ]?(?::=|[=≈≤≥≔∈](?![=>]))[ ]?"
_BEGIN = r"(?<![\w\\./@#&?;=_-])"
_WRITTEN = re.compile(
    rf"{_BEGIN}{_CALL}{_RELATION}(?:{_OPERAND}(?![\w(])|[-−√∑∏∫∂∇(\[{{|‖])"  # f(x) = …
    rf"|{_BEGIN}[A-Za-z]['′]?{_RELATION}{_OPERAND}(?:[ ]?[-+−*·×/^⊙][ ]?{_OPERAND})++(?!\w)"  # y = Wx + b
    rf"|{_BEGIN}[d∂]\w{{0,3}}[ ]?/[ ]?[d∂]\w{{1,3}}{_RELATION}[-−\w(√∑∂]"  # dy/dx = …
)
_STRONG = re.compile(r"[Α-Ωα-ω∂∇∑∏∫√\U0001D400-\U0001D7FFℝℕℤℓℒ²³ᵀ]|\\[A-Za-z]|[A-Za-z][_^]")
_COMPARED = re.compile(r"[^\s=<>≤≥≠≈∈≔]\s*(?:=|<|>|≤|≥|≠|≈|∈|≔)\s*[^\s=<>≤≥≠≈∈]")


def unread(layout: Layout) -> Iterator[Problem]:
    """The note on what looks like formulas outside of the formulas that were found."""
    found = sorted(_places(layout))
    if found:
        many = "1 place looks" if len(found) == 1 else f"{len(found)} places look"
        which = "it is" if len(found) == 1 else "they are"
        first = "" if len(found) == 1 else " (here the first)"
        message = f"{many} like a formula outside of math delimiters{first}; {which} not read: write $…$"
        yield Problem("N113", *found[0], message)


def _places(layout: Layout) -> Iterator[tuple[int, int]]:
    starts = [s.start for s in layout.spans]
    hidden = [(b.start, b.end) for b in layout.blocks if b.kind not in _PROSE]
    for block in layout.blocks:
        if block.kind not in _PROSE:
            continue
        inside = layout.spans[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        taken = [(s.start, s.end) for s in inside]
        taken += [m.span() for m in _HIDDEN.finditer(layout.text, block.start, block.end)]
        taken += [(a, b) for a, b in hidden if a < block.end and block.start < b]
        for start, end in gaps(block.start, block.end, taken):
            yield from _in(layout.text, start, end)


def _in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    last = start
    for m in _WRITTEN.finditer(text, start, end):
        yield m.span()
        last = m.end()
    for piece in runs(text, start, end):
        shown = text[piece.start : piece.end]
        if piece.start >= last and _STRONG.search(shown) and _COMPARED.search(shown):
            yield piece.start, piece.end

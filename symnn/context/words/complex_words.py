r"""Words and formulas that speak of complex numbers: "the imaginary unit $i$", "complex $z$", ``z \in \mathbb{C}``."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from symnn.context.words.sentences import FILL
from symnn.document.model import Span

if TYPE_CHECKING:
    from symnn.context.words.prose import Prose

_KIND = (
    r"(numbers?|variables?|scalars?|arguments?|vectors?|matri(x|ces)|roots?|exponentials?|entries|planes?|conjugat\w+)"
)
_NOT_HARD = "(?<!more )(?<!less )(?<!most )(?<!too )(?<!as )"  # "a more complex f"
WORDS = re.compile(
    rf"{_NOT_HARD}\bcomplex[\s-]+({_KIND}\b|valued\b|{FILL})|\bimaginary\b|复数|虚数|复变|复共轭|复平面",
    re.I,
)
_BEFORE = re.compile(rf"{_NOT_HARD}(\bcomplex([\s-]+{_KIND})?|\bimaginary unit|复数|虚数单位)\s*$", re.I)
_BEHIND = re.compile(
    r"\s*(is|are|be|denotes?|stands\s+for|为|是|表示)?\s*((the|a|an|any|two)\s+)?"
    rf"(complex([\s-]+(valued|{_KIND}))?\b(?!\s+(?!(and|or|with|then)\b)[a-z])|imaginary\s+unit|虚数单位|复数)",
    re.I,
)
_IN_C = re.compile(r"(?P<names>.*?)(\\in(?![A-Za-z])|∈)\s*(\\mathbb\s*(\{\s*C\s*\}|C)|ℂ)", re.S)
_UNIT = re.compile(
    r"\s*(\\mathrm\s*\{\s*(?P<a>[ij])\s*\}|(?P<b>[ij]))\s*"
    r"(=\s*\\sqrt\s*\{?\s*-\s*1\s*\}?|\^\s*\{?\s*2\s*\}?\s*=\s*-\s*1)\s*"
)


def places(masked: str) -> list[tuple[int, str]]:
    """Where a text speaks of complex numbers, and in which words."""
    return [(m.start(), m.group().replace(FILL, "").strip()) for m in WORDS.finditer(masked)]


def said_in_the_sentence(prose: Prose, span: Span) -> str | None:
    """The words for complex numbers in the sentence of a formula."""
    found = prose.complex_places
    if not found:
        return None
    for first, last in prose.sentence(span):
        at = bisect_left(found, (first, ""))
        if at < len(found) and found[at][0] < last:
            return found[at][1]
    return None


def names_said(prose: Prose, span: Span) -> str | None:
    """The part of a formula with the names that the words beside it, or the formula itself, call complex."""
    member = _IN_C.match(span.source)
    if member is not None:
        return member["names"]
    unit = _UNIT.fullmatch(span.source)
    if unit is not None:
        return unit["a"] or unit["b"]
    before = prose.masked[max(0, span.start - 60) : span.start]
    behind = prose.masked[span.end : span.end + 60]
    if "=" in span.source:
        return None
    return span.source if _BEFORE.search(before) or _BEHIND.match(behind) else None

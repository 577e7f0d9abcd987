"""The layout of derivatives said in words: "we use the denominator layout", "矩阵微分采用的是分母布局"."""

from __future__ import annotations

import re

from symnn.document.model import Document, Tag

_LAYOUT = re.compile(r"\b(denominator|numerator)[- ]layout\b|(分母|分子)布局", re.I)
_COMPARED = re.compile(
    r"\b(not|no|instead of|rather than|unlike|versus|vs|some|others?|often|convert|either|both|if)\b|不|非|或", re.I
)
_NAMES = {"分母": "denominator", "分子": "numerator"}


def layouts_said(document: Document) -> list[Tag]:
    """As tags: it holds from there to the end of the section.  A paragraph that compares layouts chooses none."""
    found: list[Tag] = []
    for block in document.blocks:
        if block.kind not in ("paragraph", "list_item", "quote", "heading"):
            continue
        text = document.text[block.start : block.end]
        said = {_NAMES.get(m[2], (m[1] or "").lower()): m.start() for m in _LAYOUT.finditer(text)}
        if len(said) == 1 and not _COMPARED.search(text):
            ((layout, start),) = said.items()
            place = block.end if block.kind == "heading" else block.start + start
            found.append(Tag("layout", layout, (), place, place))
    return found

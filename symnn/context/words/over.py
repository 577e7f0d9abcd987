"""Where a document leaves the case or the example that it was in: "in general", "in both cases", "altogether"."""

from __future__ import annotations

import re
from bisect import bisect_right

from symnn.context.words import case_words as said
from symnn.context.words import sentences
from symnn.document.model import Document

_HOSTS = ("paragraph", "list_item", "quote", "heading")


def ends(document: Document, masked: str, words: re.Pattern[str] = said.OVER) -> list[int]:
    """The beginnings of the sentences that say so, in their order."""
    found = set[int]()
    displayed = [s.end for s in document.spans if s.kind == "display"]
    for block in document.blocks:
        if block.kind not in _HOSTS:
            continue
        stops = [m.end() for m in sentences.STOP.finditer(masked, block.start, block.end)]
        shown = displayed[bisect_right(displayed, block.start) : bisect_right(displayed, block.end)]
        stops = sorted({block.start, *stops, *shown})
        for begin, end in zip(stops, [*stops[1:], block.end], strict=True):
            if words.search(masked, begin, end) is not None:
                found.add(begin)
    return sorted(found)

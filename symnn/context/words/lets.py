"""Formulas that a tag makes declarations."""

from __future__ import annotations

from symnn.document.model import Document


def let_spans(document: Document) -> set[int]:
    """The inline formulas of the paragraph after each ``@let``."""
    found: set[int] = set()
    for tag in document.tags:
        if tag.name != "let":
            continue
        after = [s for s in document.spans if s.start >= tag.end]
        if after and after[0].kind == "inline":
            block = after[0].block
            for span in after:
                if span.block != block or span.kind != "inline":
                    break
                found.add(span.start)
    return found

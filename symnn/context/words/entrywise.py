"""Products that are said to be taken entry by entry: "scale and shift are applied elementwise: $y = γ x + β$"."""

from __future__ import annotations

import re

from symnn.context.words import sentences
from symnn.document.model import Document, Span

_WORD = r"(element|component|entry|coordinate|feature|channel)-?\s?wise"
_SAID = re.compile(
    r"\b(products?|multiplications?|operations?|scal(e|es|ed|ing)|shift(s|ed|ing)?|gains?|affine|arithmetic"
    rf"|everything|broadcast\w*)\b[^.;。]{{0,60}}\b{_WORD}"
    rf"|\b{_WORD}\s+((affine|learn(ed|able))\s+)*(products?|multipl\w+|operations?|scal\w+|shift\w*|affine|transform\w*)"
    r"|(乘法|乘积|相乘|缩放|平移|运算|操作)[^。；]{0,20}(逐(个)?(元素|分量|通道)|按元素)"
    r"|(逐(个)?(元素|分量|通道)|按元素)(的)?(进行)?(地)?(乘|相乘|缩放|平移|运算|操作|仿射)",
    re.I,
)
_NOT = re.compile(r"\b(not|never|no|instead of|rather than|unlike)\b|n['’]t\b|不|非|而不是", re.I)


def products_are_entrywise(document: Document, span: Span) -> bool:
    """Whether the paragraph of a formula, or the one before or behind it, says so of products."""
    first, last = max(0, span.block - 1), min(len(document.blocks) - 1, span.block + 1)
    for block in document.blocks[first : last + 1]:
        if block.kind == "heading":
            continue
        for sentence in sentences.CLOSES.split(document.text[block.start : block.end]):
            if sentence is not None and _SAID.search(sentence) and not _NOT.search(sentence):
                return True
    return False


__all__ = ["products_are_entrywise"]

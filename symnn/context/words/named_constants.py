r"""Whether π or e is a name of the document: "Let the prior be $\pi \in (0,1)$", "the error $e \in \mathbb{R}^n$"."""

from __future__ import annotations

import re
from typing import Literal

from symnn.document.model import Document, Span

_PI = r"(\\pi(?![A-Za-z])|π)"
_MEMBER = re.compile(rf"\s*({_PI}|[^=<>]*,\s*{_PI})\s*(,[^=<>]*)?(\\in(?![A-Za-z])|∈)\s*(?P<set>.*)", re.S)
_UNIT = re.compile(  # where the number is not: the unit interval, ℝ^K, a finite set, a set of policies
    r"(\\left|\\big)?\s*[(\[\]]\s*0\s*,\s*1\s*(\\right|\\big)?\s*[)\]\[]|\\mathbb\s*(\{\s*R\s*\}|R)\s*\^"
    r"|\\?\\\{\s*0\s*,\s*1\s*\\?\\\}|\\Pi|Π|\\Delta|Δ|\\mathcal"
)
_BETWEEN = re.compile(
    rf"\s*0\s*(<|\\lt|\\le|\\leq|\\leqslant|≤)\s*{_PI}\s*(<|\\lt|\\le|\\leq|\\leqslant|≤)\s*1\s*"
    rf"|\s*{_PI}\s*(<|\\lt|\\le|\\leq|\\leqslant|≤)\s*1\s*"
)
_BOUND = re.compile(rf"\s*{_PI}\s*(<|>|≤|≥|\\(lt|gt|le|ge|leq|geq|leqslant|geqslant)(?![A-Za-z]))[^=<>]*")
_LETS = re.compile(
    r"\b(let|where|with|suppose|assume|given|consider|fix|take|choose)\b[^.;。；]*$|(令|设|其中|假设|给定|取)[^.;。；]*$",
    re.I,
)
_WHAT = (
    r"(priors?|weights?|probabilit(y|ies)|proportions?|fractions?|rates?|parameters?|coefficients?|chance|frequency"
    r"|share|threshold)"
)
_CALLED = re.compile(rf"\b{_WHAT}(\s+(of|be|is|as))?\s*$|(先验|权重|概率|比例|参数)(概率|系数|为)?\s*$", re.I)
_IS = re.compile(
    rf"\s*(is|be|denotes?|stands\s+for|represents?)\s+(the|a|an|some)\s+([\w-]+\s+){{0,3}}{_WHAT}\b"
    r"|\s*(为|是|表示)[^,，。;；]{0,12}(先验|权重|概率|比例|参数)",
    re.I,
)
_E_MEMBER = re.compile(
    r"\s*(?:[^=<>]*,)?\s*e\s*(?:,[^=<>]*)?(?:\\in(?![A-Za-z])|∈)\s*(?:\\mathbb\s*(?:\{\s*R\s*\}|R)|ℝ|\\R(?![A-Za-z])|[(\[])\s*(?P<size>[\^ⁿᵐᵈ])?"
)
_REACH = 80  # characters of a sentence beside the sign


def names_pi(document: Document, span: Span) -> bool:
    """Whether this formula, or the words beside it, make π a name from here on."""
    source = span.source
    if "\\pi" not in source and "π" not in source:
        return False
    before = document.text[max(0, span.start - _REACH) : span.start]
    if re.fullmatch(rf"\s*{_PI}\s*", source):
        behind = document.text[span.end : span.end + _REACH]
        return _CALLED.search(before) is not None or _IS.match(behind) is not None
    if _BETWEEN.fullmatch(source):
        return True
    member = _MEMBER.match(source)
    if member is not None and _UNIT.match(member["set"]):
        return True
    return (member is not None or _BOUND.fullmatch(source) is not None) and _LETS.search(before) is not None


def names_e(document: Document, span: Span) -> Literal["scalar", "vector"] | None:
    """What e is from here on, where the document declares it: "Let $e \\in \\mathbb{R}^n$ be the error"."""
    member = _E_MEMBER.match(span.source)
    before = document.text[max(0, span.start - _REACH) : span.start]
    if member is None or (_LETS.search(before) is None and member["size"] is None):
        return None
    return "vector" if member["size"] else "scalar"

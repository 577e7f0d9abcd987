"""A function that a paragraph gives twice, in words: "In training h(x) = 2x; at test time h(x) = x".

Which of them is meant by what follows was not understood: neither is taken.
"""

from __future__ import annotations

import re

from symnn.context.defining.heads import Head, head_of
from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Span
from symnn.term import Op, Term

_WHEN = (
    r"(during|at|in|on|under|when|whenever|if|while|once|before|after|inside|outside|within"
    r"|for(?! (all|every|any|each)\b))"
)
_LED = re.compile(
    rf"^[\s,，]*((and|but|while|whereas|then|however)[\s,]+)?{_WHEN}\s+[^{FILL}]*$"
    r"|(在|当|若|如果|对于?)[^,，]+(时|中|下|里|上|阶段|情况)?[,，]?\s*$|(训练|测试|推理)(时|阶段)?[,，]?\s*$",
    re.I,
)
_TAIL = re.compile(rf"\s*[,，]?\s*{_WHEN}\s+(?!{FILL})[a-z]", re.I)
_NOT_LIMITS = re.compile(r"\b(in|at) (general|particular|fact|short|other words|turn|first|last|what follows)\b", re.I)


def given_in_words(prose: Prose, span: Span, head: Head) -> bool:
    """Whether the paragraph of a formula gives its function once more by another body, and words limit one of them."""
    rows = [s for s in prose.document.spans if s.block == span.block and s.kind != "display"]
    mine = [s for s in rows if _body(prose, s, head) is not None]
    bodies = {_body(prose, s, head) for s in mine}
    return len(bodies) > 1 and span in mine and any(_limited(prose, s, rows) for s in mine)


def _limited(prose: Prose, span: Span, rows: list[Span]) -> bool:
    ahead = prose.ahead(span).rpartition(FILL)[2]
    following = next((s.start for s in rows if s.start > span.start), None)
    (_, _), (end, last) = prose.sentence(span)
    if following is not None and following < last:
        last = following
    behind = prose.masked[end:last]
    led = _LED.search(ahead) is not None and _NOT_LIMITS.search(ahead) is None
    return led or _TAIL.match(behind) is not None


def _body(prose: Prose, span: Span, head: Head) -> Term | None:
    match prose.terms(span):
        case (Op("eq" | "define", (left, body)),):
            other = head_of(left)
            same = other is not None and (other.name, other.params) == (head.name, head.params)
            return body if same else None
    return None


__all__ = ["given_in_words"]

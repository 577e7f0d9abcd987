"""A name of the catalogue that stands for something else: "$\\sigma$ denotes the ReLU", "用 $\\sigma$ 表示双曲正切"."""

from __future__ import annotations

import re

from symnn.context.words.prose import Prose
from symnn.document.model import Span

_OTHER = (
    r"(activation|non-?linearity|transfer function|squashing|relu\b|rectifi\w+|tanh\b|hyperbolic|swish|gelu|softplus|"
    r"softmax|heaviside|(unit )?step\b|identity|standard deviation|variance|permutation|"
    r"arbitrary (function|activation)|"
    r"激活函数|非线性函数|双曲正切|标准差|方差|阶跃|修正线性|恒等)"
)
_SAID = re.compile(
    r"\s*(here |now |again |will )?(denotes?|is|be|stands? for|represents?|means|表示|为|是|代表)\s*"
    rf"(here |now )?((the|a|an|any|some|our|their|one)\s+)?[^,.;:\ufffc，。；]{{0,30}}?(?P<what>{_OTHER})",
    re.I,
)
_LOGISTIC = re.compile(r"logistic|sigmoid|逻辑|S型|S 型", re.I)
_VAGUE = re.compile(r"activation|linearity|transfer|squash|arbitrary|激活|非线性", re.I)


def otherwise_named(prose: Prose, span: Span) -> str | None:
    """What the words behind a lone name say that it stands for, where that is certainly not the logistic function.

    "The activation function" may be it: then the document speaks of the logistic function somewhere.
    """
    (_, _), (end, last) = prose.sentence(span)
    said = _SAID.match(prose.masked, end, last)
    if said is None or _LOGISTIC.search(prose.masked, end, last):
        return None
    if _VAGUE.fullmatch(said["what"]) or _VAGUE.search(said["what"]):
        return None if _LOGISTIC.search(prose.document.text) else said.group().strip()
    return said.group().strip()

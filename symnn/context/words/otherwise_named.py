"""A letter of the catalogue that stands for something else: "$\\sigma$ denotes the ReLU", "the tanh activation σ".

σ is the logistic function, Φ the normal distribution function, until a document says in its own words that they are
not: by what stands right before or behind the letter.
"""

from __future__ import annotations

import re
from typing import Literal

from symnn.term import Sym

Said = tuple[Literal["other", "number", "usual", "vague"], str]
LETTERS = {"σ": Sym("sigma"), "Φ": Sym("Phi")}
PLAIN = re.compile(r"(?<![\w\\])[σΦ](?![\w(²'′_^])")  # a lone letter in running text
_FUNCTION = (
    r"(relu\b|rectifi\w+|tanh\b|hyperbolic tangent|swish|silu\b|gelu|s?elu\b|mish\b|softplus|softsign|softmax|heaviside"
    r"|(unit )?step\b|identity|(hard|leaky)[- ]\w+|arctan\w*|sinusoid\w*|双曲正切|阶跃|修正线性|线性整流|恒等)"
)
_NUMBER = (
    r"(standard deviations?|variances?|permutations?|singular values?|spectral (norm|radius)|volatility|feature maps?"
    r"|noise (schedule|level|scale)|potential|golden ratio|标准差|方差|谱范数|奇异值|噪声(强度|水平|调度))"
)
_VAGUE = r"(activation|non-?linearity|transfer function|squashing|arbitrary function|激活函数|非线性函数)"
_PROPERTY = r"(odd|even|linear|affine|homogeneous|periodic|unbounded|quadratic|奇函数|偶函数|线性的)(?![a-z])"
_KIND = r"(\s*(activation|transfer|non-?linear(ity|ities)?|squashing|function|unit|激活|非线性|函数)s?)*"
_ARTICLE = r"((the|a|an|any|some|our|their|one|its|这个|一个)\s*)?"
_IS = r"(denotes?|is|be|are|stands? for|represents?|means|表示|为|是|代表|取)\s*(here |now |then )?"
_BEHIND = re.compile(
    rf"[\s$]*(here |now |again |will )?{_IS}{_ARTICLE}"
    rf"(?P<what>{_PROPERTY}|[^,.;:\ufffc$，。；]{{0,30}}?({_FUNCTION}|{_NUMBER}|{_VAGUE}))",
    re.I,
)
_CALLED = re.compile(rf"[\s$]*(here |now |again |will )?{_IS}", re.I)
_DENOTED = re.compile(rf"[\s$]*{_ARTICLE}[^,.;:\ufffc$，。；]{{0,20}}?(?P<what>{_FUNCTION}|{_NUMBER})", re.I)
_BY = re.compile(r"\b(denote|write|call) by\s*\$?\s*$", re.I)
_AHEAD = re.compile(
    rf"\\?(?P<what>{_FUNCTION})[)}}$]*{_KIND}\s*"
    r"([,，(（]?\s*(denoted( by)?|written( as)?|called|记[作为]|用)\s*)?[(（]?\$*$",
    re.I,
)
_VALUE = re.compile(
    rf"(?P<what>{_NUMBER})(\s*(is|are|of|as|for|given by|equals?|be|denoted( by)?|[:：]|为|是|记作)){{0,2}}\s*\$*$",
    re.I,
)
_USUAL = {
    Sym("sigma"): re.compile(r"logistic|sigmoid|逻辑|S\s?型", re.I),
    Sym("Phi"): re.compile(r"distribution|cumulative|\bcdf\b|normal|gaussian|正态|分布", re.I),
}
_NEAR, _LONG = 40, 90


def letter_said(letter: Sym, before: str, after: str) -> Said | None:
    """What the words of a sentence right before and behind a letter, or a formula that begins with it, say of it.

    ``usual`` where they call it by the name that the catalogue has, ``vague`` where that is not excluded.
    """
    near = re.split(r"[,.;:，。；：]", before[-_NEAR:])[-1]
    usual = _USUAL[letter]
    clause = re.split(r"[,.;:，。；：]", after[:_NEAR])[0]
    if usual.search(near) or (_CALLED.match(clause) and usual.search(clause)):
        return "usual", ""
    if usual.search(after.split(".")[0][:_NEAR]):
        return None
    if (found := _AHEAD.search(before[-_LONG:])) is not None:
        return "other", found["what"]
    if (found := _VALUE.search(before[-_LONG:])) is not None:
        return "number", found["what"]
    found = _DENOTED.match(after) if _BY.search(before) else _BEHIND.match(after)
    if found is None:
        return None
    said = found.group().strip(" $\n")
    vague = re.search(_VAGUE, found["what"], re.I) and not re.search(f"{_FUNCTION}|{_NUMBER}", found["what"], re.I)
    number = re.search(_NUMBER, found["what"], re.I) is not None
    return ("vague" if vague else "number" if number else "other"), said

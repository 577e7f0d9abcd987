"""Words that make one name a function of another: "$L$ is a smooth function of $z$", "a loss that depends on $z$".

Only sentences all of whose words are known are taken: "a convex function of $z$" and "a function of $z$ and the labels"
say more than that.
"""

from __future__ import annotations

import re
from itertools import takewhile

from symnn.context.words.prose import Prose
from symnn.document.model import Span

_MOST = 160  # characters between the two names
_CUE = re.compile(r"\b(functions? of|depend(s|ing)? ((only|smoothly|differentiably|solely) )*(up)?on)\b", re.I)
_BEFORE = frozenset(
    "is be denote denotes being as was a an the some any our that which scalar real single smooth smoothly"
    " differentiable"
    " continuously twice sufficiently arbitrary general generic given fixed final total overall training real-valued"
    " scalar-valued valued loss cost objective error energy function ,".split()
)
_BEHIND = frozenset(
    "only the its these a an this net input inputs pre-activation pre-activations preactivation preactivations logit"
    " logits"
    " output outputs activation activations prediction predictions final vector matrix linear layer layers hidden score"
    " scores network network's state batch quantity intermediate last column".split()
)
_LOSS = frozenset("loss cost objective error energy".split())
_THROUGH = re.compile(r"\s*,?\s*(but )?((only|solely) )?through (the )?((\w|-)+ ){0,2}\s*", re.I)
_UNSURE = re.compile(
    r"\b(if|when|whenever|unless|whether|not|no|cannot|instead|unlike|would|could|were|neither|either|or|sometimes"
    r"|often|both|directly)\b|n't\b|若|如果|当|不",
    re.I,
)
_ENDS = re.compile(
    r"\s*(only|alone)?\s*([.。;；:：)）]|$|,?\s*(where|with|so|then|we|let|whose|for which|i\.e"
    r"|and (let|write|define|put|set|suppose|assume|we|that|denote|consider|its?)|let)\b)",
    re.I,
)
_AND = re.compile(r"\s*(,|and|,\s*and)\s*", re.I)
_NAMED = re.compile(r"\b(function|loss|cost|objective|error|energy)\s*$", re.I)
_OF_IT = re.compile(r"\s*的(标量|可微|可导|光滑|实值|某个|一个)*函数")
_IS = re.compile(r"\s*(是|为)(关于)?\s*")
_WORD = re.compile(r"[\w'-]+|[^\w\s]")
_AHEAD = re.compile(r"\b(loss|cost|objective)( function)?\s*$", re.I)


def said_of(prose: Prose, span: Span) -> Span | None:
    """The formula of which the name in ``span`` is said to be a function, and of nothing else."""
    following = prose.document.spans[prose.starts.index(span.start) + 1 :][:3]
    near = list(takewhile(lambda s: s.block == span.block, following))
    if not near or span.kind == "display" or near[0].start - span.end > _MOST:
        return None
    first, masked = near[0], prose.masked
    between, ahead = masked[span.end : first.start], prose.ahead(span)
    if _IS.fullmatch(between) and _OF_IT.match(masked, first.end):
        return None if _UNSURE.search(ahead) else first
    if not _is_function_of(between, ahead) or _UNSURE.search(ahead + between):
        return None
    last = first
    if len(near) > 1 and _THROUGH.fullmatch(masked[first.end : near[1].start]):
        last = near[1]
    behind = near[near.index(last) + 1 :]
    stop = masked[last.end : behind[0].start if behind else prose.document.blocks[span.block].end]
    ended = masked[last.end - 1] == "。" or _ENDS.match(stop) is not None
    if not ended and behind and _AND.fullmatch(stop):  # "a function of $z$, and $\\delta = \\partial L/\\partial z$"
        ended = bool(prose.names(span) & prose.names(behind[0]))
    return last if ended else None


def _is_function_of(between: str, ahead: str) -> bool:
    if between.strip() == "of":
        return _NAMED.search(ahead) is not None
    found = list(_CUE.finditer(between))
    if len(found) != 1:
        return False
    before, behind = between[: found[0].start()], between[found[0].end() :]
    return _all_of(before, _BEFORE) and _all_of(behind, _BEHIND)


def _all_of(text: str, words: frozenset[str]) -> bool:
    return all(w in words for w in _WORD.findall(text.lower()))


def is_called_loss(prose: Prose, span: Span) -> bool:
    """ "A scalar loss $L(z)$", "where $C(a)$ is the cost": the name of a loss, with what it depends on."""
    ahead = prose.ahead(span)
    if _UNSURE.search(ahead):
        return False
    (_, _), (end, last) = prose.sentence(span)
    behind = _WORD.findall(prose.masked[end:last].lower())
    told = list(takewhile(lambda w: w in _BEFORE, behind))
    named = told[:1] in (["is"], ["be"], ["denotes"], ["being"]) and told == behind and bool(_LOSS & set(told))
    return named or _AHEAD.search(ahead) is not None


__all__ = ["is_called_loss", "said_of"]

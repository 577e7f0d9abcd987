"""Bounds that a sentence puts up for what follows it: "Let $\\gamma \\in \\mathbb{R}$, $\\gamma > 0$. Then …".

They are conditions of the formulas behind them in the paragraph, and of a displayed formula right below it; of all in
the section where nothing else there bounds the names.  Else what may rest on them is not refuted.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from symnn.context.cases.widened import standing
from symnn.context.words.bounds import is_inequality, names_in
from symnn.context.words.prose import FILL, Prose
from symnn.document.model import Span
from symnn.term import Op, Sym, Term, free_symbols

_LETS = re.compile(
    r"[\W\d]*((now|and|then|further(more)?|also|next|here|again|finally|first|we|let us)[\s,]+"
    r"|(下面|以下|现在|现|接着|再|然后|首先|先|我们)[\s，,]*)*"
    r"((let|assume|suppose|given|consider|fix|take|choose)\b|设|令|假设|假定|给定|取|考虑|对于?任意)",
    re.I,
)
_HEDGED = re.compile(
    r"\b(not|never|no|nor|neither|unless|except|if|whether|when(ever)?|instead|rather|unlike|or|either|only|some|case"
    r"|example|contrary|contradiction)\b|n['’]t\b|不|非|无|若|如果|除|或|仅|只|例如|情形|矛盾",
    re.I,
)
# "a rate $k > 0$", "the temperature is $\\tau > 0$": what the author chooses, whatever the input
_PARAMETER = re.compile(
    r"(\b(rate|scale|temperature|width|bandwidth|step[- ]?size|strength|coefficient|parameter|constant|slope|variance"
    r"|standard deviation|precision|factor|period|horizon|radius|momentum|decay|steepness|sharpness|penalty|damping)s?"
    r"( (is|are))?|(速率|学习率|衰减率|尺度|温度|宽度|步长|系数|参数|常数|斜率|方差|标准差|周期|半径)[为是]?)\s*$",
    re.I,
)
_WITH = re.compile(r"\b(with|having)\s*$|具有\s*$", re.I)
_FRAMED = re.compile(r"\W*(for|at|once|while|where|under|in (the|this|that) case)\b|\W*(对|当|在)", re.I)
_REACH = 60  # formulas that are looked back over


def put_up(prose: Prose, number: int) -> tuple[Span, ...]:
    """The bounds that sentences before a formula, given by its number, put up for it; the last for a name counts."""
    span = prose.document.spans[number]
    return tuple(s for s in _put_up(prose, number) if standing(prose, s, span) == "holds")


def perhaps(prose: Prose, number: int) -> tuple[Span, ...]:
    """The bounds that were put up before a formula and may be over."""
    span = prose.document.spans[number]
    return tuple(s for s in _put_up(prose, number) if standing(prose, s, span) == "open")


def _put_up(prose: Prose, number: int) -> tuple[Span, ...]:
    spans = prose.document.spans
    span = spans[number]
    if not prose.claims(span) or any(e.start <= span.start < e.end for e in prose.document.scopes):
        return ()  # environments have declarations of their own
    near = (span.block, span.block - 1) if span.kind == "display" else (span.block,)
    (first, _), _ = prose.sentence(span)
    top, end = prose.section(span.start)
    found: list[Span] = []
    bounded: dict[str, set[Term]] = {}
    for other in reversed(spans[max(0, number - _REACH) : number]):
        if other.start < top or any(other.start < at <= span.start for at in prose.over):
            break
        names = _bounded(prose, other)
        if not names or any(e.start <= other.start < e.end for e in prose.document.scopes):
            continue
        said = prose.terms(other)
        later = any(bounded.get(name, set()) - set(said) for name in names)
        for name in names:
            bounded.setdefault(name, set()).update(said)
        if later or not _lets(prose, other) or not (other.start < first or span.kind == "display"):
            continue
        if other.block in near or _alone(prose, other, names, (top, end)):
            found.append(other)
    return tuple(reversed(found))


def _bounded(prose: Prose, span: Span) -> set[str]:
    """The names that a formula in running text bounds, if it does nothing else."""
    if span.kind != "inline" or not prose.simple(span) or not all(map(is_inequality, prose.terms(span))):
        return set()
    return {s.text for s in names_in(prose.terms(span))}


def _alone(prose: Prose, span: Span, names: set[str], section: tuple[int, int]) -> bool:
    """Whether nothing in the section says that the names lie elsewhere: then the bound holds to its end."""
    inside = (s for s in prose.document.spans if section[0] <= s.start < section[1] and s is not span)
    return not any(_bounded(prose, s) & names and prose.terms(s) != prose.terms(span) for s in inside)


def _lets(prose: Prose, span: Span) -> bool:
    """Whether the sentence of a bound lets its names be so, without any hedge."""
    (first, start), (end, last) = prose.sentence(span)
    ahead, behind = prose.masked[first:start], prose.masked[end:last]
    plain = f"{ahead} {behind}".replace(FILL, " ")
    return (_LETS.match(ahead) is not None or _apposed(prose, span, ahead, last)) and _HEDGED.search(plain) is None


def _apposed(prose: Prose, span: Span, ahead: str, last: int) -> bool:
    """ "With a rate $k > 0$", "a schedule with $T > 0$ is $\\eta(t) = …$": the bound of a parameter."""
    if _FRAMED.match(ahead):
        return False
    if _PARAMETER.search(ahead):
        return True
    spans = prose.document.spans[bisect_left(prose.starts, span.end) : bisect_left(prose.starts, last)]
    return _WITH.search(ahead) is not None and any(
        _rests_on(t, prose.names(span)) for s in spans for t in prose.terms(s)
    )


def _rests_on(term: Term, names: frozenset[Sym]) -> bool:
    """``η(t) = … T …``: a function in whose formula the names stand, and not as its arguments."""
    match term:
        case Op("eq" | "define", (Op("call", (Sym(), *arguments)), body)):
            return bool(names) and names <= free_symbols(body) - names_in(tuple(arguments))
    return False

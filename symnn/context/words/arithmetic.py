"""Equations between numbers in running text: which are claims, and which another arithmetic or speaker makes."""

from __future__ import annotations

import re

from symnn.context.constants import constant
from symnn.term import Num, Op, Term

_ANOTHER = re.compile(
    r"\b(u?int\d*|overflow\w*|wraps?|wrapping|binary|modul\w+|mod|boolean|logical|xor|bytes?|bits?|hex\w*|floor\w*"
    r"|integer division|rounded|rounding|rounds|clock)\b|二进制|溢出|取模|取整|整除",
    re.I,
)
_SPEAKER = re.compile(
    r"\b(model|network|gpt\S*|llm|chatbot|calculator|student|child|prompt|transformer|it|he|she|they)s? ([a-z]+ )?"
    r"(answer|output|predict|sa(y|id)|repl(y|ie)|generate|complete|compute|write|claim|produce|return|get|g[oi]t)\w*\b"
    r"|\b(prompts?|tokens?|strings?|characters|sequence|addition (task|problem))\b|模型(回答|输出)",
    re.I,
)


def is_sum(link: Term, source: str, sentence: str) -> bool:
    """Whether a link of an inline chain claims something of numbers: ``784·128 + 128 = 100480``, and no rounding."""
    match link:
        case Op("eq", (left, right)):
            one, other = constant(left), constant(right)
        case _:
            return False
    if one is None or other is None or (_literal(left) and _literal(right)) or "%" in source or "10^" in source:
        return False
    whole = (one.denominator == 1) != (other.denominator == 1)
    if whole and abs(one - other) < 1:  # 10/3 = 3, rounded or with a rest
        return False
    return _ANOTHER.search(sentence) is None and _SPEAKER.search(sentence) is None


def _literal(term: Term) -> bool:
    return isinstance(term, Num) or (isinstance(term, Op) and term.head == "neg" and isinstance(term.args[0], Num))

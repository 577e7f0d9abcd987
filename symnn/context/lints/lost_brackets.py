"""W425: a formula that repeats a part of its neighbour and drops the brackets behind a minus sign.

``(y - (m x + b))^2`` and, in the same paragraph, ``y - m x + b``: of a − (b + c) and a − b + c one is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symnn.context.lints.flaw import Flaw
from symnn.context.lints.slips import too_large
from symnn.context.words.prose import Prose
from symnn.document.model import Span
from symnn.notation import latex, words
from symnn.term import Op, Term, walk

_SPOKEN_OF = re.compile(
    r"\b(not|instead|rather|unlike|wrong\w*|mistakes?|brackets?|parenthes[ei]s|differs?)\b|n['’]t\b|不|括号|错", re.I
)


def lost_brackets(prose: Prose) -> Iterator[tuple[Span, Flaw]]:
    """The lone sums of each paragraph that stand in it a second time, there with brackets behind a minus sign."""
    by_block: dict[int, list[Span]] = {}
    for span in prose.document.spans:
        if span.kind == "inline":
            by_block.setdefault(span.block, []).append(span)
    for number, spans in by_block.items():
        sums = [(s, t) for s in spans if (t := _lone_sum(prose, s)) is not None]
        if not sums or len(spans) < 2:
            continue
        block = prose.document.blocks[number]
        if _SPOKEN_OF.search(prose.masked, block.start, block.end):
            continue
        terms = [t for s in spans for t in prose.terms(s) if not too_large(t)]
        opened = {wrong: whole for term in terms for wrong, whole in _opened(term)}
        for span, term in sums:
            if (whole := opened.get(term)) is not None:
                message = f"{words(term)} stands beside {words(whole)}: are the brackets behind the minus sign lost?"
                yield span, Flaw("W425", message, latex(whole))


def _lone_sum(prose: Prose, span: Span) -> Term | None:
    """The sum of three terms or more that a formula is."""
    terms = prose.terms(span)
    match terms:
        case (Op("add", args) as term,) if 3 <= len(args) <= 20:
            return term
    return None


def _opened(term: Term) -> Iterator[tuple[Term, Term]]:
    """Each sum in a formula that subtracts a sum, with the brackets behind the sign left out."""
    for node in walk(term):
        if not (isinstance(node, Op) and node.head == "add" and len(node.args) <= 20):
            continue
        for i, part in enumerate(node.args):
            match part:
                case Op("neg", (Op("add", (first, *rest)),)):
                    yield Op("add", (*node.args[:i], Op("neg", (first,)), *rest, *node.args[i + 1 :])), node

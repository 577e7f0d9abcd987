r"""Plain numbers of equations: "(6.3)" beside or behind a formula, and in sentences the "(6.3)" that point to one.

Only numbers that the document writes itself count; those that LaTeX would count by itself are not known here.  A
bracket is taken for a reference if a formula has that number; a whole number needs a word such as "by" before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from symnn.document.layout import Layout
from symnn.document.model import Reference, Span

_NUMBER = r"[A-Z]?\.?\d{1,3}(?:[.\-–]\d{1,3}){0,3}[a-z]?[′']?"
_INSIDE = re.compile(
    rf"(?:\\q?quad|\\hspace\*?\{{[^{{}}]*\}}|~~+|(?<!\x20)\x20{{2,}}+|(?<!\t)\t)[\s,.;~]*+"
    rf"(?:\((?P<plain>{_NUMBER})\)|\\text\{{\s*\((?P<text>{_NUMBER})\)\s*\}})\s*(?=\\\\|\\end\b|\Z)"
    rf"|\\l?eqno\s*\{{?\(?(?P<eqno>{_NUMBER})\)?\}}?"
)
_BEHIND = re.compile(rf"[ \t,.;，。]*[(（](?P<name>{_NUMBER})[)）][ \t]*(?=\n|\Z)")
_APART = re.compile(r"[.,;，。]?(?:[ \t]{2,}|\t)")
_BEFORE = re.compile(rf"[ \t]*[(（](?P<name>{_NUMBER})[)）][ \t]*")
_LEAD = re.compile(
    r"(?:\b(?:eqs?|eqns?|equations?|formulas?|formulae|identit(?:y|ies)|definitions?|expressions?|relations?|by|from|into"
    r"|in|with|using|use|via|of|to|and|or|see|that|both|unlike|not|than|then|since|if|because|combining|substitut\w+"
    r"|insert\w+|plugging|applying|recall|through|under|as|for|on|is|are|derive|cf|between|differentiating|without|violates)"
    r"|方程组?|公?式|等式|定义|由|从|根据|按照?|据|将|把|对|代入|利用|用|结合|以及|和|与|及|到|中|在|见|则|若|如果"
    r"|如|同|像|类似于?|仿照)[.\s~:：]*\Z",
    re.I,
)
_JOINED = re.compile(r"\s*(?:,|，|、|-|–|—|and|or|to|into|和|与|及|至|到|代入)+\s*\Z")
_OPENING = re.compile(r"(?:\A|\n|[.。;；!！?？]\s)[ \t]*\Z")
_BRACKET = re.compile(r"[(（]\s*(?P<names>[^()（）\n]{1,40}?)\s*[)）]")
_HIDDEN = ("code", "comment", "front_matter")


def numbers(layout: Layout) -> Iterator[Reference]:
    """The plain numbers of formulas, inside their delimiters, behind them at the end of a line, or before them."""
    text = layout.text
    for number, span in enumerate(layout.spans):
        for m in _INSIDE.finditer(span.source):
            kind = m.lastgroup or "plain"
            start = span.inner_start + m.start(kind)
            yield Reference("number", m[kind], start, span.inner_start + m.end(kind), number)
        behind = _BEHIND.match(text, span.end)
        if behind is not None and (span.kind == "display" or _stands_apart(text, span)):
            yield Reference("number", behind["name"], *behind.span("name"), number)
        elif span.kind == "display":
            line = text.rfind("\n", 0, span.start) + 1
            if (before := _BEFORE.fullmatch(text, line, span.start)) is not None:
                yield Reference("number", before["name"], *before.span("name"), number)


def _stands_apart(text: str, span: Span) -> bool:
    """A wide gap stands between the formula and its number: it is a line of its own, or as good as one."""
    return _APART.match(text, span.end) is not None


def cited(layout: Layout, named: Sequence[Reference], pointing: Collection[tuple[int, int]]) -> Iterator[Reference]:
    """The brackets in sentences that hold the number or tag of a formula; ``pointing`` are other references."""
    known = {r.name.strip("()（） ") for r in named if r.kind in ("number", "tag") and r.span is not None}
    if not known:
        return
    text, taken = layout.text, {r.start for r in named}
    closed = sorted([(s.start, s.end) for s in layout.spans]
                    + [(b.start, b.end) for b in layout.blocks if b.kind in _HIDDEN]
                    + list(pointing))  # fmt: skip
    starts = [a for a, _ in closed]
    last = -1
    for m in _BRACKET.finditer(text):
        i = bisect_right(starts, m.start()) - 1
        if (i >= 0 and m.start() < closed[i][1]) or m.start("names") in taken:
            continue
        names = [n.strip() for n in re.split(r"[,，、]|\band\b", m["names"])]
        if not all(n in known for n in names) or re.match(r"[A-Za-z0-9_)\]}]", text[m.start() - 1 : m.start()]):
            continue
        line = text[max(0, m.start() - 60, text.rfind("\n\n", 0, m.start())) : m.start()]
        dotted = all("." in n or not n.isalnum() for n in names)
        after_another = last >= 0 and _JOINED.match(text[last : m.start()]) is not None
        if _OPENING.search(line) and not dotted:
            continue  # "(1) First …": an item
        if dotted or after_another or _LEAD.search(line) or text[m.end() : m.end() + 1] in "式代中":
            last = m.end()
            yield from (Reference("cited", n, m.start(), m.end()) for n in names)

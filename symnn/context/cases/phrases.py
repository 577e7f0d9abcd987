"""Conditions of a formula that its sentence puts in words: "for all $j$ other than $i$", "for negative $x$".

They only help to prove: the words keep a formula from being refuted anyway, where they are not all that limits it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from symnn.context.cases.cases import Cases
from symnn.context.words.prose import FILL
from symnn.document.model import Span
from symnn.term import Num, Op, Sym, Term, free_symbols, num, walk

_F = f"(?<!{FILL}){FILL}++"  # from the first sign of a formula, so that each is looked at once
_UNEQUAL = r"(?:distinct|different|unequal|not equal|not the same|不同|不相等|互异)"
_EQUAL = r"(?:equal|the same|identical|相同|相等)"
_FROM = r"(?:other than|different from|distinct from|unequal to|not equal to|不等于)"
_BE = r"(?:are|be|being|是)?"
_JOIN = r"\s*(?:and|,|和|与|、)\s*"
_HEDGED = re.compile(
    r"\b(?:or|unless|if and only|except|whether|need|may|might|never|not)\b(?! equal| the same)|除非|或|未必", re.I
)
_PAIRS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<a>{_F})\s*,?\s*{_FROM}\s*(?P<b>{_F})", re.I), "ne"),
    (re.compile(rf"(?P<a>{_F}){_JOIN}(?P<b>{_F})\s*{_BE}\s*(?:pairwise |all |两两)?{_UNEQUAL}", re.I), "ne"),
    (re.compile(rf"\b{_UNEQUAL}\s+(?:indices\s+)?(?P<a>{_F}){_JOIN}(?P<b>{_F})", re.I), "ne"),
    (re.compile(rf"(?P<a>{_F}){_JOIN}(?P<b>{_F})\s*{_BE}\s*{_EQUAL}\b", re.I), "eq"),
)  # fmt: skip
_SIGN = r"(?:strictly\s+|all\s+|any\s+|every\s+)*(?P<sign>positive|negative|non-?negative|non-?positive|non-?zero)"
_SIGNS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"\b(?:for|when|if|let|at)\s+{_SIGN}\s+(?P<a>{_F})", re.I),
    re.compile(rf"\b(?:for|when|if|let|where)\s+(?P<a>{_F})\s+(?:is|be)?\s*{_SIGN}\b", re.I),
)
_HEADS = {"positive": "gt", "negative": "lt", "nonnegative": "ge", "nonpositive": "le", "nonzero": "ne"}
_INDICES = re.compile(
    rf"\b(?:the|two|both|its)?\s*(?:indices|subscripts)\s+(?:are\s+)?(?P<how>differ|{_UNEQUAL}|{_EQUAL}|coincide|agree)\b"
    r"|下标(?P<zh>不同|不相等|相同|相等)",
    re.I,
)
_LETTERS = frozenset("ijklmnpqrst")


def phrased(cases: Cases, span: Span, term: Term) -> tuple[Term, ...]:
    """What the words before a formula say of its names; nothing where more than one such phrase stands there."""
    (first, start), (end, last) = cases.prose.sentence(span)
    found = _said(cases, first, start, term)
    if not found and not _said(cases, end, last, term) and first > 0:
        found = _said_alone(cases, span, first, term)
    return found if len(found) == 1 and not _said(cases, end, last, term) else ()


def _said_alone(cases: Cases, span: Span, first: int, term: Term) -> tuple[Term, ...]:
    """A sentence right before that says nothing else: "Here $i$ and $j$ are distinct."."""
    prose, block = cases.prose, cases.document.blocks[span.block]
    if first <= block.start:
        return ()
    before = prose.masked[block.start : first].rstrip(" \n.。;；")
    begin = block.start + max((before.rfind(c) + 1 for c in (". ", "。", "; ", "；")), default=0)
    inside = _inside(cases, begin, first)
    return () if any(prose.claims(s) for s in inside) else _said(cases, begin, first, term)


def _said(cases: Cases, start: int, end: int, term: Term) -> tuple[Term, ...]:
    prose = cases.prose
    claims = [s.end for s in _inside(cases, start, end) if prose.claims(s)]
    start = max([start, *claims])
    text = prose.masked[start:end]
    if _HEDGED.search(text) is not None:
        return ()
    found: list[Term] = []
    for pattern, head in _PAIRS:
        for m in pattern.finditer(text):
            pair = _name(cases, start + m.start("a")), _name(cases, start + m.start("b"))
            if pair[0] is not None and pair[1] is not None:
                found.append(Op(head, (pair[0], pair[1])))
    for pattern in _SIGNS:
        for m in pattern.finditer(text):
            if (sym := _name(cases, start + m.start("a"))) is not None:
                found.append(Op(_HEADS[m["sign"].lower().replace("-", "")], (sym, num(0))))
    indices = sorted(_indices(term), key=lambda s: s.text)
    for m in _INDICES.finditer(text):
        said = (m["how"] or m["zh"]).lower()
        same = re.fullmatch(rf"{_EQUAL}|coincide|agree", said, re.I) is not None
        found += [Op("eq" if same else "ne", tuple(indices))] if len(indices) == 2 else []
    return tuple(dict.fromkeys(found))


def _name(cases: Cases, at: int) -> Sym | None:
    """The name that a formula is, if it is nothing else."""
    number = bisect_right(cases.starts, at) - 1
    terms = cases.prose.terms(cases.document.spans[number]) if number >= 0 else ()
    return terms[0] if len(terms) == 1 and isinstance(terms[0], Sym) else None


def _indices(term: Term) -> set[Sym]:
    """The letters by which the entries in a relation are chosen, if no number chooses one."""
    free = free_symbols(term)
    subs = [i for n in walk(term) if isinstance(n, Sym) for i in n.subs]
    if any(isinstance(i, Num) for i in subs):
        return set()
    return {s for i in subs for s in free_symbols(i) if s in free and s.name in _LETTERS}


def _inside(cases: Cases, start: int, end: int) -> tuple[Span, ...]:
    return cases.document.spans[bisect_left(cases.starts, start) : bisect_left(cases.starts, end)]

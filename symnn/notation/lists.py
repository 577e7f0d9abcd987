"""Statements beside one another: which names share a set or a bound, which numbers belong to the list before them."""

from __future__ import annotations

from dataclasses import replace

from symnn.heads import RELATIONS
from symnn.notation.reading import Part
from symnn.term import Num, Op, Sym, Term

_SHARED = frozenset("in lt le gt ge ne".split())  # relations that hold of each value listed before them


def settled(parts: list[Part], comma: list[bool]) -> list[Part]:
    """Names in a row: ``x, y \\in S`` share their set, ``x_1, x_2`` alone are one list.

    ``comma`` tells of each part whether it follows the one before it by a comma.
    """
    out: list[Part] = []
    waiting: list[Part] = []
    for part, joined in _counted(parts, comma):
        if waiting and not joined:
            out.extend(_listed(waiting))
            waiting = []
        if not states(part.term):
            waiting.append(part)
            continue
        out.extend(_shared(waiting, part))
        waiting = []
    out.extend(_listed(waiting))
    return out


def _counted(parts: list[Part], comma: list[bool]) -> list[tuple[Part, bool]]:
    """``i = 1, 2, …, n``: the numbers behind the first comma belong to the right side."""
    out: list[tuple[Part, bool]] = []
    for part, joined in zip(parts, comma, strict=True):
        before = out[-1][0].term if out and joined else None
        if isinstance(before, Op) and before.head == "eq" and not out[-1][0].conditions:
            left, right = before.args
            values = right.args if isinstance(right, Op) and right.head == "seq" else (right,)
            dots = any(v == Op("dots") for v in values)
            if isinstance(part.term, Num) or part.term == Op("dots") or (dots and not states(part.term)):
                at = (out[-1][0].start, part.end)
                term = Op("eq", (left, Op("seq", (*values, part.term), at)), at)
                out[-1] = (replace(out[-1][0], term=term, end=part.end), out[-1][1])
                continue
        out.append((part, joined))
    return out


def is_link(term: Term) -> bool:
    return isinstance(term, Op) and (term.head in RELATIONS or term.head in ("and", "or", "not", "implies"))


def states(term: Term) -> bool:
    return is_link(term) or (isinstance(term, Op) and term.head in ("chain", "iff", "typed"))


def _listed(waiting: list[Part]) -> list[Part]:
    if len(waiting) < 2:
        return waiting
    terms = tuple(w.term for w in waiting)
    conditions_ = tuple(c for w in waiting for c in w.conditions)
    first, last = waiting[0], waiting[-1]
    return [Part(Op("seq", terms, (first.start, last.end)), first.start, last.end, conditions_, last.reason)]


def _alike(term: Term, other: Term) -> bool:
    """Whether two terms are values of one function, or two norms: ``f(a), f(b) < c`` is said of both."""
    if not (isinstance(term, Op) and isinstance(other, Op)) or term.head != other.head:
        return False
    return term.head in ("norm", "abs") or (term.head == "call" and term.args[0] == other.args[0])


def _shared(waiting: list[Part], part: Part) -> list[Part]:
    term = part.term
    if not waiting:
        return [part]
    if isinstance(term, Op) and len(term.args) == 2 and all(isinstance(w.term, Sym) for w in waiting):
        names = (*(w.term for w in waiting), term.args[0])
        if term.head == "in":
            joint = replace(term, args=(Op("seq", names), term.args[1]))
            return [replace(part, term=joint, start=waiting[0].start)]
        if term.head in ("lt", "le", "gt", "ge", "ne") and isinstance(term.args[0], Sym):
            return [replace(part, term=replace(term, args=(n, term.args[1])), start=waiting[0].start) for n in names]
    if isinstance(term, Op) and term.head in _SHARED and all(_alike(w.term, term.args[0]) for w in waiting):
        members = (*(w.term for w in waiting), term.args[0])
        return [replace(part, term=replace(term, args=(m, *term.args[1:])), start=waiting[0].start) for m in members]
    return [*_listed(waiting), part]

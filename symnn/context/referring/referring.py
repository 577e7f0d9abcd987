"""The equations of a document as it is read, and what the formula that is read refers to among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symnn.claim import Claim
from symnn.context.model import Rest
from symnn.context.referring.resting import Cited, Equation, Rows, look_up, resting
from symnn.context.stater import Stater
from symnn.context.walk import Walk
from symnn.document.model import Span
from symnn.term import Op, Term
from symnn.term import walk as subterms


def refer(walk: Walk, span: Span) -> Cited:
    """What the sentence of a formula refers to; "similarly" refers to what the formula before it did."""
    found = walk.citations.of(span)
    if found:
        return look_up(found, walk.equations, Rows(walk.citations))
    if walk.followed is not None and walk.citations.likewise(span):
        return walk.followed
    return Cited()


def note_equation(stater: Stater, state: Callable[[Stater], None]) -> None:
    """State a part of a formula, and keep what it turned out to be."""
    walk, part, span = stater.walk, stater.part, stater.task.span
    number = walk.citations.target(span)
    before = len(walk.out.pending)
    state(stater)
    if number is None:
        return
    pending = walk.out.pending[before:]
    claims = tuple(p.claim for p in pending if isinstance(p.claim, Claim) and p.hypothesis is None)
    sure = len(claims) == len(pending) and bool(claims or stater.defined)
    sure = sure and not any(isinstance(n, Op) and n.head == "approx" for n in subterms(part.term))
    equation = Equation(
        number, part.start, part.end, walk.location(*stater.offsets()).line, tuple(dict.fromkeys(stater.defined)),
        part.term, walk.scope.snapshot(), walk.section, claims, sure, stater.conditions,
        walk.scope is not walk.section,
    )  # fmt: skip
    walk.equations.setdefault(number, []).append(equation)


def settle(walk: Walk, span: Span) -> None:
    """What a formula defines with its own conditions is known to its section by now."""
    number = walk.citations.target(span)
    if number is not None and number in walk.equations:
        there = walk.section.snapshot()
        walk.equations[number] = [replace(e, there=there) if e.local else e for e in walk.equations[number]]


def claim_rests(stater: Stater, relation: Term, conditions: tuple[Term, ...]) -> tuple[Rest, ...]:
    """What the claim that is stated rests on by the words of its sentence."""
    walk = stater.walk
    cited = walk.cited
    if not (cited.equations or cited.open or cited.alike):
        return ()
    number = walk.citations.target(stater.task.span)
    return tuple(resting(cited, relation, conditions, walk.scope, -1 if number is None else number, stater.part.start))

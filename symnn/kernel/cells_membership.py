"""Membership in the real line or in a union of intervals and points, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel import cells as split
from symnn.kernel.build import ZERO, difference
from symnn.kernel.definedness import open_requirements
from symnn.kernel.differentiate import resolved
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import Equation, alternatives
from symnn.kernel.identity_work import Work
from symnn.kernel.ratio import GiveUp
from symnn.term import Op, Term, op, to_json, walk
from symnn.verdict import Proved, Verdict

Bounds = tuple[Op, ...]


def membership_in_cells(claim: Claim) -> Verdict | None:
    """In each sign cell the formula is defined and its bounds by one part of the set follow from the facts."""
    match claim.relation:
        case Op("in", (term, target)):
            sets = list(_parts(term, target))
        case _:
            return None
    if not sets or claim.opaque:
        return None
    body = resolved(term)
    if body.smooth:
        return None
    eq = Equation(body, body, claim.variables, claim.assumptions)
    work = Work(eq.integers)
    try:
        if all(_inside(e, sets, body.bodies, work) for e in alternatives(eq)):
            return Proved(Certificate("membership in cells", {"cells": work.rows}, work.trust))
    except (GiveUp, Unsupported):
        return None
    return None


def _inside(eq: Equation, sets: list[Bounds], bodies: tuple[Term, ...], work: Work) -> bool:
    relations = tuple(b for bounds in sets for b in bounds)
    gaps = tuple(difference(*b.args) for b in relations)
    for cell in split.cells((eq.left.term, *gaps, *bodies), eq.facts, work.cheap, work.agree, work.integers):
        if work.empty(cell.facts, True):
            continue
        terms = [t for i, s in enumerate(cell.sides) for t in (s, *cell.demands[i])]
        if open_requirements(tuple(terms), cell.facts, work.integers):
            return False
        known = iter(cell.sides[1 : 1 + len(gaps)])
        rows = [[(b.head, next(known)) for b in bounds] for bounds in sets]
        work.rows.append({"facts": [to_json(f) for f in cell.facts], "value": to_json(cell.sides[0])})
        if not any(all(_holds(h, g, cell.facts, work) for h, g in bounds) for bounds in rows):
            return False
    return True


def _holds(head: str, gap: Term, facts: tuple[Term, ...], work: Work) -> bool:
    if head == "eq":
        return work.zero(gap, facts)
    return work.empty((*facts, op(split.NEGATED[head], gap, ZERO)), True)


def _parts(term: Term, target: Term) -> Iterator[Bounds]:
    """The bounds that make the term a member, one row for each part of a union."""
    match target:
        case Op("reals", ()):
            yield ()
        case Op("union", parts):
            for part in parts:
                yield from _parts(term, part)
        case Op("set", items):
            yield from ((Op("eq", (term, i)),) for i in items)
        case Op(head, (low, high)) if head.startswith("interval_"):
            bounds = []
            for side, (end, relation) in enumerate(((low, "g"), (high, "l"))):
                if not any(isinstance(n, Op) and n.head == "infinity" for n in walk(end)):
                    bounds.append(Op(relation + ("t" if head[-2 + side] == "o" else "e"), (term, end)))
            yield tuple(bounds)

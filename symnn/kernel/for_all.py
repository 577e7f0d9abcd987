"""Continuity, differentiability and monotonicity for every value of the parameters, by the exact cells of the term.

On an open cell the term is one smooth formula.  An edge is where an argument of |·|, max, … is zero; each such
argument has to cross zero there (its derivative is not 0), so that edges are single points of the variable.
"""

from __future__ import annotations

from typing import Any

from symnn.claim import Claim
from symnn.domain import REALS
from symnn.kernel import normal
from symnn.kernel.build import ZERO, depends, difference
from symnn.kernel.definedness import open_requirements
from symnn.kernel.differentiate import derivative, smooth_where
from symnn.kernel.equation import domain_facts, flat, integers_of
from symnn.kernel.identity_work import Facts, Work
from symnn.kernel.kinks import Formula, formulas, kink, neighbour
from symnn.kernel.problem import Problem
from symnn.kernel.reductions import shown
from symnn.kernel.solve import solved
from symnn.term import Op, Sym, Term, op, substitute, to_json

Row = dict[str, Any]


def facts_of_claim(claim: Claim) -> Facts:
    return (*(f for v in claim.variables for f in domain_facts(v)), *flat(claim.assumptions))


def cells_of(claim: Claim, term: Term, var: Sym, work: Work) -> list[Formula] | None:
    """The cells that are not empty, if the term has a value on each and edges are single points."""
    facts = facts_of_claim(claim)
    rows = formulas(term, var, tuple(f for f in facts if not depends(f, var)), work)
    kept = [r for r in rows if not work.empty((*facts, *r.facts), True)]
    for row in kept:
        here = (*facts, *row.facts)
        if open_requirements((row.term, *row.demands), here, work.integers):
            return None
        if row.smooth and not all(_apart(c, here, work) for c in smooth_where(row.term, var)):
            return None
        for f in row.facts:
            if not (isinstance(f, Op) and f.head == "eq" and depends(f, var)):
                continue
            if 0 in normal.sign(derivative(difference(*f.args), var), here, work.integers):
                return None
    return kept


def _apart(condition: Term, here: Facts, work: Work) -> bool:
    return isinstance(condition, Op) and work.empty((*here, op("eq", *condition.args)), True)


def smooth_for_all(claim: Claim, term: Term, var: Sym, order: int) -> list[Row] | None:
    """The term is continuous (``order`` 0) or differentiable that often at every edge, for all parameters."""
    work = Work(integers_of(claim.variables))
    rows = cells_of(claim, term, var, work)
    if rows is None or work.trust == "z3":
        return None
    facts = facts_of_claim(claim)
    out: list[Row] = []
    for row in rows:
        if row.smooth:
            continue
        if not _joined(row, rows, var, facts, work, order):
            return None
        out.append({"edge": [to_json(f) for f in row.facts]})
    return out if work.trust == "kernel" else None


def _joined(row: Formula, rows: list[Formula], var: Sym, facts: Facts, work: Work, order: int) -> bool:
    if order:
        found = kink(row, rows, var, facts, work, order)
        return found is not None and found.exists is True
    here = (*facts, *row.facts)
    for side in (-1, 1):
        beside = neighbour(rows, var, here, side, work)
        if beside is None or open_requirements((beside.term, *beside.demands), here, work.integers):
            return False
        if not work.zero(difference(beside.term, row.term), here):
            return False
    return True


def rising_for_all(claim: Claim, term: Term, var: Sym, sign: int) -> list[Row] | None:
    """Continuous, and on every open cell the derivative has the sign: strictly monotone for all parameters."""
    out = smooth_for_all(claim, term, var, 0)
    if out is None:
        return None
    work = Work(integers_of(claim.variables))
    domains = {v.sym: v.domain.intervals[0] for v in claim.variables if len(v.domain.intervals) == 1}
    for row in cells_of(claim, term, var, work) or ():
        if not row.smooth:
            continue
        slope = derivative(row.term, var)
        problem = Problem(slope if sign > 0 else op("neg", slope), domains, (*claim.assumptions, *row.facts), True)
        proof = shown(problem)
        if proof is None:
            return None
        out.append({"cell": [to_json(f) for f in row.facts], "proof": proof})
    return out


def broken_for_all(claim: Claim, facts: Facts) -> Row | None:
    """For all parameters at which the facts hold, the derivative (or continuity) fails at an edge of the domain."""
    match claim.relation:
        case Op("differentiable" | "continuous" as head, (term, Sym() as var)):
            pass
        case _:
            return None
    work = Work(integers_of(claim.variables))
    known = (*facts_of_claim(claim), *facts)
    around = tuple(f for f in known if not depends(f, var))
    rows = formulas(term, var, around, work)
    for row in rows:
        at = next((s for s in map(solved, row.facts) if s is not None and s[0] == var), None)
        variable = claim.variable(var)
        if row.smooth or at is None or depends(at[1], var) or variable is None or variable.domain != REALS:
            continue
        others = [f for f in row.facts if isinstance(f, Op) and f.head != "eq"]
        if others or len(row.facts) != 1:
            continue
        if any(depends(a, var) for a in claim.assumptions):
            continue
        found = kink(row, rows, var, known, work, 1)
        if found is None or found.exists is not False:
            continue
        gaps = [difference(f.term, row.term) for f in (found.left, found.right)]
        here = (*known, *row.facts)
        jumps = any(not work.zero(g, here) and work.empty((*here, op("eq", g, ZERO)), True) for g in gaps)
        if (head == "differentiable" or jumps) and work.trust == "kernel":
            return {
                "holds": False,
                "witness": [[to_json(var), to_json(at[1])]],
                "fails": "one-sided derivatives differ",
            }
    return None


def edge_terms(claim: Claim) -> list[Term]:
    """What has to vanish for the sides of an edge to agree in value and slope."""
    match claim.relation:
        case Op("differentiable" | "continuous", (term, Sym() as var)):
            pass
        case _:
            return []
    work = Work(integers_of(claim.variables))
    out: list[Term] = []
    rows = formulas(term, var, tuple(f for f in facts_of_claim(claim) if not depends(f, var)), work)
    for row in rows:
        at = next((s for s in map(solved, row.facts) if s is not None and s[0] == var), None)
        if row.smooth or at is None:
            continue
        near = [f.term for f in rows if f.smooth]
        pairs = [(a, b) for i, a in enumerate(near) for b in near[:i]]
        gaps = [difference(a, b) for a, b in pairs]
        gaps += [difference(derivative(a, var), derivative(b, var)) for a, b in pairs]
        out += [substitute(g, {var: at[1]}) for g in gaps]
    return out

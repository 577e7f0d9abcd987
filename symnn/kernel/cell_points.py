"""Exact rational points on a cell of kinks."""

from __future__ import annotations

from fractions import Fraction

from symnn.kernel import balls
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation
from symnn.kernel.kinks import Formula
from symnn.kernel.points import Point, allowed, exact, points, used
from symnn.kernel.solve import solved
from symnn.term import Sym, Term, substitute


def on_cell(eq: Equation, row: Formula) -> list[Point]:
    """Exact points that satisfy the equalities of the cell: solved for one name each, the others small rationals."""
    fixed: dict[Sym, Term] = {}
    for fact in row.facts:
        found = solved(substitute(fact, fixed))
        if found is not None:
            fixed = {s: substitute(t, {found[0]: found[1]}) for s, t in fixed.items()} | {found[0]: found[1]}
    terms = (eq.left.term, eq.right.term, *eq.left.bodies, *eq.right.bodies, *row.facts, *eq.assumptions)
    names = used(eq.variables, terms)
    free = tuple(v for v in names if v.sym not in fixed)
    out: list[Point] = []
    everything = (*eq.assumptions, *row.facts)
    for base in points(free, (), terms, 60):
        values = exact(base)
        full: list[tuple[Sym, Fraction]] = []
        for v in names:
            if v.sym not in fixed:
                full.append((v.sym, dict(base)[v.sym]))
                continue
            try:
                x = balls.evaluate(fixed[v.sym], values)
            except (Undefined, Unsupported):
                break
            if not x.is_exact():
                break
            q = x.fmpq()
            full.append((v.sym, Fraction(int(q.p), int(q.q))))
        else:
            if allowed(tuple(full), eq.variables, everything, eq.integers):
                out.append(tuple(full))
                if len(out) >= 12:
                    break
    return out

"""Where exactly one side of an equation has a value: for all parameters on a region, or at π/2 and its like."""

from __future__ import annotations

from itertools import islice

from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel import cells as split
from symnn.kernel.build import PI
from symnn.kernel.definedness import open_requirements
from symnn.kernel.differentiate import resolved
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation, flat, integers_of
from symnn.kernel.identity_work import Work
from symnn.kernel.points import used
from symnn.kernel.ratio import GiveUp
from symnn.kernel.witnesses import MOST_WITNESSES, Witness, candidates, failures, in_domain, throughout
from symnn.term import Op, Sym, Term, free_symbols, num, op, substitute

_SPECIAL: tuple[Term, ...] = (
    *(op("div", t, num(n)) for n in (2, 4, 3, 6) for t in (PI, op("neg", PI))),
    PI, op("neg", PI), op("sqrt", num(2)), op("log", num(2)),
)  # fmt: skip


def one_sided(claim: Claim, parameters: frozenset[Sym], facts: tuple[Term, ...]) -> Witness | None:
    """Values of the other variables with which exactly one side of an equation has a value, for all parameters."""
    match claim.relation:
        case Op("eq" | "equiv", (a, b)):
            pass
        case _:
            return None
    integers = integers_of(claim.variables)
    others = [v for v in claim.variables if v.sym not in parameters and v.sym in free_symbols(claim.relation)]
    known = (*facts, *(f for f in flat(claim.assumptions) if free_symbols(f) <= parameters))
    needs = [f for f in flat(claim.assumptions) if not free_symbols(f) <= parameters]
    try:
        sides = [(r.term, *r.bodies) for r in (resolved(a), resolved(b)) if not r.smooth]
    except Unsupported:
        return None
    for values in islice(candidates(others, parameters, claim, {}), MOST_WITNESSES if len(sides) == 2 else 0):
        if not all(in_domain(v, values[v.sym], known, None, integers) for v in others):
            continue
        if not all(throughout(substitute(n, values), known, (), None, integers) for n in needs):
            continue
        here = [defined(tuple(substitute(t, values) for t in row), known, integers) for row in sides]
        if set(here) == {True, False}:
            return values
    return None


def nowhere(claim: Claim, parameters: frozenset[Sym], facts: tuple[Term, ...]) -> bool:
    """A comparison of the parameters alone that certainly has no value: nothing holds or fails there."""
    if any(free_symbols(f.relation) - parameters for f in failures(claim)):
        return False
    integers = integers_of(claim.variables)
    return any(defined((*f.relation.args, *f.bodies), facts, integers) is False for f in failures(claim))


def defined(terms: tuple[Term, ...], facts: tuple[Term, ...], integers: frozenset[Sym]) -> bool | None:
    """Whether all terms have a value (or one has none) wherever the facts hold."""
    work = Work(integers)
    found: set[bool | None] = set()
    try:
        for cell in split.cells(terms, facts, work.cheap, work.agree, integers):
            if work.empty(cell.facts):
                continue
            needed = open_requirements(
                tuple(t for i, s in enumerate(cell.sides) for t in (s, *cell.demands[i])), cell.facts, integers
            )
            found.add(True if not needed else False if any(o.false for o in needed) else None)
    except (GiveUp, Unsupported):
        return None
    return found.pop() if len(found) == 1 else None


def irrational_gap(eq: Equation) -> tuple[Sym, Term] | None:
    """A name and a number such as π/2 at which just one side has a value; only for equations in one name."""
    terms = tuple(t for s in eq.sides for t in (s.term, *s.bodies))
    names = used(eq.variables, (*terms, *eq.assumptions))
    if len(names) != 1 or eq.smooth:
        return None
    (v,) = names
    for at in _SPECIAL:
        here = {v.sym: at}
        try:
            inside = all(balls.truth(substitute(f, here), {}, 128) is True for f in eq.facts)
        except (Undefined, Unsupported):
            continue
        if v.domain.integer or not inside or len(v.domain.intervals) != 1:
            continue
        rows = [defined(tuple(substitute(t, here) for t in (s.term, *s.bodies)), (), eq.integers) for s in eq.sides]
        if set(rows) == {True, False}:
            return v.sym, at
    return None

"""Identities: in every sign cell the difference of the sides has the normal form zero, or the cell is empty.

What the proof says holds where both sides are defined; the comparison of their domains makes the verdict ``Proved`` or
``Conditional``.
"""

from __future__ import annotations

from dataclasses import dataclass

from symnn.certificate import Certificate, Trust
from symnn.claim import Claim
from symnn.kernel import balls, normal
from symnn.kernel import cells as split
from symnn.kernel.build import ZERO, both, difference
from symnn.kernel.definedness import Open, open_requirements, readable
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import Equation, alternatives, equation
from symnn.kernel.identity_work import Facts, Work
from symnn.kernel.one_side import irrational_gap
from symnn.kernel.ratio import GiveUp
from symnn.kernel.refute import certificate, example, scan, simplest
from symnn.term import Op, Sym, Term, op, plain, to_json, walk
from symnn.verdict import Conditional, Proved, Undecided, Verdict


@dataclass(frozen=True)
class Gap:
    """A cell (its own facts, and those of the domain) where one side needs something that the other does not."""

    facts: Facts
    domain: Facts
    missing: tuple[Open, ...]


@dataclass(frozen=True)
class Outcome:
    """``open_cell``: a cell where the sides were not shown to be equal; ``gaps``: cells where one side needs more.

    ``where``: what both sides need to be defined, as conditions on the whole domain.
    """

    open_cell: split.Cell | None
    where: tuple[Term, ...] = ()
    gaps: tuple[Gap, ...] = ()
    cells: int = 0


def examine(eq: Equation, work: Work, extra: Facts = ()) -> Outcome:
    """All cells of the domain: equality of the sides, and how their domains differ."""
    facts = eq.facts + eq.smooth + extra
    sides = (eq.left.term, eq.right.term)
    needed: list[tuple[Facts, tuple[Term, ...]]] = []
    gaps: list[Gap] = []
    bodies = tuple(eq.left.bodies), tuple(eq.right.bodies)
    for cell in split.cells((*sides, *bodies[0], *bodies[1]), facts, work.cheap, work.agree, work.integers):
        cut = 2 + len(bodies[0])
        left, right = cell.sides[:2]
        needs = (
            _needs(cell, [0, *range(2, cut)], work.integers),
            _needs(cell, [1, *range(cut, len(cell.sides))], work.integers),
        )
        nowhere = [any(o.false for o in n) for n in needs]
        if not any(nowhere) and not work.zero(difference(left, right), cell.facts):
            if work.empty(cell.facts, True):
                work.rows.append({"facts": [to_json(f) for f in cell.facts], "empty": True})
                continue
            return Outcome(cell)
        row: dict[str, object] = {"facts": [to_json(f) for f in cell.facts], "sides": [to_json(left), to_json(right)]}
        work.rows.append(row)
        own = cell.facts[len(facts) :]
        if all(nowhere):
            if not work.empty(cell.facts, True):
                needed.append((own, (NOWHERE,)))
            continue
        keys = [{o.key for o in n} for n in needs]
        shared = tuple(o.relation for o in needs[0] if o.key in keys[1])
        alone = tuple((o, 1 - i) for i in (0, 1) for o in needs[i] if o.key not in keys[1 - i])
        if alone and not work.empty(cell.facts, True):
            given = [(*cell.facts, *(o.relation for o in n)) for n in needs]  # where that side has a value
            left_over = tuple(o for o, other in alone if not _follows(o, given[other], work))
            if left_over:
                gaps.append(Gap(own, facts, left_over))
            else:  # the same set in two forms: the shorter one
                rows = [tuple(o.relation for o in n) for n in needs]
                shared = min(rows, key=lambda r: (len(r), sum(len(plain(t)) for t in r)))
        needed.append((own, shared))
    return Outcome(None, together(needed, facts, work), tuple(gaps), len(needed))


NOWHERE = Op("or")  # the condition that never holds


def together(needed: list[tuple[Facts, tuple[Term, ...]]], domain: Facts, work: Work) -> tuple[Term, ...]:
    """Conditions of single cells as conditions on the whole domain: as they are where they are the same in each."""
    out: dict[Term, None] = {}
    for facts, relations in needed:
        for relation in relations:
            if relation == NOWHERE:
                out[negation(facts, domain, work)] = None
            elif all(relation in others for _, others in needed):
                out[relation] = None
            else:
                out[_either(negation(facts, domain, work), relation, domain, work)] = None
    return tuple(out)


def _either(a: Term, b: Term, domain: Facts, work: Work) -> Term:
    """One or the other, without alternatives that imply the last one."""
    rows = a.args if isinstance(a, Op) and a.head == "or" else (a,)
    if isinstance(b, Op) and b.head in split.NEGATED:
        failing = op(split.NEGATED[b.head], *b.args)
        rows = tuple(r for r in rows if not work.empty((*domain, r, failing)))
    return Op("or", (*rows, b)) if rows else b


def _needs(cell: split.Cell, positions: list[int], integers: frozenset[Sym]) -> list[Open]:
    terms = [t for i in positions for t in (cell.sides[i], *cell.demands[i])]
    return open_requirements(tuple(terms), cell.facts, integers)


def _follows(o: Open, facts: Facts, work: Work) -> bool:
    if o.false:
        return False
    head = split.NEGATED[o.relation.head]
    return work.empty((*facts, op(head, difference(*o.relation.args), ZERO)), True)


def identity(claim: Claim) -> Verdict | None:
    """left - right = P/Q in kernels with P = 0, in each cell of the signs of what is piecewise."""
    eq = equation(claim)
    if eq is None or eq.smooth:
        return None
    return judged(eq, "identity")


def judged(eq: Equation, method: str) -> Verdict:
    """The verdict for each alternative of the domain, put together."""
    rows = [judged_once(e, method) for e in alternatives(eq)]
    if not rows:
        return Undecided("the domain is empty")
    if len(rows) == 1:
        return rows[0]
    proofs = [v for v in rows if isinstance(v, Proved)]
    if len(proofs) < len(rows):
        stop = next((v for v in rows if isinstance(v, Undecided)), None)
        return stop or Undecided("the sides have different domains for some of the values")
    trust: Trust = "z3" if any(p.certificate.trust == "z3" for p in proofs) else "kernel"
    data = {"alternatives": [p.certificate.data for p in proofs]}
    words = "; ".join(dict.fromkeys(p.defined_where for p in proofs))
    return Proved(Certificate(method, data, trust, (f"each of {len(proofs)} alternatives",)), words)


def judged_once(eq: Equation, method: str) -> Verdict:
    """``Proved``, ``Conditional`` by definedness, or ``Undecided`` with a reason."""
    work = Work(eq.integers)
    try:
        outcome = examine(eq, work)
    except split.Overlap as overlap:
        return Undecided(str(overlap))
    except (GiveUp, Unsupported) as reason:
        return Undecided(str(reason))
    if outcome.open_cell is not None:
        facts = outcome.open_cell.facts[len(eq.facts + eq.smooth) :]
        where = " and ".join(dict.fromkeys(relation_words(readable(f)) for f in facts if isinstance(f, Op)))
        return Undecided("the sides were not shown to be equal" + (f" where {where}" if where else ""))
    proof = Certificate(method, {"cells": work.rows}, work.trust, _steps(work))
    where = in_words(outcome.where)
    if not outcome.gaps:
        return Proved(proof, where)
    condition = condition_of(outcome, work)
    found = simplest(eq, 300, "one side")
    if found is None:
        at = irrational_gap(eq)
        if at is not None:
            name, value = at
            proof = Certificate(
                method, {**proof.data, "witness": [[to_json(name), to_json(value)]]}, work.trust, proof.steps
            )
            note = f"at {name.text} = {plain(value)} just one side has a value"
            return Conditional(condition, proof, None, in_words(outcome.where, condition), note)
        words = relation_words(condition)
        return Undecided(f"the sides agree where both are defined; it is open whether {words} always holds")
    if not _fits(eq, condition):
        return Undecided("the sides agree where both are defined; where that is was not found")
    point, seen = found
    note = f"elsewhere the {seen.undefined} side has no value"
    if any(isinstance(n, Op) and n.head == "pow" and n.args[1] == ZERO for r in eq.sides for n in walk(r.term)):
        note += "; 0 to the power 0 has none unless the document says so"
    data = {**proof.data, "witness": certificate(point, seen).data}
    proof = Certificate(method, data, work.trust, proof.steps)
    return Conditional(condition, proof, example(point, seen), in_words(outcome.where, condition), note)


def _fits(eq: Equation, condition: Term) -> bool:
    """The condition says at a number of points what is seen there: whether both sides have a value."""
    for point, seen in scan(eq, 60):
        both_ = seen.left is not None and seen.right is not None
        says = balls.truth(condition, {s: balls.rational(x) for s, x in point}, integers=eq.integers)
        if says is not None and (both_ or seen.what == "one side") and says != both_:
            return False
    return True


def _steps(work: Work) -> tuple[str, ...]:
    count = sum("empty" not in r for r in work.rows)
    return (f"equal as quotients of polynomials in kernels, in {count} sign cells" if count > 1
            else "equal as quotients of polynomials in kernels",)  # fmt: skip


def condition_of(outcome: Outcome, work: Work) -> Term:
    """Where both sides are defined: outside each cell with a gap, or where what the cell lacks holds."""
    everywhere = all(g.missing == outcome.gaps[0].missing for g in outcome.gaps) and outcome.cells == len(outcome.gaps)
    parts: list[Term] = []
    for gap in outcome.gaps:
        lacks = _minimal([o.relation for o in gap.missing], gap.domain, work)
        if any(o.false for o in gap.missing):
            parts.append(negation(gap.facts, gap.domain, work))
        elif everywhere:
            parts.append(both(*lacks))
        else:
            parts.append(op("or", negation(gap.facts, gap.domain, work), both(*lacks)))
    return both(*parts)


def _minimal(relations: list[Op], facts: Facts, work: Work, solver: bool = True) -> list[Op]:
    """Without those that follow from the others."""
    kept = list(relations)
    for r in sorted(relations, key=lambda r: -len(plain(r))):
        others = tuple(k for k in kept if k != r)
        if work.empty((*facts, *others, op(split.NEGATED[r.head], *r.args)), solver):
            kept.remove(r)
    return kept


def negation(facts: Facts, domain: Facts, work: Work) -> Term:
    """Not all of the facts, said of an equality alone where the others follow from it."""
    rows = [f for f in facts if isinstance(f, Op)]
    equal = [e for e in normal.equalities((*domain, *facts), work.integers) if isinstance(e, Op)]
    rows = equal + [
        r for r in rows if not equal or not work.empty((*domain, *equal, op(split.NEGATED[r.head], *r.args)))
    ]
    rows = _minimal(rows, domain, work, False)
    parts = list(dict.fromkeys(readable(op(split.NEGATED[f.head], *f.args), work.integers) for f in rows))
    return Op("or", tuple(parts)) if len(parts) != 1 else parts[0]


def in_words(conditions: tuple[Term, ...], also: Term | None = None) -> str:
    rows = list(conditions)
    if also is not None:
        rows += also.args if isinstance(also, Op) and also.head == "and" else (also,)
    strict = {r.args for r in rows if isinstance(r, Op) and r.head in ("gt", "lt")}
    rows = [r for r in rows if not (isinstance(r, Op) and r.head in ("ne", "ge", "le") and r.args in strict)]
    return ", ".join(dict.fromkeys(map(relation_words, rows))) if rows else "everywhere"


SIGNS = {"ne": "≠", "gt": ">", "ge": "≥", "lt": "<", "le": "≤", "eq": "="}


def relation_words(term: Term) -> str:
    match term:
        case Op(head, (a, b)) if head in SIGNS:
            return f"{plain(a)} {SIGNS[head]} {plain(b)}"
        case Op("or" | "and" as head, parts) if parts:
            return f" {head} ".join(map(relation_words, parts))
    return plain(term)

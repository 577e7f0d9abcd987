"""Derivative claims: by the rules off the kinks, by one-sided derivatives at them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel import cells as split
from symnn.kernel.build import ZERO, both, depends, difference, replace_term
from symnn.kernel.definedness import open_requirements, readable
from symnn.kernel.differentiate import Resolved, derivative, resolved
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation, equation
from symnn.kernel.identity import (
    NOWHERE,
    Facts,
    Gap,
    Outcome,
    Work,
    examine,
    in_words,
    judged,
    relation_words,
    together,
)
from symnn.kernel.kinks import Formula, Kink, formulas, kink
from symnn.kernel.points import Point, allowed, exact, points, used
from symnn.kernel.ratio import GiveUp
from symnn.kernel.refute import Seen, certificate, decimal, example, look
from symnn.kernel.solve import solved, with_equalities
from symnn.term import Op, Sym, Term, op, substitute, to_json, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Verdict

PLACE = Sym("D~")  # stands for the derivative in the sides of the claim


@dataclass
class Found:
    """What the cells gave: where the derivative does not exist though the other side has a value, with an example."""

    needed: list[tuple[Facts, tuple[Term, ...]]] = field(default_factory=list)
    excluded: list[tuple[Formula, Term | None]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    example: Counterexample | None = None
    note: str = ""


def derivative_claim(claim: Claim) -> Verdict | None:
    """The rules give the derivative where every body is smooth; at kinks the one-sided derivatives are compared.

    Off the kinks the claim is an identity of smooth formulas.  On a cell of kinks: the derivative exists where both
    neighbouring formulas agree in value and slope, and then it is this slope; else the point is excluded.
    """
    eq = equation(claim)
    if eq is None or not eq.smooth:
        return None
    work = Work(eq.integers)
    if all(work.empty((*eq.facts, op("eq", *c.args)), True) for c in eq.smooth if isinstance(c, Op)):
        return judged(replace(eq, left=_plain(eq.left), right=_plain(eq.right)), "derivative")
    node = _the_derivative(claim)
    if node is None:
        return Undecided("the derivatives at the kinks are compared only for one first derivative")
    body, var = node
    sides = tuple(replace_term(s, op("deriv", body, var), PLACE) for s in _sides(claim))
    body = resolved(body).term
    found = Found()
    try:
        around = tuple(f for f in eq.facts if not depends(f, var))
        rows = formulas(body, var, around, work)
        for row in rows:
            if work.empty((*eq.facts, *row.facts), True):
                continue
            stop = _cell(eq, sides, row, rows, var, work, found)
            if stop is not OPEN:
                return stop
    except split.Overlap as overlap:
        return Undecided(str(overlap))
    except (GiveUp, Unsupported) as reason:
        return Undecided(str(reason))
    return _verdict(eq, rows, found, work)


OPEN = Undecided("open")


def _plain(side: Resolved) -> Resolved:
    return replace(side, smooth=())


def _sides(claim: Claim) -> tuple[Term, Term]:
    assert isinstance(claim.relation, Op)
    left, right = claim.relation.args
    return left, right


def _the_derivative(claim: Claim) -> tuple[Term, Sym] | None:
    """Body and variable of the one derivative in the claim that has kinks; no other may be in it or around it."""
    nodes = [n for n in dict.fromkeys(walk(claim.relation)) if isinstance(n, Op) and n.head in ("deriv", "at")]
    kinked = [n for n in nodes if resolved(n).smooth]
    match kinked:
        case [Op("deriv", (body, Sym() as var))]:
            return body, var
    return None


def _cell(
    eq: Equation, sides: tuple[Term, ...], row: Formula, rows: list[Formula], var: Sym, work: Work, found: Found
) -> Verdict | None:
    """Decide the claim on one exact cell; ``OPEN`` to go on, anything else ends the proof."""
    facts = (*eq.facts, *row.facts)
    if row.smooth:
        return _compare(eq, sides, row, derivative(row.term, var), work, found, ())
    if any(o.false for o in open_requirements((row.term, *row.demands), facts, work.integers)):
        return _exclude(eq, sides, row, None, None, found, work)
    k = kink(row, rows, var, eq.facts, work)
    if k is None:
        return Undecided(f"the one-sided derivatives where {_where(row)} were not found")
    if k.exists:
        return _compare(eq, sides, row, k.left_slope, work, found, ())
    if k.exists is False:
        return _exclude(eq, sides, row, None, k, found, work)
    if k.gap is None:
        return Undecided(f"whether the derivative exists where {_where(row)} is open")
    put_in = with_equalities(k.gap, facts)
    equal = readable(op("eq", k.gap if put_in is None else put_in[0], ZERO))
    stop = _compare(eq, sides, row, k.left_slope, work, found, (op("eq", k.gap, ZERO),))
    return _exclude(eq, sides, row, equal, k, found, work) if stop is OPEN else stop


def _where(row: Formula) -> str:
    return " and ".join(relation_words(readable(f)) for f in row.facts if isinstance(f, Op) and f.head == "eq")


def _compare(
    eq: Equation, sides: tuple[Term, ...], row: Formula, slope: Term, work: Work, found: Found, also: Facts
) -> Verdict | None:
    """The claim with the derivative put in, on the cell."""
    here = _with_slope(eq, sides, row, slope, also)
    outcome: Outcome = examine(here, work)
    if outcome.open_cell is not None:
        return _kink_refuted(eq, here, row, slope) if not row.smooth else None
    found.needed.append(((*row.facts, *also), outcome.where))
    found.gaps += outcome.gaps
    return OPEN


def _with_slope(eq: Equation, sides: tuple[Term, ...], row: Formula, slope: Term, also: Facts = ()) -> Equation:
    left, right = (resolved(substitute(s, {PLACE: slope})) for s in sides)
    bodies = (row.term, *row.demands)
    left, right = (
        replace(r, smooth=(), bodies=(*r.bodies, *bodies) if depends(s, PLACE) else r.bodies)
        for r, s in zip((left, right), sides, strict=True)
    )
    return Equation(left, right, eq.variables, (*eq.assumptions, *row.facts, *also))


def _exclude(
    eq: Equation, sides: tuple[Term, ...], row: Formula, unless: Term | None, k: Kink | None, found: Found, work: Work
) -> Verdict | None:
    """No derivative on the cell: the claim is judged there only if the other side has a value."""
    others = tuple(s for s in sides if not depends(s, PLACE))
    facts = (*eq.facts, *row.facts)
    for other in others:
        for cell in split.cells((resolved(other).term,), facts, work.cheap, work.agree, work.integers):
            if work.empty(cell.facts, True):
                continue
            if not any(
                o.false for o in open_requirements((cell.sides[0], *cell.demands[0]), cell.facts, work.integers)
            ):
                break
        else:
            found.needed.append((row.facts, (NOWHERE,)))
            return OPEN
    shown = _example(eq, sides, row, k)
    if shown is None:
        return Undecided(f"no point was found where {_where(row)}")
    found.excluded.append((row, unless))
    if found.example is None:
        found.example, found.note = shown
    return OPEN


def _example(eq: Equation, sides: tuple[Term, ...], row: Formula, k: Kink | None) -> tuple[Counterexample, str] | None:
    """A point of the cell at which the one-sided derivatives certainly differ (or the body is undefined)."""
    for point in on_cell(eq, row):
        values = exact(point)
        try:
            other = next((s for s in sides if not depends(s, PLACE)), None)
            value = None if other is None else balls.evaluate(resolved(other).term, values, 128, eq.integers)
            if k is None:
                return Counterexample(
                    point, "undefined", decimal(value), "the body has no value there"
                ), "undefined there"
            a, b = (balls.evaluate(t, values, 128, eq.integers) for t in (k.left_slope, k.right_slope))
            ends = [balls.evaluate(f.term, values, 128, eq.integers) for f in (k.left, k.at, k.right)]
        except (Undefined, Unsupported):
            continue
        jump = not (ends[0] - ends[1]).contains(0) or not (ends[2] - ends[1]).contains(0)
        if jump:
            note = f"not continuous there: {decimal(ends[0])} from the left, {decimal(ends[2])} from the right"
        elif not (a - b).contains(0):
            note = f"one-sided derivatives {decimal(a)} from the left and {decimal(b)} from the right"
        else:
            continue
        return Counterexample(point, "no derivative", decimal(value), note), note
    return None


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


def _kink_refuted(eq: Equation, here: Equation, row: Formula, slope: Term) -> Verdict | None:
    """At a kink with a derivative the other side has another value."""
    for point in on_cell(eq, row):
        seen: Seen = look(here, point)
        if seen.what == "differ":
            note = "at this point the formula changes; both one-sided derivatives agree"
            return Refuted(example(point, seen, note), certificate=certificate(point, seen, note))
    return Undecided(f"the claim where {_where(row)} is open")


def _verdict(eq: Equation, rows: list[Formula], found: Found, work: Work) -> Verdict:
    steps = ("the differentiation rules off the kinks; one-sided derivatives at them",)
    proof = Certificate("derivative", {"cells": work.rows}, work.trust, steps)
    needed = together(found.needed, eq.facts, work)
    if found.gaps:
        return Undecided("the domains of the two sides differ beside the kinks")
    if not found.excluded:
        return Proved(proof, in_words(needed))
    condition = both(*dict.fromkeys(_outside(row, unless, rows, found) for row, unless in found.excluded))
    data = {**proof.data, "excluded": [[to_json(f) for f in row.facts] for row, _ in found.excluded]}
    note = f"no derivative elsewhere: {found.note}"
    words = in_words(needed, condition)
    return Conditional(condition, replace(proof, data=data), found.example, words, note)


def _outside(row: Formula, unless: Term | None, rows: list[Formula], found: Found) -> Term:
    """Not on the cell: its equalities fail; or, if only some cells with these equalities are excluded, another fact."""
    equal = [f for f in row.facts if isinstance(f, Op) and f.head == "eq"]
    out = {r for r, _ in found.excluded}
    alike = [r for r in rows if all(f in r.facts for f in equal)]
    facts = equal if all(r in out for r in alike) else [f for f in row.facts if isinstance(f, Op)]
    parts = [readable(op(split.NEGATED[f.head], difference(*f.args), ZERO)) for f in facts]
    parts = list(dict.fromkeys([*parts, *([] if unless is None else [unless])]))
    return Op("or", tuple(parts)) if len(parts) > 1 else parts[0]

"""Derivative claims: by the rules off the kinks, by one-sided derivatives at them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel import balls
from symnn.kernel import cells as split
from symnn.kernel.build import ZERO, both, depends, difference, replace_term
from symnn.kernel.cell_points import on_cell
from symnn.kernel.definedness import open_requirements, readable
from symnn.kernel.differentiate import Resolved, resolved
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import Equation, equation
from symnn.kernel.identity import (
    NOWHERE,
    Gap,
    Outcome,
    condition_of,
    examine,
    in_words,
    judged,
    relation_words,
    together,
)
from symnn.kernel.identity_work import Facts, Work
from symnn.kernel.kinks import Formula, Kink, derivatives, formulas, kink
from symnn.kernel.points import exact
from symnn.kernel.ratio import GiveUp
from symnn.kernel.refute import Seen, certificate, decimal, example, look, simplest
from symnn.kernel.sided import Sided, at_point, derivative_at
from symnn.kernel.solve import solved, with_equalities
from symnn.term import Op, Sym, Term, free_symbols, op, substitute, to_json, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, Undecided, Verdict

PLACE = Sym("D~")  # stands for the derivative in the sides of the claim
Wanted = tuple[Term, Sym, int]  # body, variable, order
_HIGHEST = 4


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
        found_at = derivative_at(claim)
        return found_at or Undecided("the derivatives at the kinks are compared only for one derivative by one name")
    body, var, order = node
    sides = tuple(replace_term(s, op("deriv", body, *[var] * order), PLACE) for s in _sides(claim))
    body = resolved(body).term
    found = Found()
    try:
        around = tuple(f for f in eq.facts if not depends(f, var))
        rows = formulas(body, var, around, work)
        for row in rows:
            if work.empty((*eq.facts, *row.facts), True):
                continue
            stop = _cell(eq, sides, row, rows, (body, var, order), work, found)
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


def _the_derivative(claim: Claim) -> Wanted | None:
    """Body, variable and order of the one derivative with kinks in the claim; no other may be in it or around it."""
    nodes = [n for n in dict.fromkeys(walk(claim.relation)) if isinstance(n, Op) and n.head in ("deriv", "at")]
    kinked = [n for n in nodes if resolved(n).smooth]
    match kinked:
        case [Op("deriv", (body, Sym() as var, *more))] if set(more) <= {var} and len(more) < _HIGHEST:
            return body, var, 1 + len(more)
    return None


def _cell(
    eq: Equation, sides: tuple[Term, ...], row: Formula, rows: list[Formula], wanted: Wanted, work: Work, found: Found
) -> Verdict | None:
    """Decide the claim on one exact cell; ``OPEN`` to go on, anything else ends the proof."""
    facts = (*eq.facts, *row.facts)
    body, var, order = wanted
    if row.smooth:
        return _compare(eq, sides, row, derivatives(row.term, var, order)[-1], work, found, ())
    if any(o.false for o in open_requirements((row.term, *row.demands), facts, work.integers)):
        return _exclude(eq, sides, row, None, None, found, work)
    k = kink(row, rows, var, eq.facts, work, order) or _by_limits(body, var, row, order)
    if k is None:
        return Undecided(f"the one-sided derivatives where {_where(row)} were not found")
    if k.exists:
        return _compare(eq, sides, row, k.slope, work, found, ())
    if k.exists is False:
        return _exclude(eq, sides, row, None, k, found, work)
    if k.gap is None:
        return Undecided(f"whether the derivative exists where {_where(row)} is open")
    put_in = with_equalities(k.gap, facts)
    equal = readable(op("eq", k.gap if put_in is None else put_in[0], ZERO))
    stop = _compare(eq, sides, row, k.slope, work, found, (op("eq", k.gap, ZERO),))
    return _exclude(eq, sides, row, equal, k, found, work) if stop is OPEN else stop


def _by_limits(body: Term, var: Sym, row: Formula, order: int) -> Kink | None:
    """At a single point: difference quotients, for slopes that are infinite or that the rules do not give."""
    known = [s for s in map(solved, row.facts) if s is not None and s[0] == var and not free_symbols(s[1])]
    sided = at_point(body, var, known[0][1], order) if known else None
    if sided is None:
        return None
    if sided.value is not None:
        return Kink(row, row, row, ((sided.value, sided.value),), True)
    return Kink(row, row, row, (), False, sided=sided)


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
    found.gaps += [Gap((*row.facts, *also, *g.facts), eq.facts, g.missing) for g in outcome.gaps]
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
            terms = [with_equalities(t, cell.facts) or (t, cell.facts) for t in (cell.sides[0], *cell.demands[0])]
            if not any(o.false for t, f in terms for o in open_requirements((t,), f, work.integers)):
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
            if k.sided is not None:
                return Counterexample(point, "no derivative", decimal(value), k.sided.note), k.sided.note
            pairs = [[balls.evaluate(t, values, 128, eq.integers) for t in pair] for pair in k.slopes]
            ends = [balls.evaluate(f.term, values, 128, eq.integers) for f in (k.left, k.at, k.right)]
        except (Undefined, Unsupported):
            continue
        jump = not (ends[0] - ends[1]).contains(0) or not (ends[2] - ends[1]).contains(0)
        broken = next(((n, a, b) for n, (a, b) in enumerate(pairs, 1) if not (a - b).contains(0)), None)
        if jump:
            note = f"not continuous there: {decimal(ends[0])} from the left, {decimal(ends[2])} from the right"
        elif broken is not None:
            note = Sided(None, decimal(broken[1]), decimal(broken[2]), broken[0]).note
        else:
            continue
        return Counterexample(point, "no derivative", decimal(value), note), note
    return None


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
        return _with_gaps(eq, rows, found, needed, proof, work)
    if not found.excluded:
        return Proved(proof, in_words(needed))
    condition = _off(rows, found)
    data = {**proof.data, "excluded": [[to_json(f) for f in row.facts] for row, _ in found.excluded]}
    note = f"no derivative elsewhere: {found.note}"
    words = in_words(needed, condition)
    return Conditional(condition, replace(proof, data=data), found.example, words, note)


def _off(rows: list[Formula], found: Found) -> Term:
    return both(*dict.fromkeys(_outside(row, unless, rows, found) for row, unless in found.excluded))


def _with_gaps(
    eq: Equation, rows: list[Formula], found: Found, needed: Facts, proof: Certificate, work: Work
) -> Verdict:
    """Beside the kinks one side has a value where the other has none."""
    seen = simplest(eq, 300, "one side")
    if seen is None:
        return Undecided("the domains of the two sides differ beside the kinks")
    outcome = Outcome(None, needed, tuple(found.gaps), len(found.needed))
    condition = both(*([_off(rows, found)] if found.excluded else []), condition_of(outcome, work))
    data = {**proof.data, "witness": certificate(*seen).data}
    note = f"elsewhere the {seen[1].undefined} side has no value"
    return Conditional(condition, replace(proof, data=data), example(*seen), in_words(needed, condition), note)


def _outside(row: Formula, unless: Term | None, rows: list[Formula], found: Found) -> Term:
    """Not on the cell: its equalities fail; or, if only some cells with these equalities are excluded, another fact."""
    equal = [f for f in row.facts if isinstance(f, Op) and f.head == "eq"]
    out = {r for r, _ in found.excluded}
    alike = [r for r in rows if all(f in r.facts for f in equal)]
    facts = equal if all(r in out for r in alike) else [f for f in row.facts if isinstance(f, Op)]
    parts = [readable(op(split.NEGATED[f.head], difference(*f.args), ZERO)) for f in facts]
    parts = list(dict.fromkeys([*parts, *([] if unless is None else [unless])]))
    return Op("or", tuple(parts)) if len(parts) > 1 else parts[0]

"""The weakest condition on one parameter under which an equation holds for all values of the other variables.

The real line of the parameter is cut at the numbers where a sign may change.  On each piece the equation is proved, or
it is refuted for every value of the parameter there: by a fixed value of the other variables at which the difference
of the sides is shown to have no zero on the piece.  A condition is given only when every piece is settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, pairwise, product

from symnn.claim import Variable
from symnn.domain import Domain, Interval
from symnn.kernel import cells as split
from symnn.kernel import normal
from symnn.kernel import ratio as rat
from symnn.kernel.build import ONE, ZERO, both, difference, minus, quotient, total
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import Equation, alternatives
from symnn.kernel.identity import Work, examine
from symnn.kernel.pieces import inner_point
from symnn.kernel.points import Point, axis, used
from symnn.kernel.ratio import GiveUp
from symnn.kernel.refute import Seen, counterexample
from symnn.term import Num, Op, Sym, Term, free_symbols, num, op, substitute, to_json, walk

MOST_CUTS = 12
MOST_WITNESSES = 60


@dataclass(frozen=True)
class Piece:
    """An interval or a point of the parameter, and whether the equation holds for all values in it (or for none)."""

    where: Interval
    holds: bool | None
    point: Point = ()
    seen: Seen | None = None
    row: tuple[tuple[str, object], ...] = ()


def weakest(eq: Equation) -> tuple[Variable, Term, list[object]] | None:
    """A parameter, the condition on it, and the pieces as data; ``None`` if there is none or it is not settled."""
    if not off_kinks(eq):
        return None
    for parameter in parameters(eq):
        found = pieces(eq, parameter)
        if found is None or any(p.holds is None for p in found) or not any(p.holds for p in found):
            continue
        condition = union(parameter.sym, [p.where for p in found if p.holds], parameter.domain)
        rows: list[object] = [{"piece": str(p.where), "holds": p.holds, **dict(p.row)} for p in found]
        return parameter, condition, rows
    return None


def off_kinks(eq: Equation) -> bool:
    """Whether no differentiated body has a kink in the domain."""
    rows = [c for c in eq.smooth if isinstance(c, Op)]
    return all(Work(eq.integers).empty((*eq.facts, op("eq", *c.args)), True) for c in rows)


def parameters(eq: Equation) -> tuple[Variable, ...]:
    """The names that play the part of a parameter, each beside at least one other variable."""
    seen = used(eq.variables, (eq.left.term, eq.right.term))
    marked = tuple(v for v in seen if v.role == "parameter" and not v.domain.integer)
    return marked if len(seen) > 1 else ()


def pieces(eq: Equation, parameter: Variable, also: tuple[Fraction, ...] = ()) -> list[Piece] | None:
    """The parameter's domain in pieces, each settled as far as it goes."""
    cuts = sorted(set(also) | breakpoints(eq, parameter.sym))
    if parameter.domain.integer:
        return None  # between two integers there is none: the pieces would say something of no value
    if len(cuts) > MOST_CUTS or _in_exponent(eq, parameter.sym):
        return None
    intervals = list(parts(parameter.domain, cuts))
    tried = [at_a_value(eq, parameter, i) for i in intervals]
    if not also and all(t is not None for t in tried):
        return None  # false for a value in each piece: no condition to be found here
    return [settled(eq, parameter, i, t) for i, t in zip(intervals, tried, strict=True)]


def _in_exponent(eq: Equation, parameter: Sym) -> bool:
    """x^γ has no value for negative x even where γ = 2; with 2 put in for γ it has."""
    terms = (eq.left.term, eq.right.term, *eq.left.bodies, *eq.right.bodies)
    powers = [n for t in terms for n in walk(t) if isinstance(n, Op) and n.head == "pow"]
    return any(parameter in free_symbols(n.args[1]) and n.args[0] != Op("e") for n in powers)


def parts(domain: Domain, cuts: list[Fraction]) -> Iterator[Interval]:
    for i in domain.intervals:
        low, low_open = i.low, i.low_open
        for c in cuts:
            if c not in i:
                continue
            if low is None or low < c:
                yield from _nonempty(Interval(low, c, low_open, True))
            yield Interval(c, c, False, False)
            low, low_open = c, True
        yield from _nonempty(Interval(low, i.high, low_open, i.high_open))


def _nonempty(i: Interval) -> Iterator[Interval]:
    if not i.empty:
        yield i


def breakpoints(eq: Equation, parameter: Sym) -> set[Fraction]:
    """Rational zeros of the factors in the parameter alone, of the difference and of what is compared in the cells."""
    found = {Fraction(0), Fraction(1)}
    for side in (eq.left.term, eq.right.term, *eq.assumptions):
        found |= {
            n.value for n in walk(side) if isinstance(n, Num) and abs(n.value) <= 1000 and n.value.denominator <= 1000
        }
    found |= {-x for x in found}
    found = set(sorted(found, key=lambda x: (x.denominator, abs(x)))[:6])
    work = Work(eq.integers)
    try:
        seen = islice(
            split.cells((eq.left.term, eq.right.term), eq.facts, work.cheap, lambda a, b, f: True, eq.integers), 40
        )
        for cell in seen:
            gaps = [f.args[0] for f in cell.facts if isinstance(f, Op) and len(f.args) == 2 and f.args[1] == ZERO]
            for term in (difference(*cell.sides), *gaps):
                found |= _zeros(term, parameter, eq)
    except (GiveUp, Unsupported):
        pass
    return found


def _zeros(term: Term, parameter: Sym, eq: Equation) -> set[Fraction]:
    if parameter not in free_symbols(term):
        return set()
    try:
        form = normal.Form((term,), eq.facts, eq.integers)
    except (GiveUp, Unsupported):
        return set()
    key = ("name", parameter)
    if key not in form.kernels.index:
        return set()
    i = form.kernels.index[key]
    out = set()
    _, factors = rat.factors(form.kernels.tidy_top(form.ratios[0].top))
    for p, _ in factors:
        if rat.used(p) == (i,) and p.total_degree() == 1:
            out.add(-sum((c for m, c in rat.monomials(p) if not m), Fraction(0)))
    return out


def at_a_value(eq: Equation, parameter: Variable, where: Interval) -> tuple[Point, Seen] | None:
    """A counterexample at one value of the parameter in the piece."""
    sample = where.low if where.is_point else inner_point(where)
    assert sample is not None
    return counterexample(_restricted(eq, parameter, Interval(sample, sample, False, False)), 60)


def settled(eq: Equation, parameter: Variable, where: Interval, at_sample: tuple[Point, Seen] | None) -> Piece:
    """Proved on the piece, or refuted for each value in it."""
    inside = _restricted(eq, parameter, where)
    if at_sample is None:
        work = Work(eq.integers)
        try:
            outcomes = [examine(e, work) for e in alternatives(inside)]
        except (GiveUp, Unsupported):
            return Piece(where, None)
        holds = all(o.open_cell is None and not o.gaps for o in outcomes)
        return Piece(where, True if holds else None, row=(("cells", work.rows),))
    point, seen = at_sample
    if where.is_point:
        return Piece(where, False, point, seen, (("point", [[to_json(s), str(x)] for s, x in point]),))
    family = witness(inside, parameter, where, point)
    if family is None:
        return Piece(where, None, point, seen)
    return Piece(where, False, point, seen, (("family", [[to_json(s), to_json(t)] for s, t in family.items()]),))


def _restricted(eq: Equation, parameter: Variable, where: Interval) -> Equation:
    changed = replace(parameter, domain=Domain((where,)))
    return replace(eq, variables=tuple(changed if v.sym == parameter.sym else v for v in eq.variables))


def witness(eq: Equation, parameter: Variable, where: Interval, first: Point) -> dict[Sym, Term] | None:
    """Values of the other variables, numbers or simple in the parameter: with them the equation fails on the piece."""
    others = [v for v in used(eq.variables, (eq.left.term, eq.right.term, *eq.assumptions)) if v.sym != parameter.sym]
    p = parameter.sym
    known: dict[Sym, Term] = {s: num(x) for s, x in first if s != p}
    if _fails_throughout(eq, known, others, p):
        return known
    simple: list[Term] = [p, minus(p), quotient(ONE, p), total(p, ONE), difference(p, ONE)]
    axes = [
        [*(num(x) for x in axis(v.domain, [])[:6]), *(simple if where.low != 0 or where.low_open else [])]
        for v in others
    ]
    for row in islice(product(*axes), MOST_WITNESSES):
        values = dict(zip((v.sym for v in others), row, strict=True))
        if _fails_throughout(eq, values, others, p):
            return values
    return None


def _names(term: Term, eq: Equation) -> frozenset[Sym]:
    """The variables in a term; an index that only tells names apart is none."""
    return free_symbols(term) & {v.sym for v in eq.variables}


def _fails_throughout(eq: Equation, values: dict[Sym, Term], others: list[Variable], parameter: Sym) -> bool:
    """For each value of the parameter on the piece: inside the domain, both sides defined, and different."""
    facts = tuple(f for f in eq.facts if _names(f, eq) <= {parameter})
    work = Work(eq.integers)
    for fact in eq.facts + eq.smooth:
        if _names(fact, eq) <= {parameter}:
            continue
        here = substitute(fact, values)
        if not (isinstance(here, Op) and here.head in split.NEGATED):
            return False
        if not work.empty((*facts, op(split.NEGATED[here.head], *here.args))):
            return False
    if any(v.domain.integer and not isinstance(values[v.sym], Num) for v in others):
        return False
    for v in others:
        value = values[v.sym]
        if isinstance(value, Num) and value.value not in v.domain:
            return False
        if not isinstance(value, Num) and len(v.domain.intervals) != 1:
            return False
    sides = tuple(substitute(s.term, values) for s in eq.sides)
    bodies = tuple(substitute(b, values) for s in eq.sides for b in s.bodies)
    try:
        for cell in split.cells((*sides, *bodies), facts, work.cheap, work.agree, work.integers):
            gap = op("eq", difference(*cell.sides[:2]), ZERO)
            if work.empty(cell.facts):
                continue
            defined = all(
                has_value(t, cell.facts, eq.integers) for i, s in enumerate(cell.sides) for t in (s, *cell.demands[i])
            )
            if not defined or not work.empty((*cell.facts, gap)):
                return False
    except (GiveUp, Unsupported):
        return False
    return True


def has_value(term: Term, facts: tuple[Term, ...], integers: frozenset[Sym]) -> bool:
    from symnn.kernel.definedness import open_requirements

    return not open_requirements((term,), facts, integers)


# -- the condition in words of relations -----------------------------------------------------------------------------


def union(name: Sym, intervals: list[Interval], domain: Domain) -> Term:
    """A union of neighbouring intervals and points as relations, relative to the domain: γ ≤ 1, β ≠ 0, γ = 1."""
    merged: list[Interval] = []
    for i in intervals:
        last = merged[-1] if merged else None
        if last is not None and last.high == i.low and last.high is not None and not (last.high_open and i.low_open):
            merged[-1] = Interval(last.low, i.high, last.low_open, i.high_open)
        else:
            merged.append(i)
    missing = [a.high for a, b in pairwise(merged) if a.high == b.low and a.high is not None]
    if len(missing) == len(merged) - 1 and merged:
        hull = Interval(merged[0].low, merged[-1].high, merged[0].low_open, merged[-1].high_open)
        return both(*_bounds(name, hull, domain), *(op("ne", name, num(x)) for x in missing))
    rows = [both(*_bounds(name, i, Domain())) for i in merged]
    return Op("or", tuple(rows)) if len(rows) > 1 else rows[0]


def _bounds(name: Sym, i: Interval, domain: Domain) -> Iterator[Term]:
    if i.is_point and i.low is not None:
        yield op("eq", name, num(i.low))
        return
    if i.low is not None and _reaches(domain, Interval(None, i.low, True, not i.low_open)):
        yield op("gt" if i.low_open else "ge", name, num(i.low))
    if i.high is not None and _reaches(domain, Interval(i.high, None, not i.high_open, True)):
        yield op("lt" if i.high_open else "le", name, num(i.high))


def _reaches(domain: Domain, beyond: Interval) -> bool:
    """Whether the domain has points there, so that a bound says something."""
    return not domain.intersect(Domain((beyond,))).empty

"""Inequalities and chains of them: refuted at a rational point, or proved on the whole domain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Any

from flint import arb, ctx

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.domain import Domain, Interval
from symnn.kernel import balls
from symnn.kernel.differentiate import resolve_derivatives
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.expansions import exactly_zero
from symnn.kernel.positivity import Fails, sign_holds
from symnn.kernel.probes import Point, rationals_in
from symnn.kernel.problem import Problem
from symnn.kernel.reductions import intervals, is_bound, shown
from symnn.term import Op, Sym, Term, free_functions, free_symbols, num, op, substitute
from symnn.verdict import Counterexample, Proved, Refuted, Verdict

_MOST_POINTS = 300
_MOST_BOXES = 16
_STEPS = (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 16), Fraction(1, 64), Fraction(1, 512))


@dataclass(frozen=True)
class Part:
    """One relation left R right as ``gap`` > 0 or ≥ 0."""

    relation: Op
    gap: Term
    strict: bool

    @property
    def names(self) -> frozenset[Sym]:
        return free_symbols(self.gap)


def parts_of(relation: Term) -> list[Part] | None:
    """The single inequalities of a relation or a chain; ``None`` if something else is in it."""
    match relation:
        case Op("chain" | "and", items):
            rows = [parts_of(i) for i in items]
            return None if any(r is None for r in rows) else [p for r in rows if r for p in r]
        case Op("lt" | "le" | "gt" | "ge" as head, (left, right)):
            low, high = (left, right) if head in ("lt", "le") else (right, left)
            return [Part(relation, op("add", high, op("neg", low)), head in ("lt", "gt"))]
        case Op("ne", (left, right)):
            return [Part(relation, op("add", left, op("neg", right)), True)]
    return None


def inequality(claim: Claim) -> Verdict | None:
    """f ≥ 0 or f > 0 for the difference f of the sides, by ``reductions`` and ``positivity``; one point refutes.

    Kinks are cut; tails and zeros are covered by expansions with a certified remainder, the compact rest by boxes.
    """
    if claim.opaque or any(v.shape for v in claim.variables):
        return None
    parts = parts_of(claim.relation)
    if not parts or any(free_functions(p.gap) for p in parts):
        return None
    try:
        return decide_parts(claim, parts)
    except Unsupported:
        return None


def decide_parts(claim: Claim, parts: list[Part], method: str = "inequality") -> Verdict | None:
    """All parts proved, or one refuted."""
    rows: list[dict[str, Any]] = []
    for part in parts:
        try:
            gap, conditions = resolve_derivatives(part.gap)
        except Unsupported:
            return None
        if conditions:
            return None
        part = Part(part.relation, gap, part.strict)
        answer = decide_part(claim, part)
        if isinstance(answer, Refuted) or answer is None:
            return answer
        rows.append({"strict": part.strict, "proof": answer})
    steps = tuple(dict.fromkeys(sentence(r) for row in rows for r in row["proof"]))
    somewhere = any('"no value"' in str(r).replace("'", '"') for r in rows)
    where = "where the sides have a value" if somewhere else "everywhere"
    return Proved(Certificate(method, {"parts": rows}, steps=steps), where)


def decide_part(claim: Claim, part: Part) -> list[dict[str, Any]] | Refuted | None:
    """The rows of a proof, a refutation, or nothing."""
    if part.relation.head == "ne":
        return _never_zero(claim, part)
    found = violation(claim, part)
    if found is not None:
        return found
    out: list[dict[str, Any]] = []
    for problem in problems(claim, part):
        if len(problem.names) == 1:
            failed = _fails(claim, part, problem)
            if failed is not None:
                return failed
        rows = shown(problem)
        if rows is None:
            return None
        out += rows
    return out


def _fails(claim: Claim, part: Part, problem: Problem) -> Refuted | None:
    (var,) = problem.names
    where = intervals(var, problem.where.get(var, Interval()), problem.facts)
    if where.empty:
        return None
    found = sign_holds(part.gap, var, where, part.strict)
    if not isinstance(found, Fails):
        return None
    point = ((var, found.at),)
    return refuted_at(part, point) if _allowed(claim, point) else None


def problems(claim: Claim, part: Part) -> Iterator[Problem]:
    """One problem for each product of intervals of the domain; integers count as the reals around them.

    An assumption that bounds one name by a rational narrows its interval; the others stay as facts.
    """
    known = [v for v in claim.variables if v.sym in part.names]
    rows = list(product(*(v.domain.intervals for v in known)))
    if len(rows) > _MOST_BOXES:
        raise Unsupported("too many intervals")
    for row in rows:
        where = {v.sym: i for v, i in zip(known, row, strict=True)}
        facts = tuple(flattened(claim.assumptions))
        for name in where:
            where[name] = intervals(name, where[name], facts)
            facts = tuple(f for f in facts if not is_bound(f, name))
        if any(i.empty for i in where.values()):
            continue
        yield Problem(part.gap, where, facts, part.strict)


def flattened(assumptions: tuple[Term, ...]) -> Iterator[Term]:
    for a in assumptions:
        if isinstance(a, Op) and a.head in ("and", "chain"):
            yield from flattened(a.args)
        else:
            yield a


def _never_zero(claim: Claim, part: Part) -> list[dict[str, Any]] | Refuted | None:
    for sign in (1, -1):
        gap = part.gap if sign > 0 else op("neg", part.gap)
        proofs = [shown(p) for p in problems(claim, Part(part.relation, gap, True))]
        if all(p is not None for p in proofs):
            return [r for p in proofs if p for r in p]
    return None


# -- refutation ------------------------------------------------------------------------------------------------------


def violation(claim: Claim, part: Part) -> Refuted | None:
    """A small rational point with a certified violation: a grid, then downhill from its lowest points."""
    used = part.names.union(*(free_symbols(a) for a in claim.assumptions))
    variables = [v for v in claim.variables if v.sym in used]
    if not part.names <= {v.sym for v in variables}:
        return None
    with ctx.workprec(64):
        ranked: list[tuple[arb, Point]] = []
        count = 12 if len(variables) <= 2 else 6 if len(variables) <= 3 else 4
        axes = [rationals_in(v.domain, count) for v in variables]
        grid = sorted(product(*(range(len(a)) for a in axes)), key=sum)
        for row in islice(grid, _MOST_POINTS):
            point = tuple((v.sym, axes[i][k]) for i, (v, k) in enumerate(zip(variables, row, strict=True)))
            value = _value(claim, part, point)
            if value is None:
                continue
            if _wrong(value, part.strict) and (found := _certified(claim, part, point)):
                return found
            ranked.append((value.mid(), point))
        ranked.sort(key=lambda vp: vp[0])
        for _, point in ranked[:3]:
            low = _downhill(claim, part, point)
            if low is not None and (found := _certified(claim, part, low)):
                return found
    return None


def _downhill(claim: Claim, part: Part, point: Point) -> Point | None:
    best = _value(claim, part, point)
    for step in _STEPS:
        for _ in range(12):
            moves = [
                tuple((s, x + side * step) if i == j else (s, x) for j, (s, x) in enumerate(point))
                for i in range(len(point))
                for side in (1, -1)
            ]
            improved = False
            for move in moves:
                value = _value(claim, part, move) if _inside(claim, move) else None
                if value is not None and (best is None or value.mid() < best.mid()):
                    best, point, improved = value, move, True
                    if _wrong(value, part.strict):
                        return point
            if not improved:
                break
    return None


def _value(claim: Claim, part: Part, point: Point) -> arb | None:
    try:
        return balls.evaluate(part.gap, {s: balls.rational(x) for s, x in point}, 64, _integers(claim))
    except (Undefined, Unsupported):
        return None


def _wrong(value: arb, strict: bool) -> bool:
    return bool(value < 0) or (strict and value.is_zero())


def _integers(claim: Claim) -> frozenset[Sym]:
    return frozenset(v.sym for v in claim.variables if v.domain.integer)


def _inside(claim: Claim, point: Point) -> bool:
    domains: dict[Sym, Domain] = {v.sym: v.domain for v in claim.variables}
    return all(x in domains[s] for s, x in point)


def _allowed(claim: Claim, point: Point) -> bool:
    """Whether the point certainly lies in the domain and satisfies every assumption."""
    values = {s: balls.rational(x) for s, x in point}
    try:
        return _inside(claim, point) and all(
            balls.truth(a, values, integers=_integers(claim)) is True for a in claim.assumptions
        )
    except Unsupported:
        return False


def _certified(claim: Claim, part: Part, point: Point) -> Refuted | None:
    return refuted_at(part, point, _integers(claim)) if _allowed(claim, point) else None


def refuted_at(part: Part, point: Point, integers: frozenset[Sym] = frozenset()) -> Refuted | None:
    """The relation is certainly false at the point."""
    values = {s: balls.rational(x) for s, x in point}
    for precision in (128, 512):
        try:
            if balls.truth(part.relation, values, precision, integers) is False:
                left, right = (balls.evaluate(a, values, precision, integers) for a in part.relation.args)
                example = Counterexample(point, left.str(15, radius=False), right.str(15, radius=False))
                data = {"point": [[s.text, str(x)] for s, x in point]}
                return Refuted(example, certificate=Certificate("counterexample", data))
        except (Undefined, Unsupported):
            return None
    if part.strict and exactly_zero(substitute(part.gap, {s: num(x) for s, x in point})):
        try:
            value = balls.evaluate(part.relation.args[0], values, 128, integers).str(15, radius=False)
        except (Undefined, Unsupported):
            return None
        example = Counterexample(point, value, value, "the two sides are equal there")
        data = {"point": [[s.text, str(x)] for s, x in point]}
        return Refuted(example, certificate=Certificate("counterexample", data))
    return None


def sentence(row: dict[str, Any]) -> str:
    """One row of a proof in words."""
    match row["by"]:
        case "one variable":
            zeros = f", with equality at {', '.join(row['zeros'])}" if row["zeros"] else ""
            return f"on {row['interval']}: {row['boxes']} boxes, ends and tails by expansions{zeros}"
        case "form":
            return "the form shows the sign"
        case "fibre":
            return "zero on a diagonal and falling towards it"
        case "cell":
            return "sign cells of the kinks"
        case "lowest point":
            return "lowest point of a quadratic"
    return str(row["by"])

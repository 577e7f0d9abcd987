"""Inequalities and chains of them: refuted at a rational point, or proved on the whole domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.domain import Interval
from symnn.kernel.approach import approached, limit_of, with_growing_length
from symnn.kernel.build import difference
from symnn.kernel.differentiate import resolve_derivatives
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import integer_powers
from symnn.kernel.narrowing import intervals, is_bound
from symnn.kernel.pieces import cut, linear
from symnn.kernel.positivity import Fails
from symnn.kernel.problem import Problem
from symnn.kernel.reductions import bounded, one_variable, shown
from symnn.kernel.sign_cases import Branch, by_signs, facts_of
from symnn.kernel.signs import Facts, NoValue, Unknown
from symnn.kernel.violations import Part, equality, simplest_violation, violation, violation_downhill
from symnn.term import Op, Sym, Term, free_functions, num, op, substitute, transform, walk
from symnn.verdict import Proved, Refuted, Verdict

_MOST_BOXES = 16


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
    off_kinks = False
    for part in parts:
        smooth, here = without_derivatives(part, claim)
        answer = decide_part(here, smooth)
        if isinstance(answer, Refuted) or answer is None:
            return answer
        if here is not claim:
            off_kinks = True
            if not _holds_at_joints(here, part, smooth):
                return None
        rows.append({"strict": part.strict, "proof": answer})
    steps = tuple(dict.fromkeys(sentence(r) for row in rows for r in row["proof"]))
    somewhere = any(c.get("by") == "no value" for row in rows for r in row["proof"] for c in r.get("cover", ()))
    where = (
        "where the derivative exists" if off_kinks else "where the sides have a value" if somewhere else "everywhere"
    )
    return Proved(Certificate(method, {"parts": rows}, steps=steps), where)


def without_derivatives(part: Part, claim: Claim) -> tuple[Part, Claim]:
    """The part with its derivatives worked out, and the claim with "off the kinks" as assumptions."""
    relation, conditions = resolve_derivatives(part.relation)
    gap, _ = resolve_derivatives(part.gap)
    assert isinstance(relation, Op)
    if not conditions:
        return Part(relation, gap, part.strict), claim
    return Part(relation, gap, part.strict), replace(claim, assumptions=(*claim.assumptions, *conditions))


def _holds_at_joints(claim: Claim, part: Part, smooth: Part) -> bool:
    """At a kink where the derivative exists after all it is the limit of those beside it (mean value theorem).

    So ≥ carries over from either side, where the rest of the relation is continuous; > needs the limit itself.
    """
    rest = transform(part.relation, lambda n: num(0) if isinstance(n, Op) and n.head == "deriv" else None)
    if any(isinstance(n, Op) and n.head in _JUMPS for n in walk(rest)):
        return False
    if not part.strict:
        return True
    facts = facts_of(claim.variables, claim.assumptions)
    for condition in claim.assumptions:
        if not isinstance(condition, Op) or condition.head != "ne":
            continue
        roots = [(s, x) for s in smooth.names if (x := excluded(condition, s)) is not None]
        if roots and _positive_limit(facts, smooth.gap, *roots[0]):
            continue
        others = replace(claim, assumptions=tuple(a for a in claim.assumptions if a != condition))
        a, b = condition.args
        if roots or not isinstance(decide_part(others, Part(condition, difference(a, b), True)), list):
            return False
    return True


def _positive_limit(facts: Facts, gap: Term, var: Sym, at: Fraction) -> bool:
    """From one side at least, for all values of the parameters."""

    def work(side: int, terms: int) -> list[Branch[bool]]:
        moved = approached(gap, var, num(at), side)

        def positive(here: Facts, values: Mapping[Sym, Term]) -> bool:
            found = limit_of(substitute(moved, values), here, terms)
            return found.at > 0 or (not found.at and here.sign(found.value) > 0)

        return by_signs(facts, positive)

    for side in (1, -1):
        try:
            if all(b.answer for b in with_growing_length(lambda n, side=side: work(side, n))):  # type: ignore[misc]
                return True
        except (Unknown, NoValue):
            continue
    return False


_JUMPS = frozenset("sign indicator cases floor ceil".split())


def decide_part(claim: Claim, part: Part) -> list[dict[str, Any]] | Refuted | None:
    """The rows of a proof, a refutation, or nothing."""
    if part.relation.head == "ne":
        return _never_zero(claim, part)
    found = violation(claim, part)
    if found is not None:
        return found
    out: list[dict[str, Any]] = []
    for problem in problems(claim, part):
        rows = one_variable(problem) if len(problem.names) <= 1 else shown(problem)
        if isinstance(rows, Fails):
            return simplest_violation(claim, part, problem.names[0], rows.at)
        rows = rows or (bounded(problem) if len(problem.names) == 1 else None)
        if rows is None:
            return violation_downhill(claim, part)
        out += rows
    return out


def problems(claim: Claim, part: Part) -> Iterator[Problem]:
    """One problem for each product of intervals of the domain; integers count as the reals around them.

    An assumption that bounds one name by a rational, or excludes one, cuts its interval; the others stay as facts.
    """
    if integer_powers(claim):
        raise Unsupported("an integer power of a number that may be negative")
    known = [v for v in claim.variables if v.sym in part.names]
    facts = tuple(flattened(claim.assumptions))
    axes = [[j for i in v.domain.intervals for j in _cut(v.sym, i, facts)] for v in known]
    rows = list(product(*axes))
    if len(rows) > _MOST_BOXES:
        raise Unsupported("too many intervals")
    kept = tuple(f for f in facts if not any(is_bound(f, v.sym) for v in known))
    for row in rows:
        yield Problem(part.gap, {v.sym: i for v, i in zip(known, row, strict=True)}, kept, part.strict)


def _cut(name: Sym, where: Interval, facts: tuple[Term, ...]) -> list[Interval]:
    where = intervals(name, where, facts)
    if where.empty:
        return []
    holes = sorted({x for f in facts if (x := excluded(f, name)) is not None and x in where})
    return [i for i in cut(where, holes) if not (i.is_point and i.low in holes)]


def excluded(fact: Term, name: Sym) -> Fraction | None:
    """c for a fact that says name ≠ c."""
    match fact:
        case Op("ne", (a, b)):
            row = linear(op("add", a, op("neg", b)), name)
            return -row[1] / row[0] if row is not None and row[0] else None
    return None


def flattened(assumptions: tuple[Term, ...]) -> Iterator[Term]:
    for a in assumptions:
        if isinstance(a, Op) and a.head in ("and", "chain"):
            yield from flattened(a.args)
        else:
            yield a


def _never_zero(claim: Claim, part: Part) -> list[dict[str, Any]] | Refuted | None:
    found = equality(claim, part)
    if found is not None:
        return found
    out: list[dict[str, Any]] = []
    for problem in problems(claim, part):
        above = Problem(problem.term, problem.where, problem.facts, True)
        rows = shown(above) or shown(Problem(op("neg", problem.term), problem.where, problem.facts, True))
        if rows is None:
            return None
        out += rows
    return out


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
        case "multipliers":
            return "a sum of facts with multipliers"
        case "lowest point":
            return "lowest point of a quadratic"
    return str(row["by"])

"""Inequalities and chains of them: refuted at a rational point, or proved on the whole domain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel.differentiate import resolve_derivatives
from symnn.kernel.elementary import Unsupported
from symnn.kernel.positivity import Fails
from symnn.kernel.problem import Problem
from symnn.kernel.reductions import intervals, is_bound, one_variable, shown
from symnn.kernel.violations import Part, simplest_violation, violation, violation_downhill
from symnn.term import Op, Term, free_functions, op
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
        rows = one_variable(problem) if len(problem.names) <= 1 else shown(problem)
        if isinstance(rows, Fails):
            return simplest_violation(claim, part, problem.names[0], rows.at)
        if rows is None:
            return violation_downhill(claim, part) if len(problem.names) > 1 else None
        out += rows
    return out


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

"""Ranges of functions with parameters: both bounds, reached or approached, for every value of the parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.domain import Interval
from symnn.kernel.for_all import smooth_for_all
from symnn.kernel.inequality import decide_parts
from symnn.kernel.monotone import smoothness
from symnn.kernel.probes import parameter_points
from symnn.kernel.ranges import End, ends_of, range_is
from symnn.term import Op, Sym, Term, free_functions, free_symbols, num, op, substitute, to_json
from symnn.verdict import Proved, Refuted, Verdict

_INFINITY = op("infinity")


def range_for_all(claim: Claim) -> Verdict | None:
    """Continuous on an interval, inside the bounds, and each end is a value or a limit: then every value between is.

    Refuted at small rational values of the parameters, where it is a claim about one function.
    """
    match claim.relation:
        case Op("range_is", (term, Sym() as var, target)):
            ends = ends_of(target)
        case _:
            return None
    if ends is None or claim.opaque or free_functions(term) or not (free_symbols(term) | free_symbols(target)) - {var}:
        return None
    refuted = at_values(claim, var, range_is)
    if refuted is not None:
        return refuted
    variable = claim.variable(var)
    if variable is None or variable.domain.integer or len(variable.domain.intervals) != 1:
        return None
    if any(var in free_symbols(a) for a in claim.assumptions) or smooth_for_all(claim, term, var, 0) is None:
        return None
    finite = [e.part(term) for e in ends if e.at is not None]
    inside = decide_parts(claim, finite, "range") if finite else None
    if finite and not isinstance(inside, Proved):
        return inside
    rows = [_sharp(claim, term, var, variable.domain.intervals[0], end) for end in ends]
    if any(r is None for r in rows):
        return None
    data = {"bounds": inside.certificate.data if isinstance(inside, Proved) else {}, "ends": rows}
    steps = ("continuous on an interval, inside the bounds, and each end is a value or a limit",)
    return Proved(Certificate("range", data, steps=steps))


def _sharp(claim: Claim, term: Term, var: Sym, where: Interval, end: End) -> dict[str, Any] | None:
    """The end is attained at a simple place, or it is the limit at an end of the domain."""
    from symnn.kernel.provers import asked

    wanted = end.at
    if wanted is None:
        wanted = op("neg", _INFINITY) if end.side > 0 else _INFINITY
    elif not end.open:
        for x in (*(e for e in (where.low, where.high) if isinstance(e, Fraction)), *map(Fraction, (0, 1, -1))):
            if x in where:
                value = op("eq", substitute(term, {var: num(x)}), wanted)
                if isinstance(asked(replace(claim, relation=value)), Proved):
                    return {"end": to_json(wanted), "point": str(x)}
        return None
    for low, side in ((where.low, 1), (where.high, -1)):
        at = num(low) if low is not None else op("neg", _INFINITY) if side > 0 else _INFINITY
        direction = num(side if low is not None else 0)
        verdict = asked(replace(claim, kind="limit", relation=op("eq", op("lim", term, var, at, direction), wanted)))
        if isinstance(verdict, Proved):
            return {"end": to_json(wanted), "limit": to_json(at)}
    return None


def rough_for_some(claim: Claim) -> Verdict | None:
    """Not continuous or not differentiable at some small values of the parameters."""
    match claim.relation:
        case Op("differentiable" | "continuous", (term, Sym() as var)) if free_symbols(term) - {var}:
            return at_values(claim, var, smoothness)
    return None


def at_values(claim: Claim, var: Sym, prover: Callable[[Claim], Verdict | None]) -> Refuted | None:
    """A refutation at small values of the parameters that satisfy the assumptions."""
    others = tuple(v for v in claim.variables if v.sym != var)
    about = tuple(a for a in claim.assumptions if var not in free_symbols(a))
    for point in islice(parameter_points(others, about), 12):
        values: dict[Sym, Term] = {s: num(x) for s, x in point}
        kept = tuple(substitute(a, values) for a in claim.assumptions if a not in about)
        here = replace(
            claim,
            relation=substitute(claim.relation, values),
            assumptions=kept,
            variables=tuple(v for v in claim.variables if v.sym == var),
        )
        found = prover(here)
        if isinstance(found, Refuted):
            example = replace(found.counterexample, point=(*point, *found.counterexample.point))
            rows = [[s.text, str(x)] for s, x in point]
            data = {**found.certificate.data, "parameters": rows}
            if isinstance(data.get("point"), list):
                data["point"] = [*rows, *data["point"]]
            return Refuted(example, certificate=replace(found.certificate, data=data))
    return None

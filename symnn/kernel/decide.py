"""One claim through the provers, in order; whatever goes wrong in one of them is a reason, never a verdict."""

from __future__ import annotations

from dataclasses import replace

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel.build import both
from symnn.kernel.conditions import weakened
from symnn.kernel.elementary import Unsupported
from symnn.kernel.equation import check_supported, integers_of, prepared
from symnn.kernel.identity import NOWHERE
from symnn.kernel.points import allowed, points
from symnn.kernel.provers import LIKELY, PROVERS, asked
from symnn.kernel.ties import TIED, tied
from symnn.kernel.vacuous import ONE_SIDE, SAYS_NOTHING, says_nothing
from symnn.term import Op, free_symbols, to_json, walk
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Unreadable, Verdict

MOST_COMPLETED = 200  # points that are tried for the names of the other parts
FINAL = SAYS_NOTHING | {TIED}  # reasons that no other prover takes back


def decide(claim: Claim, likely: bool = False) -> Verdict:
    """The verdict of a closed claim; ``likely`` looks for a proof first, and for a counterexample then."""
    try:
        ready = prepared(claim)
        check_supported(ready)
    except Unsupported as reason:
        return Undecided(str(reason))
    if any(v.domain.empty for v in ready.variables):
        return Undecided("the domain of a variable is empty")
    if tied(ready):
        return Undecided(TIED)
    verdict = asked(ready, LIKELY if likely else PROVERS)
    if isinstance(verdict, Undecided) and isinstance(ready.relation, Op) and ready.relation.head in ("chain", "and"):
        verdict = _conjunction(ready)
    if isinstance(verdict, Conditional) and verdict.condition == NOWHERE:
        return Undecided(ONE_SIDE)
    if isinstance(verdict, Proved) and (nothing := says_nothing(ready)) is not None:
        return Undecided(nothing)
    return weakened(ready, _completed(ready, verdict)) if isinstance(verdict, Refuted) else verdict


def _conjunction(claim: Claim) -> Verdict:
    """Every part proved; a part that is refuted or undecided decides; what single parts need is needed by the whole."""
    assert isinstance(claim.relation, Op)
    parts = [asked(replace(claim, relation=part)) for part in claim.relation.args]
    for wanted in (Refuted, Undecided, Unreadable):
        for verdict in parts:
            if isinstance(verdict, wanted):
                return verdict
    certificates = [v.certificate for v in parts if isinstance(v, Proved | Conditional)]
    words = [v.defined_where for v in parts if isinstance(v, Proved | Conditional)]
    where = ", ".join(dict.fromkeys(w for w in words if w != "everywhere")) or "everywhere"
    data = {"parts": [{"method": c.method, "data": c.data} for c in certificates]}
    proof = Certificate("chain", data, "z3" if any(c.trust == "z3" for c in certificates) else "kernel")
    needed = [v for v in parts if isinstance(v, Conditional)]
    if not needed:
        return Proved(proof, where)
    condition = both(*dict.fromkeys(v.condition for v in needed))
    return Conditional(condition, proof, needed[0].counterexample, where, needed[0].note)


def _completed(claim: Claim, refuted: Refuted) -> Refuted:
    """The counterexample of one part with numbers for the names that stand in the other parts only."""
    point, data = refuted.counterexample.point, refuted.certificate.data
    bound = {n.args[3] for n in walk(claim.relation) if isinstance(n, Op) and n.head == "order"}  # the x of x → 0
    missing = free_symbols(claim.relation) - {s for s, _ in point} - bound
    others = tuple(v for v in claim.variables if v.sym in missing)
    if not others or "point" not in data:
        return refuted
    integers = integers_of(claim.variables)
    for more in points(others, (), (), MOST_COMPLETED):
        if allowed((*point, *more), claim.variables, claim.assumptions, integers):
            rows = [*data["point"], *([to_json(s), str(x)] for s, x in more)]
            certificate = replace(refuted.certificate, data={**data, "point": rows})
            return replace(
                refuted, counterexample=replace(refuted.counterexample, point=(*point, *more)), certificate=certificate
            )
    return refuted

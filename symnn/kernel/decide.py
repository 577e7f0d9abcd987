"""One claim through the provers, in order; whatever goes wrong in one of them is a reason, never a verdict."""

from __future__ import annotations

from dataclasses import replace

from symnn.certificate import Certificate
from symnn.claim import Claim
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.equation import check_supported, prepared
from symnn.kernel.provers import PROVERS
from symnn.kernel.ratio import GiveUp
from symnn.term import Op
from symnn.verdict import Conditional, Proved, Refuted, Undecided, Verdict


def decide(claim: Claim) -> Verdict:
    """The verdict of a closed claim."""
    try:
        ready = prepared(claim)
        check_supported(ready)
    except Unsupported as reason:
        return Undecided(str(reason))
    if any(v.domain.empty for v in ready.variables):
        return Undecided("the domain of a variable is empty")
    verdict = _asked(ready)
    if isinstance(verdict, Undecided) and isinstance(ready.relation, Op) and ready.relation.head in ("chain", "and"):
        return _conjunction(ready)
    return verdict


def _asked(claim: Claim) -> Verdict:
    reasons: list[str] = []
    for prover in PROVERS:
        try:
            verdict = prover(claim)
        except (GiveUp, Unsupported, Undefined) as reason:
            reasons.append(str(reason))
            continue
        except RecursionError:
            reasons.append("the formula is nested too deeply")
            continue
        except Exception as error:  # a mistake in one engine must not cost the verdict of another
            reasons.append(f"{prover.__name__} failed: {type(error).__name__}: {error}")
            continue
        if isinstance(verdict, Undecided):
            reasons.append(verdict.reason)
        elif verdict is not None:
            return verdict
    return Undecided("; ".join(dict.fromkeys(r for r in reasons if r)) or "no prover applies")


def _conjunction(claim: Claim) -> Verdict:
    """Every part proved; the first that is not decides."""
    assert isinstance(claim.relation, Op)
    proofs: list[Proved] = []
    for part in claim.relation.args:
        verdict = decide(replace(claim, relation=part))
        match verdict:
            case Proved():
                proofs.append(verdict)
            case Refuted() | Conditional() | Undecided():
                return verdict
            case _:
                return verdict
    where = next((p.defined_where for p in proofs if p.defined_where != "everywhere"), "everywhere")
    trust = "z3" if any(p.certificate.trust == "z3" for p in proofs) else "kernel"
    data = {"parts": [{"method": p.certificate.method, "data": p.certificate.data} for p in proofs]}
    return Proved(Certificate("chain", data, "z3" if trust == "z3" else "kernel"), where)

"""The provers in the order in which they are asked: the cheap and the refuting ones first."""

from __future__ import annotations

from collections.abc import Callable

from symnn.claim import Claim
from symnn.kernel.cells_membership import membership_in_cells
from symnn.kernel.derivative import derivative_claim
from symnn.kernel.elementary import Undefined, Unsupported
from symnn.kernel.identity import identity
from symnn.kernel.iff import iff
from symnn.kernel.inequality import inequality
from symnn.kernel.limits import limit
from symnn.kernel.monotone import monotone, smoothness
from symnn.kernel.order import order
from symnn.kernel.ranges import membership, range_is
from symnn.kernel.ranges_for_all import range_for_all, rough_for_some
from symnn.kernel.ratio import GiveUp
from symnn.kernel.refutation import refutation, thorough_refutation
from symnn.verdict import Undecided, Verdict

Prover = Callable[[Claim], Verdict | None]

PROVERS: tuple[Prover, ...] = (
    # equations
    refutation,
    identity,
    derivative_claim,
    thorough_refutation,
    iff,
    # limits and orders
    limit,
    order,
    # inequalities, ranges, monotonicity
    inequality,
    membership_in_cells,
    membership,
    range_is,
    range_for_all,
    monotone,
    smoothness,
    rough_for_some,
)


LIKELY: tuple[Prover, ...] = (identity, *(p for p in PROVERS if p is not identity))  # for what is most likely true


def asked(claim: Claim, provers: tuple[Prover, ...] = PROVERS) -> Verdict:
    """The first verdict of a prover; weakest conditions are not looked for."""
    reasons: list[str] = []
    for prover in provers:
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

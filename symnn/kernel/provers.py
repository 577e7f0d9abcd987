"""The provers in the order in which they are asked: the cheap and the refuting ones first."""

from __future__ import annotations

from collections.abc import Callable

from symnn.claim import Claim
from symnn.kernel.cells_membership import membership_in_cells
from symnn.kernel.derivative import derivative_claim
from symnn.kernel.identity import identity
from symnn.kernel.iff import iff
from symnn.kernel.inequality import inequality
from symnn.kernel.limits import limit
from symnn.kernel.monotone import monotone, smoothness
from symnn.kernel.order import order
from symnn.kernel.ranges import membership, range_is
from symnn.kernel.refutation import refutation, thorough_refutation
from symnn.verdict import Verdict

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
    monotone,
    smoothness,
)

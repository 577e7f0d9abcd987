"""The table of all array operations, from one family after the other; an operation is added to its family."""

from __future__ import annotations

from collections.abc import Mapping

from symnn.tensor.algebra import Algebra
from symnn.tensor.known import Known
from symnn.tensor.lowering import Lowering, Operation
from symnn.tensor.operations import derivatives, elementwise, functions, linear_algebra, powers, products, sums

OPERATIONS: Mapping[str, Operation] = {
    **elementwise.OPERATIONS,
    **powers.OPERATIONS,
    **products.OPERATIONS,
    **linear_algebra.OPERATIONS,
    **sums.OPERATIONS,
    **functions.OPERATIONS,
    **derivatives.OPERATIONS,
}


def lowering(known: Known, algebra: Algebra) -> Lowering:
    return Lowering(known, algebra, OPERATIONS)

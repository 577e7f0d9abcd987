"""How many classes there are, said in words: "Two classes" above formulas.

Only what has a sum or a product over as many as a letter says, or arrays of that size, rests on it.
"""

from __future__ import annotations

import re

from symnn.claim import Claim
from symnn.term import Num, Op, bound_variable, walk

COUNTED = re.compile(r"(only )?(one|two|three|\d) (classes|class|categories|outcomes|labels)", re.I)
_VARYING = frozenset(["deriv", "at", "lim", "integral"])  # their variables do not count


def counts_on(claim: Claim) -> bool:
    """Whether a claim depends on how many there are of something."""
    sizes = any(not isinstance(size, Num) for v in claim.variables for size in v.shape)
    return sizes or any(
        isinstance(n, Op) and n.head not in _VARYING and bound_variable(n) is not None
        for t in (claim.relation, *claim.assumptions) for n in walk(t)
    )  # fmt: skip

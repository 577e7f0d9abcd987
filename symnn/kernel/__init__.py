"""Decides scalar claims: refutation by certified balls, sign cells, normal forms, derivatives, limits, bounds."""

from symnn.kernel.decide import decide
from symnn.kernel.equation import INDEX_CALCULUS
from symnn.kernel.error_bound import ErrorBound, error_bound
from symnn.kernel.provers import PROVERS, Prover
from symnn.kernel.vacuous import SAYS_NOTHING, says_nothing

__all__ = [
    "INDEX_CALCULUS",
    "PROVERS",
    "SAYS_NOTHING",
    "ErrorBound",
    "Prover",
    "decide",
    "error_bound",
    "says_nothing",
]

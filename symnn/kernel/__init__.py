"""Decides scalar claims: refutation by certified balls, sign cells, normal forms, derivatives, limits, bounds."""

from symnn.kernel.decide import FINAL, decide
from symnn.kernel.equation import INDEX_CALCULUS
from symnn.kernel.error_bound import ErrorBound, error_bound
from symnn.kernel.provers import PROVERS, Prover
from symnn.kernel.vacuous import says_nothing

__all__ = [
    "FINAL",
    "INDEX_CALCULUS",
    "PROVERS",
    "ErrorBound",
    "Prover",
    "decide",
    "error_bound",
    "says_nothing",
]

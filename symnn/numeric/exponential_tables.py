"""e^{p(x)} for a polynomial p: its value at the multiple c of 1/128 next to x, from a table, times e^{p(x) − p(c)}.

p(x) − p(c) = (x − c)·q(x, c) is small, so that the rounding of the exponent costs next to nothing.  A table covers the
arguments at which the result is neither 0 nor beyond e^708; farther out it keeps the value at its end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from symnn.numeric.nodes import SAFE, Node, apply, constant, exact_exp, table_exp
from symnn.numeric.runtime import FINE
from symnn.numeric.tables import pairs
from symnn.term import Op, Term

LOWEST = -746.0  # e^p is 0 from there on
FARTHEST = 64  # |x|: a table has at most 2·64·128 numbers


@dataclass(frozen=True)
class Span:
    """The table holds e^{p(k/128)} for k = first … last; ``exponent`` is p, each coefficient as a pair of doubles."""

    first: int
    last: int
    exponent: tuple[tuple[float, float], ...]

    @property
    def values(self) -> str:
        """The table in generated code."""
        return f"exponential_values({self.first}, {self.last}, {list(self.exponent)!r})"

    @property
    def name(self) -> str:
        return "EXP_" + hashlib.sha256(self.values.encode()).hexdigest()[:8].upper()

    @property
    def coefficients(self) -> tuple[float, ...]:
        return tuple(high for high, _ in self.exponent)


def tabled(rows: tuple[Term, ...]) -> Node | None:
    """e^{p(x)} by a table, the coefficients from the highest; None where a table would be too long."""
    node = table_exp(rows)
    return None if span(node) is None else node


@cache
def span(node: Node) -> Span | None:
    """The arguments of the table of a ``table_exp`` node."""
    assert isinstance(node.data, Op)
    exponent = tuple(pairs(node))
    coefficients = [high for high, _ in exponent]
    x = np.arange(0, FARTHEST * FINE + 1) / FINE
    ends = []
    for sign in (-1, 1):
        p = np.polyval(coefficients, sign * x)
        beyond = np.flatnonzero((p < LOWEST) | (p > SAFE))
        if not beyond.size or beyond[0] == 0:
            return None
        k = int(beyond[0])
        ends.append(sign * (k if p[k] < LOWEST else k - 1))
    first, last = ends
    turns = np.roots(np.polyder(np.array(coefficients)))
    if any(not first / FINE < t < last / FINE for t in turns.real[np.abs(turns.imag) < 1e-9 * np.abs(turns)]):
        return None  # p turns back beyond an end
    return Span(first, last, exponent)


def clipped(node: Node) -> Node:
    """The same with the exponent in double-double arithmetic, for backends without the table."""
    found, data = span(node), node.data
    assert found is not None
    assert isinstance(data, Op)
    low, high = (constant(Fraction(k, FINE)) for k in (found.first, found.last))
    return exact_exp(data.args, apply("min", apply("max", node.args[0], low), high))

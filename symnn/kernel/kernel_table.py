"""What a kernel is, and what one pass of normalising tells the next."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import TypeVar

from symnn.kernel.ratio import Poly, Ratio

_N = TypeVar("_N", int, Fraction)


@dataclass(frozen=True)
class Kernel:
    """``sort`` as above; ``inside`` what it is made of; ``degree`` with ``value``: the relation."""

    sort: str
    inside: tuple[object, ...]
    degree: int = 0
    value: Ratio | None = None
    poly: Poly = None
    unit: Fraction = Fraction(0)
    base: Ratio | None = None


@dataclass
class Learnt:
    """What passes tell each other, under keys that do not depend on the numbering of the kernels."""

    exponents: dict[Hashable, set[Fraction]] = field(default_factory=dict)
    degrees: dict[Hashable, set[int]] = field(default_factory=dict)
    forced: dict[Hashable, frozenset[int]] = field(default_factory=dict)
    changed: bool = False

    def note(self, table: dict[Hashable, set[_N]], key: Hashable, value: _N) -> None:
        known = table.setdefault(key, set())
        if value not in known:
            known.add(value)
            self.changed = True


def common_unit(values: set[Fraction]) -> Fraction:
    """The largest rational of which every value is a multiple."""
    below = lcm(*(v.denominator for v in values))
    return Fraction(gcd(*(abs(v.numerator) * (below // v.denominator) for v in values)), below)


def prime_powers(n: int) -> list[tuple[int, int]]:
    """n > 0 as powers of primes below 1000 and one rest, which counts as if it were a prime."""
    found = []
    for p in range(2, 1000):
        if p * p > n and n < 1_000_000:
            break
        e = 0
        while n % p == 0:
            n, e = n // p, e + 1
        if e:
            found.append((p, e))
    if n > 1:
        found.append((n, 1))
    return found

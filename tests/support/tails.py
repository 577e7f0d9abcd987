"""Limits and orders judged from numbers: the body along x = a ± 10^-k or ± 10^k for growing k, with up to 2,500 digits.

A disagreement counts as sure only where the sequence has settled: its last step is a thousand times smaller than its
distance from the claimed value, or it grows without bound.  Slow and oscillating sequences stay open (``None``).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import mpmath
from judge import Functions, Judge, UndefinedError, UnsureError, infinite
from mpmath import mp

from symnn.claim import Variable
from symnn.term import Num, Op, Sym, Term, walk

EXPONENTS = (4, 7, 12, 20, 40, 80, 160, 320)
FEW = tuple(range(2, 20, 2))  # beside a finite point the differences of a derivative must stay on one side


def sides_of(point: Term, direction: int, variable: Variable | None) -> tuple[int, ...]:
    """From where the variable comes: ±1 from the right and left; one side alone at a border of its domain."""
    if infinite(point):
        return (-infinite(point),)
    if direction:
        return (direction,)
    if variable is not None and isinstance(point, Num):
        p = point.value
        sides = [
            s for s in (1, -1)
            if any(p + s * d in i for i in variable.domain.intervals for d in (Fraction(1, 10**k) for k in (3, 9, 15)))
        ]  # fmt: skip
        if len(sides) == 1:
            return (sides[0],)
    return (1, -1)


def tail(
    terms: tuple[Term, ...], var: Sym, point: Term, side: int, values: dict[Sym, Fraction], functions: Functions | None
) -> list[tuple[mpmath.mpf | None, ...]]:
    """The values of the terms along the sequence; ``None`` where one has no value."""
    differs = any(isinstance(n, Op) and n.head in ("deriv", "call") for t in terms for n in walk(t))
    exponents = FEW if differs and not infinite(point) else EXPONENTS
    rows = []
    for k in exponents:
        with mp.workdps(120 + 7 * k):
            judge = Judge({s: mpmath.mpf(v.numerator) / v.denominator for s, v in values.items()}, functions or {},
                          frozenset())  # fmt: skip
            judge.steep_too = True
            if infinite(point):
                x = infinite(point) * mpmath.mpf(10) ** k
            else:
                x = judge(point) + side * mpmath.mpf(10) ** -k
            row: list[mpmath.mpf | None] = []
            for term in terms:
                try:
                    value = judge.given(var, x, term)
                    row.append(None if value == 0 and judge.absorbed and judge.tied else value)
                except UndefinedError:
                    row.append(None)
                except OverflowError as error:
                    raise UnsureError("too large") from error
            rows.append(tuple(row))
    return rows


def limit_holds(
    relation: Op, variable: Variable | None, values: dict[Sym, Fraction], functions: Functions | None = None
) -> bool | None:
    """Whether lim body = value, for these values of the parameters."""
    left, right = relation.args
    if not (isinstance(left, Op) and left.head == "lim"):
        left, right = right, left
    if not (isinstance(left, Op) and left.head == "lim" and isinstance(left.args[1], Sym)):
        return None
    body, var, point, direction = left.args
    if any(isinstance(n, Op) and n.head == "lim" for t in (body, right) for n in walk(t)):
        return None
    assert isinstance(var, Sym)
    assert isinstance(direction, Num)
    found = []
    for side in sides_of(point, int(direction.value), variable):
        sign = infinite(right)
        terms = (body,) if sign else (body, right)
        found.append(_tends([(r[0], None if sign else r[1]) for r in tail(terms, var, point, side, values, functions)],
                            sign))  # fmt: skip
    if "differs" in found:
        return False
    return True if "same" in found and set(found) <= {"same", "nowhere"} else None


def _tends(rows: list[tuple[mpmath.mpf | None, mpmath.mpf | None]], sign: int) -> str:
    """``same``, ``differs``, ``nowhere`` (no values) or ``open``."""
    last = rows[-4:]
    if all(b is None for b, _ in last):
        return "nowhere"
    if any(b is None for b, _ in last):
        return "open"
    b = [row[0] for row in last]
    growing = all(abs(y) > abs(x) * 1.2 for x, y in pairwise(b)) and abs(b[-1]) > 50
    steps = [abs(y - x) for x, y in pairwise(b)]
    settled = all(y <= x / 10 for x, y in pairwise(steps)) or steps[-1] < mpmath.mpf(10) ** -30 * (1 + abs(b[-1]))
    if sign:
        if growing:
            return "same" if b[-1] * sign > 0 else "differs"
        return "differs" if settled and steps[-1] < 1e-6 * (1 + abs(b[-1])) else "open"
    if any(v is None for _, v in last):
        return "open"
    value = last[-1][1]
    gaps = [abs(x - value) for x in b]
    size = 1 + abs(value)
    if growing and abs(b[-1]) > 1e3 * size:
        return "differs"
    if gaps[-1] < size * mpmath.mpf(10) ** (-30 if len(rows) > len(EXPONENTS) else -100):
        return "same"
    if settled and steps[-1] < gaps[-1] / 1000:
        return "differs"
    falling = all(y < 0.75 * x for x, y in pairwise(gaps))
    return "same" if falling and gaps[-1] < 0.02 * size else "open"


def order_holds(
    relation: Op, variable: Variable | None, values: dict[Sym, Fraction], functions: Functions | None = None
) -> bool | None:
    """Whether left - right = O(gauge): the quotient along the sequence stays bounded."""
    left, right, gauge, var, point, direction = relation.args
    assert isinstance(var, Sym)
    assert isinstance(direction, Num)
    gap = Op("add", (left, Op("neg", (right,))))
    found = []
    for side in sides_of(point, int(direction.value), variable):
        rows = tail((gap, gauge), var, point, side, values, functions)[-4:]
        if any(a is None or not g for a, g in rows):
            found.append(None)
            continue
        quotients = [abs(a / g) for a, g in rows]
        steps = list(pairwise(quotients))
        if all(y > 1.15 * x for x, y in steps) and quotients[-1] > 100:
            found.append(False)
        elif quotients[-1] < 1e-20 or all(y <= x * (1 + mpmath.mpf(10) ** -2) for x, y in steps):
            found.append(True)
        else:
            found.append(None)
    if False in found:
        return False
    return True if found and all(found) else None

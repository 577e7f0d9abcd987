"""Contradictions by multipliers: Σ λᵢ·fᵢ = -λ₀ with λ ≥ 0, where all fᵢ ≥ 0 and something on either side is positive.

The fᵢ are polynomials in kernels, their monomials count as unknowns of a linear problem: the facts, what holds of each
kernel (e^u > 0, e^u ≥ 1 + u, log p ≤ p - 1, |sin| ≤ 1, √p ≥ 0), products of two facts, and squares.  The multipliers
are found by an exact simplex over ℚ; whoever has them needs only to add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

from flint import fmpq

from symnn.kernel import ratio as rat
from symnn.kernel.kernels import Kernels
from symnn.kernel.normal import Form
from symnn.kernel.ratio import GiveUp, Poly, Ratio

BOUNDS = frozenset({"sign", "≤ 1", "≥ -1", "< 1", "> -1"})
MOST_ROWS, MOST_MONOMIALS, MOST_PIVOTS = 70, 60, 120


@dataclass(frozen=True)
class Row:
    """A polynomial that is ≥ 0, > 0 if ``strict``, or 0 if ``equal``; ``by`` says why: a fact, an axiom, a product."""

    poly: Poly
    strict: bool = False
    equal: bool = False
    by: str = "fact"


Multipliers = list[tuple[Row, Fraction]]


def multipliers(
    form: Form, heads: Sequence[str], products: bool = True, also: tuple[Row, ...] = ()
) -> Multipliers | None:
    """Rows and numbers that show that the facts (``form.ratios[i] heads[i] 0``) contradict each other."""
    facts = [row for head, r in zip(heads, form.ratios, strict=True) for row in _of_fact(form, head, r)]
    facts += also
    if not facts:
        return None
    used = {i for row in facts for i in rat.used(row.poly)}
    rows = [*facts, *(a for i in sorted(used) for a in axioms(form.kernels, i))]
    found = combination(rows)
    if found is None and products:
        pairs = list(_products(form.kernels, [*facts, *(r for r in rows if r.by in BOUNDS)]))
        more = [*rows, *pairs, *_squares(form.kernels, used, [*facts, *pairs])]
        found = combination(more) if len(more) > len(rows) else None
    return found


def _of_fact(form: Form, head: str, r: Ratio) -> Iterator[Row]:
    r = form.kernels.tidy(r)
    p = r.top
    if not r.bottom.is_one():
        below = form.kernels.signs.of(r.bottom) - {0}
        if len(below) != 1:
            p = form.kernels.tidy_top(rat.times(r.top, r.bottom))
        elif -1 in below:
            p = -p
    match head:
        case "eq":
            yield Row(p, equal=True)
        case "gt" | "ge":
            yield Row(p, head == "gt")
        case "lt" | "le":
            yield Row(-p, head == "lt")


def axioms(kernels: Kernels, i: int) -> Iterator[Row]:
    """What holds of one kernel wherever it has a value."""
    k, kernel = rat.GENERATORS[i], kernels.kernels[i]
    signs = kernels.signs.of(k)
    if kernel.sort != "exp" and signs <= {0, 1}:
        yield Row(k, signs <= {1}, by="sign")
    elif signs <= {-1, 0}:
        yield Row(-k, signs <= {-1}, by="sign")
    match kernel.sort:
        case "exp":
            yield Row(k, True, by="e^u > 0")
            assert kernel.base is not None
            if kernel.base.bottom.is_one():
                yield Row(k - 1 - rat.times(rat.constant(kernel.unit).top, kernel.base.top), by="e^u ≥ 1 + u")
        case "log" if not kernel.inside and kernels.signs.of(kernel.poly) <= {1}:
            yield Row(kernel.poly - 1 - k, by="log p ≤ p - 1")
        case "cos" | "sin":
            yield from (Row(1 - k, by="≤ 1"), Row(1 + k, by="≥ -1"))
        case "function" if kernel.inside[0] == "erf":
            yield from (Row(1 - k, True, by="< 1"), Row(1 + k, True, by="> -1"))
        case "name" if kernel.inside == ("pi",):
            yield from (Row(k * 100000 - 314159, True, by="π"), Row(314160 - k * 100000, True, by="π"))


def _products(kernels: Kernels, facts: list[Row]) -> Iterator[Row]:
    plain = [f for f in facts if not f.equal and not f.poly.is_constant()][:7]
    for a, b in combinations_with_replacement(plain, 2):
        if len(a.poly) * len(b.poly) <= 60 and a.poly.total_degree() + b.poly.total_degree() <= 8:
            yield Row(kernels.tidy_top(a.poly * b.poly), a.strict and b.strict, by="product")
    for row in facts:
        if row.equal and len(row.poly) <= 4:
            for i in rat.used(row.poly)[:3]:
                for power in (1, 2):
                    yield Row(kernels.tidy_top(row.poly * rat.GENERATORS[i] ** power), equal=True, by="product")


def _squares(kernels: Kernels, used: set[int], facts: list[Row]) -> Iterator[Row]:
    """(a ± b)² for names a, b; for polynomials of degree 4 also for 1 and products of two names."""
    highest = max((f.poly.total_degree() for f in facts), default=0)
    names = [rat.GENERATORS[i] for i in sorted(used)] if highest > 1 and len(used) <= 5 else []
    if names and len(names) <= 2 and any(f.poly.total_degree() >= 4 and f.by == "fact" for f in facts):
        names = [rat.POLY_ONE, *names, *(a * b for a, b in combinations_with_replacement(names, 2))]
    for k in names:
        yield Row(kernels.tidy_top(k**2), by="square")
    for j, a in enumerate(names):
        for b in names[:j]:
            yield from (Row(kernels.tidy_top((a + b * s) ** 2), by="square") for s in (1, -1))


# -- the linear problem ----------------------------------------------------------------------------------------------


def combination(rows: list[Row]) -> Multipliers | None:
    """λ with Σ λᵢ·fᵢ + λ₀ = 0 identically, λ₀ + Σ over strict λᵢ = 1; free λ for equalities."""
    if len(rows) > MOST_ROWS:
        return None
    index: dict[tuple[int, ...], int] = {}
    columns: list[tuple[int, dict[int, fmpq]]] = []  # (row, coefficients by monomial)
    for i, row in enumerate(rows):
        own = {index.setdefault(tuple(map(int, m)), len(index)): c for m, c in row.poly.terms()}
        columns.append((i, own))
        if row.equal:
            columns.append((i, {m: -c for m, c in own.items()}))
    if len(index) > MOST_MONOMIALS:
        return None
    constant = index.setdefault((0,) * rat.WIDTH, len(index))
    size = len(index) + 1
    matrix = [[fmpq(0)] * (len(columns) + 1) for _ in range(size)]
    for j, (i, own) in enumerate(columns):
        for m, c in own.items():
            matrix[m][j] = c
        if rows[i].strict:
            matrix[size - 1][j] = fmpq(1)
    matrix[constant][-1] = fmpq(1)  # λ₀
    matrix[size - 1][-1] = fmpq(1)
    solution = feasible(matrix, [fmpq(0)] * (size - 1) + [fmpq(1)])
    if solution is None:
        return None
    sums: dict[int, Fraction] = {}
    for (i, own), x in zip(columns, solution[:-1], strict=True):
        if x:
            sign = 1 if all(own.get(m) == c for m, c in columns[_first(columns, i)][1].items()) else -1
            sums[i] = sums.get(i, Fraction(0)) + sign * Fraction(int(x.p), int(x.q))
    found = [(rows[i], x) for i, x in sums.items() if x]
    return found if adds_up(found) else None


def _first(columns: list[tuple[int, dict[int, fmpq]]], i: int) -> int:
    return next(j for j, (k, _) in enumerate(columns) if k == i)


def adds_up(found: Multipliers) -> bool:
    """The check: multipliers of inequalities ≥ 0; the sum is a number ≤ 0, and < 0 unless a strict row takes part."""
    if any(x < 0 and not row.equal for row, x in found):
        return False
    total = rat.POLY_ZERO
    for row, x in found:
        total = total + row.poly * fmpq(x.numerator, x.denominator)
    if not (total.is_zero() or total.is_constant()):
        return False
    value = fmpq(0) if total.is_zero() else total.leading_coefficient()
    return bool(value < 0) or (value == 0 and any(row.strict and x > 0 for row, x in found))


def feasible(matrix: list[list[fmpq]], right: list[fmpq]) -> list[fmpq] | None:
    """x ≥ 0 with matrix·x = right ≥ 0, by the first phase of the simplex method with Bland's rule; exact."""
    m, n = len(matrix), len(matrix[0])
    table = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    basis = [n + i for i in range(m)]  # artificial variables, left out of the table once they leave
    cost = [sum((table[i][j] for i in range(m)), fmpq(0)) for j in range(n + 1)]
    for _ in range(MOST_PIVOTS):
        if cost[n] == 0:
            out = [fmpq(0)] * n
            for i, j in enumerate(basis):
                if j < n:
                    out[j] = table[i][n]
            return out
        enter = next((j for j in range(n) if cost[j] > 0), None)
        if enter is None:
            return None
        ratios = [(table[i][n] / table[i][enter], basis[i], i) for i in range(m) if table[i][enter] > 0]
        if not ratios:
            return None
        _, _, leave = min(ratios, key=lambda r: (r[0], r[1]))
        pivot = table[leave][enter]
        table[leave] = [x / pivot if x else x for x in table[leave]]
        row = table[leave]
        for other in (*(t for i, t in enumerate(table) if i != leave), cost):
            factor = other[enter]
            if factor:
                for j, x in enumerate(row):
                    if x:
                        other[j] -= factor * x
        basis[leave] = enter
    raise GiveUp("too many steps of the simplex method")

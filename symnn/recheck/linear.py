"""Linear combinations of inequalities: Fourier and Motzkin's elimination over the rational numbers."""

from __future__ import annotations

from fractions import Fraction

from symnn.recheck.outcome import METER

Monomial = tuple[tuple[int, int], ...]  # (kernel, exponent) rows; empty for 1
Bound = tuple[dict[Monomial, Fraction], bool]  # Σ c·monomial ≥ 0, or > 0 if strict
_MOST_ROWS = 50


def infeasible(rows: list[Bound]) -> bool:
    """Fourier–Motzkin: whether a sum of the rows with factors ≥ 0 says 0 > 0, or c ≥ 0 for a number c < 0."""
    while True:
        for row, strict in rows:
            if not any(row):
                c = row.get((), Fraction(0))
                if c < 0 or (strict and c <= 0):
                    return True
        atoms = {m for row, _ in rows for m in row if m}
        if not atoms or len(rows) > _MOST_ROWS:
            return False

        def cost(m: Monomial, rows: list[Bound] = rows) -> int:
            return sum(r.get(m, 0) > 0 for r, _ in rows) * sum(r.get(m, 0) < 0 for r, _ in rows)

        m = min(atoms, key=lambda a: (cost(a), a))
        up, down = ([r for r in rows if side * r[0].get(m, 0) > 0] for side in (1, -1))
        rest = [r for r in rows if not r[0].get(m)]
        METER.tick(len(up) * len(down))
        for (a, s), (b, t) in ((p, q) for p in up for q in down):
            x, y = a[m], -b[m]
            new = {k: v for k in {*a, *b} if (v := a.get(k, Fraction(0)) / x + b.get(k, Fraction(0)) / y)}
            rest.append((new or {(): Fraction(0)}, s or t))
        rows = rest

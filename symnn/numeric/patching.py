"""Patches: where the main program loses digits, another program or polynomials in cells, by measured errors."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from symnn.numeric.analytic import Analytic
from symnn.numeric.candidates import Scale, candidates
from symnn.numeric.dense import MANY, USED, dense_errors
from symnn.numeric.evaluate import evaluate
from symnn.numeric.lines import Line, Patch, patch_values
from symnn.numeric.mains import cost, restricted
from symnn.numeric.nodes import Node, constant
from symnn.numeric.parts import Part, undefined
from symnn.numeric.samples import Reference, Samples, by_cell, ulps
from symnn.numeric.zeros import table_for
from symnn.term import Num, Op, Sym, Term

GOOD = 3.6  # ULP at the sample points of a cell and its neighbours; the goal is 4 at every point
BETTER = 3.2  # what a patch has to reach
FEWEST = 6  # cells that a program has to be good in at a stretch before it is worth a patch of its own
LOST = 1e14  # beyond, no digit is right, and what overflows had better show it
NEAR_ZERO = 8.0
OUTSIDE = 40.0  # where fast mode is mended
KEPT = (64.0, 1e10)  # ULP that a patch of fast mode may be off, the smaller one first
SLOW = 100.0  # in the same units: judged at fewer points
DEAR = 14.0  # what a table costs, in the units of ``cost``
TINY = 1e-280  # values below are tabulated scaled up
WINDOW = 6  # neighbours on each side


def finite(line: Line, k: int, parts: list[Part], var: Sym, grid: Samples, exact: Reference) -> None:
    """Patches only far out, where the main program has no number, or no digit of it: fast mode."""
    error = by_cell(ulps(evaluate(line.main, grid.x), exact), grid.cell, grid.count)
    for part in parts:
        lost = [
            c
            for c in range(grid.count)
            if (np.isinf(error[c]) or (error[c] > 1e10 and min(abs(grid.edges[c]), abs(grid.edges[c + 1])) >= OUTSIDE))
            and _within(part, c, grid)
        ]
        if undefined(part) or not lost:
            continue
        lost = _with_neighbours(lost, [c for c in range(grid.count) if _within(part, c, grid)])
        here = part.holds(grid.x)
        programs = [(n, r) for n, r, _ in candidates(part, k, var)] + _constants(grid, exact, lost)
        for a, b in _runs(lost):
            errors = [_cell_errors(n, grid, exact, here, list(range(a, b + 1))) for n, _ in programs]
            for p, q, j in _stretches(errors, a, b):
                line.patches.append(Patch(grid.edges[p], grid.edges[q + 1], programs[j][0], None, programs[j][1]))


def _stretches(errors: Sequence[Any], a: int, b: int) -> Iterator[tuple[int, int, int]]:
    """Cells first to last and a program for them: one for all, or the one that is good the farthest, or none."""
    for bound in KEPT:
        whole = [j for j, e in enumerate(errors) if max(e[a : b + 1]) <= bound]
        if whole:
            yield a, b, min(whole, key=lambda j: max(errors[j][a : b + 1]))
            return
    c = a
    while c <= b:
        best = min(range(len(errors)), key=lambda j: errors[j][c], default=None)
        if best is None or not errors[best][c] < LOST:
            c += 1
            continue
        bound = next((k for k in KEPT if errors[best][c] <= k), math.inf)
        ends = {j: next((d for d in range(c, b + 1) if not e[d] <= bound), b + 1) for j, e in enumerate(errors)}
        if bound < math.inf:
            best = max(ends, key=lambda j: ends[j])
        last = ends[best] - 1 if bound < math.inf else c
        yield c, last, best
        c = last + 1


def _within(part: Part, c: int, grid: Samples) -> bool:
    return grid.edges[c] >= part.low and grid.edges[c + 1] <= part.high


def _with_neighbours(lost: list[int], every: Sequence[int]) -> list[int]:
    """One cell more on each side: an overflow may begin between the last sample of a cell and its end."""
    return sorted({c + d for c in lost for d in (-1, 0, 1)} & set(every))


def patch(line: Line, k: int, parts: list[Part], var: Sym, grid: Samples, exact: Reference) -> None:
    for part in parts:
        if undefined(part):
            continue
        here = part.holds(grid.x)
        cells = [c for c in range(grid.count) if _within(part, c, grid)]
        main = _cell_errors(line.main, grid, exact, here, cells, USED)
        wanted = [c for c in cells if main[c] > GOOD]
        if not wanted:
            continue
        forms = candidates(part, k, var)
        programs = [(n, r) for n, r, _ in forms] + _constants(grid, exact, wanted)
        closed = _closed(wanted, grid)
        near = sorted({c + d for c in closed for d in range(-2 * WINDOW, 2 * WINDOW + 1)} & set(cells))
        many = [USED if cost([n]) < SLOW else MANY for n, _ in programs]
        errors = [_cell_errors(n, grid, exact, here, near, k) for (n, _), k in zip(programs, many, strict=True)]
        scale = next((r for _, _, r in forms if r is not None), None)
        for low, high in _runs(closed):
            for zone in _near_and_far(low, high, grid):
                _mend(line, zone, Work(part, k, var, grid, exact, here, main, programs, errors, scale))


def _near_and_far(a: int, b: int, grid: Samples) -> list[tuple[int, int]]:
    """A zone cut at ±NEAR_ZERO: nearer in, where most arguments are, plain polynomials are the quickest patch."""
    cut = [c for c in range(a + 1, b + 1) if abs(grid.edges[c]) == NEAR_ZERO]
    ends = [a, *cut, b + 1]
    return [(p, q - 1) for p, q in itertools.pairwise(ends)]


@dataclass(frozen=True)
class Work:
    """What is known of one part while it is patched; ``scale`` is the exponential that dominates it far out."""

    part: Part
    k: int
    var: Sym
    grid: Samples
    exact: Reference
    here: Any
    main: Any
    programs: list[tuple[Node, str]]
    errors: list[Any]
    scale: Scale | None

    def inside(self, c: int) -> bool:
        return _within(self.part, c, self.grid)


def _mend(line: Line, zone: tuple[int, int], work: Work) -> None:
    """A zone of bad cells: the cheapest program that is good in all of it, else pieces of programs and polynomials."""
    grid, cells = work.grid, range(zone[0], zone[1] + 1)
    cheapest = sorted(range(len(work.programs)), key=lambda j: cost([work.programs[j][0]]))
    fits = next((j for j in cheapest if max(work.errors[j][c] for c in cells) <= BETTER), None)
    inner = max(abs(grid.edges[zone[0]]), abs(grid.edges[zone[1] + 1])) <= NEAR_ZERO
    if fits is not None and (not inner or cost([work.programs[fits][0]]) <= DEAR):
        _take(line, work, fits, *_wider(work, fits, *zone))
        return
    left = set(cells)
    resting = [j for j in cheapest if work.programs[j][1] == "saturated"]
    _with_programs(line, work, left, zone, resting, 0)
    if not inner and work.scale is None:
        _with_programs(line, work, left, zone, cheapest, FEWEST)
    for every in (False, True):
        for a, b in _runs(sorted(left)):
            _with_tables(line, work, left, (a, b), every, strict=fits is not None)
    _with_programs(line, work, left, zone, cheapest, 0)
    for c in sorted(left):  # nothing is good enough: whatever is nearest
        best = min(range(len(work.programs)), key=lambda j: work.errors[j][c], default=None)
        if best is not None and work.errors[best][c] < min(work.main[c], LOST):
            _take(line, work, best, c, c)


def _with_tables(line: Line, work: Work, left: set[int], run: tuple[int, int], every: bool, strict: bool) -> None:
    """Tables over a run of cells; ``strict``: only one that is good in all of it."""
    grid, (a, b) = work.grid, run
    for table in _tables(work, a, b, every):
        if strict and max(table.errors[c] for c in range(a, b + 1)) > BETTER:
            continue
        for p, q in _runs(sorted(c for c in range(a, b + 1) if c in left and table.errors[c] <= BETTER)):
            if q - p >= FEWEST or p == a or q == b:
                line.patches += table.between(grid.edges[p], grid.edges[q + 1])
                left -= set(range(p, q + 1))
        if not left & set(range(a, b + 1)):
            return


def _with_programs(
    line: Line, work: Work, left: set[int], zone: tuple[int, int], cheapest: list[int], fewest: int
) -> None:
    """Runs of cells in which a program is good, cheap ones first; short runs only at the ends of the zone."""
    for j in cheapest:
        for a, b in _runs(sorted(c for c in left if work.errors[j][c] <= BETTER)):
            if b - a >= fewest or a == zone[0] or b == zone[1]:
                wide = _wider(work, j, a, b)
                _take(line, work, j, wide[0] if a == zone[0] else a, wide[1] if b == zone[1] else b)
                left -= set(range(a, b + 1))


def _wider(work: Work, j: int, a: int, b: int) -> tuple[int, int]:
    """One cell more on each side, where the program is good there: a border is seldom where the cells say."""
    holds = [c for c in (a - 1, b + 1) if 0 <= c < work.grid.count and work.inside(c) and work.errors[j][c] <= BETTER]
    return (a - 1 if a - 1 in holds else a), (b + 1 if b + 1 in holds else b)


def _take(line: Line, work: Work, j: int, a: int, b: int) -> None:
    program, reason = work.programs[j]
    line.patches.append(Patch(work.grid.edges[a], work.grid.edges[b + 1], program, None, reason))


@dataclass(frozen=True)
class Tabulated:
    """Tables over a zone, as patches side by side, with the largest error in each cell and its neighbours."""

    patches: list[Patch]
    errors: Any

    def between(self, low: float, high: float) -> list[Patch]:
        """A table that is cut ends below the cut: the cut itself is looked up in the next cell, which was left out."""
        inside = [p for p in self.patches if p.low < high and p.high > low]
        below = math.nextafter(high, -math.inf)
        return [replace(p, low=max(p.low, low), high=below if p.high > high else p.high) for p in inside]


def _tables(work: Work, a: int, b: int, every: bool) -> list[Tabulated]:
    """Polynomials over a zone within ±64, and polynomials times the exponential; the smaller one first."""
    grid, exact = work.grid, work.exact
    low, high = max(grid.edges[a], -64.0), min(grid.edges[b + 1], 64.0)
    body = work.part.terms[work.k]
    options: list[tuple[Term, str, tuple[tuple[Node | None, bool], ...]]] = []
    if work.scale is not None:
        divisor, whole, half = work.scale
        options.append((Op("div", (body, divisor)), "polynomials times an exponential", ((whole, False), (half, True))))
    options.insert(
        0 if max(abs(low), abs(high)) <= NEAR_ZERO else len(options), (body, "polynomials", ((None, False),))
    )
    inside = np.abs(exact.high[(grid.cell >= a) & (grid.cell <= b)])
    if np.isfinite(inside).any() and np.nanmin(inside) < TINY:
        up = Fraction(2) ** 300
        options.append((Op("mul", (Num(up), body)), "polynomials scaled", ((constant(1 / up), False),)))
    found: list[tuple[int, Tabulated]] = []
    for body_, reason, factors in options:
        rows = list(table_for(Analytic(body_, work.var), low, high))
        size = sum(table.coefficients.size for table, _, _ in rows)
        best = 0.0
        for factor, twice in factors if rows else ():
            patches = [Patch(p, q, factor, table, reason, twice) for table, p, q in rows]
            e = np.full(grid.x.shape, np.inf)
            for patch_ in patches:
                here = (grid.x >= patch_.low) & (grid.x <= patch_.high)
                e[here] = ulps(patch_values(patch_, grid.x[here]), restricted(exact, here))
            errors = _windowed(by_cell(e, grid.cell, grid.count), grid, list(range(a, b + 1)))
            found.append((size, Tabulated(patches, errors)))
            best = max(best, sum(errors[c] <= BETTER for c in range(a, b + 1)) / (b + 1 - a))
        if not every and size < 4000 and best > 0.7:
            break
    return [t for _, t in found]


def _constants(grid: Samples, exact: Reference, wanted: list[int]) -> list[tuple[Node, str]]:
    """Where every sample of a cell rounds to one number, that number: the saturated ends."""
    found: dict[float, None] = {}
    for c in wanted:
        here = exact.high[grid.cell == c]
        if here.size and np.all(here == here[0]) and math.isfinite(here[0]):
            found[float(here[0])] = None
    return [(constant(Fraction(v)), "saturated") for v in found]


def _cell_errors(program: Node, grid: Samples, exact: Reference, here: Any, cells: list[int], used: int = MANY) -> Any:
    """The largest error in each cell and its neighbours: ten points do not show the worst of a cell."""
    e = np.zeros(grid.x.shape)
    found = evaluate(program, grid.x[here])
    e[here] = np.where(np.isnan(exact.high[here]) & ~np.isnan(found), np.inf, ulps(found, restricted(exact, here)))
    single = np.maximum(by_cell(e, grid.cell, grid.count), dense_errors(program, grid, exact, cells, used))
    return _windowed(single, grid, cells)


def _windowed(single: Any, grid: Samples, cells: list[int]) -> Any:
    """The largest of each cell and its neighbours of the same width."""
    out = single.copy()
    first, last = cells[0], cells[-1]
    near = (np.diff(grid.edges) == 0.125) | (np.diff(grid.edges) == 8.0)
    for c in cells:
        kind = 6 if grid.edges[c + 1] - grid.edges[c] > 1 else 64  # wide neighbours may be of another kind
        if near[c] and single[c] <= kind:
            a, b = max(first, c - WINDOW), min(last, c + WINDOW)
            out[c] = max(single[d] for d in range(a, b + 1) if near[d] and single[d] <= kind)
    return out


def _runs(cells: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for c in cells:
        if runs and runs[-1][1] == c - 1:
            runs[-1] = (runs[-1][0], c)
        else:
            runs.append((c, c))
    return runs


def _closed(cells: list[int], grid: Samples) -> list[int]:
    """Runs with small gaps joined."""
    out = set(cells)
    for a, b in itertools.pairwise(cells):
        if 1 < b - a <= 10 and grid.edges[b + 1] - grid.edges[a] <= 2:
            out.update(range(a, b))
    return sorted(out)

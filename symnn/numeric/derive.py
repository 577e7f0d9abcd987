"""The stable form of a function and of its derivative: programs for every piece, and patches where those lose digits.

Every number that decides something here is measured against exact values at sample points in cells that cover the
doubles; every form is an identity of the field, which ``proofs`` turns into claims for the kernel.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any, Literal

import numpy as np
from flint import fmpq, fmpq_mat

from symnn.domain import Interval
from symnn.kernel.differentiate import derivative
from symnn.kernel.elementary import Unsupported
from symnn.kernel.pieces import inner_point, pieces
from symnn.kernel.positivity import constant_sign_on
from symnn.numeric.analytic import Analytic, NotAnalyticError, NoValueError, split
from symnn.numeric.direct import direct
from symnn.numeric.evaluate import evaluate
from symnn.numeric.field import Field, NoFormError, Ratio, elements
from symnn.numeric.leading import leading
from symnn.numeric.nodes import NAN, X, Node, apply, constant, order, select
from symnn.numeric.programs import Builder, Style
from symnn.numeric.samples import Reference, Samples, by_cell, reference, samples, ulps
from symnn.numeric.tables import Table
from symnn.numeric.zeros import table_for
from symnn.term import Num, Op, Sym, Term, num, op, walk

Mode = Literal["accurate", "fast"]
GOOD = 3.4  # ULP at the sample points of a cell; the goal is 4 at every point
BETTER = 3.3  # what a patch has to reach
COSTS = {
    "exp": 0.63, "expm1": 1.05, "log1p": 1.3, "log": 1.07, "tanh": 1.2, "div": 0.55, "reciprocal": 0.55, "sqrt": 1.0,
    "min": 0.33, "max": 0.33, "sin": 11.0, "cos": 11.0, "tan": 20.0, "half_erfcx": 9.0, "select": 1.3, "copysign": 0.55,
    "step": 0.37, "less": 0.1, "input": 0.0, "const": 0.0, "exact_exp": 6.0, "sinh": 8.0, "cosh": 8.0, "asinh": 10.0,
}  # fmt: skip


class CompileError(ValueError):
    """The formula has no numeric form here; the message names the part."""


@dataclass(frozen=True)
class Part:
    """A piece of the line with one smooth formula, on one side of zero."""

    low: float
    high: float
    terms: tuple[Term, Term]
    inside: Fraction

    def holds(self, x: Any) -> Any:
        return (x > self.low) & (x < self.high)


@dataclass(frozen=True)
class Patch:
    """Where [low, high] the program, the table, or the table times the program replaces the main one."""

    low: float
    high: float
    program: Node | None = None
    table: Table | None = None
    reason: str = ""


@dataclass
class Line:
    """One function, f or f′: its main program, patches, values at points and at ±∞, and what was measured."""

    main: Node
    patches: list[Patch] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    ends: tuple[float, float] = (math.nan, math.nan)
    worst: float = 0.0
    at: float = 0.0
    before: float = 0.0


@dataclass
class Derived:
    """What ``compile`` emits; ``claims`` are the equalities that the kernel has to prove, part by part."""

    lines: tuple[Line, Line]
    parts: list[Part]
    forms: list[tuple[Part, int, Node]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def derive(term: Term, var: Sym, kinks: Mapping[Fraction, Fraction], mode: Mode) -> Derived:
    """The forms of f and f′ for a closed term of one variable; ``kinks`` gives customary values of f′."""
    parts = _parts(term, var)
    borders = sorted({p.low for p in parts[1:]} | {0.0})
    grid = samples(borders)
    exact = _references(parts, var, grid)
    mains = _mains(parts, var, grid, exact, mode)
    derived = Derived((Line(mains[0]), Line(mains[1])), parts)
    for k in (0, 1):
        line = derived.lines[k]
        line.before = float(np.max(_errors(line, grid, exact[k], parts)))
        if mode == "accurate":
            _patch(line, k, parts, var, grid, exact[k])
        _at_points(line, k, term, var, parts, kinks)
        line.ends = _ends(line, k, parts, var)
        error = _errors(line, grid, exact[k], parts)
        worst = int(np.argmax(error))
        line.worst, line.at = float(error[worst]), float(grid.x[worst])
    return derived


# -- pieces ----------------------------------------------------------------------------------------------------------


def _parts(term: Term, var: Sym) -> list[Part]:
    """Open intervals, cut at kinks and at zero; equal neighbours stay apart at zero only."""
    try:
        found = pieces(term, var, Interval(), lambda u, w: constant_sign_on(u, var, w, 1))
    except Unsupported as reason:
        raise CompileError(str(reason)) from reason
    out: list[Part] = []
    for piece in found:
        if piece.where.is_point:
            continue
        halves = [piece.where]
        low, high = piece.where.low, piece.where.high
        if (low is None or low < 0) and (high is None or high > 0):
            halves = [Interval(low, Fraction(0)), Interval(Fraction(0), high)]
        for half in halves:
            body = piece.term if piece.term is not None else op("div", num(0), num(0))
            try:
                slope = derivative(body, var) if piece.term is not None else body
            except Unsupported as reason:
                raise CompileError(str(reason)) from reason
            ends = (-math.inf if half.low is None else float(half.low)), (math.inf if half.high is None else float(half.high))
            out.append(Part(*ends, (body, slope), inner_point(half)))
    return out


def undefined(part: Part) -> bool:
    return part.terms[0] == op("div", num(0), num(0))


def _references(parts: list[Part], var: Sym, grid: Samples) -> tuple[Reference, Reference]:
    out = []
    for k in (0, 1):
        high, low = np.full(grid.x.shape, np.nan), np.zeros(grid.x.shape)
        for part in parts:
            here = part.holds(grid.x)
            if undefined(part) or not here.any():
                continue
            try:
                found = reference(Analytic(part.terms[k], var), grid.x[here])
            except NotAnalyticError as reason:
                raise CompileError(str(reason)) from reason
            high[here], low[here] = found.high, found.low
        out.append(Reference(high, low))
    return out[0], out[1]


def _errors(line: Line, grid: Samples, exact: Reference, parts: list[Part]) -> Any:
    return ulps(evaluate_line(line, grid.x), exact)


def evaluate_line(line: Line, x: Any) -> Any:
    """The values that the code will give, patches included."""
    y = evaluate(line.main, x)
    for patch in line.patches:
        here = (x >= patch.low) & (x <= patch.high)
        if here.any():
            y[here] = patch_values(patch, x[here])
    return y


def patch_values(patch: Patch, z: Any) -> Any:
    if patch.table is None:
        assert patch.program is not None
        return evaluate(patch.program, z)
    values = patch.table.evaluate(z)
    return values if patch.program is None else values * evaluate(patch.program, z)


# -- main programs ---------------------------------------------------------------------------------------------------


def _mains(
    parts: list[Part], var: Sym, grid: Samples, exact: tuple[Reference, Reference], mode: Mode
) -> tuple[Node, Node]:
    groups: list[tuple[list[Part], tuple[Node, Node]]] = []
    merged = _merged(parts)
    for group in merged:
        here = np.zeros(grid.x.shape, dtype=bool)
        for part in group:
            here |= part.holds(grid.x)
        groups.append((group, _program(group, var, grid.x[here], tuple(_at(e, here) for e in exact), mode)))
    return _joined(groups, 0), _joined(groups, 1)


def _at(exact: Reference, here: Any) -> Reference:
    return Reference(exact.high[here], exact.low[here])


def _merged(parts: list[Part]) -> list[list[Part]]:
    """Neighbours with one formula are one program, unless a root makes the sides of zero differ."""
    out: list[list[Part]] = []
    for part in parts:
        if out and out[-1][-1].terms == part.terms and not _has_root(part.terms):
            out[-1].append(part)
        else:
            out.append([part])
    return out


def _has_root(terms: tuple[Term, ...]) -> bool:
    return any(isinstance(n, Op) and n.head in ("sqrt", "root", "asinh") for t in terms for n in walk(t))


def _joined(groups: list[tuple[list[Part], tuple[Node, Node]]], k: int) -> Node:
    node = groups[-1][1][k]
    for group, programs in reversed(groups[:-1]):
        border = constant(Fraction(group[-1].high))
        node = select(apply("less", X, border), programs[k], node)
    return node


def _program(
    group: list[Part], var: Sym, x: Any, exact: tuple[Reference, ...], mode: Mode
) -> tuple[Node, Node]:
    part = group[0]
    if undefined(part):
        return NAN, NAN
    side = _sign_at(var, part.inside) if len(group) == 1 and _has_root(part.terms) else None
    try:
        field_, rows = elements(var, part.terms)
    except NoFormError:
        return direct(part.terms[0], var), direct(part.terms[1], var)
    styles = _definite(field_, var, x)
    builders = [Builder(field_, styles, side=side)]
    pairs = [i for i, a in enumerate(field_.atoms) if a.kind == "exp" and i not in styles]
    if mode == "fast" and pairs:
        builders += [Builder(field_, {**styles, **dict.fromkeys(pairs, s)}, clamped=True, side=side) for s in _BOTH]
    best: tuple[float, tuple[Node, Node]] | None = None
    for number_, builder in enumerate(builders):
        value, slope = builder.programs(rows)
        if mode == "fast":
            own = _through_value(field_, rows, value)
            if own is not None and cost((value, own)) < 0.75 * cost((value, slope)):
                slope = own
        found = (cost((value, slope)), (value, slope))
        if number_ and not (_usable(value, x, exact[0]) and _usable(slope, x, exact[1])):
            continue
        if best is None or found[0] < best[0]:
            best = found
    assert best is not None
    return best[1]


_BOTH: tuple[Style, Style] = ("up", "down")


def cost(roots: Sequence[Node]) -> float:
    """Nanoseconds an element on a machine with wide vectors; only comparisons count."""
    return sum(COSTS.get(n.op, 0.2) for n in order(roots))


def _usable(node: Node, x: Any, exact: Reference) -> bool:
    """No NaN, no infinity, no lost digits but below the normal numbers."""
    error = ulps(evaluate(node, x), exact)
    return bool(np.all((error < 64) | (np.abs(exact.high) < 1e-290)))


def _sign_at(var: Sym, x: Fraction) -> Any:
    """The sign of a term at an inner point of a part."""

    def sign(term: Term) -> int:
        ball = Analytic(term, var).value(x)
        return 1 if ball > 0 else -1

    return sign


def _definite(field_: Field, var: Sym, x: Any) -> dict[int, Style]:
    """Exponentials whose argument has one sign need one of the pair only."""
    styles: dict[int, Style] = {}
    probe = x[:: max(1, len(x) // 40)]
    for i, atom in enumerate(field_.atoms):
        if atom.kind != "exp":
            continue
        assert atom.of is not None
        w = Analytic(field_.term_of(atom.of), var)
        try:
            signs = {bool(w.value(float(t)) > 0) for t in probe}
        except NoValueError:
            continue
        if len(signs) == 1:
            styles[i] = "down" if signs.pop() else "up"
    return styles


def _through_value(field_: Field, rows: tuple[Ratio, ...], value: Node) -> Node | None:
    """f′ = c₀ + c₁f + c₂f² where that holds: tanh′ = 1 − tanh²."""
    f, d = rows
    found = quadratic(field_, f, d)
    if found is None:
        return None
    c0, c1, c2 = (constant(c) for c in found)
    squared = apply("mul", c2, apply("mul", value, value))
    return apply("add", apply("add", c0, squared), apply("mul", c1, value)) if found[1] else apply("add", c0, squared)


def quadratic(field_: Field, f: Ratio, d: Ratio) -> tuple[Fraction, Fraction, Fraction] | None:
    """Rational c with d = c₀ + c₁f + c₂f², found from the coefficients of the common denominator."""
    one = field_.const(1)
    powers = [one, f, field_.mul(f, f)]
    bottom = reduce(lambda p, q: p * (q // p.gcd(q)), [p.d for p in (*powers, d)])
    tops = [(r.n * (bottom // r.d)).to_dict() for r in (*powers, d)]
    keys = sorted({m for t in tops for m in t})
    zero = fmpq(0)
    matrix = fmpq_mat([[t.get(m, zero) for t in tops] for m in keys])
    reduced, rank = matrix.rref()
    if rank != 3 or any(reduced[r, r] != 1 for r in range(3)):
        return None
    c = [Fraction(int(reduced[r, 3].p), int(reduced[r, 3].q)) for r in range(3)]
    return c[0], c[1], c[2]


# -- patches ---------------------------------------------------------------------------------------------------------


def _patch(line: Line, k: int, parts: list[Part], var: Sym, grid: Samples, exact: Reference) -> None:
    for part in parts:
        if undefined(part):
            continue
        here = part.holds(grid.x)
        cells = [c for c in range(grid.count) if grid.edges[c] >= part.low and grid.edges[c + 1] <= part.high]
        main = _cell_errors(line.main, grid, exact, here, cells)
        wanted = [c for c in cells if main[c] > GOOD]
        if not wanted:
            continue
        forms = candidates(part, k, var)
        programs = [(n, r) for n, r, _ in forms] + _constants(grid, exact, wanted)
        errors = [_cell_errors(n, grid, exact, here, cells) for n, _ in programs]
        scale = next((r for _, _, r in forms if r is not None), None)
        for low, high in _runs(_closed(wanted, grid)):
            _mend(line, (low, high), Work(part, k, var, grid, exact, here, main, programs, errors, scale))


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
    scale: tuple[Term, Node] | None


def _mend(line: Line, zone: tuple[int, int], work: Work) -> None:
    """A zone of bad cells: the cheapest program that is good in all of it, else pieces of programs and polynomials."""
    grid, cells = work.grid, range(zone[0], zone[1] + 1)
    cheapest = sorted(range(len(work.programs)), key=lambda j: cost([work.programs[j][0]]))
    fits = next((j for j in cheapest if max(work.errors[j][c] for c in cells) <= BETTER), None)
    if fits is not None:
        _take(line, work, fits, *zone)
        return
    left = set(cells)
    for j in cheapest:
        for a, b in _runs(sorted(c for c in left if work.errors[j][c] <= BETTER)):
            if b - a >= FEWEST or a == zone[0] or b == zone[1] or grid.edges[b + 1] - grid.edges[a] > 16:
                _take(line, work, j, a, b)
                left -= set(range(a, b + 1))
    for a, b in _runs(sorted(left)):
        for c in _tabulate(line, work, a, b):
            best = min(range(len(work.programs)), key=lambda j: work.errors[j][c], default=None)
            if best is not None and work.errors[best][c] < work.main[c]:
                _take(line, work, best, c, c)


FEWEST = 6  # cells that a program has to be good in at a stretch before it is worth a patch of its own
WINDOW = 6


def _take(line: Line, work: Work, j: int, a: int, b: int) -> None:
    program, reason = work.programs[j]
    line.patches.append(Patch(work.grid.edges[a], work.grid.edges[b + 1], program, None, reason))


def _tabulate(line: Line, work: Work, a: int, b: int) -> list[int]:
    """Polynomials over a run within ±64, if need be times the exponential; returned are the cells that stay bad."""
    grid, exact = work.grid, work.exact
    low, high = grid.edges[a], grid.edges[b + 1]
    body = work.part.terms[work.k]
    options: list[tuple[Term, Node | None]] = [(body, None)]
    if work.scale is not None:
        options.append((op("div", body, work.scale[0]), work.scale[1]))
    best: tuple[float, list[Patch]] | None = None
    for term, times in options:
        found: list[Patch] = []
        size, worst = 0, 0.0
        for table, p, q in table_for(Analytic(term, work.var), max(low, -64.0), min(high, 64.0)):
            patch = Patch(p, q, times, table, "polynomials" + (" times an exponential" if times else ""))
            here = (grid.x >= max(p, low)) & (grid.x <= min(q, high))
            if here.any():
                worst = max(worst, float(np.max(ulps(patch_values(patch, grid.x[here]), _at(exact, here)))))
            size += table.coefficients.size
            found.append(patch)
        covered = found and found[0].low <= max(low, -64.0) and found[-1].high >= min(high, 64.0)
        if covered and worst <= BETTER and (best is None or size < best[0] / 2):
            best = size, found
    if best is not None:
        line.patches += best[1]
        if low >= -64 and high <= 64:
            return []
        return [c for c in range(a, b + 1) if grid.edges[c] < -64 or grid.edges[c + 1] > 64]
    return list(range(a, b + 1))


def _constants(grid: Samples, exact: Reference, wanted: list[int]) -> list[tuple[Node, str]]:
    """Where every sample of a cell rounds to one number, that number: the saturated ends."""
    found: dict[float, None] = {}
    for c in wanted:
        here = exact.high[grid.cell == c]
        if here.size and np.all(here == here[0]) and math.isfinite(here[0]):
            found[float(here[0])] = None
    return [(constant(Fraction(v)), "saturated") for v in found]


def _cell_errors(program: Node, grid: Samples, exact: Reference, here: Any, cells: list[int]) -> Any:
    """The largest error in each cell and its neighbours: ten points do not show the worst of a cell."""
    e = np.zeros(grid.x.shape)
    e[here] = ulps(evaluate(program, grid.x[here]), _at(exact, here))
    single = by_cell(e, grid.cell, grid.count)
    out = single.copy()
    first, last = cells[0], cells[-1]
    near = (np.diff(grid.edges) == 0.125) | (np.diff(grid.edges) == 8.0)
    for c in cells:
        if near[c] and single[c] <= 64:
            a, b = max(first, c - WINDOW), min(last, c + WINDOW)
            window = [single[d] for d in range(a, b + 1) if near[d] and single[d] <= 64]
            out[c] = max(window)
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
    for a, b in zip(cells, cells[1:], strict=False):
        if 1 < b - a <= 10 and grid.edges[b + 1] - grid.edges[a] <= 2:
            out.update(range(a, b))
    return sorted(out)


Scale = tuple[Term, Node]


def candidates(part: Part, k: int, var: Sym) -> list[tuple[Node, str, Scale | None]]:
    """Other programs for one part: compensated exponents, split exponentials, conjugates, leading forms."""
    sign = _sign_at(var, part.inside)
    out: list[tuple[Node, str, Scale | None]] = []
    try:
        field_, rows = elements(var, part.terms, side=sign)
    except NoFormError:
        return out
    row = rows[k]
    styles: dict[int, Style] = {}
    growth: dict[int, int] = {}
    vanishing: set[int] = set()
    far = Fraction(2) ** 12 * (1 if part.inside > 0 else -1)
    for i, atom in enumerate(field_.atoms):
        if atom.kind == "exp":
            assert atom.of is not None
            w = field_.term_of(atom.of)
            s = sign(w)
            styles[i], growth[i] = ("down", 1) if s > 0 else ("up", -1)
            if not _unbounded(w, var, far):
                del growth[i]
                vanishing.add(i)
    side = 1 if part.inside > 0 else -1
    forms: list[tuple[Ratio, str]] = [(row, "exact exponents")]
    conjugate = field_.conjugate(row)
    if conjugate is not None:
        forms.append((conjugate, "conjugate"))
    x = next((i for i, a in enumerate(field_.atoms) if a.kind == "var"), None)
    far_out = math.isinf(part.high if side > 0 else part.low)
    if far_out:
        for base in [r for r, _ in forms]:
            for more in ({}, {x: 1}) if x is not None else ({},):
                lead = leading(field_, base, {**growth, **more}, frozenset(vanishing), side)
                if lead is not None and lead != base:
                    forms.append((lead, "leading form"))
    if x is not None and 0 in (part.low, part.high):
        lead = leading(field_, row, {x: -1}, frozenset(styles), side)
        if lead is not None:
            forms.append((lead, "leading form at zero"))
    for form, reason in forms:
        for halved in (False, True) if styles else (False,):
            builder = Builder(field_, styles, compensated=True, halved=halved, side=sign)
            scale = _scale(field_, form, styles, builder) if reason == "leading form" and not halved else None
            out.append((builder.programs([form])[0], "split exponentials" if halved else reason, scale))
    return [row for j, row in enumerate(out) if row[2] is not None or all(row[0] != m for m, _, _ in out[:j])]


def _scale(field_: Field, lead: Ratio, styles: Mapping[int, Style], builder: Builder) -> Scale | None:
    """The power of one exponential in the leading form: what the function is divided by before it is tabulated."""
    powers = {
        i: k
        for i in styles
        if (k := int(max(m[i] for m in lead.n.monoms())) - int(max(m[i] for m in lead.d.monoms())))
    }
    if len(powers) != 1:
        return None
    ((i, k),) = powers.items()
    whole = field_.gen(i, k)
    return field_.term_of(whole), builder.programs([whole])[0]


def patch_cost(patch: Patch) -> float:
    return cost([patch.program]) if patch.program is not None else 12.0


def _unbounded(w: Term, var: Sym, far: Fraction) -> bool:
    try:
        return bool(abs(Analytic(w, var).value(far)) > 40)
    except NoValueError:
        return True


# -- points and ends -------------------------------------------------------------------------------------------------


def _at_points(
    line: Line, k: int, term: Term, var: Sym, parts: list[Part], kinks: Mapping[Fraction, Fraction]
) -> None:
    """Exact values at breakpoints and at zero, where the code gives something else."""
    from symnn.kernel import balls

    for left, right in zip(parts, parts[1:], strict=False):
        at = Fraction(left.high)
        sides = [_limit_at(p.terms[k], var, at, s) for p, s in ((left, -1), (right, 1))]
        wanted: float | None
        if k == 0:
            try:
                wanted = split(balls.evaluate(term, {var: balls.rational(at)}))[0]
            except (Unsupported, ArithmeticError, ValueError):
                wanted = sides[0] if sides[0] == sides[1] else math.nan
        elif at in kinks:
            wanted = float(kinks[at])
        elif None in sides:
            wanted = math.nan
        else:
            assert sides[0] is not None
            assert sides[1] is not None
            wanted = sides[0] if sides[0] == sides[1] else (sides[0] + sides[1]) / 2
        if wanted is None:
            wanted = math.nan
        found = float(evaluate_line(line, np.array([left.high]))[0])
        near = abs(found - wanted) <= 4e-16 * abs(wanted) if math.isfinite(wanted) else found == wanted
        if not (near or (math.isnan(found) and math.isnan(wanted))):
            line.points.append((left.high, wanted))


def _limit_at(term: Term, var: Sym, at: Fraction, side: int) -> float | None:
    """The one-sided limit of a smooth formula, by its value there, or by values close to it that agree."""
    f = Analytic(term, var)
    try:
        return split(f.value(at))[0]
    except NoValueError:
        pass
    found = []
    for k in (150, 200):
        try:
            found.append(split(f.value(at + side * Fraction(1, 2**k)))[0])
        except NoValueError:
            return None
    if found[0] == found[1]:
        return found[0]
    if abs(found[1]) > 1e30:
        return math.copysign(math.inf, found[1])
    return 0.0 if abs(found[1]) < 1e-30 else None


def _ends(line: Line, k: int, parts: list[Part], var: Sym) -> tuple[float, float]:
    return _end(parts[0], k, var, -1), _end(parts[-1], k, var, 1)


def _end(part: Part, k: int, var: Sym, side: int) -> float:
    """The limit at ±∞: what the values tend to; NaN where they tend to nothing."""
    if undefined(part):
        return math.nan
    f = Analytic(part.terms[k], var)
    rows: list[float] = []
    for power in (900, 100, 40, 20, 12, 10, 9, 8):
        try:
            rows.insert(0, split(f.value(side * 2.0**power))[0])
        except NoValueError:
            continue
        if len(rows) == 2:
            break
    if len(rows) < 2:
        return math.nan
    if rows[0] == rows[1]:
        return rows[1]
    if abs(rows[1]) > abs(rows[0]) > 100:
        return math.copysign(math.inf, rows[1])
    return 0.0 if abs(rows[1]) < abs(rows[0]) < 0.01 else math.nan


__all__ = ["CompileError", "Derived", "Line", "Mode", "Num", "Part", "Patch", "derive", "evaluate_line", "patch_values"]

"""The stable form of a function and of its derivative.

Every number that decides something here is measured against exact values at sample points in cells that cover the
doubles; every form is an identity of the field, which ``proofs`` turns into claims for the kernel.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from symnn.numeric.analytic import Analytic, NotAnalyticError, NoValueError, split
from symnn.numeric.effort import ExhaustedError, allowance
from symnn.numeric.lines import Line, Patch, evaluate_line
from symnn.numeric.mains import Mode, main_programs
from symnn.numeric.nodes import Node
from symnn.numeric.parts import CompileError, Part, parts_of, undefined
from symnn.numeric.patching import finite, patch
from symnn.numeric.points import at_points, ends
from symnn.numeric.proofs import Rewriting, prove
from symnn.numeric.samples import Reference, Samples, references, samples, ulps
from symnn.term import Sym, Term

ROOTS = 8  # whose neighbourhood is measured


NEARER = (8, 16, 24, 32, 40, 48, 51)  # negative powers of two


@dataclass
class Derived:
    """What ``compile`` emits: f and f′, the parts of the line, and the rewritings with their verdicts."""

    lines: tuple[Line, Line]
    parts: list[Part]
    rewritings: list[Rewriting] = field(default_factory=list)
    samples: int = 0


def derive(term: Term, var: Sym, kinks: Mapping[Fraction, Fraction], mode: Mode) -> Derived:
    """The forms of f and f′ for a closed term of one variable; ``kinks`` gives customary values of f′.

    ``CompileError`` names what has no numeric form.
    """
    with np.errstate(all="ignore"), allowance():
        try:
            return _derive(term, var, kinks, mode)
        except UnprovedError:  # computed as it is written, patches as before
            return _derive(term, var, kinks, mode, written=True)
        except ExhaustedError as error:
            raise CompileError(str(error)) from error


class UnprovedError(CompileError):
    """A form that the kernel did not prove equal to the formula."""


def _derive(term: Term, var: Sym, kinks: Mapping[Fraction, Fraction], mode: Mode, written: bool = False) -> Derived:
    parts = parts_of(term, var)
    borders = sorted({p.low for p in parts[1:]} | {0.0} | _beside_ends(parts))
    grid = samples(borders)
    exact = _references(parts, var, grid)
    beyond = _overflows(parts, var, grid, exact)
    if beyond:  # programs give up just before the function does
        grid = samples(sorted({*borders, *beyond}))
        exact = _references(parts, var, grid)
    lines = _lines(parts, var, grid, exact, "naive" if written else mode)
    derived = Derived(lines, parts, samples=grid.x.size)
    for k, line in enumerate(lines):
        if mode == "accurate":
            patch(line, k, parts, var, grid, exact[k])
        at_points(line, k, term, var, parts, kinks)
        line.ends = ends(k, parts, var)
        if mode != "naive" and not written:
            _prove(derived, k, var)
        points, values = _with_roots(parts, k, var, grid, exact[k])
        error = ulps(evaluate_line(line, points), values)
        worst = int(np.argmax(error))
        line.worst, line.at = float(error[worst]), float(points[worst])
    return derived


def _beside_ends(parts: list[Part]) -> set[float]:
    """Points closer and closer to where a domain ends: there formulas go to infinity, as atanh x beside 1."""
    ends = {
        (left.high, 1 if undefined(left) else -1)
        for left, right in itertools.pairwise(parts)
        if undefined(left) != undefined(right) and left.high
    }
    return {b + side * abs(b) * 2.0**-k for b, side in ends for k in NEARER}


def _lines(
    parts: list[Part], var: Sym, grid: Samples, exact: tuple[Reference, Reference], mode: Mode
) -> tuple[Line, Line]:
    """The main programs; in fast mode with patches where they have no number.

    An exponential that may overflow far out saves an operation, if patches mend what it does there.
    """
    for overflowing in (True, False) if mode == "fast" else (False,):
        value, slope = main_programs(parts, var, grid, exact, mode, overflowing)
        lines = Line(value), Line(slope)
        mended = True
        for k, line in enumerate(lines):
            line.before = float(np.max(ulps(evaluate_line(line, grid.x), exact[k])))
            if mode == "fast":
                finite(line, k, parts, var, grid, exact[k])
                found = evaluate_line(line, grid.x)
                mended &= bool(np.all(np.isfinite(found) | ~np.isfinite(exact[k].high)))
        if mended:
            break
    return lines


def _with_roots(parts: list[Part], k: int, var: Sym, grid: Samples, exact: Reference) -> tuple[Any, Reference]:
    """The sample points, and points close to the first few changes of sign, where digits are lost soonest."""
    order = np.argsort(grid.x)
    x, high = grid.x[order], exact.high[order]
    found: list[float] = []
    changes = [i for i in np.flatnonzero(np.sign(high[1:]) * np.sign(high[:-1]) < 0) if x[i] * x[i + 1] > 0]
    for i in sorted(changes, key=lambda i: abs(x[i]))[:ROOTS]:
        part = next((p for p in parts if p.holds(x[i]) and p.holds(x[i + 1])), None)
        if part is not None:
            root = _root(Analytic(part.terms[k], var), float(x[i]), float(x[i + 1]), high[i] > 0)
            near = [root, *(root * (1 + s * 2.0**-j) for s in (1, -1) for j in range(8, 53, 4))]
            found += [t for t in near if part.holds(t)]
    if not found:
        return grid.x, exact
    points = np.array(found)
    more = Reference(np.full(points.shape, np.nan), np.zeros(points.shape))
    for part in parts:
        here = part.holds(points)
        if here.any() and not undefined(part):
            (own,) = references((part.terms[k],), var, points[here])
            more.high[here], more.low[here] = own.high, own.low
    return np.append(grid.x, points), Reference(np.append(exact.high, more.high), np.append(exact.low, more.low))


def _root(f: Analytic, low: float, high: float, positive: bool) -> float:
    for _ in range(60):
        middle = low + (high - low) / 2
        try:
            same = bool(f.value(middle) > 0) == positive
        except NoValueError:
            return middle
        low, high = (middle, high) if same else (low, middle)
    return low


def _prove(derived: Derived, k: int, var: Sym) -> None:
    """Main programs part by part, and every patch that claims to be equal; what is not proved is not used."""
    line = derived.lines[k]
    known: dict[tuple[Part, Node], Rewriting] = {}
    for part in derived.parts:
        if undefined(part):
            continue
        found = prove(part, k, var, line.main)
        derived.rewritings.append(found)
        if not found.proved:
            raise UnprovedError(f"the rewriting of {found.what} is not proved: it is {found.verdict}")
    for patch_ in list(line.patches):
        if patch_.exact:
            part = next(p for p in derived.parts if p.low <= patch_.low and patch_.high <= p.high)
            assert patch_.program is not None
            if (part, patch_.program) not in known:
                found = prove(part, k, var, patch_.program)
                if not found.proved:  # perhaps where it is used
                    found = prove(_between(part, patch_), k, var, patch_.program)
                known[part, patch_.program] = found
                derived.rewritings.append(found)
            if not known[part, patch_.program].proved:
                line.patches.remove(patch_)


def _between(part: Part, patch_: Patch) -> Part:
    inside = Fraction((patch_.low + patch_.high) / 2)
    return replace(part, low=patch_.low, high=patch_.high, inside=inside)


def _references(parts: list[Part], var: Sym, grid: Samples) -> tuple[Reference, Reference]:
    out = [Reference(np.full(grid.x.shape, np.nan), np.zeros(grid.x.shape)) for _ in (0, 1)]
    for part in parts:
        here = part.holds(grid.x)
        if undefined(part) or not here.any():
            continue
        try:
            found = references(part.terms, var, grid.x[here])
        except NotAnalyticError as reason:
            raise CompileError(str(reason)) from reason
        for exact, values in zip(out, found, strict=True):
            exact.high[here], exact.low[here] = _saturated(values.high, part), values.low
    return out[0], out[1]


def _overflows(parts: list[Part], var: Sym, grid: Samples, exact: tuple[Reference, Reference]) -> list[float]:
    """Where f and f′ pass the largest double, and points a little before."""
    found: list[float] = []
    order = np.argsort(grid.x)
    x = grid.x[order]
    for k in (0, 1):
        high = exact[k].high[order]
        for i in np.flatnonzero(np.isinf(high[1:]) != np.isinf(high[:-1])):
            part = next((p for p in parts if p.holds(x[i]) and p.holds(x[i + 1])), None)
            if part is None or np.isnan(high[i]) or np.isnan(high[i + 1]):
                continue
            inside, outside = (x[i + 1], x[i]) if np.isinf(high[i]) else (x[i], x[i + 1])
            at = _crossing(Analytic(part.terms[k], var), float(inside), float(outside))
            found += [e for t in (0.0, 2.0**-11, 2.0**-9) if part.low < (e := at * (1 - t)) < part.high]
    return found


def _crossing(f: Analytic, inside: float, outside: float) -> float:
    for _ in range(40):
        middle = inside / 2 + outside / 2
        try:
            finite_ = bool(np.isfinite(split(f.value(middle))[0]))
        except NoValueError:
            finite_ = False
        inside, outside = (middle, outside) if finite_ else (inside, middle)
    return inside


def _saturated(high: Any, part: Part) -> Any:
    """Far out, where even balls overflow, a function that has come to rest stays where it is."""
    known = np.flatnonzero(~np.isnan(high))
    if known.size < 20:
        return high
    first, last = known[0], known[-1]
    if np.isinf(part.low) and np.all(high[known[:10]] == high[first]):
        high[: known[9]] = high[first]
    if np.isinf(part.high) and np.all(high[known[-10:]] == high[last]):
        high[known[-10] :] = high[last]
    return high


__all__ = ["CompileError", "Derived", "Line", "Mode", "derive"]

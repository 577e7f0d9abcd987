"""Piecewise polynomials from ball arithmetic: Taylor coefficients about the middle of each cell.

A function with a zero of order k at r is tabulated as f(x)/(x − r)^k, so that it keeps its relative accuracy there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from flint import arb

from symnn.numeric.analytic import BITS, Analytic, NoValueError, precision, split
from symnn.numeric.effort import running_short
from symnn.numeric.nodes import Node
from symnn.numeric.runtime import polynomials
from symnn.term import Op, Sym, num, op

GOAL = 2.0**-58  # of the value: what the polynomial may leave out
USUAL_TERMS, MOST_TERMS = 12, 26
HALF_WIDTH, HALF_CELLS = 0.03125, 872  # erfcx(z)/2 on 0 ≤ z ≤ 27.25, beyond which e^{−z²} is zero


@dataclass(frozen=True)
class Table:
    """``coefficients[j, i]`` in cell i, start + [i, i + 1]·width; ``root`` (two doubles) and ``order`` of a zero."""

    start: float
    width: float
    coefficients: Any
    root: tuple[float, float] = (0.0, 0.0)
    order: int = 0

    def evaluate(self, x: Any) -> Any:
        """The doubles that the emitted operations give."""
        with np.errstate(all="ignore"):
            out = np.empty(x.shape)
            polynomials(x, self.coefficients, self.start, self.width, out)
            distance = (x - self.root[0]) - self.root[1]
            for _ in range(abs(self.order)):
                out = out * distance if self.order > 0 else out / distance
            return out


class Spent(Exception):  # noqa: N818 (no error: the search ends)
    """The allowance of a search for tables is used up."""


@dataclass
class Allowance:
    """How many more cells may be tried."""

    cells: int

    def take(self) -> None:
        self.cells -= 1
        if self.cells < 0 or running_short():
            raise Spent


def cells(f: Analytic, start: float, width: float, count: int, allowance: Allowance | None = None) -> Any | None:
    """Coefficients for every cell; ``None`` where the series converges too slowly for the width."""
    columns: list[list[float]] = []
    terms = None
    for i in range(count):
        if allowance is not None:
            allowance.take()
        middle = start + (i + 0.5) * width
        row = _cell(f, middle, width / 2, terms or MOST_TERMS)
        if row is None or not _goes_on(f, middle, width / 2, row):
            return None
        columns.append(row)
    return _table(columns, width)


def _table(columns: list[list[float]], width: float) -> Any:
    """Coefficients in units of the width, which is a power of two."""
    table = np.zeros((max(len(c) for c in columns), len(columns)))
    for i, row in enumerate(columns):
        table[: len(row), i] = [c * width**k for k, c in enumerate(row)]
    return table


def _goes_on(
    f: Analytic, middle: float, half: float, row: list[float], root: arb | None = None, order: int = 0
) -> bool:
    """Whether the polynomial is the function at both ends of its cell: a kink inside would part them.

    The series about the middle knows nothing of it: √(1 − cos x) beside 2π.
    """
    for t in (-half * 63 / 64, half * 63 / 64):
        value = sum(c * t**k for k, c in enumerate(row))
        try:
            true = f.value(middle + t, bits=40)
        except NoValueError:
            continue
        if root is not None:
            with precision(200):
                distance = arb(middle + t) - root
                if distance.contains(0):
                    continue
                true = true / distance**order
        size = float(true.abs_upper())
        if abs(value - float(true.mid())) > 1e-9 * size and size > 1e-290:
            return False
    return True


def _cell(f: Analytic, middle: float, half: float, terms: int) -> list[float] | None:
    if terms > USUAL_TERMS:  # most cells need few
        short = _cell(f, middle, half, USUAL_TERMS)
        if short is not None:
            return short
    try:
        rows = f.series(arb(middle), terms)
    except NoValueError:
        return None
    sizes = [abs(float(c.mid())) * half**k for k, c in enumerate(rows)]
    smallest = abs(sizes[0]) - sum(sizes[1:])
    scale = smallest if smallest > 0 else abs(sizes[0]) / 4
    if not scale > 0:
        return None
    for n in range(2, terms + 1):
        rest = sum(sizes[n:]) + sizes[-1] * 2
        if rest <= GOAL * scale:
            return [float(c.mid()) for c in rows[:n]]
    return None


def divided_cells(
    f: Analytic, start: float, width: float, count: int, root: arb, order: int, allowance: Allowance | None = None
) -> Any | None:
    """The table of f(x)/(x − root)^order."""
    columns: list[list[float]] = []
    for i in range(count):
        if allowance is not None:
            allowance.take()
        middle = start + (i + 0.5) * width
        row = divided_cell(f, middle, width / 2, root, order, MOST_TERMS)
        if row is None or not _goes_on(f, middle, width / 2, row, root, order):
            return None
        columns.append(row)
    return _table(columns, width)


def divided_cell(f: Analytic, middle: float, half: float, root: arb, order: int, terms: int) -> list[float] | None:
    """The cell of f(x)/(x − r)^order: by series division away from r, by a longer series at r itself near it."""
    with precision(400):
        distance = arb(middle) - root
        near = bool(distance.abs_upper() < 4 * half)
    if near:
        return _about_root(f, middle, half, root, order, terms)
    try:
        rows = f.series(arb(middle), terms)
    except NoValueError:
        return None
    with precision(400):
        for _ in range(-order):  # multiply by (distance + t)
            rows = [distance * c + (rows[j - 1] if j else 0) for j, c in enumerate(rows)]
        for _ in range(order):  # divide by (distance + t)
            out: list[arb] = []
            for c in rows:
                previous = out[-1] if out else arb(0)
                out.append((c - previous) / distance)
            rows = out
    return _cut(rows, half)


def _about_root(f: Analytic, middle: float, half: float, root: arb, order: int, terms: int) -> list[float] | None:
    """Interpolation of f(x)/(x − r)^order at Chebyshev nodes: also where the formula itself is 0/0 at r."""
    n = min(terms, 22)
    with precision(600):
        nodes = [arb(half) * (arb(2 * i + 1) * arb.pi() / (2 * n)).cos().mid() for i in range(n)]
        nodes = [t.mid() for t in nodes]
        if any((arb(middle) + t - root).contains(0) for t in nodes):
            nodes = [t * 63 / 64 for t in nodes]
        try:
            rows = [f.value((arb(middle) + t).mid(), bits=140) / (arb(middle) + t - root) ** order for t in nodes]
        except (NoValueError, ZeroDivisionError):
            return None
        for j in range(1, n):  # divided differences
            for i in range(n - 1, j - 1, -1):
                rows[i] = (rows[i] - rows[i - 1]) / (nodes[i] - nodes[i - j])
        out = [rows[-1]]
        for i in range(n - 2, -1, -1):  # Newton's form to powers
            out = [rows[i] - nodes[i] * out[0], *(out[k - 1] - nodes[i] * out[k] for k in range(1, len(out))), out[-1]]
        return _cut(out, half)


def _cut(rows: list[arb], half: float) -> list[float] | None:
    values = [float(c.mid()) for c in rows]
    sizes = [abs(v) * half**k for k, v in enumerate(values)]
    smallest = sizes[0] - sum(sizes[1:])
    scale = smallest if smallest > 0 else sizes[0] / 4
    if not scale > 0:
        return None
    for n in range(2, len(values) + 1):
        if sum(sizes[n:]) + 2 * sizes[-1] <= GOAL * scale:
            return values[:n]
    return None


def pairs(n: Node) -> list[tuple[float, float]]:
    """The coefficients of an exact exponent, each as a double and its remainder."""
    assert isinstance(n.data, Op)
    return [split(Analytic(c, Sym("x")).value(0.0, bits=150)) for c in n.data.args]


@cache
def _half_erfcx_series() -> list[list[arb]]:
    """Taylor coefficients of y = e^{z²}·erfc(z)/2 about the middle of every cell, by y′ = 2zy − 1/√π."""
    z = Sym("z")
    y = Analytic(op("div", op("mul", op("exp", op("pow", z, num(2))), op("erfc", z)), num(2)), z)
    rows = []
    for i in range(HALF_CELLS):
        at = arb((i + 0.5) * HALF_WIDTH)
        c = [y.value(at, bits=280)]
        with precision(320):
            slope = 1 / arb.pi().sqrt()
            for k in range(USUAL_TERMS - 1):
                c.append((2 * at * c[k] + (2 * c[k - 1] if k else -slope)) / (k + 1))
        assert all(v.rel_accuracy_bits() > BITS for v in c)
        rows.append(c)
    return rows


@cache
def half_erfcx() -> Any:
    """e^{z²}·erfc(z)/2 for 0 ≤ z ≤ 27.25 in cells of 1/32."""
    columns = [_cut(c, HALF_WIDTH / 2) for c in _half_erfcx_series()]
    return _table([c for c in columns if c is not None], HALF_WIDTH)


@cache
def erf_ratio() -> Any:
    """erf(u)/u for 0 ≤ u ≤ 1 in cells of 1/16."""
    u = Sym("u")
    table = divided_cells(Analytic(op("erf", u), u), 0.0, 0.0625, 16, arb(0), 1)
    assert table is not None
    return table


@cache
def extended_half_erfcx() -> Any:
    """The same table in extended precision."""
    columns = [[split(c) for c in row] for row in _half_erfcx_series()]
    return np.array([[np.longdouble(h) + np.longdouble(e) for h, e in column] for column in columns]).T

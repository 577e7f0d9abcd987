"""The derived forms of f and f′ as plain data, for every backend: steps, patches, points, ends, and no ``Term``.

A program is a list of steps, each an operation on earlier ones; constants are doubles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from symnn.numeric.derive import Derived
from symnn.numeric.exponential_tables import clipped
from symnn.numeric.lines import Line, Patch
from symnn.numeric.nodes import Node, apply, constant, number, order, rewrite
from symnn.numeric.tables import Table, pairs
from symnn.term import num, op

Ends = tuple[float, float]
Pairs = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Step:
    """``op`` of the steps ``args``; ``number`` of a constant, ``pairs`` of an exact exponent."""

    op: str
    args: tuple[int, ...] = ()
    number: float = 0.0
    pairs: Pairs = ()


@dataclass(frozen=True)
class Program:
    """Steps, arguments before results, and which of them are the results."""

    steps: tuple[Step, ...]
    roots: tuple[int, ...]

    def only(self, *which: int) -> Program:
        """The steps that these results need."""
        needed: set[int] = set()
        stack = [self.roots[k] for k in which]
        while stack:
            k = stack.pop()
            if k not in needed:
                needed.add(k)
                stack += self.steps[k].args
        place = {k: i for i, k in enumerate(sorted(needed))}
        steps = tuple(
            Step(s.op, tuple(place[a] for a in s.args), s.number, s.pairs)
            for s in (self.steps[k] for k in sorted(needed))
        )
        return Program(steps, tuple(place[self.roots[k]] for k in which))


@dataclass(frozen=True)
class TableForm:
    """One polynomial a cell: ``rows[j][i]`` is the coefficient of ((x − middle)/width)^j in cell i, start +
    [i, i + 1]·width; ``root`` (two doubles) and ``order`` of a zero that is a factor."""

    start: float
    width: float
    rows: tuple[tuple[float, ...], ...]
    root: tuple[float, float] = (0.0, 0.0)
    order: int = 0


@dataclass(frozen=True)
class PatchForm:
    """Where low ≤ x ≤ high the program, the table, or table times program (``twice``: its square) is the value."""

    low: float
    high: float
    program: Program | None
    table: TableForm | None
    twice: bool


@dataclass(frozen=True)
class LineForm:
    """What follows the main program: patches, later ones first; values at points; at −∞ and at ∞.  NaN gives NaN."""

    patches: tuple[PatchForm, ...]
    points: tuple[tuple[float, float], ...]
    ends: Ends


@dataclass(frozen=True)
class Forms:
    """``main`` computes f and f′; ``lines`` correct both; the rest is what they rest on."""

    title: str
    main: Program
    lines: tuple[LineForm, LineForm]
    rewritings: tuple[tuple[str, str, str], ...]
    worst: Ends
    worst_at: Ends
    samples: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Forms:
        """``KeyError``, ``TypeError`` or ``ValueError`` on anything that ``to_json`` did not give."""
        first, second = (
            LineForm(
                tuple(
                    PatchForm(
                        float(p["low"]),
                        float(p["high"]),
                        None if p["program"] is None else _program(p["program"]),
                        None if p["table"] is None else _table(p["table"]),
                        bool(p["twice"]),
                    )
                    for p in line["patches"]
                ),
                _pairs(line["points"]),
                _pair(line["ends"]),
            )
            for line in data["lines"]
        )
        rows = tuple((str(a), str(b), str(c)) for a, b, c in data["rewritings"])
        worst, at = _pair(data["worst"]), _pair(data["worst_at"])
        return cls(str(data["title"]), _program(data["main"]), (first, second), rows, worst, at, int(data["samples"]))


def _pair(data: Any) -> tuple[float, float]:
    a, b = data
    return float(a), float(b)


def _pairs(data: Any) -> Pairs:
    return tuple(_pair(p) for p in data)


def _program(data: dict[str, Any]) -> Program:
    steps = tuple(
        Step(str(s["op"]), tuple(int(a) for a in s["args"]), float(s["number"]), _pairs(s["pairs"]))
        for s in data["steps"]
    )
    if any(a < 0 or a >= k for k, s in enumerate(steps) for a in s.args):
        raise ValueError("a step refers to a later one")
    return Program(steps, tuple(int(r) for r in data["roots"]))


def _table(data: dict[str, Any]) -> TableForm:
    rows = tuple(tuple(float(v) for v in row) for row in data["rows"])
    return TableForm(float(data["start"]), float(data["width"]), rows, _pair(data["root"]), int(data["order"]))


def program(roots: Sequence[Node]) -> Program:
    """The steps of programs in x alone; what they share is computed once."""
    lowered = [rewrite(r, _lowered) for r in roots]
    nodes = order(lowered)
    place = {n: k for k, n in enumerate(nodes)}
    return Program(tuple(_step(n, place) for n in nodes), tuple(place[r] for r in lowered))


def _lowered(n: Node) -> Node | None:
    """Φ(u) = |[u ≥ 0] − e^{−u²/2}·erfcx(|u|/√2)/2|, which needs the smaller table; exponents in pairs without one."""
    if n.op == "table_exp":
        return clipped(n)
    if n.op != "normal_cdf":
        return None
    u, gauss = n.args
    size = apply("mul", constant(op("pow", num(2), num(Fraction(-1, 2)))), apply("abs", u))
    return apply("abs", apply("sub", apply("step", u), apply("mul", gauss, apply("half_erfcx", size))))


def _step(n: Node, place: dict[Node, int]) -> Step:
    args = tuple(place[a] for a in n.args)
    match n.op:
        case "const":
            return Step("const", (), number(n))
        case "input" if n.data != "x":
            raise ValueError(f"a program of one variable has no input {n.data}")
        case "exact_exp":
            return Step("exact_exp", args, 0.0, tuple(pairs(n)))
    return Step(n.op, args)


def table_form(table: Table) -> TableForm:
    rows = tuple(tuple(row) for row in np.asarray(table.coefficients).tolist())
    return TableForm(table.start, table.width, rows, table.root, table.order)


def _patch(patch: Patch) -> PatchForm:
    return PatchForm(
        float(patch.low),
        float(patch.high),
        None if patch.program is None else program([patch.program]),
        None if patch.table is None else table_form(patch.table),
        patch.twice,
    )


def _line(line: Line) -> LineForm:
    points = tuple((float(a), float(b)) for a, b in line.points)
    return LineForm(tuple(_patch(p) for p in line.patches), points, (float(line.ends[0]), float(line.ends[1])))


def forms(derived: Derived, title: str) -> Forms:
    """The derived lines as data."""
    first, second = derived.lines
    rewritings = tuple((r.what, r.verdict, r.digest) for r in derived.rewritings)
    return Forms(
        title,
        program([first.main, second.main]),
        (_line(first), _line(second)),
        rewritings,
        (first.worst, second.worst),
        (first.at, second.at),
        derived.samples,
    )

"""A formula computed as it is written, in float64: where it overflows, and where it loses its digits.

Each operation is one of NumPy's (e^u is ``exp(u)``, a case list computes the case that applies).  The values are
compared with enclosures of the true ones at some hundred arguments between 2⁻⁶⁰ and 2²⁰ in size; the border of what
was found is bisected.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from symnn.domain import REALS, Domain
from symnn.kernel import balls
from symnn.kernel.elementary import Undefined, Unsupported, Unsure
from symnn.numeric.analytic import Analytic, NotAnalyticError, NoValueError, split
from symnn.term import Num, Op, Sym, Term, walk

LARGEST_NODES = 150
LARGEST_POWER = 200
DIGITS = 1e-3  # fewer than three correct digits
NORMAL = float(np.finfo(np.float64).tiny)
BISECTIONS = 24
SMALLEST = 2.0**-60  # the smallest size of an argument that is looked at
_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    **{h: getattr(np, h) for h in "exp log sqrt sinh cosh tanh sin cos tan abs sign floor ceil".split()},
    "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh, "asin": np.arcsin, "acos": np.arccos,
    "atan": np.arctan, "neg": np.negative,
    "sech": lambda u: 1 / np.cosh(u), "csch": lambda u: 1 / np.sinh(u), "coth": lambda u: 1 / np.tanh(u),
    "sec": lambda u: 1 / np.cos(u), "csc": lambda u: 1 / np.sin(u), "cot": lambda u: 1 / np.tan(u),
    "erf": np.vectorize(math.erf, otypes=[float]), "erfc": np.vectorize(math.erfc, otypes=[float]),
    "percent": lambda u: u / 100,
    "normal_cdf": lambda u: np.vectorize(math.erfc, otypes=[float])(-u / math.sqrt(2)) / 2,  # as libraries have Φ
    "normal_pdf": lambda u: np.exp(-u * u / 2) / math.sqrt(2 * math.pi),
}  # fmt: skip
_COMPARE = {"lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal, "eq": np.equal,
            "ne": np.not_equal}  # fmt: skip


class NotWrittenError(ValueError):
    """The formula has a part that is not computed with one operation of NumPy."""


@dataclass(frozen=True)
class Formula:
    """A closed term of one real variable, and where that lives."""

    term: Term
    var: Sym
    domain: Domain = REALS


@dataclass(frozen=True)
class Stretch:
    """Arguments from ``low`` to ``high`` with the same trouble; an end is infinite where the samples end."""

    low: float
    high: float
    at: float
    computed: float
    true: float


@dataclass(frozen=True)
class Trouble:
    """``overflow``: ``part`` overflows, or the value is not finite although the true one is; ``digits``: fewer than
    three are right.  ``stretches`` are where; ``harmless`` when the value is right all the same."""

    kind: Literal["overflow", "digits"]
    stretches: tuple[Stretch, ...]
    part: Term | None = None
    harmless: bool = False


@dataclass
class _Run:
    """One evaluation at many arguments: values, where something overflowed, and what overflowed first there."""

    var: Sym
    x: Any
    over: Any = field(init=False)
    first: Any = field(init=False)
    parts: list[Term] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.over = np.zeros(self.x.shape, dtype=bool)
        self.first = np.full(self.x.shape, -1)

    def value(self, term: Term, where: Any) -> Any:
        """The doubles of a term; ``where`` marks the arguments at which it is computed at all."""
        match term:
            case Num(q):
                return np.full(self.x.shape, float(q))
            case Sym() if term == self.var:
                return self.x
            case Op("pi"):
                return np.full(self.x.shape, math.pi)
            case Op("e"):
                return np.full(self.x.shape, math.e)
            case Op("cases", rows):
                return self.cases(rows, where)
            case Op("indicator", (condition,)):
                return self.truth(condition, where).astype(np.float64)
            case Op("pow", (Op("e"), u)):
                return self.checked(term, np.exp, [self.value(u, where)], where)
            case Op("pow", (u, v)):
                return self.checked(term, np.power, [self.value(u, where), self.value(v, where)], where)
            case Op("root", (u, Num(n))) if n in (2, 3):
                return self.checked(term, np.sqrt if n == 2 else np.cbrt, [self.value(u, where)], where)
            case Op("div", (u, v)):
                return self.checked(term, np.divide, [self.value(u, where), self.value(v, where)], where)
            case Op("log_base", (u, v)):
                return self.checked(
                    term, lambda a, b: np.log(a) / np.log(b), [self.value(u, where), self.value(v, where)], where
                )
            case Op("add" | "mul" | "dot" | "times" | "max" | "min" as head, args):
                step = {"add": np.add, "max": np.maximum, "min": np.minimum}.get(head, np.multiply)
                out = self.value(args[0], where)
                for a in args[1:]:
                    out = self.checked(term, step, [out, self.value(a, where)], where)
                return out
            case Op(head, (u,)) if head in _FUNCTIONS:
                return self.checked(term, _FUNCTIONS[head], [self.value(u, where)], where)
        raise NotWrittenError(f"{term.head if isinstance(term, Op) else term.text} has no value here")

    def checked(self, term: Term, function: Callable[..., Any], args: list[Any], where: Any) -> Any:
        out = function(*args)
        finite = np.all([np.isfinite(a) for a in args], axis=0)
        over = np.isinf(out) & finite & where
        if isinstance(term, Op) and term.head in ("div", "log", "log_base", "coth", "csch", "atanh", "pow"):
            over &= np.abs(args[-1]) > 0 if term.head == "div" else np.abs(args[0]) > 0  # 1/0 and log 0 are poles
            if term.head == "atanh":
                over &= False
        fresh = over & (self.first < 0)
        if fresh.any():
            self.parts.append(term)
            self.first[fresh] = len(self.parts) - 1
        self.over |= over
        return out

    def cases(self, rows: Sequence[Term], where: Any) -> Any:
        out, left = np.full(self.x.shape, np.nan), where.copy()
        for row in rows:
            if not (isinstance(row, Op) and row.head == "case"):
                raise NotWrittenError("an open case list")
            body, condition = row.args
            here = left & self.truth(condition, left)
            if here.any():
                out = np.where(here, self.value(body, here), out)
            left = left & ~here
        return out

    def truth(self, condition: Term, where: Any) -> Any:
        match condition:
            case Op("true"):
                return np.ones(self.x.shape, dtype=bool)
            case Op("and" | "chain", parts):
                return np.all([self.truth(p, where) for p in parts], axis=0)
            case Op("or", parts):
                return np.any([self.truth(p, where) for p in parts], axis=0)
            case Op("not", (part,)):
                return ~self.truth(part, where)
            case Op(head, (u, v)) if head in _COMPARE:
                return _COMPARE[head](self.value(u, where), self.value(v, where))
        raise NotWrittenError("a condition of another kind")


class _Truth:
    """True values: nearest doubles, NaN where there is none."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        try:
            self.smooth: Analytic | None = Analytic(formula.term, formula.var)
        except NotAnalyticError:
            self.smooth = None

    def at(self, x: float) -> float:
        try:
            if self.smooth is not None:
                return split(self.smooth.value(x, 40))[0]
            for bits in (96, 320, 832):
                ball = balls.evaluate(self.formula.term, {self.formula.var: balls.rational(Fraction(x))}, bits)
                if ball.is_finite() and (ball.rel_accuracy_bits() >= 30 or ball.is_zero()):
                    return split(ball)[0]
        except (NoValueError, Undefined, Unsure, Unsupported, ArithmeticError, ValueError):
            return math.nan
        return math.nan


def troubles(formula: Formula) -> tuple[Trouble, ...]:
    """Where the formula overflows, and where it loses its digits; empty for what is not a formula of this kind."""
    if not _fits(formula.term):
        return ()
    with np.errstate(all="ignore"):
        try:
            return _Search(formula).troubles()
        except (NotWrittenError, NotAnalyticError):
            return ()


def _fits(term: Term) -> bool:
    nodes = list(walk(term))
    if len(nodes) > LARGEST_NODES:
        return False
    return not any(isinstance(n, Num) and abs(n.value) > 1e6 for n in nodes) and not any(
        isinstance(n, Op) and n.head in ("pow", "root") and isinstance(n.args[1], Num)
        and abs(n.args[1].value) > LARGEST_POWER
        for n in nodes
    )  # fmt: skip


class _Search:
    def __init__(self, formula: Formula) -> None:
        self.formula, self.truth = formula, _Truth(formula)
        self.known: dict[float, tuple[float, float, bool, Term | None]] = {}

    def look(self, points: Any) -> list[tuple[float, float, bool, Term | None]]:
        """Computed value, true value, whether something overflowed, and what."""
        fresh = np.array([p for p in points.tolist() if p not in self.known])
        if fresh.size:
            run = _Run(self.formula.var, fresh)
            out = run.value(self.formula.term, np.ones(fresh.shape, dtype=bool))
            for x, y, over, first in zip(fresh.tolist(), out.tolist(), run.over.tolist(), run.first, strict=True):
                self.known[x] = (y, self.truth.at(x), over, run.parts[first] if first >= 0 else None)
        return [self.known[p] for p in points.tolist()]

    def kind(self, x: float) -> str:
        ((computed, true, over, _),) = self.look(np.array([x]))
        return _kind(computed, true, over)

    def troubles(self) -> tuple[Trouble, ...]:
        points = grid(self.formula.domain)
        if not points.size:
            return ()
        rows = self.look(points)
        kinds = [_kind(computed, true, over) for computed, true, over, _ in rows]
        found = []
        for wanted in ("overflow", "digits"):
            runs = list(_runs(kinds, wanted))
            if not runs:
                continue
            inside = [rows[k] for a, b in runs for k in range(a, b)]
            part = next((part for _, _, _, part in inside if part is not None), None)
            right = all(_close(computed, true) for computed, true, _, _ in inside)
            stretches = tuple(self.stretch(points, a, b, wanted) for a, b in runs)
            found.append(Trouble("overflow" if wanted == "overflow" else "digits", stretches, part, right))
        return tuple(found)

    def stretch(self, points: Any, first: int, last: int, wanted: str) -> Stretch:
        low = -math.inf if first == 0 else self.border(float(points[first]), float(points[first - 1]), wanted)
        high = math.inf if last == len(points) else self.border(float(points[last - 1]), float(points[last]), wanted)
        inside = range(first, last)
        shown = max(inside, key=lambda k: (_badness(*self.known[float(points[k])][:2]), -abs(points[k])))
        computed, true, _, _ = self.known[float(points[shown])]
        return Stretch(low, high, float(points[shown]), computed, true)

    def border(self, bad: float, good: float, wanted: str) -> float:
        """Between a bad argument and a good one: the last bad one, to about seven digits."""
        for _ in range(BISECTIONS):
            middle = _between(bad, good)
            if middle in (bad, good) or abs(bad - good) <= 1e-7 * abs(bad):
                break
            bad, good = (middle, good) if self.kind(middle) == wanted else (bad, middle)
        return bad


def _between(a: float, b: float) -> float:
    return math.copysign(math.sqrt(a * b), a) if a * b > 0 and not 0.5 < a / b < 2 else (a + b) / 2


def _kind(computed: float, true: float, over: bool) -> str:
    if not math.isfinite(true):
        return ""
    if over or not math.isfinite(computed):
        return "overflow"
    return "digits" if abs(true) >= NORMAL and abs(computed - true) > DIGITS * abs(true) else ""


def _close(computed: float, true: float) -> bool:
    return math.isfinite(computed) and abs(computed - true) <= DIGITS * abs(true) + NORMAL


def _badness(computed: float, true: float) -> float:
    if not math.isfinite(computed):
        return 2.0
    return min(1.0, abs(computed - true) / max(abs(true), NORMAL))


def _runs(kinds: Sequence[str], wanted: str) -> list[tuple[int, int]]:
    """Stretches of at least two neighbouring arguments with that trouble: at a lone one the function has a root."""
    out, start = [], 0
    for kind, group in itertools.groupby(kinds):
        length = len(list(group))
        if kind == wanted and length > 1:
            out.append((start, start + length))
        start += length
    return out


def grid(domain: Domain) -> Any:
    """Arguments of the domain by size: four to the octave from 1/4 to 1024, one to the octave elsewhere."""
    if domain.integer:
        return np.zeros(0)
    sizes = np.unique(np.concatenate([2.0 ** np.arange(-60, 21), 2.0 ** np.arange(-2, 10, 0.25)])) * 1.0371
    every = np.concatenate([-sizes[::-1], sizes])
    kept = [x for x in every.tolist() if Fraction(x) in domain]
    return np.array(kept)


__all__ = ["Formula", "NotWrittenError", "Stretch", "Trouble", "troubles"]

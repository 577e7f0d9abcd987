"""Claims as pictures: both sides of an equation with the counterexample, an error with its proved bound.

What a picture says of a claim is the verdict that ``symnn verify`` gives, decided again for the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from symnn.check import Options, judge
from symnn.claim import Claim
from symnn.context.catalog import Entry, load
from symnn.context.names import spelling
from symnn.document import DocumentError
from symnn.document import load as load_document
from symnn.drawing import COLOURS, GREY, look, panels, pens
from symnn.formulas import FormulaError, is_named
from symnn.kernel.differentiate import resolve_derivatives
from symnn.kernel.elementary import Unsupported
from symnn.notation import words
from symnn.numeric.compile import compile_elementwise
from symnn.numeric.names import BY_SPELLING, LISTED
from symnn.numeric.parts import CompileError
from symnn.plots.curves import Curve, Function, curve
from symnn.plots.functions import cuts_of, frame, plain, show, symbol
from symnn.result import ClaimResult
from symnn.term import Num, Op, Sym, Term, free_symbols, is_place, substitute, walk
from symnn.verdict import Conditional, Counterexample, Proved, Refuted, name_of
from symnn.workers import ANSWERING, warm

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from symnn.plots.functions import View

DEFAULTS = Options()
RELATIONS = {"eq": "=", "ne": "≠", "le": "≤", "lt": "<", "ge": "≥", "gt": ">"}
BOUNDS = ("le", "lt")
VIEW = 5.0
SHOWN = 48  # characters of a formula in a legend
NO_VALUE = ("no ", "undefined")  # how a counterexample says that a side has no value there
AROUND = 4.0  # beyond a counterexample


class ClaimError(ValueError):
    """A claim that cannot be drawn: there is none of this name, or it has no curve; the message says which."""


@dataclass(frozen=True)
class Decided:
    """A claim with its verdict."""

    result: ClaimResult
    claim: Claim

    @property
    def word(self) -> str:
        return name_of(self.result.verdict)


@dataclass(frozen=True)
class Side:
    """One side of a relation as a function of its variable; ``constant`` where it is a number."""

    text: str
    f: Function
    cuts: tuple[float, ...]
    slope: Function | None = None
    constant: float | None = None
    body: Function | None = None  # of a derivative: what is differentiated

    def curve(self, low: float, high: float) -> Curve:
        """The graph; a derivative has none where its function has a kink or a jump."""
        without: frozenset[float] = frozenset()
        if self.body is not None:
            without = frozenset(m.x for m in curve(self.body, self.cuts, low, high, self.f).marks)
        return curve(self.f, self.cuts, low, high, self.slope, without)


def decided(reference: str, options: Options = DEFAULTS) -> list[Decided]:
    """The claim FILE#ID and its steps, decided.  FILE may be a name of the catalogue.  ``ClaimError``."""
    path, _, wanted = reference.rpartition("#")
    if not Path(path).exists() and is_named(path):
        path = _entry(path).file
    return _decided(path, [wanted], options)


def _decided(path: str, wanted: Sequence[str], options: Options) -> list[Decided]:
    warm(*ANSWERING)  # while the document is read
    try:
        document = load_document(path)
    except DocumentError as error:
        raise ClaimError(str(error)) from error
    _, rows = judge([document], options, only=wanted)
    if not rows:
        raise ClaimError(f"{path} has no claim {', '.join(wanted)}; `symnn read {path}` shows what there is")
    found = [Decided(r, c) for r, c in rows if c is not None]
    if not found:
        raise ClaimError(f"{path}#{wanted[0]} is {name_of(rows[0][0].verdict)}: there is nothing to draw")
    return found


def claim_figure(reference: str, view: View | None = None, options: Options = DEFAULTS) -> Figure:
    """The picture of a claim: its error with the bound that is claimed, else both sides; steps have a panel each."""
    rows = decided(reference, options)
    figure = _drawn(rows, view)
    if figure is None:
        raise ClaimError(f"{reference}: a claim of the kind {rows[0].claim.kind} in this form has no curve")
    return figure


def errors_figure(name: str, view: View | None = None, options: Options = DEFAULTS) -> Figure:
    """The approximations of a function of the catalogue, each error with the bound that is proved of it."""
    entry = _entry(name)
    wanted = [f.id for f in entry.facts if f.role == "approximation"]
    rows = _decided(entry.file, wanted, options) if wanted else []
    figure = _drawn(rows, view)
    if figure is None:
        have = ", ".join(e.name for e in load() if any(f.role == "approximation" for f in e.facts))
        raise ClaimError(f"the catalogue claims no error of an approximation of {name}; it does of {have}")
    return figure


def _drawn(rows: Sequence[Decided], view: View | None) -> Figure | None:
    """A panel for each claim that has a curve; ``None`` where none has."""
    drawable = [(d, plan) for d in rows if (plan := _plan(d)) is not None]
    if not drawable:
        return None
    with look():
        figure, axes = panels(len(drawable))
        for (one, plan), panel in zip(drawable, axes, strict=True):
            plan(panel, view)
            panel.set_title(f"{plain(one.result.id)}: {one.word}", fontsize="medium")
    return figure


Plan = Callable[["Axes", "View | None"], None]


def _plan(one: Decided) -> Plan | None:
    """How a claim is drawn, or ``None`` where it has no curve."""
    relation = one.claim.relation
    if not (isinstance(relation, Op) and relation.head in RELATIONS):
        return None
    if any(v.shape for v in one.claim.variables) or one.claim.opaque:
        return None
    example = _example(one)
    var, values = _variable(one.claim, example)
    if var is None:
        return None
    at = None if example is None else dict(example.point).get(var)
    spoken = _spoken(one)
    left, right = (_side(t, var, values, spoken[k] if spoken else "") for k, t in enumerate(relation.args))
    if left is None or right is None:
        return None
    fixed = ", ".join(f"{symbol(s.text)} = {v}" for s, v in values.items())
    bound = right.constant
    if relation.head in BOUNDS and bound is not None and _is_abs(relation.args[0]) and example is None:
        return lambda axes, view: _draw_error(axes, view, one, left, bound, var, fixed)
    return lambda axes, view: _draw_sides(axes, view, one, (left, right), var, at, example, fixed)


def _draw_error(axes: Axes, view: View | None, one: Decided, error: Side, bound: float, var: Sym, fixed: str) -> None:
    """The error as a curve and its bound as a line, which is called proved only where it is."""
    low, high = view or _view(error.cuts, None)
    pen = pens()
    found = error.curve(low, high)
    show(axes, found, plain(error.text), next(pen))
    said = "proved" if isinstance(one.result.verdict, Proved) else f"claimed, {one.word}"
    axes.axhline(bound, **next(pen), linewidth=1.4, label=f"{bound:.4g} ({said}: {plain(one.result.id)})")
    level = Curve((*found.pieces, (np.array([low, high]), np.array([bound, bound]))), poles=found.poles)
    frame(axes, [level], (low, high), var.text)
    axes.set_ylim(top=axes.get_ylim()[1] + 0.35 * (axes.get_ylim()[1] - axes.get_ylim()[0]))  # room for the legend
    axes.legend(loc="upper center", handlelength=3.2)
    axes.ticklabel_format(axis="y", style="sci", scilimits=(-3, 4))
    if fixed:
        axes.set_ylabel(fixed)


def _draw_sides(
    axes: Axes, view: View | None, one: Decided, sides: tuple[Side, Side], var: Sym, at: Fraction | None,
    example: Counterexample | None, fixed: str,
) -> None:  # fmt: skip
    """Both sides; where a point refutes the claim, the values of both there and the line that joins them."""
    low, high = view or _view((*sides[0].cuts, *sides[1].cuts), at)
    pen, curves = pens(), []
    for k, side in enumerate(sides):
        found = side.curve(low, high)
        what = f"{'left' if k == 0 else 'right'} side: {plain(side.text)}"
        show(axes, found, what, next(pen), width=3.4 if k == 0 and at is None else None)
        curves.append(found)
    if at is not None and example is not None:
        x = float(at)
        axes.axvline(x, color=GREY, linewidth=0.9, linestyle=(0, (3, 3)), zorder=1)
        ends = []
        told = (example.left, example.right)
        for side, said, marker, colour in zip(sides, told, ("o", "s"), COLOURS, strict=False):
            y = float(side.f(x))
            if np.isfinite(y) and not said.startswith(NO_VALUE):
                axes.plot([x], [y], marker, color=colour, markeredgecolor="black", markersize=8, zorder=6)
                ends.append(y)
        curves.append(Curve(((np.full(len(ends), x), np.array(ends)),)))
        said = f"at {var.text} = {at}: left {example.left or '–'}, right {example.right or '–'}"
        axes.set_xlabel(said if not fixed else f"{said}; {fixed}")
    frame_label = axes.get_xlabel()
    frame(axes, curves, (low, high), var.text)
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom, top + 0.3 * (top - bottom))
    axes.legend(loc="upper center", handlelength=3.2, fontsize="small")
    if frame_label:
        axes.set_xlabel(frame_label)
    elif fixed:
        axes.set_ylabel(fixed)


def _example(one: Decided) -> Counterexample | None:
    verdict = one.result.verdict
    return verdict.counterexample if isinstance(verdict, Refuted | Conditional) else None


def _variable(claim: Claim, example: Counterexample | None) -> tuple[Sym | None, dict[Sym, Fraction]]:
    """What runs along the axis, and the values of everything else: those of the counterexample.

    Without one, a claim in several names is drawn where the others are 1, if that is in their domains.
    """
    names = [v for v in claim.variables if v.sym in free_symbols(claim.relation)]
    point = {} if example is None else {s: q for s, q in example.point if not is_place(s)}
    if not names:
        return None, {}
    by_derivative = [a for n in _derivatives(claim.relation) for a in n.args[1:] if isinstance(a, Sym)]
    free = [v.sym for v in names if v.role == "variable"] or [v.sym for v in names]
    var = next((s for s in by_derivative if s in free), None)
    var = var or next((s for s in free if s.text in ("x", "z", "u", "t")), free[0])
    values: dict[Sym, Fraction] = {}
    for v in names:
        if v.sym != var:
            value = point.get(v.sym, Fraction(1))
            if value not in v.domain:
                return None, {}
            values[v.sym] = value
    return var, values


def _derivatives(term: Term) -> list[Op]:
    return [n for n in walk(term) if isinstance(n, Op) and n.head == "deriv"]


def _is_abs(term: Term) -> bool:
    return isinstance(term, Op) and term.head == "abs"


def _spoken(one: Decided) -> tuple[str, str] | None:
    """Both sides as the document names them, catalogue functions by name."""
    assert isinstance(one.claim.relation, Op)
    sign = {"le": "<=", "ge": ">=", "ne": "!="}.get(one.claim.relation.head, RELATIONS[one.claim.relation.head])
    said = one.result.reading.split(" for ")[0].split(f" {sign} ")
    return (said[0], said[1]) if len(said) == 2 else None


def _side(term: Term, var: Sym, values: dict[Sym, Fraction], spoken: str) -> Side | None:
    """A side as a function; ``None`` where it has no numeric form."""
    text = spoken or words(term)
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    body = substitute(term, {s: Num(v) for s, v in values.items()})
    try:
        return replace(_function(body, var), text=text)
    except (CompileError, FormulaError, Unsupported):
        return None


def _function(term: Term, var: Sym) -> Side:
    """The side as it is computed: |u − v| from u and v, a derivative from the derived code."""
    match term:
        case Op("abs", (Op("add", (u, Op("neg", (v,)))),)) if var in free_symbols(u) and var in free_symbols(v):
            a, b = _function(u, var), _function(v, var)
            cuts = tuple(sorted({*a.cuts, *b.cuts}))
            return Side("", lambda x: np.abs(a.f(x) - b.f(x)), cuts)
        case Op("abs", (inner,)) if var in free_symbols(inner):
            one, slope = _function(inner, var), None
            if one.slope is not None:
                rise = one.slope
                slope = lambda x: np.sign(one.f(x)) * rise(x)  # noqa: E731
            return replace(one, f=lambda x: np.abs(one.f(x)), slope=slope)
        case Op("deriv", (body, by)) if by == var:
            function = compile_elementwise(body, variable=var)
            cuts = tuple(cuts_of(function, {}))
            return Side("", function.derivative, cuts, body=function)
        case _:
            resolved, _ = resolve_derivatives(term)
            function = compile_elementwise(resolved, variable=var)
            level = None if var in free_symbols(resolved) else float(function(0.0))
            return Side("", function, tuple(cuts_of(function, {})), function.derivative, level)


def _view(cuts: Sequence[float], at: Fraction | None) -> View:
    middle = 0.0 if at is None else float(at)
    half = max([VIEW, abs(middle) + AROUND, *(1.4 * abs(c) for c in cuts if abs(c) < 50)])
    return -half, half


def _entry(name: str) -> Entry:
    known = BY_SPELLING.get(spelling(name))
    try:
        return load()[LISTED[known].entry if known is not None else name]
    except KeyError as error:
        raise ClaimError(str(error.args[0])) from error


__all__ = ["ClaimError", "Decided", "claim_figure", "decided", "errors_figure"]

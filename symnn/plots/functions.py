"""Functions with their derivatives, several functions, and families over a parameter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symnn.drawing import GREY, look, panels, pens
from symnn.formulas import GREEK, FormulaError, compiled_of
from symnn.numeric.compiled import Compiled
from symnn.numeric.differences import closed
from symnn.numeric.parts import CompileError, parts_of
from symnn.plots.curves import Curve, curve, window

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

VIEW = 5.0  # from −5 to 5, or further if a kink lies further out
ROOM = 1.4
FAR = 50.0

Values = Mapping[str, float | Fraction]
View = tuple[float, float]


def function_figure(
    what: Sequence[Any], values: Values | None = None, view: View | None = None, derivative: bool | None = None,
    variable: str | None = None,
) -> Figure:  # fmt: skip
    """Functions in one panel; of a single one also the derivative, unless ``derivative`` says otherwise."""
    functions = [compiled_of(w, variable) for w in what]
    both = len(functions) == 1 if derivative is None else derivative
    given = [_own(f, values or {}, functions) for f in functions]
    with look():
        figure, (axes,) = panels()
        rows = [(label(f, v), f, v) for f, v in zip(functions, given, strict=True)]
        draw(axes, rows, view or common_view(rows), derivative=both, single=len(rows) == 1)
        if len(rows) == 1:
            axes.set_title(rows[0][0])
    return figure


def family_figure(
    what: Any, name: str, over: Sequence[Fraction], values: Values | None = None, view: View | None = None,
    derivative: bool = False, variable: str | None = None,
) -> Figure:  # fmt: skip
    """One function for several values of a parameter; with ``derivative`` a second panel for the derivatives."""
    function = compiled_of(what, variable)
    rows = [(f"{symbol(name)} = {number(v)}", function, {**(values or {}), name: v}) for v in over]
    with look():
        figure, axes = panels(2 if derivative else 1)
        where = view or common_view(rows)
        draw(axes[0], rows, where, derivative=False)
        axes[0].set_title(plain(function.name))
        if derivative:
            draw(axes[1], rows, where, derivative=True, value=False)
            axes[1].set_title(f"derivative of {plain(function.name)}")
    return figure


Row = tuple[str, Compiled, Values]


def draw(
    axes: Axes, rows: Sequence[Row], view: View, *, derivative: bool, value: bool = True, single: bool = False
) -> None:
    """The curves of the rows with their marks and a legend."""
    pen, curves, names = pens(), [], set()
    for name, function, values in rows:
        names.add(function._source.var.text)
        found, slope = graphs(function, values, view)
        if value:
            show(axes, found, name if not single else "$f$", next(pen))
            curves.append(found)
        if derivative:
            show(axes, slope, ("$f'$" if single else f"{name}, derivative") if value else name, next(pen))
            curves.append(slope)
    frame(axes, curves, view, " or ".join(sorted(names)))


def graphs(function: Compiled, values: Values, view: View) -> tuple[Curve, Curve]:
    """The graphs of f and f′; f′ has no value where f has a kink or a jump."""

    def value(x: Any) -> Any:
        return function(x, **values)

    def slope(x: Any) -> Any:
        return function.derivative(x, **values)

    cuts = cuts_of(function, values)
    found = curve(value, cuts, *view, slope)
    return found, curve(slope, cuts, *view, without=frozenset(m.x for m in found.marks), poles=found.poles)


def show(axes: Axes, found: Curve, name: str, pen: Mapping[str, Any], width: float | None = None) -> None:
    """The pieces in one pen under one name; kinks as dots, limits that are not taken as rings, values as discs."""
    own: dict[str, Any] = {**pen} if width is None else {**pen, "linewidth": width}
    low, high = window([found])
    room = 4 * (high - low)  # what is drawn beyond the frame, so that a line leaves it steeply
    for k, (xs, ys) in enumerate(found.pieces):
        axes.plot(xs, ys.clip(low - room, high + room), label=name if k == 0 else None, **own)
    for mark in found.marks:
        face = "white" if mark.kind == "end" else pen["color"]
        size = 3.5 if mark.kind == "kink" else 5.0
        axes.plot([mark.x], [mark.y], "o", color=pen["color"], markerfacecolor=face, markersize=size, zorder=5)


def frame(axes: Axes, curves: Sequence[Curve], view: View, name: str, legend: bool = True) -> None:
    """Limits, the two axes through zero, the name of the variable, the legend."""
    axes.set_xlim(*view)
    axes.set_ylim(*window(curves))
    for line, (low, high) in ((axes.axhline, axes.get_ylim()), (axes.axvline, axes.get_xlim())):
        if low < 0 < high:
            line(0, color=GREY, linewidth=0.8, zorder=1)
    axes.set_xlabel(symbol(name))
    if legend and len(axes.get_legend_handles_labels()[0]) > 1:
        axes.legend(handlelength=3.2)


def cuts_of(function: Compiled, values: Values) -> list[float]:
    """Where the formula is another one or has no value, as far as that is known."""
    term, var = closed(function, dict(values))
    try:
        parts = parts_of(term, var)
    except CompileError:
        return []
    return sorted({e for p in parts for e in (p.low, p.high) if math.isfinite(e)})


def common_view(rows: Sequence[Row]) -> View:
    """−5 to 5, wide enough for the kinks."""
    ends = [abs(c) for _, f, v in rows for c in cuts_of(f, v) if abs(c) <= FAR]
    half = max([VIEW, *(ROOM * e for e in ends)])
    return -half, half


def label(function: Compiled, values: Values) -> str:
    """``swish, β = 2``; the parameters as they are in this picture."""
    own = {n: values.get(n, v) for n, v in function._source.defaults.items()}
    said = [f"{symbol(n)} = {number(v)}" for n, v in own.items() if v is not None]
    return ", ".join([plain(function.name), *said])


def plain(text: str) -> str:
    """Text that is set as it stands, whatever a document has written into it."""
    return text.replace("$", r"\$")


def symbol(name: str) -> str:
    """A name in mathematical type where it is a letter."""
    if name in GREEK:
        return rf"$\{name}$"
    return f"${name}$" if len(name) == 1 and name.isascii() and name.isalpha() else name


def number(value: float | Fraction) -> str:
    """A decimal where there is a short one, else the fraction."""
    exact = Fraction(value)
    short = f"{float(exact):g}"
    return short if Fraction(short) == exact else str(exact) if isinstance(value, Fraction) else short


def _own(function: Compiled, values: Values, among: Sequence[Compiled]) -> Values:
    """The values that are for this function; a name that none of them has is an error."""
    names = [{*f._source.defaults, *f._source.other} for f in among]
    for name in values:
        if not any(name in known for known in names):
            has = ", ".join(sorted(set().union(*names))) or "none"
            raise FormulaError(f"there is no parameter {name}; the parameters are: {has}")
    mine = {*function._source.defaults, *function._source.other}
    return {function._source.other.get(n, n): v for n, v in values.items() if n in mine}


__all__ = [
    "common_view", "cuts_of", "draw", "family_figure", "frame", "function_figure", "label", "plain", "show",
    "symbol",
]  # fmt: skip

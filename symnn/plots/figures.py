"""Pictures by the set: the five of the document on neurons and activations, and the whole catalogue."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from symnn.drawing import look, panels
from symnn.formulas import compiled_of
from symnn.numeric.names import LISTED
from symnn.plots.functions import Row, Values, common_view, draw, family_figure, label
from symnn.plots.neuron import neuron_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALL = (3.1, 2.3)


def catalogue_figure() -> Figure:
    """Every activation of the catalogue with its derivative, a panel each."""
    columns = 5
    with look():
        figure, axes = panels(columns, math.ceil(len(LISTED) / columns), SMALL, fitted=False)
        for panel, name in zip(axes, LISTED, strict=False):
            function = compiled_of(name)
            row: Row = (name, function, {})
            draw(panel, [row], common_view([row]), derivative=True, single=True)
            panel.set_title(label(function, {}), fontsize="medium", y=1.0)
            panel.set_xlabel("")
            legend = panel.get_legend()
            if legend is not None and name != next(iter(LISTED)):
                legend.remove()
        for panel in axes[len(LISTED) :]:
            panel.set_axis_off()
    return figure


def _pair(left: tuple[str, ...], right: tuple[str, ...], half: float) -> Figure:
    """Two panels of functions."""
    with look():
        figure, axes = panels(2)
        for panel, names in zip(axes, (left, right), strict=True):
            rows: list[Row] = [(label(f, {}), f, {}) for f in map(compiled_of, names)]
            draw(panel, rows, (-half, half), derivative=False)
            if len(rows) == 1:
                panel.set_title(rows[0][0])
    return figure


def _rectifiers() -> Figure:
    """ReLU and what grew out of it; the slope of leaky ReLU is large enough to be seen."""
    chosen: tuple[tuple[str, Values], ...]
    with look():
        figure, (axes,) = panels(size=(5.4, 3.9))
        chosen = (("relu", {}), ("leaky_relu", {"gamma": Fraction("0.1")}), ("elu", {"alpha": Fraction(1)}),
                  ("softplus", {}))  # fmt: skip
        rows: list[Row] = [(label(f, v), f, v) for f, v in ((compiled_of(n), v) for n, v in chosen)]
        draw(axes, rows, (-4.0, 4.0), derivative=False)
    return figure


def _swish() -> Figure:
    betas = [Fraction(0), Fraction("0.5"), Fraction(1), Fraction(100)]
    return family_figure("swish", "beta", betas, view=(-4.0, 4.0))


FIGURES: Mapping[str, Callable[[], Figure]] = {
    "neuron": neuron_figure,
    "logistic-and-tanh": lambda: _pair(("logistic",), ("tanh",), 6.0),
    "hard-logistic-and-hard-tanh": lambda: _pair(("logistic", "hard_logistic"), ("tanh", "hard_tanh"), 6.0),
    "rectifiers": _rectifiers,
    "swish": _swish,
}

__all__ = ["FIGURES", "catalogue_figure"]

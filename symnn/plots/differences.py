"""The error of difference quotients against the step: what rounding and truncation leave of a derivative."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from symnn.drawing import COLOURS, GREY, look, panels
from symnn.formulas import compiled_of
from symnn.numeric.differences import difference_errors
from symnn.plots.functions import symbol

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SMALLEST = 1e-18  # where an error of zero is drawn


def differences_figure(what: Any, x: float, variable: str | None = None, **parameters: Any) -> Figure:
    """Forward and central differences of f at x: measured errors as points, what theory bounds them by as lines.

    The best steps, √(2ε|f/f″|) and ∛(3ε|f/f‴|/2), are marked on the axis.
    """
    errors = difference_errors(compiled_of(what, variable), x, **parameters)
    with look():
        figure, (axes,) = panels()
        rows = (
            ("forward", errors.forward, errors.forward_bound, errors.best_forward, "o", "-"),
            ("central", errors.central, errors.central_bound, errors.best_central, "s", (0, (5, 2))),
        )
        for (name, measured, bound, best, marker, dashes), colour in zip(rows, COLOURS, strict=False):
            axes.loglog(errors.h, np.maximum(measured, SMALLEST), marker, color=colour, markersize=3.5, label=name)
            axes.loglog(errors.h, bound, color=colour, linestyle=dashes, linewidth=1.2, label=f"{name}: theory")
            if math.isfinite(best):
                axes.axvline(best, color=GREY, linestyle=dashes, linewidth=0.8, zorder=1)
        axes.set_xlabel("step $h$")
        axes.set_ylabel("error of the derivative")
        given = "".join(f", {symbol(n)} = {v:g}" for n, v in parameters.items())
        axes.set_title(f"{errors.name} at x = {x:g}{given}")
        axes.legend(handlelength=3.2, fontsize="small")
    return figure


__all__ = ["differences_figure"]

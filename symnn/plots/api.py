"""``symnn.plot``: a picture from Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symnn.plots.functions import family_figure, function_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot(
    *what: Any, over: Mapping[str, Iterable[float]] | None = None, view: tuple[float, float] | None = None,
    derivative: bool | None = None, variable: str | None = None, **parameters: float,
) -> Figure:  # fmt: skip
    """A figure (matplotlib) of functions, of a family over a parameter, or of a claim "notes.md#claim-id".

    ``what`` is what ``symnn.compile`` takes, or a formula as it is typed; ``over`` maps one parameter to its values;
    ``view`` is the part of the axis that is shown.  ``figure.savefig(path)`` keeps it; a notebook shows it.
    ``ValueError`` says what cannot be drawn, ``ImportError`` what to install.
    """
    if not what:
        raise TypeError("name a function, a formula or FILE#CLAIM")
    if isinstance(what[0], str) and "#" in what[0]:
        if len(what) > 1 or over is not None:
            raise TypeError("one claim at a time")
        from symnn.plots.claims import claim_figure

        return claim_figure(what[0], view)
    if over is None:
        return function_figure(what, parameters, view, derivative, variable)
    if len(over) != 1 or len(what) != 1:
        raise TypeError("a family is of one function over one parameter")
    ((name, values),) = over.items()
    exact = [Fraction(str(v)) if isinstance(v, float) else Fraction(v) for v in values]
    return family_figure(what[0], name, exact, parameters, view, bool(derivative), variable)


__all__ = ["plot"]

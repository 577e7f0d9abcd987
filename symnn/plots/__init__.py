"""Pictures of functions, claims, errors and trainings, all computed by the code that ``symnn.compile`` derives.

Each kind of picture is loaded when it is first asked for: a function needs no prover.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symnn.drawing import FORMATS as FORMATS
    from symnn.drawing import FormatError as FormatError
    from symnn.drawing import MissingMatplotlibError as MissingMatplotlibError
    from symnn.drawing import rendered as rendered
    from symnn.drawing import save as save
    from symnn.formulas import FormulaError as FormulaError
    from symnn.plots.claims import ClaimError as ClaimError
    from symnn.plots.claims import claim_figure as claim_figure
    from symnn.plots.claims import errors_figure as errors_figure
    from symnn.plots.differences import differences_figure as differences_figure
    from symnn.plots.figures import FIGURES as FIGURES
    from symnn.plots.figures import catalogue_figure as catalogue_figure
    from symnn.plots.functions import family_figure as family_figure
    from symnn.plots.functions import function_figure as function_figure

PLACES = {  # name -> module
    "FORMATS": "symnn.drawing",
    "FormatError": "symnn.drawing",
    "MissingMatplotlibError": "symnn.drawing",
    "rendered": "symnn.drawing",
    "save": "symnn.drawing",
    "FormulaError": "symnn.formulas",
    "ClaimError": "symnn.plots.claims",
    "claim_figure": "symnn.plots.claims",
    "errors_figure": "symnn.plots.claims",
    "differences_figure": "symnn.plots.differences",
    "FIGURES": "symnn.plots.figures",
    "catalogue_figure": "symnn.plots.figures",
    "family_figure": "symnn.plots.functions",
    "function_figure": "symnn.plots.functions",
}


def __getattr__(name: str) -> Any:
    if name not in PLACES:
        raise AttributeError(f"module 'symnn.plots' has no attribute {name!r}")
    return getattr(import_module(PLACES[name]), name)

"""Pictures of functions, claims, errors and trainings, all computed by the code that ``symnn.compile`` derives."""

from symnn.drawing import FORMATS, FormatError, MissingMatplotlibError, rendered, save
from symnn.formulas import FormulaError
from symnn.plots.claims import ClaimError, claim_figure, errors_figure
from symnn.plots.differences import differences_figure
from symnn.plots.figures import FIGURES, catalogue_figure
from symnn.plots.functions import family_figure, function_figure

__all__ = [
    "FIGURES",
    "FORMATS",
    "ClaimError",
    "FormatError",
    "FormulaError",
    "MissingMatplotlibError",
    "catalogue_figure",
    "claim_figure",
    "differences_figure",
    "errors_figure",
    "family_figure",
    "function_figure",
    "rendered",
    "save",
]

"""How pictures look and how they are saved.

Lines differ in colour (Okabe and Ito's palette for colour-blind readers) and in their dashes, so that a picture printed
in grey can be read.  The same data give the same bytes: no date, no random id, no version.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count, cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symnn import files

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INSTALL = "pip install 'symnn[plot]'"
FORMATS = ("svg", "png", "pdf", "pgf")
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES: tuple[Any, ...] = (
    "-", (0, (5, 2)), (0, (7, 2, 1.5, 2)), (0, (1.2, 1.4)), (0, (9, 3)), (0, (4, 1.5, 1, 1.5, 1, 1.5)), (0, (2.5, 1)),
)  # fmt: skip
GREY = "#666666"
TEX = ("pdflatex", "xelatex", "lualatex")  # one of them measures the text of a PGF picture
_MATHS = re.compile(r"((?<!\\)\$.+?(?<!\\)\$)")
_BEGIN = rb"\begingroup"  # of a PGF picture
RESOLUTION = 200  # dots an inch of a PNG
PANEL = (4.6, 3.3)  # inches
FEW = 5  # intervals between ticks, at most, in a small panel
_LOOK: Mapping[str, Any] = {
    "legend.edgecolor": "none", "legend.facecolor": "white", "legend.framealpha": 0.85, "legend.fancybox": False,
    "font.size": 10.0, "axes.titlesize": 11.0, "legend.fontsize": 9.0, "lines.linewidth": 1.8,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#dddddd",
    "grid.linewidth": 0.6, "axes.axisbelow": True, "svg.hashsalt": "symnn", "svg.fonttype": "path",
    "font.family": ["DejaVu Sans"], "mathtext.fontset": "dejavusans", "axes.unicode_minus": True, "pgf.rcfonts": False,
    "path.simplify": True, "figure.facecolor": "white", "savefig.facecolor": "white", "text.usetex": False,
}  # fmt: skip


_OURS_NOT = ("backend", "interactive", "toolbar", "webagg", "tk", "keymap", "macosx")  # say how to show, not to draw


class MissingMatplotlibError(ImportError):
    """Pictures need matplotlib; the message names the command that installs it."""

    def __init__(self) -> None:
        super().__init__(f"pictures need matplotlib: {INSTALL}")


class FormatError(ValueError):
    """The format of a picture is not known, or cannot be written here."""


@contextmanager
def look() -> Iterator[None]:
    """The same look whatever the user's own settings of matplotlib are."""
    try:
        import matplotlib
    except ImportError as error:
        raise MissingMatplotlibError from error
    with matplotlib.rc_context():
        defaults = matplotlib.rcParamsDefault  # without the backend: to ask for it imports pyplot
        wanted = {k: v for k, v in defaults.items() if not k.startswith(_OURS_NOT)} | dict(_LOOK)
        now = matplotlib.rcParams
        now.update({k: v for k, v in wanted.items() if now[k] != v})  # to check a value takes longer than to compare it
        yield


def panels(
    columns: int = 1, rows: int = 1, size: tuple[float, float] = PANEL, fitted: bool = True
) -> tuple[Figure, list[Axes]]:
    """A figure and its panels, row by row; to be called in ``look``.

    ``fitted`` makes room for what stands around each panel; without it titles and labels have fixed places and there
    are few ticks, so that many panels of one kind cost half.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(size[0] * columns, size[1] * rows), layout="constrained" if fitted else None)
    if not fitted:  # margins and gaps of 0.35 and 0.45 inches, as parts of the figure and of a panel
        figure.subplots_adjust(
            left=0.4 / (size[0] * columns), right=1 - 0.15 / (size[0] * columns), bottom=0.3 / (size[1] * rows),
            top=1 - 0.3 / (size[1] * rows), wspace=0.45 / (size[0] - 0.45), hspace=0.55 / (size[1] - 0.55),
        )  # fmt: skip
    axes = list(figure.subplots(rows, columns, squeeze=False).flat)
    for panel in () if fitted else axes:
        for axis, place in ((panel.xaxis, (0.5, -0.12)), (panel.yaxis, (-0.12, 0.5))):
            axis.set_label_coords(*place)
            axis.get_major_locator().set_params(nbins=FEW, steps=[1, 2, 5, 10])
    return figure, axes


def pens() -> Iterator[dict[str, Any]]:
    """Colour and dashes for one line after the other; the first 49 differ from each other."""
    colours, n = cycle(COLOURS), len(COLOURS)
    for k in count():
        yield {"color": next(colours), "linestyle": DASHES[(k + k // n) % n]}


def format_of(path: Path) -> str:
    """What the suffix of a file says; ``FormatError`` where it says nothing that can be written."""
    found = path.suffix.lower().removeprefix(".")
    if found not in FORMATS:
        raise FormatError(f"{path}: the suffix tells the format; there are: {', '.join('.' + f for f in FORMATS)}")
    return found


def rendered(figure: Figure, format_: str, title: str = "") -> bytes:
    """The picture as a file's content, equal for equal pictures."""
    out = io.BytesIO()
    with look():
        import matplotlib

        if format_ == "pgf":
            matplotlib.rcParams["pgf.texsystem"] = _tex()
            return _pgf(figure)
        about: dict[str, Any]
        if format_ == "svg":
            about = {"Date": None, "Creator": "symnn", **({"Title": title} if title else {})}
        elif format_ == "pdf":
            about = {"CreationDate": None, "Creator": "symnn", "Producer": None, **({"Title": title} if title else {})}
        else:
            about = {"Software": None} if format_ == "png" else {}
        more: dict[str, Any] = {"metadata": about} if about else {}
        figure.savefig(out, format=format_, dpi=RESOLUTION, **more)
    return out.getvalue()


def _pgf(figure: Figure) -> bytes:
    """Text is TeX there: what is no mathematics is spelled in it, so that nothing of a document becomes a command."""
    from matplotlib.text import Text

    out = io.BytesIO()
    texts: dict[Any, str] = {t: t.get_text() for t in figure.findobj(Text)}
    try:
        for text, said in texts.items():
            text.set_text(_in_tex(said))
        figure.savefig(out, format="pgf", dpi=RESOLUTION)
    except (RuntimeError, ValueError) as error:
        raise FormatError(f"TeX could not set the text of this picture: {str(error).splitlines()[0]}") from error
    finally:
        for text, said in texts.items():
            text.set_text(said)
    return out.getvalue().replace(_BEGIN, rb"\providecommand{\mathdefault}[1]{#1}%" + b"\n" + _BEGIN, 1)


def _in_tex(text: str) -> str:
    from pylatexenc.latexencode import unicode_to_latex

    def spelled(part: str) -> str:
        made = str(unicode_to_latex(part.replace(r"\$", "$"), unknown_char_policy="replace"))
        return made.replace(r"\$", r"\textdollar{}")  # matplotlib takes the backslash away

    return "".join(part if k % 2 else spelled(part) for k, part in enumerate(_MATHS.split(text)))


def save(figure: Figure, path: Path, title: str = "") -> None:
    """Replace ``path`` by the picture in one step, in the format of its suffix.  ``OSError``, ``FormatError``."""
    files.replace(path, rendered(figure, format_of(path), title))


def _tex() -> str:
    found = next((name for name in TEX if shutil.which(name)), None)
    if found is None:
        raise FormatError(f"a PGF picture needs a TeX system to measure its text: one of {', '.join(TEX)}")
    return found

"""Tables of catalogue entries: name, definition, derivative."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from symnn.context.catalog import Entry
from symnn.notation import latex

Format = Literal["latex", "markdown"]
HEADINGS = ("Name", "Definition", "Derivative")
Row = tuple[str, str, str]


def table(entries: Iterable[Entry], format: Format = "markdown") -> str:
    """One row an entry, with its derivative as the catalogue states it; a dash where it states none.

    Nothing is differentiated here: the derivatives are the claims that ``symnn verify --catalog`` proves.
    """
    layout = LAYOUTS.get(format)
    if layout is None:
        raise ValueError(f"no table format {format!r}; there are {', '.join(LAYOUTS)}")
    return layout([_row(e) for e in entries])


def _row(entry: Entry) -> Row:
    fact = entry.fact("derivative")
    return entry.title or entry.name, entry.latex, "" if fact is None else latex(fact.term)


def _markdown(rows: list[Row]) -> str:
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + " --- |" * len(HEADINGS)]
    for name, *formulas in rows:
        cells = [name.replace("|", "\\|"), *(f"${_barless(f)}$" if f else "–" for f in formulas)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _barless(formula: str) -> str:
    """A bar would end the cell; a row break of a case list survives as it is."""
    return formula.replace("\\|", "\\Vert ").replace("|", "\\vert ")


def _latex(rows: list[Row]) -> str:
    lines = ["\\begin{tabular}{lll}", "\\hline", " & ".join(HEADINGS) + " \\\\", "\\hline"]
    for name, *formulas in rows:
        cells = [_text(name), *(f"$\\displaystyle {f}$" if f else "--" for f in formulas)]
        lines.append(" & ".join(cells) + " \\\\")
    return "\n".join([*lines, "\\hline", "\\end{tabular}"]) + "\n"


def _text(name: str) -> str:
    return "".join(f"\\{c}" if c in "&%$#_{}" else c for c in name)


LAYOUTS: Mapping[str, Callable[[list[Row]], str]] = {"markdown": _markdown, "latex": _latex}

"""Tables of the catalogue."""

from __future__ import annotations

import pytest

from symnn.context.catalog import load
from symnn.notation import latex, read
from symnn.tables import table


def test_a_row_has_name_definition_and_derivative() -> None:
    entry = load()["softplus"]
    derivative = entry.fact("derivative")
    assert derivative is not None
    row = table([entry]).splitlines()[2]
    assert row == f"| {entry.title} | ${entry.latex}$ | ${latex(derivative.term)}$ |"


@pytest.mark.parametrize("name", [e.name for e in load()])
def test_the_formulas_of_a_row_read_back_to_the_catalogue(name: str) -> None:
    entry = load()[name]
    cells = table([entry]).splitlines()[2].strip("| ").split(" | ")
    assert len(cells) == 3
    assert read(cells[1].strip("$")).parts[0].term == read(entry.latex).parts[0].term


def test_a_latex_table_has_as_many_cells_in_each_row() -> None:
    text = table(load(), "latex")
    rows = [line for line in text.splitlines() if line.endswith(" \\\\")]
    assert len(rows) == len(load()) + 1
    assert text.startswith("\\begin{tabular}{lll}")
    assert text.endswith("\\end{tabular}\n")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no table format"):
        table([], "html")  # type: ignore[arg-type]

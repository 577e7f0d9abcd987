"""Tables as text: every format holds the same cells, and what is dangerous in one of them is written out of its way."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from symnn.tables import COLUMNS, SubjectError, Table, table
from symnn.tables.model import NOTHING, OPEN, Cell, Claimed, Row
from symnn.tables.names import HEADINGS


def made(*cells: Cell, title: str = "Name") -> Table:
    columns = ("definition", "self", "range")[: len(cells)]
    return Table((Row("name", title, "", dict(zip(columns, cells, strict=True))),), columns)


def proved(latex: str) -> Cell:
    return Cell((("math", latex),), (Claimed("name.claim", latex, "proved", "checked", "0" * 64),))


def test_a_bar_does_not_end_a_cell_of_a_markdown_table() -> None:
    row = made(proved(r"\left| x \right|"), title="a|b").to("markdown").splitlines()[2]
    assert row == "| a\\|b | $\\left\\vert  x \\right\\vert $ |"


def test_a_dash_is_no_form_and_an_empty_cell_has_its_reason_below() -> None:
    text = made(Cell(status=NOTHING), Cell((), (), OPEN, "no prover applies")).to("markdown")
    assert "| Name | – |  |" in text
    assert "undecided (no prover applies)" in text


def test_html_shows_hostile_names_as_text_and_carries_the_ids_of_the_claims() -> None:
    text = made(proved("x < y"), title="<script>alert(1)</script>").to("html")
    assert "<script>" not in text
    assert 'title="name.claim (proved, checked)"' in text
    assert "<math" in text
    assert "http://" not in text.replace("http://www.w3.org/1998/Math/MathML", "")


def test_latex_escapes_what_is_special_in_names() -> None:
    text = made(proved("x"), title="50% & more_or_less #1").to("latex")
    assert r"50\% \& more\_or\_less \#1 & \symnnfit{x}" in text
    assert "% definition: name.claim (proved, checked)" in text
    assert r"\toprule" in text


def test_csv_has_a_column_for_status_and_one_for_claims() -> None:
    head, row = list(csv.reader(io.StringIO(made(proved("x, y")).to("csv"))))
    assert head == ["key", "Name", "definition", "definition status", "definition claims"]
    assert row == ["name", "Name", "$x, y$", "proved", "name.claim (proved, checked)"]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no table format 'pdf'"):
        made(proved("x")).to("pdf")


def test_every_column_has_a_heading() -> None:
    assert set(HEADINGS) == {"name", *COLUMNS}


def test_notebooks_get_markdown_html_and_latex() -> None:
    found = made(proved("x"))
    assert found._repr_html_().startswith("<table")
    assert found._repr_markdown_() == str(found)
    assert "longtable" in found._repr_latex_()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["sigmiod"], "did you mean logistic"),
        (["x +"], "is not read"),
        (["a b"], "which name is the variable"),
        (["/nonexistent/notes.md"], "notes.md"),
    ],
)
def test_what_means_nothing_is_told(names: list[str], message: str) -> None:
    with pytest.raises(SubjectError, match=message):
        table(*names)


def test_a_column_that_is_misspelt_is_told() -> None:
    with pytest.raises(SubjectError, match="did you mean definition"):
        table("tanh", columns=["defnition"])


def test_the_functions_of_a_document_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(
        "<!-- @let -->\nLet $x \\in \\mathbb{R}$, $\\alpha > 0$.\n\n```math\nf(x) := \\log(1 + e^{\\alpha x})\n```\n\n"
        "```math\ng(x) := x \\sigma(x)\n```\n",
        encoding="utf-8",
    )
    found = table(str(path), columns=["definition", "derivative"], jobs=1)
    assert [r.key for r in found.rows] == ["f", "g"]
    assert found.cell("g", "definition").pieces == (("math", r"x \sigma(x)"),)
    assert found.cell("f", "derivative").pieces == (("math", r"\alpha \sigma(\alpha x)"),)
    assert found.rows[0].where == (r"\alpha > 0",)


def test_a_table_is_the_same_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYMNN_CACHE", str(tmp_path))
    first = table("tanh", columns=["self", "range"], jobs=1)
    assert list((tmp_path / "tables").iterdir())
    monkeypatch.setattr("symnn.tables.compute.rows", lambda *a, **k: pytest.fail("worked out again"))
    assert table("tanh", columns=["self", "range"], jobs=1) == first


def test_a_broken_cache_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYMNN_CACHE", str(tmp_path))
    first = table("tanh", columns=["self"], jobs=1)
    for file in (tmp_path / "tables").iterdir():
        file.write_text('[{"cells": 1}]', encoding="utf-8")
    assert table("tanh", columns=["self"], jobs=1) == first


def test_words_are_chinese_when_asked() -> None:
    text = table("tanh", columns=["monotone"], lang="zh", jobs=1).to("markdown")
    assert "严格递增" in text
    assert "双曲正切" in text or "Tanh 函数" in text

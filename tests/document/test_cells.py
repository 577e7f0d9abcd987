"""Notebooks: which cell and line a finding stands in, cells of LaTeX, and outputs that are not read."""

import json

import pytest

from symnn.check import verify
from symnn.report import Look, render

WRONG = "$\\tanh'(x) = 1 + \\tanh^2(x)$"
LATEX = {"output_type": "display_data", "data": {"text/latex": ["$x = y$"], "text/plain": ["x"]}, "metadata": {}}


def cell(kind, source, *outputs):
    more = {"execution_count": 41, "outputs": list(outputs)} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


@pytest.fixture
def check(tmp_path):
    def run(*cells, indent=1):
        path = tmp_path / "a.ipynb"
        body = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(body, indent=indent))
        return verify([str(path)])

    return run


@pytest.mark.parametrize(
    "source", [["Text.\n", "\n", f"So {WRONG}."], f"Text.\n\nSo {WRONG}.", [f"Text.\n\nSo {WRONG}."]]
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_finding_names_its_cell_and_the_line_in_it_in_every_format(check, source, indent):
    report = check(cell("raw", "raw"), cell("code", "x = 1"), cell("markdown", source), indent=indent)
    (finding,) = report.findings
    place = finding.location
    assert (place.cell, place.cell_line) == (3, 3)
    assert f":{place.line}:{place.column} (cell 3, line 3) E202 " in render(report, "text", Look())
    assert "（" not in render(report, "text", Look())
    assert "(第 3 个单元，第 3 行) E202 " in render(report, "text", Look(language="zh"))
    (shown,) = json.loads(render(report, "json", Look()))["findings"]
    assert (shown["cell"], shown["cell_line"]) == (3, 3)
    (result,) = json.loads(render(report, "sarif", Look()))["runs"][0]["results"]
    assert result["locations"][0]["logicalLocations"] == [{"name": "cell 3, line 3", "kind": "element"}]
    assert "::cell 3, line 3: this is not the derivative" in render(report, "github", Look())
    assert render(report, "html", Look()).count("(cell 3, line 3)") >= 2


def test_elsewhere_there_are_no_cells(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"So {WRONG}.\n")
    report = verify([str(path)])
    (shown,) = json.loads(render(report, "json", Look()))["findings"]
    assert (shown["cell"], shown["cell_line"]) == (None, None)
    assert "(cell" not in render(report, "text", Look())
    (result,) = json.loads(render(report, "sarif", Look()))["runs"][0]["results"]
    assert "logicalLocations" not in result["locations"][0]


def test_a_latex_cell_is_read_as_latex_and_a_markdown_cell_as_markdown(check):
    latex = "%%latex\n% a comment\n\\begin{align}\n\\sinh'(x) &= \\cosh(x) \\\\\n\\cosh'(x) &= -\\sinh(x)\n\\end{align}"
    report = check(cell("code", latex.splitlines(keepends=True)), cell("code", f"%%markdown\n{WRONG}"))
    assert [(f.location.cell, f.location.cell_line) for f in report.findings] == [(1, 5), (2, 2)]
    assert {f.code for f in report.findings} == {"E202"}
    assert report.summary()["proved"] == 1


def test_other_cells_of_code_are_no_latex(check):
    report = check(cell("code", f"print('%%latex')\n# {WRONG}"), cell("code", f"%%html\n{WRONG}"))
    assert report.findings == ()
    assert report.claims == ()


def test_outputs_with_latex_are_counted_and_said_not_to_be_read(check):
    report = check(cell("code", "f", LATEX, LATEX), cell("markdown", "text"), cell("code", "g", LATEX))
    (note,) = report.findings
    assert (note.code, note.message) == ("N113", "3 outputs with LaTeX are generated and not read (cells 1, 3)")
    assert (note.location.cell, note.location.cell_line) == (1, 1)
    (note,) = check(cell("code", "f"), cell("code", "f", LATEX)).findings
    assert note.message == "1 output with LaTeX is generated and not read (cell 2)"


def test_other_outputs_are_not_mentioned(check):
    plain = {"output_type": "execute_result", "data": {"text/plain": ["text/latex"]}, "metadata": {}}
    assert check(cell("code", "f", plain)).findings == ()

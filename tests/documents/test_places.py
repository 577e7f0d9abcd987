"""A finding stands where its own row is written, in every format, and its excerpt shows that row alone."""

import json
from dataclasses import dataclass

import pytest

from symnn.check import verify
from symnn.report import Look, render
from symnn.result import Report
from symnn.verdict import name_of

ROWS = r"""\sigma(x) &= \frac{1}{1+e^{-x}} \\
\sigma'(x) &= \sigma(x)(1-\sigma(x)) \\
\tanh'(x) &= 1 + \tanh^2(x) \\
\tanh(x) &= 2\sigma(2x) - 1"""
WRONG = r"\tanh'(x) &= 1 + \tanh^2(x)"
ALIGN = f"\\begin{{align}}\n{ROWS}\n\\end{{align}}"


def indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.splitlines())


def notebook(*cells: tuple[str, str], whole: bool = False) -> str:
    def cell(kind: str, text: str) -> dict[str, object]:
        more = {"outputs": [], "execution_count": 7} if kind == "code" else {}
        source = text if whole else text.splitlines(keepends=True)
        return {"cell_type": kind, "metadata": {}, "source": source, **more}

    body = {"cells": [cell(*c) for c in cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(body, indent=1)


DOCUMENTS = {
    "a.tex": f"Let $x \\in \\mathbb{{R}}$.\n{ALIGN}\n",
    "gather.tex": f"{ALIGN.replace('align', 'gather').replace('&=', '=')}\n",
    "split.tex": f"\\begin{{equation}}\n\\begin{{split}}\n{ROWS}\n\\end{{split}}\n\\end{{equation}}\n",
    "macro.tex": f"\\newcommand{{\\s}}{{\\sigma}}\n{ALIGN}\n".replace(r"\sigma'", r"\s'"),
    "a.md": f"# A\n\n$$\n{ALIGN}\n$$\n",
    "aligned.md": f"> $$\n{ALIGN.replace('align', 'aligned')}\n$$\n".replace("\n", "\n> ").removesuffix("> "),
    "fence.md": f"```math\n{ALIGN.replace('align', 'aligned')}\n```\n",
    "a.rst": f"A\n=\n\n.. math::\n\n{indented(ROWS, 3)}\n",
    "env.rst": f"A\n=\n\n.. math::\n\n{indented(ALIGN, 3)}\n",
    "raw.py": f'def f(x):\n    r"""A.\n\n    .. math::\n\n{indented(ROWS, 8)}\n    """\n',
    "escaped.py": f'def f(x):\n    """A.\n\n    .. math::\n\n{indented(ROWS, 8)}\n    """\n'.replace("\\", "\\\\"),
    "a.ipynb": notebook(("markdown", "# A"), ("markdown", f"$$\n{ALIGN}\n$$")),
    "whole.ipynb": notebook(("markdown", "# A"), ("markdown", f"$$\n{ALIGN}\n$$"), whole=True),
}


@dataclass
class Found:
    report: Report
    text: str
    lines: list[str]


@pytest.fixture
def check(tmp_path):
    def run(name: str, text: str, **others: str) -> Found:
        for other, body in others.items():
            (tmp_path / f"{other}.tex").write_text(body)
        path = tmp_path / name
        path.write_text(text)
        report = verify([str(path)])
        return Found(report, render(report, "text", Look()), text.splitlines())

    return run


def excerpt_of(found: Found, code: str) -> list[str]:
    """The underlined lines of the finding with this code."""
    lines = found.text.splitlines()
    (start,) = (k for k, line in enumerate(lines) if f" {code} " in line)
    rows = []
    for line in lines[start + 1 :]:
        if "|" not in line:
            break
        rows.append(line.partition("| ")[2])
    return rows


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_finding_in_the_third_row_has_its_line_its_columns_and_its_excerpt(check, name):
    found = check(name, DOCUMENTS[name])
    (finding,) = (f for f in found.report.findings if f.code == "E202")
    place = finding.location
    assert place.line == place.end_line
    written = found.lines[place.line - 1][place.column - 1 : place.end_column]
    wrong = WRONG.replace("&=", "=") if name == "gather.tex" else WRONG
    assert written.replace("\\\\", "\\") == wrong
    shown, mark = excerpt_of(found, "E202")
    assert len(mark.strip()) == len(written)
    assert shown[mark.index("^") :].startswith(written)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", "Let $A \\in \\mathbb{R}^{m \\times n}$, $B \\in \\mathbb{R}^{n \\times k}$.\n"
         "\\begin{align}\nC &= A B \\\\\nD &= B A \\\\\nE &= A B\n\\end{align}\n"),
        ("a.md", "Let $A \\in \\mathbb{R}^{m \\times n}$, $B \\in \\mathbb{R}^{n \\times k}$.\n\n"
         "$$\n\\begin{aligned}\nC &= A B \\\\\nD &= B A \\\\\nE &= A B\n\\end{aligned}\n$$\n"),
    ],
)  # fmt: skip
def test_shapes_that_do_not_fit_are_underlined_in_their_row_alone(check, name, text):
    found = check(name, text)
    (finding,) = (f for f in found.report.findings if f.code == "E404")
    place = finding.location
    assert found.lines[place.line - 1][place.column - 1 : place.end_column] == "D &= B A"
    assert excerpt_of(found, "E404")[1].count("^") == len("D &= B A")


def test_a_wrong_step_stands_in_the_row_of_its_right_side(check):
    found = check(
        "a.md", "$$\n\\begin{aligned}\n\\tanh'(x) &= 1 - \\tanh^2(x) \\\\\n&= 2 - \\tanh^2(x)\n\\end{aligned}\n$$\n"
    )
    (finding,) = found.report.findings
    assert (finding.code, finding.location.line, finding.location.column) == ("E205", 4, 4)


def test_a_formula_over_several_rows_is_one_finding_over_them(check):
    found = check("a.tex", "\\begin{multline}\n\\tanh'(x) = 1 - \\tanh^2(x) \\\\\n + 1\n\\end{multline}\n")
    (finding,) = found.report.findings
    assert (finding.location.line, finding.location.end_line) == (1, 4)


def test_a_formula_on_the_line_of_its_delimiters_is_taken_with_them(check):
    found = check("a.md", "So $\\tanh(x) = \\sigma(x)$ holds.\n")
    place = found.report.findings[0].location
    assert found.lines[0][place.column - 1 : place.end_column] == "$\\tanh(x) = \\sigma(x)$"


def test_a_structural_finding_stands_in_its_row(check):
    found = check(
        "a.md",
        "$$\n\\begin{aligned}\n\\tanh(x) &= 2\\sigma(2x) - 1 \\\\\nS &= \\sum_{i=1}^{n} x_j\n\\end{aligned}\n$$\n",
    )
    assert {f.location.line for f in found.report.findings} == {4}


def test_an_included_file_is_shown_where_it_stands(check):
    sub = f"% a file\n\n\\section{{Sub}}\nWe know $\\cosh'(x) = -\\sinh(x)$.\n{ALIGN}\n"
    found = check("a.tex", "\\section{A}\n\nText.\n\\input{sub}\n", sub=sub)
    places = {f.code: f.location for f in found.report.findings if f.code == "E202"}
    assert places
    assert all(f.location.file.endswith("sub.tex") for f in found.report.findings)
    heads = [line for line in found.text.splitlines() if " E202 " in line]
    assert [line.split(" ")[0].rsplit("/", 1)[1] for line in heads] == ["sub.tex:4:9", "sub.tex:8:1"]
    assert "4 | We know $\\cosh'(x) = -\\sinh(x)$." in found.text
    assert f"8 | {WRONG}" in found.text
    page = render(found.report, "html", Look())
    assert page.count('class="card') >= len(found.report.claims)
    (sheet,) = (d for d in found.report.documents if d.file.endswith("sub.tex"))
    assert [h.title for h in sheet.headings] == ["Sub"]
    assert {f.location.line for f in sheet.formulas} == {4, 5}


def test_every_finding_about_a_claim_names_it(check):
    text = (
        "Let $A \\in \\mathbb{R}^{m \\times n}$, $B \\in \\mathbb{R}^{n \\times k}$.\n\n$$\n\\begin{aligned}\n"
        "A B &= A B \\\\\nA B &= B A \\\\\n\\sum_{i=1}^{n} x_j &= n x_j\n\\end{aligned}\n$$\n"
    )
    found = check("a.md", text)
    data = json.loads(render(found.report, "json", Look()))
    claims = {c["id"]: c for c in data["claims"]}
    assert data["findings"]
    for finding in data["findings"]:
        claim = claims[finding["claim"]]
        assert claim["line"] <= finding["line"] <= claim["end_line"]


def test_one_claim_of_a_formula_can_be_asked_for_alone(check, tmp_path):
    from symnn.options import Options

    found = check("a.md", DOCUMENTS["a.md"])
    alone = verify([str(tmp_path / "a.md")], Options(claims=("a:3.2",)))
    assert [c.location for c in alone.claims] == [c.location for c in found.report.claims if c.id == "a:3.2"]
    assert {f.code for f in alone.findings} == {"E202"}


def test_a_step_of_an_environment_that_is_one_chain_stands_in_its_row(check):
    rows = "   \\sigma(x)\n     &= \\frac{1}{1 + e^{-x}} \\\\\n     &= \\frac{1}{1 + e^{x}}\n"
    found = check("a.tex", f"\\begin{{align}}\n{rows}\\end{{align}}\n")
    assert excerpt_of(found, "E205")[0] == r"&= \frac{1}{1 + e^{x}}"
    (finding,) = [f for f in found.report.findings if f.code == "E205"]
    assert (finding.location.line, finding.location.column) == (4, 9)


def test_all_rows_of_a_multline_are_one_formula(check):
    rows = "\\tanh(x) = 2\\sigma(2x) \\\\\n - 1\n = 2\\sigma(2x) \\\\\n - %d\n"
    right = check("a.tex", "\\begin{multline}\n" + rows % 1 + "\\end{multline}\n")
    assert [name_of(c.verdict) for c in right.report.claims] == ["proved", "proved"]
    wrong = check("b.md", "$$\n\\begin{multline*}\n" + rows % 2 + "\\end{multline*}\n$$\n")
    assert [name_of(c.verdict) for c in wrong.report.claims] == ["proved", "refuted"]
    other = check("c.tex", "\\begin{gather}\nx - x = 0 \\\\\n - x = -x\n\\end{gather}\n")
    assert [name_of(c.verdict) for c in other.report.claims] == ["proved", "proved"]

r"""Documents in the style of books, with an error of each structural kind planted in them, and without.

The files are right.  Each row of a table says which line is printed wrong, how, and what has to be found there.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from symnn.check import Options, verify

FOLDER = Path(__file__).parent / "planted"
Row = tuple[str, str, str]  # what is found, what stands in the right line, what the wrong one has in its place

CHAPTER: tuple[Row, ...] = (
    ("E101", r"\[ \sigma(-x) = 1 - \sigma(x). \]", r"\[ \sigma(-x) = 1 - \sigma(x. \]"),
    ("E101", r"\left(1 - \sigma(x)\right) \le", r"\left[1 - \sigma(x)\right) \le"),
    ("E408", r"\[ \tanh'(x) = 1 - \tanh(x)^2. \]", r"\[ \tanh'(x) = 1 - . \]"),
    ("W407", r"\[ \relu(x) = \max(0, x) \]", r"\[ \relu = \max(0, x) \]"),
    ("W420", r"1, & x > 0, \\ 0, & x \le 0.", r"1, & x > 0, \\ 0, & x \le -1."),
    ("E421", r"\\ 1, & x > 1. \end{cases}", r"\\ 1, & x > 0. \end{cases}"),
    ("E403", r"W_{ij} x_j + b_i.", r"W_{ij} x_j + b_k."),
    ("E404", r"\[ u := V \tanh(W x + b) + c. \]", r"\[ u := V \tanh(W x + b) + b. \]"),
    ("E408", r"\[ M := \max_{1 \le j \le m} z_j. \]", r"\[ M := \max_{1 \le j \le} z_j. \]"),
    ("W407", r"\[ \mu := \frac{1}{m} \sumover", r"\[ \mu := \frac{1}{} \sumover"),
    ("W402", r"\sumover{i}{m} (z_i - \mu)^2.", r"\sumover{j}{m} (z_i - \mu)^2."),
    ("E401", r"\[ \Omega := \sumover{i}{m}", r"\[ \Omega := \sumover{i}{i}"),
    ("E408", r"\frac{1}{2} (y - t)^2,", r"\frac{1}{2} (y - + t)^2,"),
    ("E423", r"\[ \pd{C}{a} = q - t. \]", r"\[ \pd{C}{y} = q - t. \]"),
    ("W417", r"\frac{e^{o_k}}{\sumover{j}{K} e^{o_j}}", r"\frac{e^{o_k}}{\sumover{k}{K} e^{o_k}}"),
    ("W422", r"\hat{p}_k \log \hat{p}_k. \]", r"\hat{p}_k \log \tilde{p}_k. \]"),
    ("W417", r"\sumover{j}{n} \abs{W_{ij}}.", r"\sumover{i}{n} \abs{W_{ij}}."),
)

PAGE: tuple[Row, ...] = (
    ("E101", r"\log \sigma(u) = -\log(1 + e^{-u})", r"\log \sigma(u) = -\log(1 + e^{-u}"),
    ("E101", r"\frac{e^{u}}{e^{u} + e^{v}} = \sigma(u - v)", r"\frac{e^{u}}{(e^{u} + e^{v}]} = \sigma(u - v)"),
    ("E403", r"\sum_{k=1}^{m} P_{ik} V_{kj}", r"\sum_{k=1}^{m} P_{ik} V_{kl}"),
    ("E404", r"(Q K^{\top})^{\top} = K Q^{\top}", r"(Q K)^{\top} = K Q^{\top}"),
    ("E401", r"\max_{1 \le j \le m} A_{1j}", r"\max_{1 \le j \le j} A_{1j}"),
    ("W402", r"v := \frac{1}{n} \sum_{i=1}^{n} (x_i", r"v := \frac{1}{n} \sum_{j=1}^{n} (x_i"),
    ("W417", r"D := \sum_{i=1}^{n} \sum_{j=1}^{n} (x_i - x_j)^2", r"D := \sum_{i=1}^{n} \sum_{i=1}^{n} (x_i - x_i)^2"),
    ("W417", r"{\sum_{j=1}^{n} e^{s_j / \tau}}", r"{\sum_{i=1}^{n} e^{s_i / \tau}}"),
    ("W422", r"g_i \hat{x}_i + h_i", r"g_i \hat{x}_i + H_i"),
    ("E408", r"z \sigma(z) (1 - \sigma(z))", r"z \sigma(z) (1 - )"),
    ("E408", r"\sigma'(z) = \sigma(z) (1", r"\sigma'(z) = \sigma(z) \cdot \cdot (1"),
    ("W407", r"\mu := \frac{1}{n} \sum", r"\mu := \frac{1}{} \sum"),
    ("W420", r"1, & t \ge 0 \\ 0, & t < 0", r"1, & t \ge 1 \\ 0, & t < 0"),
    ("E421", r"-3 \le z \le 3", r"-4 \le z \le 3"),
    ("E423", r"\frac{\partial E}{\partial a}", r"\frac{\partial E}{\partial r}"),
)

NOTEBOOK: tuple[Row, ...] = (  # as it stands in the file: a backslash is two
    ("E101", r"\\sigma(-x) = 1 - \\sigma(x)", r"\\sigma(-x) = 1 - \\sigma(x))"),
    ("E101", r"{e^{x} + e^{-x}}$$", r"{[e^{x} + e^{-x})}$$"),
    ("E408", r"\\tanh'(x) = 1 - \\tanh(x)^2", r"\\tanh'(x) = 1 -"),
    ("E403", r"U_{ik} h_k + b_i", r"U_{ik} h_k + b_l"),
    ("E404", r"z := W x + U h + b$$", r"z := W x + U x + b$$"),
    ("E408", r"\\max_{1 \\le i \\le d}", r"\\max_{1 \\le i \\le}"),
    ("W402", r"v := \\frac{1}{d} \\sum_{i=1}^{d} (h_i", r"v := \\frac{1}{d} \\sum_{k=1}^{d} (h_i"),
    ("W417", r"\\sum_{k=1}^{d} U_{ik}^2", r"\\sum_{i=1}^{d} U_{ii}^2"),
    ("W417", r"s_i := \\frac{e^{h_i}}{\\sum_{k=1}^{d} e^{h_k}}", r"s_i := \\frac{e^{h_i}}{\\sum_{i=1}^{d} e^{h_i}}"),
    ("E401", r"\\lambda := \\sum_{k=1}^{d}", r"\\lambda := \\sum_{k=1}^{k}"),
    ("E421", r"-c \\le g \\le c", r"-c \\le g"),
    ("W420", r"1, & g > 0", r"1, & g > 1"),
    ("W407", r"\\operatorname{softplus}(g) =", r"\\operatorname{softplus} ="),
    ("E423", r"\\frac{\\partial E}{\\partial a}", r"\\frac{\\partial E}{\\partial m}"),
    ("E408", r"a^2 - 2 a t + t^2", r"a^2 - 2 a t + \\cdot t^2"),
    ("W422", r"h_i - \\log \\lambda", r"h_i - \\log \\Lambda"),
)

QUARTO: tuple[Row, ...] = (
    ("E202", r"C'(z) = \sigma(z) - t$.", r"C'(z) = \sigma(z) + t$."),
    ("E201", r"\sigma(-z) = 1 - \sigma(z)", r"\sigma(-z) = \sigma(z) - 1"),
    ("E202", r"\sigma(z) (1 - \sigma(z))", r"\sigma(z) (2 - \sigma(z))"),
    ("E101", r"z + \log(1 + e^{-z})", r"z + \log(1 + e^{-z}"),
    ("E202", r"\frac{d C}{d z} = \sigma(z)", r"\frac{d C}{d z} = 2 \sigma(z)"),
)


def lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def planted(rows: tuple[Row, ...], right: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """The document with all errors, and what has to be found in which line."""
    wrong, expected = list(right), []
    for code, old, new in rows:
        (at,) = (i for i, line in enumerate(right) if old in line)
        wrong[at] = wrong[at].replace(old, new)
        expected.append((at + 1, code))
    return wrong, sorted(expected)


def check(path: Path, expected: list[tuple[int, str]]) -> None:
    """Each error is said once, with the line that is wrong in its place, and there are no other errors or warnings."""
    report = verify([str(path)], Options(jobs=1))
    said = [f for f in report.findings if f.severity != "note"]
    for line, code in expected:
        mine = [f for f in said if f.location.line <= line <= f.location.end_line]
        assert [f.code for f in mine] == [code], f"line {line}"
        said.remove(mine[0])
    assert [(f.location.line, f.code, f.message) for f in said] == []


def test_chapter(tmp_path):
    shutil.copy(FOLDER / "notation.tex", tmp_path)
    wrong, expected = planted(CHAPTER, lines("chapter.tex"))
    path = tmp_path / "chapter.tex"
    path.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    check(path, expected)


def test_chapter_is_right():
    check(FOLDER / "chapter.tex", [])


def test_page(tmp_path):
    wrong, expected = planted(PAGE, lines("attention.md"))
    path = tmp_path / "attention.md"
    path.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    check(path, expected)


def test_page_is_right():
    check(FOLDER / "attention.md", [])


def test_notebook(tmp_path):
    wrong, expected = planted(NOTEBOOK, lines("cells.ipynb"))
    path = tmp_path / "cells.ipynb"
    path.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    check(path, expected)


def test_notebook_is_right():
    check(FOLDER / "cells.ipynb", [])


def test_quarto(tmp_path):
    wrong, expected = planted(QUARTO, lines("losses.qmd"))
    path = tmp_path / "losses.qmd"
    path.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    check(path, expected)


def test_quarto_is_right():
    check(FOLDER / "losses.qmd", [])
    report = verify([str(FOLDER / "losses.qmd")], Options(jobs=1))
    assert {type(c.verdict).__name__ for c in report.claims} == {"Proved"}

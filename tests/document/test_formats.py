"""LaTeX, reStructuredText and notebooks."""

import json

import pytest

from symnn.document import DocumentError, parse

LATEX = r"""\documentclass{article}
\newcommand{\R}{\mathbb{R}}
\begin{document}
\section{Loss $L$}\label{s}
Let $x \in \R$. % not $y$
\begin{align} \label{eq}
  a &= b \\ % why
    &= c
\end{align}
\begin{itemize}
\item one \(z\)
\item two
\end{itemize}
\verb|$q$| costs \$5 and $5$ and $6$.
\begin{verbatim}
$r$
\end{verbatim}
\subsection{More}
\begin{equation} d = e \end{equation}
\end{document}
$after$
"""


def test_latex_formulas_are_found_outside_comments_and_verbatim():
    document = parse(LATEX, "a.tex")
    sources = [" ".join(s.source.split()) for s in document.spans]
    assert sources == [
        "L", r"x \in \mathbb{R}", r"\begin{align} a &= b \\ &= c \end{align}", "z", "5", "6", "d = e",
    ]  # fmt: skip
    assert [len(s.source) for s in document.spans] == [s.inner_end - s.inner_start for s in document.spans]


def test_latex_has_sections_items_and_a_preamble():
    document = parse(LATEX, "a.tex")
    assert [(b.kind, b.level, b.info) for b in document.blocks if b.kind in ("heading", "front_matter", "code")] == [
        ("front_matter", 0, ""), ("heading", 1, "Loss $L$"), ("code", 0, "verbatim"), ("heading", 2, "More"),
    ]  # fmt: skip
    assert sum(b.kind == "list_item" for b in document.blocks) == 2


def test_a_latex_document_with_macros_has_no_problems():
    assert parse(LATEX, "a.tex").problems == ()


def test_unbalanced_latex_is_reported_and_the_rest_is_read():
    document = parse("a $x\n\n$y$ and \\) end\n\n\\section{open\n\n$z$", "a.tex")
    assert [(p.code, document.position(p.start)) for p in document.problems] == [
        ("E101", (1, 3)), ("E101", (3, 9)), ("E101", (5, 1)),
    ]  # fmt: skip
    assert [s.source for s in document.spans] == ["y", "z"]


REST = """=====
Title
=====

Loss
----

The range is :math:`[0, 1]`, ``:math:`no```.

.. math::
   :label: a

   f(x) = x

   g(x) = y
     + z

.. math:: h = 1

.. @claim k

- item :math:`p`

Code::

   $q$ :math:`r`

.. code-block:: python

   :math:`s`

+-----------+-----------+
| .. math:: | :math:`t` |
|   u       |           |
+-----------+-----------+

open :math:`v
"""


def test_rest_roles_and_directives_are_found():
    document = parse(REST, "a.rst")
    sources = [" ".join(s.source.split()) for s in document.spans]
    assert sources == ["[0, 1]", "f(x) = x", "g(x) = y + z", "h = 1", "p", "u", "t"]
    assert [(b.level, b.info) for b in document.blocks if b.kind == "heading"] == [(1, "Title"), (2, "Loss")]
    assert [(t.name, t.argument) for t in document.tags] == [("claim", "k")]


def test_rest_says_what_it_does_not_read():
    document = parse(REST, "a.rst")
    assert [(p.code, document.position(p.start)) for p in document.problems] == [("E101", (37, 6))]


def notebook(*cells: tuple[str, object]) -> str:
    rows = [{"cell_type": kind, "metadata": {"source": "$no$"}, "source": source} for kind, source in cells]
    return json.dumps({"metadata": {"cells": []}, "cells": rows, "nbformat": 4}, indent=1)


def test_a_notebook_is_its_markdown_cells_with_places_in_the_file():
    text = notebook(
        ("markdown", ["# A\n", "\n", 'say "$\\\\alpha$" é\n', "$y$"]), ("code", "x = '$z$'"), ("markdown", "$w")
    )
    document = parse(text, "a.ipynb")
    assert [s.source for s in document.spans] == ["\\\\alpha", "y"]
    lines = text.split("\n")
    for span in document.spans:
        line, column = document.position(span.start)
        assert lines[line - 1][column - 1] == "$"
    (problem,) = document.problems
    line, column = document.position(problem.start)
    assert lines[line - 1][column - 1 :].startswith('$w"')
    assert [b.kind for b in document.blocks] == ["heading", "paragraph", "code", "paragraph"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not JSON"), ("[1]", "no cells"), ("[" * 100_000, "nested too deep"), ('{"worksheets": []}', "format 3")],
)
def test_what_is_no_notebook_is_refused_with_a_reason(text, words):
    with pytest.raises(DocumentError, match=words):
        parse(text, "a.ipynb")


def test_an_empty_notebook_is_an_empty_document():
    document = parse('{"cells": []}', "a.ipynb")
    assert document.spans == ()
    assert document.position(0) == (1, 1)


def test_formulas_in_the_label_of_a_latex_item_are_counted() -> None:
    document = parse("\\begin{itemize}\n\\item[$w_k$] the weights $x_k$\n\\end{itemize}\n", "a.tex", "latex")
    assert [s.source for s in document.spans] == ["w_k", "x_k"]

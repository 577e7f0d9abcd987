r"""MyST and Sphinx: roles, directives with options and labels, grid tables; labels and references of every format."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.document import parse

MYST = r"""# Losses 损失

The loss {math}`\ell(y)` of {eq}`loss` and `{math}`.

```{math}
:label: loss

\ell(y) = y^2
```

$$
g = 1
$$ (eq:g)

:::{math}
:label: h
:nowrap:

h = 2
:::

~~~{math} k = 3
~~~

```{math}
---
label: m
---
m = 4
```

```{code-block} python
x = "$no$"
```

$$ n = 5 \tag{7} \label{n} $$ and \eqref{n}, not `\eqref{no}`.
"""


def test_the_roles_and_directives_of_myst_are_read():
    document = parse(MYST, "a.md")
    assert [s.source.strip() for s in document.spans] == [
        r"\ell(y)", r"\ell(y) = y^2", "g = 1", "h = 2", "k = 3", "m = 4", r"n = 5 \tag{7} \label{n}",
    ]  # fmt: skip
    assert document.problems == ()
    lines = MYST.split("\n")
    for span in document.spans:
        shown = span.source.strip()
        line, column = document.position(span.inner_start + span.source.index(shown))
        assert lines[line - 1][column - 1 :].startswith(shown)


def test_labels_and_references_of_myst_are_kept():
    references = parse(MYST, "a.md").references
    assert [(r.kind, r.name, r.span) for r in references] == [
        ("eqref", "loss", None), ("label", "loss", 1), ("label", "eq:g", 2), ("label", "h", 3),
        ("tag", "7", 6), ("label", "n", 6), ("eqref", "n", None),
    ]  # fmt: skip


def test_labels_and_references_of_latex_are_kept_with_the_row_they_stand_in():
    text = "% \\label{no}\n\\section{S}\\label{s}\nBy \\eqref{b} and \\cref{a,s}:\n"
    text += "\\begin{align}\n x &= 1 \\label{a} \\\\\n y &= 2 \\label{b} \\tag{6.3}\n\\end{align}\n"
    document = parse(text, "a.tex")
    assert [(r.kind, r.name, r.span) for r in document.references] == [
        ("label", "s", None), ("eqref", "b", None), ("ref", "a", None), ("ref", "s", None), ("label", "a", 0),
        ("label", "b", 0), ("tag", "6.3", 0),
    ]  # fmt: skip
    assert [document.position(r.start)[0] for r in document.references] == [2, 3, 3, 3, 5, 6, 6]


def test_labels_and_references_of_sphinx_are_kept():
    text = "By :eq:`a`:\n\n.. math:: x = 1\n   :label: a\n\n.. math::\n   :label: b\n\n   y\n"
    assert [(r.kind, r.name, r.span) for r in parse(text, "a.rst").references] == [
        ("eqref", "a", None), ("label", "a", 0), ("label", "b", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".. math:: x=1\n   :label: b\n\n   y = 2\n", ["x=1", "y = 2"]),
        (
            ".. math::\n   :nowrap:\n\n   \\begin{align}\n   a\n\n   b\n   \\end{align}\n",
            ["\\begin{align} a b \\end{align}"],
        ),
        ("====  =====\n A     B\n====  =====\n:math:`x` y\n1     :math:`z`\n====  =====\n", ["x", "z"]),
        (".. list-table::\n\n   * - :math:`x`\n     - :math:`y`\n", ["x", "y"]),
        (".. csv-table::\n   :header: a, b\n\n   :math:`a`, b\n", ["a"]),
        (">>> f(':math:`no`')\n1\n\nyes :math:`z`", ["z"]),
    ],
)
def test_directives_and_tables_of_sphinx_are_read(text, expected):
    document = parse(text, "a.rst")
    assert [" ".join(s.source.split()) for s in document.spans] == expected
    assert document.problems == ()


GRID = r"""Text

+----------------+----------------------+
| 函数           | Derivative           |
+================+======================+
| .. math::      | .. math::            |
|                |                      |
|    f(x) =      |    f'(x) =           |
|     x^2        |     2x               |
|                |                      |
| for :math:`x`  | 若 :math:`y`         |
+----------------+----------------------+

After :math:`z`.
"""


def test_formulas_in_the_cells_of_grid_tables_are_read_with_their_places():
    document = parse(GRID, "a.rst")
    assert [" ".join(s.source.split()) for s in document.spans] == ["f(x) = x^2", "x", "f'(x) = 2x", "y", "z"]
    assert [document.position(s.inner_start) for s in document.spans] == [(8, 6), (11, 14), (8, 23), (11, 29), (14, 14)]
    assert document.problems == ()


CELLS = st.lists(st.sampled_from(["a", "x^2", "\\sigma(z)", "损失", "b|c"]), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=3))
def test_planted_formulas_of_grid_tables_are_found_once(rows):
    """One formula for each cell, over two lines; wide characters take two columns."""

    def width(text: str) -> int:
        return len(text) + len(re.findall("[损失]", text))

    count = max(map(len, rows))
    border = "+" + "+".join(["-" * 20] * count) + "+"
    lines = [border]
    for row in rows:
        cells = [[" .. math::", "", f"    {c} =", "     1"] for c in row] + [[""] * 4] * (count - len(row))
        for i in range(4):
            lines.append("|" + "|".join(c[i] + " " * (20 - width(c[i])) for c in cells) + "|")
        lines.append(border)
    text = "\n".join(lines)
    document = parse(text, "a.rst")
    assert [" ".join(s.source.split()) for s in document.spans] == [f"{c} = 1" for row in rows for c in row]
    for span, formula in zip(document.spans, (c for row in rows for c in row), strict=True):
        line, column = document.position(span.inner_start)
        assert lines[line - 1][column - 1 :].startswith(f"{formula} =")

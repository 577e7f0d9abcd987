r"""References to equations: what has no label is told where the document is whole, or a label is nearly the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from symnn.check import Options, verify

BOOK = "\\documentclass{article}\n\\begin{document}\n%s\n\\end{document}\n"
LOSS = "\\begin{equation}\\label{eq:loss} L = 2 \\end{equation}\n"


def told(tmp_path: Path, text: str, name: str = "a.tex") -> list[str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [f.message for f in verify([str(path)], Options(jobs=1)).findings if f.code == "W430"]


def test_a_reference_without_its_equation_is_told_in_a_whole_document(tmp_path):
    assert told(tmp_path, BOOK % (LOSS + r"By \eqref{eq:loss} and \eqref{eq:gain}.")) == [
        "no equation of this document is labelled eq:gain"
    ]


@pytest.mark.parametrize(
    "text",
    [
        LOSS + r"By \eqref{eq:gain}.",  # a chapter: the label may stand in another one
        BOOK % (LOSS + "\\input{lost}\nBy \\eqref{eq:gain}."),
        BOOK % ("\\externaldocument{other}" + LOSS + r"By \eqref{eq:gain}."),
        BOOK % (LOSS + r"By \eqref{eq:loss}, Section \ref{sec:gain}."),
        BOOK % (LOSS + "% By \\eqref{eq:gain}."),
        BOOK % (LOSS + r"\newcommand{\by}[1]{By \eqref{#1}} \by{eq:loss}"),
    ],
)
def test_what_may_be_labelled_elsewhere_is_not_told(tmp_path, text):
    assert told(tmp_path, text) == []


@pytest.mark.parametrize("name", ["eq:Loss", "eq-loss", "loss"])
def test_a_label_that_is_nearly_the_same_is_told_in_a_chapter_too(tmp_path, name):
    assert told(tmp_path, LOSS + rf"By \eqref{{{name}}}.") == [
        f"no equation is labelled {name}; eq:loss is probably meant"
    ]


def test_labels_that_differ_by_a_digit_or_an_ending_are_two(tmp_path):
    assert told(tmp_path, LOSS.replace("loss", "loss1") + r"By \eqref{eq:loss2} and \eqref{eq:losses}.") == []


def test_labels_of_myst_are_known(tmp_path):
    text = "By {eq}`eq:loss`, {eq}`eq:gain` and {eq}`eq:other`.\n\n"
    text += "$$\nL = 2\n$$ (eq:loss)\n\n```{math}\n:label: eq:gain\nG = 3\n```\n"
    assert told(tmp_path, text, "a.md") == ["no equation of this document is labelled eq:other"]
    assert told(tmp_path, text.replace("`eq:gain`", "`eq:gian`").replace("eq:other", "eq:gain"), "a.md") == [
        "no equation is labelled eq:gian; eq:gain is probably meant"
    ]


MISSING = {
    "a.md": "By {eq}`eq:other` all is well.\n\n$$\nL = 2\n$$ (eq:loss)\n",
    "b.md": "By \\eqref{eq:other} all is well.\n\n$$\nL = 2 \\label{eq:loss}\n$$\n",
    "c.rst": "By :eq:`eq:other` all is well.\n\n.. math::\n   :label: eq:loss\n\n   L = 2\n",
    "d.qmd": "By @eq-other all is well.\n\n$$\nL = 2\n$$ {#eq-loss}\n",
}


@pytest.mark.parametrize("name", MISSING)
def test_a_page_tells_what_no_page_of_its_project_labels(tmp_path, name):
    text = MISSING[name]
    said = ["no equation of this document is labelled " + ("eq-other" if name == "d.qmd" else "eq:other")]
    assert told(tmp_path, text, name) == said
    assert told(tmp_path, text.replace("other", "loss"), name) == []
    assert told(tmp_path, text + "\n```{include} other.md\n```\n", name) == []
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "other.md").write_text("$$ x $$ (eq:other)\n\n$$ x $$ {#eq-other}\n", encoding="utf-8")
    assert told(tmp_path, text, name) == []
    assert told(tmp_path / "sub", text, name) == []
    (tmp_path / "sub" / "other.md").unlink()
    (tmp_path / "other.md").write_text("$$ x $$ (eq:other)\n\n$$ x $$ {#eq-other}\n", encoding="utf-8")
    (tmp_path / "conf.py").touch()
    assert told(tmp_path / "sub", text, name) == []

r"""``\input``, ``\include``, ``\usepackage``: local files only, no loops, places in the file that holds the formula."""

import os
import sys
from pathlib import Path

import pytest

from symnn.context import understand
from symnn.document import load, parse
from symnn.inputs import documents


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "main.tex"


def test_the_formulas_of_an_included_file_are_read_and_placed_in_it(tmp_path):
    main = write(
        tmp_path,
        main_tex="\\newcommand{\\R}{\\mathbb{R}}\n\\begin{document}\n$a$\n\\include{chapters/one}\n$b$\n\\end{document}",
        chapters__one_tex="第一 $x\\in\\R$\n\\input{chapters/two}",
        chapters__two_tex="$y = \\R$",
    )
    document = load(main)
    places = [document.extent(s.start, s.end) for s in document.spans]
    assert [s.source for s in document.spans] == ["a", r"x\in\mathbb{R}", r"y = \mathbb{R}", "b"]
    assert [(os.path.relpath(p.path, tmp_path), p.line, p.column, p.end_column) for p in places] == [
        ("main.tex", 3, 1, 3), ("chapters/one.tex", 1, 4, 11), ("chapters/two.tex", 1, 1, 8), ("main.tex", 5, 1, 3),
    ]  # fmt: skip
    assert document.problems == ()
    ids = [r.id for r in understand(document).readings]
    assert ids == ["main:3", "one:1", "two:1", "main:5"]


def test_the_macros_of_local_files_and_packages_hold(tmp_path):
    main = write(
        tmp_path,
        main_tex="\\usepackage{amsmath, mine}\n\\input{macros}\n\\begin{document}\n$\\x + \\y$\n\\end{document}",
        mine_sty="\\ProvidesPackage{mine}\n\\newcommand\\my@x{\\mathbf{x}}\n\\newcommand{\\x}{\\my@x}",
        macros_tex="% \\def\\y{no}\n\\newcommand{\\y}{\\mathbf{y}}",
    )
    assert [s.source for s in load(main).spans] == [r"\mathbf{x} + \mathbf{y}"]


def test_a_chapter_has_the_macros_of_the_document_that_it_names(tmp_path):
    write(
        tmp_path,
        main_tex="\\documentclass{book}\\newcommand{\\x}{\\mathbf{x}}\\begin{document}$q$\\end{document}",
        one_tex="% !TEX root = main.tex\n$\\x$",
        two_tex="\\documentclass[main]{subfiles}\n\\begin{document}\n$\\x$\n\\end{document}",
    )
    for name in ("one.tex", "two.tex"):
        assert [s.source for s in load(tmp_path / name).spans] == [r"\mathbf{x}"]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "sub/../../secret", "link", "folder/secret"])
def test_files_outside_of_the_folder_are_not_read(tmp_path, name):
    (tmp_path / "secret.tex").write_text("$secret$")
    inside = tmp_path / "inside"
    inside.mkdir()
    if sys.platform != "win32":
        (inside / "link.tex").symlink_to(tmp_path / "secret.tex")
        (inside / "folder").symlink_to(tmp_path)
    (inside / "main.tex").write_text(f"$a$ \\input{{{name}}} $b$ \\usepackage{{{name}}}")
    document = load(inside / "main.tex")
    assert [s.source for s in document.spans] == ["a", "b"]
    (problem,) = document.problems
    assert problem.code == "N113"
    assert "outside of the folder" in problem.message or "there is no file" in problem.message
    assert document.position(problem.start) == (1, 5)


def test_files_that_include_each_other_stop(tmp_path):
    main = write(tmp_path, main_tex="$a$ \\input{one} $b$", one_tex="$c$ \\input{two}", two_tex="$d$ \\input{one} $e$")
    document = load(main)
    assert [s.source for s in document.spans] == ["a", "c", "d", "e", "b"]
    (problem,) = document.problems
    assert "it includes itself" in problem.message
    assert document.extent(problem.start, problem.end).path.endswith("two.tex")


def test_files_in_the_working_directory_include_others_and_themselves(tmp_path, monkeypatch):
    write(tmp_path, main_tex="$a$ \\input{one}", one_tex="$b$ \\input{two}", two_tex="$c$ \\input{two} $d$")
    monkeypatch.chdir(tmp_path)
    document = load(Path("main.tex"))
    assert [s.source for s in document.spans] == ["a", "b", "c", "d"]
    (problem,) = document.problems
    assert "it includes itself" in problem.message


def test_files_that_include_others_twice_do_not_explode(tmp_path):
    for i in range(30):
        (tmp_path / f"f{i}.tex").write_text(f"$x_{i}$ \\input{{f{i + 1}}}\\input{{f{i + 1}}}")
    document = load(tmp_path / "f0.tex")
    assert len(document.spans) < 30
    assert any("more than" in p.message for p in document.problems)


def test_a_missing_file_is_named_and_the_rest_is_read(tmp_path):
    main = write(tmp_path, main_tex="$a$\n\\input{figures/none}\n$b$ % \\input{none}\n\\input{\\jobname}")
    document = load(main)
    assert [s.source for s in document.spans] == ["a", "b"]
    assert [(p.code, document.position(p.start)) for p in document.problems] == [("N113", (2, 1))]


def test_a_text_without_a_file_reads_no_others(tmp_path, monkeypatch):
    write(tmp_path, main_tex="$secret$")
    monkeypatch.chdir(tmp_path)
    assert [s.source for s in parse("$a$ \\input{main}", "a.tex").spans] == ["a"]


def test_an_unbalanced_formula_in_an_included_file_is_reported_there(tmp_path):
    main = write(tmp_path, main_tex="\\input{one}\n\n$y$", one_tex="text\n\n  \\( x\n\n")
    document = load(main)
    (problem,) = document.problems
    at = document.extent(problem.start, problem.end)
    assert (os.path.basename(at.path), at.line, at.column) == ("one.tex", 3, 3)


def test_bytes_that_are_no_text_are_reported_at_their_place_in_the_file(tmp_path):
    path = tmp_path / "main.tex"
    path.write_bytes(b"\\newcommand{\\x}{\\mathbf{x}}$\\x$ Th\xe9venin $\\x$")
    document = load(path)
    (problem,) = document.problems
    assert problem.code == "W102"
    assert document.position(problem.start) == (1, 35)


def test_a_directory_gives_a_chapter_once_in_its_document(tmp_path):
    write(
        tmp_path,
        main_tex="\\begin{document}\\input{one}\\end{document}",
        one_tex="$x$",
        two_tex="$y$",
        code_py="x = 1\n",
        math_py='r""":math:`x`"""\n',
    )
    names = [os.path.basename(file) for file in documents([str(tmp_path)])]
    assert names == ["main.tex", "math.py", "two.tex"]
    assert len(documents([str(tmp_path / "one.tex")])) == 1

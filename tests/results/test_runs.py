"""The same documents have the same report, and no document is read for it; anything else is another run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest

from symnn import check, deciding, understood
from symnn.check import Options
from symnn.options import WITHOUT_EFFECT
from symnn.report import FORMATS, Look, render
from symnn.result import Report
from symnn.results import Results, open_results
from symnn.verdict import Undecided

BOOK = r"""\documentclass{book}
\begin{document}
\section{Functions}
Let $x \in \mathbb{R}$.
\input{chapter}
\input{missing}
\begin{equation} \max(x, 0) = \frac{x + |x|}{2} \end{equation}
\end{document}
"""
CHAPTER = r"\begin{equation} \min(x, 0) = \frac{x - |x|}{2} \end{equation}"


@contextmanager
def opened(folder: Path) -> Iterator[Results]:
    with open_results(folder=folder) as results:
        assert results is not None
        yield results


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.tex").write_text(BOOK, encoding="utf-8")
    (folder / "chapter.tex").write_text(CHAPTER, encoding="utf-8")
    (folder / "notes.md").write_text("$$\\sigma'(x) = \\sigma(x)(1 + \\sigma(x))$$\n\n$$|x = $$\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return tmp_path / "kept"


def run(kept: Path, *files: str, **options: object) -> Report:
    with opened(kept) as results:
        return check.verify(files or ("book.tex", "notes.md"), Options(results=results, **options))  # type: ignore[arg-type]


def read_again(monkeypatch: pytest.MonkeyPatch, again: Callable[[], Report]) -> bool:
    """Whether documents are put together for a report."""
    read = []
    from_file = understood.read
    with monkeypatch.context() as patch:
        patch.setattr(understood, "read", lambda path, *given: read.append(path) or from_file(path, *given))
        again()
    return bool(read)


def test_the_same_run_reads_nothing_and_says_the_same(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = run(book)
    warm: list[Report] = []
    assert not read_again(monkeypatch, lambda: warm.append(run(book)) or warm[0])
    assert warm[0] == cold
    assert cold.findings
    for format_ in FORMATS:
        for detail in ("quiet", "normal", "verbose"):
            look = Look(detail=detail)  # type: ignore[arg-type]
            assert render(warm[0], format_, look) == render(cold, format_, look), format_


def _edit(file: str, content: str) -> Callable[[], None]:
    return lambda: Path(file).write_text(content, encoding="utf-8") and None


def _move_out() -> None:
    os.rename("chapter.tex", "../chapter.tex")
    os.symlink("../chapter.tex", "chapter.tex")


@pytest.mark.parametrize(
    "change",
    [
        _edit("notes.md", "$1 = 1$"),
        _edit("chapter.tex", CHAPTER.replace("-", "+")),
        _edit("missing.tex", "found"),
        lambda: os.remove("chapter.tex"),
        _move_out,
    ],
)
def test_any_change_of_a_file_is_another_run(
    book: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]
) -> None:
    run(book)
    change()
    assert read_again(monkeypatch, lambda: run(book))
    assert not read_again(monkeypatch, lambda: run(book))


def test_a_change_back_finds_the_first_run(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path("notes.md").read_text(encoding="utf-8")
    first = run(book)
    _edit("notes.md", "$1 = 1$")()
    run(book)
    _edit("notes.md", before)()
    assert not read_again(monkeypatch, lambda: run(book))
    assert run(book) == first


def test_other_files_other_spelling_and_other_options_are_other_runs(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(book)
    assert read_again(monkeypatch, lambda: run(book, "notes.md"))
    assert read_again(monkeypatch, lambda: run(book, "notes.md", "book.tex"))
    assert read_again(monkeypatch, lambda: run(book, "book.tex", "./notes.md"))
    assert read_again(monkeypatch, lambda: run(book, ignore=("E201",)))
    assert read_again(monkeypatch, lambda: run(book, timeout=19.0))
    assert read_again(monkeypatch, lambda: run(book, strict=True))
    assert not read_again(monkeypatch, lambda: run(book, jobs=1))


def test_every_option_counts_or_is_known_to_change_no_report() -> None:
    counted = "timeout memory_mb catalog lang select ignore strict notation claims"
    assert {f.name for f in fields(Options)} == WITHOUT_EFFECT | set(counted.split())


def test_a_run_that_met_a_limit_is_not_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(tasks: list[object], *given: object, landed: Callable[..., None], **more: object) -> list[object]:
        outcome = Undecided("timed out after 20 s", passing=True)
        for number, _ in enumerate(tasks):
            landed(number, outcome, 20.0)
        return [(outcome, 20.0) for _ in tasks]

    with monkeypatch.context() as patch:
        patch.setattr(deciding, "decide_all", late)
        run(book)
    assert read_again(monkeypatch, lambda: run(book))


def test_certificates_are_written_from_what_was_kept(book: Path, tmp_path: Path) -> None:
    run(book, certificates=tmp_path / "cold")
    run(book, certificates=tmp_path / "warm")
    cold, warm = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("cold", "warm"))
    assert cold == warm
    assert len(cold) >= 2

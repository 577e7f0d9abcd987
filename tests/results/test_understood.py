"""A document that did not change is understood once, and says the same the second time; nothing hostile is taken."""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest

from symnn import check, understood
from symnn.check import Options
from symnn.context.model import Understanding
from symnn.context.scope import Scope
from symnn.context.statement import Statement
from symnn.report import FORMATS, Look, render
from symnn.result import Report
from symnn.results import Results, objects, open_results
from symnn.results.canonical import NONE, canonical
from symnn.results.store import FILE
from symnn.understood import Understood

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "../shared/corpus/documents"
BOOK = "\\documentclass{book}\n\\begin{document}\nLet $x \\in \\mathbb{R}$.\n\\input{chapter}\n\\end{document}\n"
CHAPTER = "\\begin{equation} \\min(x, 0) = \\frac{x - |x|}{2} \\end{equation}\n"
NOTES = "Let $a > 0$.\n\n$$\\sigma'(x) = \\sigma(x)(1 + \\sigma(x))$$\n\n$$g(x) = \\max(x, a x)$$\n\n$$|x = $$\n"


@contextmanager
def opened(folder: Path, warn: Callable[[str], None] | None = None) -> Iterator[Results]:
    with open_results(folder=folder, warn=warn) as results:
        assert results is not None
        yield results


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    for name, text in (("book.tex", BOOK), ("chapter.tex", CHAPTER), ("notes.md", NOTES)):
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return tmp_path / "kept"


def run(kept: Path, *files: str, **options: object) -> tuple[Report, list[str]]:
    """The report, and the documents that were read for it."""
    seen: list[str] = []
    load = understood.load
    with pytest.MonkeyPatch.context() as patch, opened(kept) as results:
        patch.setattr(understood, "load", lambda path: seen.append(path) or load(path))
        files = files or ("book.tex", "notes.md")
        return check.verify(files, Options(results=results, **options)), seen  # type: ignore[arg-type]


def test_an_edit_of_one_document_reads_that_one_alone(desk: Path) -> None:
    assert run(desk)[1] == ["book.tex", "notes.md"]
    Path("notes.md").write_text(NOTES + "\nOne more line.\n", encoding="utf-8")
    report, seen = run(desk)
    assert seen == ["notes.md"]
    assert _shown(report) == _shown(check.verify(("book.tex", "notes.md"), Options()))


def test_other_options_than_the_notation_read_nothing_again(desk: Path) -> None:
    run(desk)
    assert run(desk, ignore=("E202",))[1] == []
    assert run(desk, "notes.md")[1] == []
    assert run(desk, notation=(("log", "2"),))[1] == ["book.tex", "notes.md"]
    assert run(desk, "./notes.md")[1] == ["./notes.md"]


def test_a_file_that_is_included_counts_with_its_document(desk: Path) -> None:
    run(desk)
    Path("chapter.tex").write_text(CHAPTER.replace("-", "+"), encoding="utf-8")
    report, seen = run(desk)
    assert seen == ["book.tex"]
    assert "E201" in [f.code for f in report.findings if f.location.file == "chapter.tex"]
    os.remove("chapter.tex")
    assert run(desk)[1] == ["book.tex"]


def test_a_document_that_cannot_be_read_is_told_however_often(desk: Path) -> None:
    Path("notes.md").write_text("---\nsymnn:\n  log: 3\n---\n" + NOTES, encoding="utf-8")
    for _ in range(2):
        with pytest.raises(understood.load.__globals__["DocumentError"], match=r"notes.md:3: log is one of"):
            run(desk)


def test_one_claim_of_a_document_does_not_change_what_is_kept(desk: Path) -> None:
    first, _ = run(desk)
    name = next(c.id for c in first.claims if c.location.file == "notes.md")
    part, seen = run(desk, "notes.md", claims=(name,))
    assert (seen, [c.id for c in part.claims]) == ([], [name])
    again, seen = run(desk, strict=True)
    assert seen == []
    assert [c.id for c in again.claims] == [c.id for c in first.claims]


def _shown(report: Report) -> list[str]:
    report = replace(report, claims=tuple(replace(c, seconds=0.0) for c in report.claims))
    detail = [render(report, format_, Look(detail="verbose")) for format_ in FORMATS]
    places = sorted((c.location, c.id, c.verdict.__class__.__name__, c.reading) for c in report.claims)
    return [*detail, repr(places), repr(report.findings), repr(report.statements), repr(report.documents)]


def _documents() -> list[Path]:
    corpus = [p for p in CORPUS.glob("*") if p.suffix in (".md", ".tex", ".rst") and p.stat().st_size < 60_000]
    return [*sorted((ROOT / "derivations").glob("*.md")), *sorted(corpus)]


@pytest.mark.parametrize("path", _documents(), ids=lambda p: p.name)
def test_what_is_kept_is_what_was_understood(path: Path, tmp_path: Path) -> None:
    fresh = understood.understood(understood.spelt(understood.load(str(path))))
    with opened(tmp_path) as results:
        understood.read(str(path), (), results)
    with opened(tmp_path) as results, pytest.MonkeyPatch.context() as patch:
        patch.delattr(understood, "load")
        kept = understood.read(str(path), (), results)
    assert kept.sheets == fresh.sheets
    for part in fields(Understanding):
        assert getattr(kept.said, part.name) == getattr(fresh.said, part.name), part.name
    key = canonical(kept.said)  # also where terms stood, and what comparisons leave out
    assert key == canonical(fresh.said)
    assert key != NONE


# ---------------------------------------------------------------------------------------- hostile and damaged rows
@dataclass
class Evil:
    """Runs a function where it is unpickled without care."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, ("broken-in",)


def _thing() -> Understood:
    return understood.understood(understood.load("notes.md"))


@pytest.mark.parametrize(
    "value", [Evil(), print, os.path.join, Path("x"), {"a": Evil()}, 7, None, [1], Understanding()]
)
def test_nothing_but_the_class_that_was_asked_for_is_made(desk: Path, value: object) -> None:
    with pytest.raises(ValueError, match=r"has no place in it|in the place of Understood"):
        objects.read(pickle.dumps(value), Understood, (Statement,))
    assert not Path("broken-in").exists()


def test_an_object_that_hides_in_another_is_not_made(desk: Path) -> None:
    thing = _thing()
    thing.said.statements.append(Evil())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="mkdir has no place in it"):
        objects.read(pickle.dumps(thing), Understood, (Statement,))
    assert not Path("broken-in").exists()


def test_truncated_and_changed_bytes_are_refused(desk: Path) -> None:
    data = objects.written(_thing())
    for cut in range(0, len(data), 97):
        with pytest.raises(ValueError, match="no Understood"):
            objects.read(data[:cut], Understood, (Statement,))


def test_classes_are_those_of_the_annotations() -> None:
    allowed = objects.classes(Understood, (Statement,)).values()
    assert {Understanding, Statement, Scope} <= set(allowed)
    assert all(c.__module__.startswith("symnn.") for c in allowed if c.__module__ not in ("builtins", "fractions"))


def test_rows_that_something_else_wrote_are_read_anew_with_one_line(desk: Path) -> None:
    before, _ = run(desk)
    with closing(sqlite3.connect(desk / FILE)) as base:
        evil = pickle.dumps(Evil())
        base.execute("UPDATE rows SET value = ?", [evil])
        base.commit()
    said: list[str] = []
    with opened(desk, said.append) as results:
        after = check.verify(("book.tex", "notes.md"), Options(results=results))
    assert not Path("broken-in").exists()
    assert len(said) == 1
    assert "changed by something else" in said[0]
    assert _shown(after) == _shown(before)

"""The five documents, raw: their errors are flagged at their lines, and nothing else is called an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from symnn.check import Options, verify
from symnn.finding import Finding
from symnn.result import Report
from symnn.verdict import name_of

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five documents are not beside the project")

# line of the document -> (codes of which one must be there, words of the message, words of the suggestion)
EXPECTED: dict[tuple[str, int], tuple[tuple[str, ...], str, str]] = {
    ("000", 86): (("E301",), "hard-tanh", "hard-tanh"),
    ("000", 199): (("E401",), "bound variable", "K"),
    ("001", 53): (("E406", "E204"), "empty", "-1"),
    ("001", 181): (("E404",), "1", ""),
    ("002", 54): (("E409",), "weight", ""),
    ("002", 145): (("E302",), "this is 0", "hard-tanh"),
    ("003", 188): (("E101",), "closing", "f_{1}"),
    ("004", 241): (("E409",), "elementwise", ""),
}


@cache
def report() -> Report:
    return verify([str(p) for p in sorted(SEEDS.glob("*.txt"))], Options())


def findings(file: str, line: int) -> list[Finding]:
    return [f for f in report().findings if Path(f.location.file).name.startswith(file) and f.location.line == line]


@pytest.mark.parametrize(("file", "line"), EXPECTED)
def test_each_error_of_the_documents_is_flagged_at_its_line(file: str, line: int) -> None:
    codes, message, suggestion = EXPECTED[file, line]
    met = [f for f in findings(file, line) if f.code in codes]
    assert met, f"{file}:{line} has none of {codes}, only {findings(file, line)}"
    assert any(message in f.message for f in met)
    if suggestion:
        assert any(f.suggestion is not None and suggestion in f.suggestion for f in met)


def test_no_other_line_is_called_an_error() -> None:
    wrong = [
        f for f in report().findings
        if f.severity == "error" and (Path(f.location.file).name[:3], f.location.line) not in EXPECTED
    ]  # fmt: skip
    assert wrong == []


def test_every_formula_is_in_exactly_one_count() -> None:
    summary = report().summary()
    assert sum(summary.values()) == len(report().claims) + len(report().statements)


# what the audit says of formulas about vectors that the documents print: line -> verdicts
VECTORS = {("000", 6): {"proved"}, ("002", 52): {"conditional"}, ("003", 192): {"proved"}}


@pytest.mark.parametrize(("file", "line"), VECTORS)
def test_printed_formulas_about_vectors_get_their_verdict(file: str, line: int) -> None:
    found = [c for c in report().claims if Path(c.location.file).name.startswith(file) and c.location.line == line]
    assert {name_of(c.verdict) for c in found} == VECTORS[file, line]

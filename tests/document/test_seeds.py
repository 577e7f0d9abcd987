"""The five documents: every formula that they are known to hold is found at its line, and nothing bogus."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from symnn.document import load

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
KNOWN = SHARED / "bench" / "seed_formulas.json"
pytestmark = pytest.mark.skipif(not KNOWN.is_file(), reason="the five documents are not beside the project")

DELIMITED = ("inline", "inline-symbol", "display")
FILES = ("000", "001", "002", "003", "004")


def known(prefix: str) -> list[dict[str, str]]:
    return [row for row in json.loads(KNOWN.read_text("utf-8")) if row["file"].startswith(prefix)]


def spans(prefix: str) -> list[tuple[int, str, str]]:
    (path,) = (SHARED / "seeds").glob(f"{prefix}*")
    document = load(path)
    assert document.problems == ()
    return [(document.position(s.start)[0], s.kind, s.source.strip()) for s in document.spans]


@pytest.mark.parametrize("prefix", FILES)
def test_formulas_in_dollars_are_exactly_those_known(prefix):
    wanted = Counter(
        (int(r["line"]), r["kind"].partition("-")[0], r["latex"]) for r in known(prefix) if r["kind"] in DELIMITED
    )
    found = Counter(s for s in spans(prefix) if s[1] in ("inline", "display"))
    assert found == wanted


@pytest.mark.parametrize("prefix", FILES)
def test_every_other_known_formula_is_found(prefix):
    found = {(line, kind, source) for line, kind, source in spans(prefix)}
    wanted = {
        (int(r["line"]), r["kind"].partition("-")[0], r["latex"]) for r in known(prefix) if r["kind"] not in DELIMITED
    }
    assert wanted - found == set()


def test_what_is_found_beyond_is_a_name_a_number_or_the_same_again():
    """The list names each recovered formula once and leaves out lone names, so these are what may be extra."""
    for prefix in ("002", "003", "004"):
        listed = {(int(r["line"]), r["latex"]) for r in known(prefix)}
        repeated = {r["latex"] for r in known(prefix)} | {"W_1, W_2", "𝜎(𝑥)", "𝑓(𝑥)", "𝑓(⋅)"}
        extra = {s for line, kind, s in spans(prefix) if kind not in ("inline", "display") and (line, s) not in listed}
        allowed = re.compile(
            r"\\mathbb\{R\}|-?\d|[A-Za-z]|Δ?[\U0001D400-\U0001D7FF]( ?[+−] ?1)?|hard-\w+\(𝑥\)|[𝒂𝒛]\(𝑙(−1)?\)|𝑾, 𝒃"
            r"|𝑛 = 1 ⋯ 𝑁|𝑂\(𝑁\)"
        )
        assert [s for s in extra - repeated if not allowed.fullmatch(s)] == []


def test_scraped_formulas_say_so():
    (path,) = (SHARED / "seeds").glob("002*")
    notes = {s.note.partition(":")[0] for s in load(path).spans}
    assert notes == {"recovered from scraped text"}


def test_listings_and_headings_of_the_scraped_document():
    (path,) = (SHARED / "seeds").glob("002*")
    document = load(path)
    code = [(document.position(b.start)[0], document.position(b.end)[0]) for b in document.blocks if b.kind == "code"]
    assert code == [(31, 44), (62, 83)]
    assert "Hard-Tanh 函数" in [b.info for b in document.blocks if b.kind == "heading"]


def test_each_row_of_the_table_is_a_block_whose_cells_hold_the_formulas():
    (path,) = (SHARED / "seeds").glob("003*")
    document = load(path)
    rows = [i for i, b in enumerate(document.blocks) if b.kind == "table_row"]
    assert [document.position(document.blocks[i].start)[0] for i in rows] == [249, 250, 251, 252, 253]
    for i in rows[1:]:
        inside = [s for s in document.spans if s.block == i]
        assert [(s.start, s.end) for s in inside] == list(document.blocks[i].cells[-2:])


def test_the_other_documents_have_spans_that_are_exact_and_few_problems():
    """Public course notes: only the one known unbalanced delimiter is reported; macros and table cells are notes."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the public documents are not beside the project")
    unbalanced = []
    for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.rst"), *folder.rglob("*.tex")]):
        document = load(path)
        unbalanced += [(path.parent.name, document.position(p.start)[0]) for p in document.problems if p.code != "N113"]
    assert unbalanced == [("cs231n_github_-13", 233)]

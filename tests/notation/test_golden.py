"""The readings of the five documents' formulas and of typical snippets, each checked by hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("golden_readings", Path(__file__).with_name("golden.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
golden = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(golden)

pytestmark = pytest.mark.skipif(not golden.BENCH.is_dir(), reason="the bench files are not beside the project")
KEPT = {"seed_formulas": "golden_seeds.json", "dl_snippets": "golden_snippets.json"}
DELIMITED = ("inline", "inline-symbol", "display")


@pytest.mark.parametrize("name", KEPT)
def test_each_formula_has_the_reading_that_was_checked_by_hand(name: str) -> None:
    kept = json.loads(Path(__file__).with_name(KEPT[name]).read_text("utf-8"))
    assert {row["id"]: golden.reading(row["latex"]) for row in golden.formulas(name)} == kept


def share(sources: set[str]) -> float:
    unread = [s for s in sources if golden.reading(s)[0][:5] in ("W110 ", "E101 ", "E408 ", "W407 ")]
    return 1 - len(unread) / len(sources)


def test_at_least_95_percent_of_the_formulas_in_dollar_signs_are_read() -> None:
    sources = {row["latex"] for row in golden.formulas("seed_formulas") if row["kind"] in DELIMITED}
    assert len(sources) >= 130
    assert share(sources) >= 0.95


def test_at_least_80_percent_of_the_scraped_and_the_unicode_formulas_are_read() -> None:
    rows = golden.formulas("seed_formulas")
    assert share({row["latex"] for row in rows if row["kind"] == "unicode"}) >= 0.8
    assert share({row["latex"] for row in rows if row["kind"].startswith("scraped")}) >= 0.8

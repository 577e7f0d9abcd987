"""The readings of the five documents' formulas and of typical snippets, each checked by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden_readings import BENCH, formulas, reading, unread

pytestmark = pytest.mark.skipif(not BENCH.is_dir(), reason="the bench files are not beside the project")
KEPT = {"seed_formulas": "golden_seeds.json", "dl_snippets": "golden_snippets.json"}
DELIMITED = ("inline", "inline-symbol", "display")


@pytest.mark.parametrize("name", KEPT)
def test_each_formula_has_the_reading_that_was_checked_by_hand(name: str) -> None:
    kept = json.loads(Path(__file__).with_name(KEPT[name]).read_text("utf-8"))
    assert {row["id"]: reading(row["latex"]) for row in formulas(name)} == kept


def share_read(*kinds: str) -> float:
    sources = {row["latex"] for row in formulas("seed_formulas") if row["kind"] in kinds}
    assert len(sources) > 10
    return 1 - sum(map(unread, sources)) / len(sources)


def test_at_least_95_percent_of_the_formulas_in_dollar_signs_are_read() -> None:
    assert share_read(*DELIMITED) >= 0.95


def test_at_least_80_percent_of_the_scraped_and_the_unicode_formulas_are_read() -> None:
    assert share_read("unicode") >= 0.8
    assert share_read("scraped", "scraped-display") >= 0.8

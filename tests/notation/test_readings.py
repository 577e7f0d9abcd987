"""The table of readings: near misses of precedence, application, rows, words; each line was checked by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden_readings import reading

from symnn.notation import ReadError, read

ROWS = re.findall(r"^- `(.+)` → `(.+)`$", Path(__file__).with_name("readings.md").read_text("utf-8"), re.MULTILINE)


def test_the_table_is_not_empty() -> None:
    assert len(ROWS) > 500


@pytest.mark.parametrize(("source", "expected"), ROWS, ids=[source for source, _ in ROWS])
def test_a_source_reads_as_the_table_says(source: str, expected: str) -> None:
    found = " ;; ".join(reading(source.replace("⏎", "\n").replace("⇥", "\t")))
    assert found.replace("\n", "⏎").replace("\t", "⇥") == expected


@pytest.mark.parametrize("source", [s for s, r in ROWS if re.match(r"[A-Z]\d{3} at ", r) and ", or " in r])
def test_a_doubtful_formula_names_both_readings(source: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(source.replace("⏎", "\n").replace("⇥", "\t"))
    assert len(caught.value.readings) == 2

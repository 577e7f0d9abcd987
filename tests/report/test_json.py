"""The JSON contract: keys, types, and what a tool may rely on."""

import json

from symnn.report import render

CLAIM_KEYS = (
    "id parent file line column end_line end_column cell cell_line"
    " formula reading kind assumptions verdict trust condition"
    " defined_where counterexample reason expected certificate seconds"
).split()
FINDING_KEYS = "code severity file line column end_line end_column cell cell_line message suggestion claim".split()
SUMMARY_KEYS = ("proved refuted conditional undecided unreadable definition declaration mention question").split()


def _load(report):
    return json.loads(render(report, "json"))


def test_the_object_has_exactly_the_keys_of_the_contract(report):
    data = _load(report)
    assert list(data) == ["version", "claims", "statements", "findings", "summary", "baseline"]
    assert data["baseline"] is None
    assert data["version"] == 1
    assert all(list(claim) == CLAIM_KEYS for claim in data["claims"])
    assert all(list(s) == ["kind", "file", "line", "name", "reading"] for s in data["statements"])
    assert all(list(f) == FINDING_KEYS for f in data["findings"])
    assert list(data["summary"]) == SUMMARY_KEYS


def test_a_proved_claim_carries_trust_and_certificate_and_no_condition(report):
    claim = _load(report)["claims"][0]
    assert claim["verdict"] == "proved"
    assert claim["trust"] == "checked"
    assert claim["certificate"] == "sha256:ab"
    assert claim["defined_where"] == "everywhere"
    assert claim["condition"] is claim["counterexample"] is claim["reason"] is claim["expected"] is None
    assert claim["seconds"] == 0.012346


def test_a_refuted_claim_carries_its_point_as_exact_rationals(report):
    claim = _load(report)["claims"][1]
    assert claim["verdict"] == "refuted"
    assert claim["counterexample"] == {"point": {"γ": "2", "x": "-1/2"}, "left": "0", "right": "-1/2", "note": None}
    assert claim["condition"] == "γ <= 1"
    assert claim["expected"] == "E201"


def test_an_undecided_claim_has_a_reason_and_no_trust(report):
    claim = _load(report)["claims"][3]
    assert claim["verdict"] == "undecided"
    assert claim["reason"] == "timed out after 20 s"
    assert claim["trust"] is claim["defined_where"] is None


def test_a_place_without_an_end_is_one_character(report):
    finding = _load(report)["findings"][1]
    assert [finding[k] for k in ("line", "column", "end_line", "end_column")] == [12, 1, 12, 1]
    assert finding["severity"] == "note"


def test_greek_letters_are_written_as_themselves(report):
    assert '"name": "σ"' in render(report, "json")

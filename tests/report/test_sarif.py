"""SARIF 2.1.0: what a code host needs, with the places that the report has."""

import json
from dataclasses import replace

import pytest

from symnn.explain import codes
from symnn.finding import Finding, Location
from symnn.report import render


def log(report):
    return json.loads(render(report, "sarif"))


def test_the_log_has_the_structure_that_the_standard_asks_for(report):
    data = log(report)
    assert data["version"] == "2.1.0"
    assert data["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = data["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "symnn"
    identifiers = [rule["id"] for rule in driver["rules"]]
    assert len(identifiers) == len(set(identifiers))
    for result in run["results"]:
        assert identifiers[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert isinstance(result["message"]["text"], str)
        (place,) = result["locations"]
        region = place["physicalLocation"]["region"]
        assert all(isinstance(region[k], int) and region[k] >= 1 for k in region)
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])


def test_every_finding_is_a_result_and_the_counts_are_in_the_run(report):
    (run,) = log(report)["runs"]
    assert [r["ruleId"] for r in run["results"]] == [f.code for f in report.findings]
    assert run["properties"]["summary"] == report.summary()


def test_a_rule_carries_the_page_of_its_code(report):
    findings = tuple(Finding(code, Location("a.md", 1), "m") for code in codes())
    (run,) = log(replace(report, findings=findings))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(codes())
    assert all(rule["shortDescription"]["text"] and rule["help"]["markdown"].startswith("# ") for rule in rules)
    assert all(rule["defaultConfiguration"]["level"] == f.severity for rule, f in zip(rules, findings, strict=True))


def test_an_end_column_is_behind_the_last_character(report):
    results = log(report)["runs"][0]["results"]
    regions = [r["locations"][0]["physicalLocation"]["region"] for r in results]
    assert regions[0] == {"startLine": 9, "startColumn": 1, "endLine": 9, "endColumn": 21}
    assert regions[1] == {"startLine": 12, "startColumn": 1, "endLine": 12, "endColumn": 2}


@pytest.mark.parametrize(
    ("file", "uri"),
    [("notes/a b.md", "notes/a%20b.md"), ("/tmp/σ.md", "file:///tmp/%CF%83.md"), ("a#b?c%.md", "a%23b%3Fc%25.md")],
)
def test_a_path_is_a_uri(report, file, uri):
    finding = Finding("E201", Location(file, 1), "m")
    result = log(replace(report, findings=(finding,), files=(file,)))["runs"][0]
    assert result["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert result["artifacts"][0]["location"]["uri"] == uri


def test_a_suggestion_is_part_of_the_message(report):
    assert log(report)["runs"][0]["results"][0]["message"]["text"].endswith("\nsuggestion: hard-tanh")

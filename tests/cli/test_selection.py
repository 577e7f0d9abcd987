"""One claim of a document by its id: the same verdict, and nothing else decided."""

import json
from pathlib import Path

import pytest

from symnn.cli import run

ROOT = Path(__file__).resolve().parents[2]
PAGE = """# Notes

$f(x) = x^2$ is convex.

<!-- @claim slope -->
$$f'(x) = 2x$$

<!-- @claim wrong -->
$$f'(x) = 3x$$

<!-- @claim chain -->
$$f(x) + f(x) = 2x^2 = x^2 + x^2 = 3x^2$$

<!-- @erratum printed expect=E201 source="a page" -->
$$x^2 + 1 = x^2$$
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


def outcome(capfd, *arguments):
    status = run(["verify", "--format", "json", *arguments])
    return status, json.loads(capfd.readouterr().out)


def facts(claim):
    return {k: v for k, v in claim.items() if k != "seconds"}


def test_each_claim_alone_has_the_verdict_and_the_certificate_of_the_whole_run(page, capfd):
    _, whole = outcome(capfd, page)
    assert len(whole["claims"]) == 6
    for claim in whole["claims"]:
        if claim["parent"] in (None, claim["id"]):
            continue
        _, alone = outcome(capfd, page, "--claim", claim["id"])
        assert [facts(c) for c in alone["claims"]] == [facts(claim)]
    for name in ("slope", "wrong", "printed"):
        _, alone = outcome(capfd, page, "--claim", name)
        assert [facts(c) for c in alone["claims"]] == [facts(c) for c in whole["claims"] if c["id"] == name]
        assert alone["findings"] == [f for f in whole["findings"] if f["claim"] == name]
        assert sum(alone["summary"].values()) == 1


def test_the_id_of_a_chain_stands_for_all_its_steps(page, capfd):
    status, data = outcome(capfd, page, "--claim", "chain")
    assert [c["id"] for c in data["claims"]] == ["chain", "chain.2", "chain.3"]
    assert status == 1
    assert [f["claim"] for f in data["findings"]] == ["chain.3"]


def test_the_exit_status_is_that_of_the_claims_asked_for(page, capfd):
    assert outcome(capfd, page, "--claim", "slope")[0] == 0
    assert outcome(capfd, page, "--claim", "slope", "--claim", "wrong")[0] == 1
    assert outcome(capfd, page, "--claim", "printed")[0] == 0


def test_a_claim_that_there_is_not_is_told(page, capfd):
    assert run(["verify", page, "--claim", "slope", "--claim", "nowhere"]) == 2
    assert f"there is no claim nowhere in {page}" in capfd.readouterr().err


def test_the_commands_of_a_page_report_decide_the_same_again(page, capfd, tmp_path):
    import html
    import re
    import shlex

    target = tmp_path / "report.html"
    assert run(["verify", page, "--format", "html", "-o", str(target)]) == 1
    commands = re.findall(r'<code class="command">(symnn verify [^<]* --claim [^<]*)</code>', target.read_text("utf-8"))
    assert len(commands) == 6
    _, whole = outcome(capfd, page)
    for command in commands:
        words = shlex.split(html.unescape(command))[2:]
        _, alone = outcome(capfd, *words)
        known = {c["id"]: facts(c) for c in whole["claims"]}
        assert [facts(c) for c in alone["claims"]] == [known[c["id"]] for c in alone["claims"]]
        assert words[-1] in {c["id"] for c in alone["claims"]}

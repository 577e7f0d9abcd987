"""``--baseline``: what is known is silent wherever it stands by now, what is new is told, what is gone is listed."""

import json
import os
from pathlib import Path

import pytest

from symnn.baseline import Entry, load
from symnn.cli import run
from symnn.configuration import _table

PAGE = r"""# Notes

$$|x| = x + 1$$

$$(x+1)^2 = x^2 + 2x + 1$$

$$\log(x^2) = 2\log(x)$$
"""
WRONG_BESIDES = "\n$$2x = 3x$$\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(PAGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def written(folder, capfd):
    assert run(["verify", "notes", "--baseline", "known.json", "--write-baseline"]) == 0
    capfd.readouterr()
    return folder


def page(folder: Path, text: str, name: str = "a.md") -> None:
    (folder / "notes" / name).write_text(text, encoding="utf-8")


def outcome(capfd, *arguments):
    status = run(["verify", "notes", "--baseline", "known.json", "--format", "json", *arguments])
    data = json.loads(capfd.readouterr().out)
    return status, [f["code"] for f in data["findings"]], data["baseline"]


def test_what_was_written_is_known_and_the_status_is_zero(written, capfd):
    assert outcome(capfd) == (0, [], {"file": "known.json", "known": 2, "stale": []})
    assert run(["verify", "notes", "--baseline", "known.json"]) == 0
    assert capfd.readouterr().out.rstrip().endswith("; 2 known from the baseline")


def test_lines_above_and_spaces_within_a_known_formula_change_nothing(written, capfd):
    moved = "new\n\ntext\n\n" + PAGE.replace("|x| = x + 1", "\n|x| =\n  x + 1 \\label{eq} \\tag{7}\n")
    page(written, moved)
    assert outcome(capfd) == (0, [], {"file": "known.json", "known": 2, "stale": []})


def test_a_new_error_is_told_and_counts(written, capfd):
    page(written, PAGE + WRONG_BESIDES)
    status, codes, told = outcome(capfd)
    assert (status, codes, told["known"]) == (1, ["E201"], 2)


def test_the_same_formula_once_more_is_new(written, capfd):
    page(written, PAGE + "\n$$|x| = x + 1$$\n")
    status, codes, told = outcome(capfd)
    assert (status, codes, told["known"]) == (1, ["E201"], 2)


def test_the_same_formula_in_another_document_is_new(written, capfd):
    page(written, PAGE, "b.md")
    status, codes, told = outcome(capfd)
    assert (status, sorted(codes), told["known"]) == (1, ["E201", "N502"], 2)


def test_a_finding_of_another_code_on_a_known_formula_is_new(written, capfd):
    file = written / "known.json"
    file.write_text(file.read_text(encoding="utf-8").replace("E201", "E205"), encoding="utf-8")
    status, codes, told = outcome(capfd)
    assert (status, codes, told["known"], [s["code"] for s in told["stale"]]) == (1, ["E201"], 1, ["E205"])


def test_entries_that_match_nothing_are_listed_and_writing_again_drops_them(written, capfd):
    page(written, PAGE.replace("|x| = x + 1", "|x| = |x|"))
    assert outcome(capfd)[2] == {
        "file": "known.json", "known": 1,
        "stale": [{"document": "notes/a.md", "code": "E201", "formula": "|x| = x + 1", "count": 1}],
    }  # fmt: skip
    run(["verify", "notes", "--baseline", "known.json"])
    lines = capfd.readouterr().out.splitlines()
    assert lines[-3:-1] == ["1 entry of the baseline matches nothing:", "  - notes/a.md E201 |x| = x + 1"]
    run(["verify", "notes", "--baseline", "known.json", "--write-baseline"])
    assert list(load(Path("known.json")).entries) == [Entry("notes/a.md", "N502", r"\log(x^2) = 2\log(x)")]


def test_documents_that_are_not_checked_keep_their_entries_and_those_that_are_gone_lose_them(written, capfd):
    page(written, "# Others\n\n$$2x = 3x$$\n", "b.md")
    assert run(["verify", "notes/b.md", "--baseline", "known.json", "--write-baseline"]) == 0
    assert len(load(Path("known.json")).entries) == 3
    run(["verify", "notes/b.md", "--baseline", "known.json"])
    assert "match" not in capfd.readouterr().out
    (written / "notes" / "a.md").unlink()
    run(["verify", "notes/b.md", "--baseline", "known.json"])
    assert "2 entries of the baseline match nothing:" in capfd.readouterr().out


def test_codes_that_are_not_reported_keep_their_entries(written, capfd):
    assert outcome(capfd, "--ignore", "E201")[2]["stale"] == []
    assert outcome(capfd, "--select", "N502")[2] == {"file": "known.json", "known": 1, "stale": []}
    assert outcome(capfd, "--claim", "a:3")[2]["stale"] == []
    run(["verify", "notes", "--baseline", "known.json", "--write-baseline", "--ignore", "E201"])
    assert len(load(Path("known.json")).entries) == 2


def test_paths_are_those_seen_from_the_baseline(written, capfd, monkeypatch):
    monkeypatch.chdir(written / "notes")
    assert run(["verify", "a.md", "--baseline", "../known.json"]) == 0
    assert "2 known" in capfd.readouterr().out
    assert run(["verify", str(written / "notes" / "a.md"), "--baseline", str(written / "known.json")]) == 0


def test_with_strict_open_claims_are_known_too(written, capfd):
    page(written, PAGE.replace("$$|x| = x + 1$$", ""))
    assert outcome(capfd)[0] == 0
    assert outcome(capfd, "--strict")[0] == 1  # a conditional claim that the file does not know
    run(["verify", "notes", "--baseline", "known.json", "--write-baseline", "--strict"])
    capfd.readouterr()
    status, _, told = outcome(capfd, "--strict")
    assert (status, told["known"], told["stale"]) == (0, 2, [])
    assert outcome(capfd)[2] == {"file": "known.json", "known": 1, "stale": []}


def test_the_settings_of_the_project_name_the_file(folder, capfd, monkeypatch):
    _table.cache_clear()
    (folder / "pyproject.toml").write_text('[tool.symnn]\nbaseline = "known.json"\n', encoding="utf-8")
    monkeypatch.chdir(folder / "notes")
    assert run(["verify", "a.md"]) == 2
    assert "--write-baseline makes it" in capfd.readouterr().err
    assert run(["verify", "a.md", "--write-baseline"]) == 0
    assert (folder / "known.json").exists()
    assert run(["verify", "a.md"]) == 0
    assert run(["verify", "a.md", "--no-config"]) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "this is not JSON"), (b"\xff", "this is not JSON"), (b"[]", "list of findings is expected"),
        (b"[" * 100_000, "this is not JSON"),
        (b'{"version": 2, "findings": []}', "version 2"),
        (b'{"version": 1, "findings": {}}', "list of findings is expected"),
        (b'{"version": 1, "findings": [1]}', "finding 1 has no document, code and formula"),
        (b'{"version": 1, "findings": [{"document": "a", "code": "E201"}]}', "finding 1 has no document"),
        (b'{"version": 1, "findings": [{"document": "a", "code": "E201", "formula": "x", "count": 0}]}', "the count"),
        (b'{"version": 1, "findings": [{"document": "a", "code": "E201", "formula": "x", "count": true}]}', "count"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_baseline_is_an_error_and_stays_as_it_is(folder, capfd, content, told):
    (folder / "known.json").write_bytes(content)
    for more in ([], ["--write-baseline"]):
        assert run(["verify", "notes", "--baseline", "known.json", *more]) == 2
        assert told in capfd.readouterr().err
    assert (folder / "known.json").read_bytes() == content


def test_options_that_do_not_go_together_are_refused_before_anything_is_decided(folder, capfd):
    assert run(["verify", "notes", "--write-baseline"]) == 2
    assert run(["verify", "notes", "--baseline", "x.json", "--write-baseline", "--claim", "a:3"]) == 2
    assert run(["verify", "notes", "--baseline", "nowhere/x.json", "--write-baseline"]) == 2
    assert run(["verify", "notes", "--baseline", "notes"]) == 2
    assert "x.json" not in os.listdir(folder)


def test_every_format_tells_what_is_known_and_what_is_gone(written, capfd):
    page(written, PAGE.replace("|x| = x + 1", "|x| = |x|") + WRONG_BESIDES)
    gone = "notes/a.md E201 |x| = x + 1"

    def told(form, *more):
        assert run(["verify", "notes", "--baseline", "known.json", "--format", form, *more]) == 1
        return capfd.readouterr().out

    github = told("github")
    assert github.count("::error") == 1
    assert gone in github
    html = told("html")
    assert "1 known from the baseline</summary>" in html
    assert gone in html
    chinese = told("text", "--lang", "zh").splitlines()
    assert chinese[-1].endswith("1 见于基线")
    (log,) = json.loads(told("sarif"))["runs"]
    states = {r["ruleId"]: (r["baselineState"], "suppressions" in r) for r in log["results"]}
    assert states == {"E201": ("new", False), "N502": ("unchanged", True)}
    assert log["properties"]["baseline"]["stale"][0]["formula"] == "|x| = x + 1"


def test_findings_outside_formulas_and_in_notebooks_are_known_by_their_text(folder, capfd):
    page(folder, '# T\n\n<!-- @ignore E201 reason="old" -->\n$$x + 1 = 1 + x$$\n\nAnd $f(x$ is open.\n')
    assert run(["verify", "notes", "--baseline", "known.json", "--write-baseline"]) == 0
    known = [e.code for e in load(Path("known.json")).entries]
    assert "W902" in known
    page(folder, '# T\n\nmore\n\n<!-- @ignore E201 reason="old" -->\n$$x + 1 = 1 + x$$\n\nAnd $f(x$ is open.\n')
    capfd.readouterr()
    status, codes, told = outcome(capfd)
    assert (status, codes, told["known"], told["stale"]) == (0, [], len(known), [])


ROWS = r"""# Functions

$$
\begin{align}
\sigma(x) &= \frac{1}{1+e^{-x}} \\
f(x) &= \log(1+e^{x}) \\
\sigma'(x) &= \sigma(x)(1+\sigma(x)) \\
S &= \sum_{i=1}^{n} x_j
\end{align}
$$

```python
import numpy as np

def softplus(x):
    y = np.exp(x)
    return np.log(1 + y)
```
"""


def test_what_is_known_of_rows_and_listings_stays_known_when_others_beside_them_change(folder, capfd):
    page(folder, ROWS)
    assert run(["verify", "notes", "--baseline", "known.json", "--write-baseline"]) == 0
    codes = {entry.code for entry in load(Path("known.json")).entries}
    assert {"E202", "N601", "N602"} < codes
    count = outcome(capfd)[2]["known"] if capfd.readouterr() else 0
    changed = (
        ROWS.replace("# Functions", "# Functions\n\nMore text.\n")
        .replace("\\sigma(x) &=", "\\tanh'(x) &= 1 - \\tanh^2(x) \\\\\n\\sigma(x) &=")
        .replace("import numpy as np", "import numpy as np\n\ndef twice(x):\n    return 2 * x\n")
        .replace("    y = np", "    # first the exponential\n\n    y = np")
    )
    page(folder, changed)
    assert outcome(capfd) == (0, [], {"file": "known.json", "known": count, "stale": []})


def test_an_unreadable_row_stays_known_when_another_row_changes(folder, capfd):
    text = "$$\n\\begin{align}\na &= b + \\\\\nc &= \\frac{1}{2 \\\\\nd &= 3\n\\end{align}\n$$\n"
    page(folder, text)
    assert run(["verify", "notes", "--baseline", "known.json", "--write-baseline"]) == 0
    capfd.readouterr()
    page(folder, "above\n\n" + text.replace("d &= 3", "d &= 4"))
    assert outcome(capfd)[:2] == (0, [])

"""What one run decided the next one does not decide again, and says the same."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from symnn import check, deciding
from symnn.check import Options
from symnn.decide import decide
from symnn.report import FORMATS, Look, render
from symnn.result import Report
from symnn.results import Results, open_results
from symnn.results.store import FILE
from symnn.results.version import _hashed, code_version
from symnn.verdict import Proved, Refuted, Undecided, Verdict

PAGE = r"""# Functions

<!-- @let -->
Let $x \in \mathbb{R}$, $a \in \mathbb{R}$ and $n \in \mathbb{N}$.

```math
\sigma(x) := \frac{1}{1+e^{-x}}
```

<!-- @claim first -->
```math
1 - \sigma(x) = \sigma(-x)
```

<!-- @claim second -->
```math
\sigma'(x) = \sigma(x)(1+\sigma(x))
```

<!-- @claim third -->
```math
\max(x, a x) = \max(0, x) + a\min(0, x)
```

<!-- @claim open -->
```math
h(x) \le \sum_{k=1}^{n} \zeta(k)
```

A formula $x + $ that lost its end, and $\log(1 + e^x)$.
"""


@contextmanager
def opened(folder: Path) -> Iterator[Results]:
    said: list[str] = []
    with open_results(warn=said.append, folder=folder) as results:
        assert results is not None
        yield results
    assert said == []


def run(document: Path, folder: Path, **options: object) -> tuple[Report, Results]:
    with opened(folder) as results:
        return check.verify([str(document)], Options(results=results, **options)), results  # type: ignore[arg-type]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    document = tmp_path / "page.md"
    document.write_text(PAGE, encoding="utf-8")
    return document


def test_a_second_run_says_the_same_in_every_format(page: Path, tmp_path: Path) -> None:
    plain = check.verify([str(page)])
    cold, before = run(page, tmp_path / "kept")
    warm, after = run(page, tmp_path / "kept")
    assert before.found == 0
    assert after.found == after.asked == before.asked > 3
    assert [c.verdict for c in plain.claims] == [c.verdict for c in cold.claims]
    for format_ in FORMATS:
        for detail in ("normal", "verbose"):
            look = Look(detail=detail)  # type: ignore[arg-type]
            assert render(warm, format_, look) == render(cold, format_, look), format_


def test_what_is_not_edited_is_not_decided_again(page: Path, tmp_path: Path) -> None:
    run(page, tmp_path / "kept")
    page.write_text(PAGE.replace("1 - \\sigma(x) =", "2 - 1 - \\sigma(x) ="), encoding="utf-8")
    report, results = run(page, tmp_path / "kept")
    assert results.asked - results.found == 1
    assert isinstance(report.claims[0].verdict, Proved)


def test_a_changed_declaration_is_another_claim(page: Path, tmp_path: Path) -> None:
    run(page, tmp_path / "kept")
    page.write_text(PAGE.replace(r"$a \in \mathbb{R}$", r"$a \in (0, 1)$"), encoding="utf-8")
    report, _ = run(page, tmp_path / "kept")
    third = next(c for c in report.claims if c.id == "third")
    assert isinstance(third.verdict, Proved)


def test_other_code_finds_nothing(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(page, tmp_path / "kept")
    monkeypatch.setattr("symnn.results.kept.code_version", lambda: "another")
    _, results = run(page, tmp_path / "kept")
    assert results.found == 0


def test_each_file_of_the_source_counts_by_name_and_content(tmp_path: Path) -> None:
    names = {"a.py": b"x = 1", "in/b.py": b"", "in/c.md": b"text"}
    for name, content in names.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    hashes = {_hashed(tmp_path, time.time_ns())}
    (tmp_path / "in/c.md").write_bytes(b"texts")
    hashes.add(_hashed(tmp_path, time.time_ns()))
    (tmp_path / "in/b.py").rename(tmp_path / "in/d.py")
    hashes.add(_hashed(tmp_path, time.time_ns()))
    assert len(hashes) == 3
    assert None not in hashes


def test_source_edited_after_the_start_has_no_version(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x = 1")
    assert _hashed(tmp_path, time.time_ns() - 10**12) is None
    assert _hashed(tmp_path / "nothing", time.time_ns()) is None
    assert code_version()


def test_a_verdict_that_was_edited_is_noticed_and_decided_anew(page: Path, tmp_path: Path) -> None:
    cold, _ = run(page, tmp_path / "kept")
    with closing(sqlite3.connect(tmp_path / "kept" / FILE)) as base, base:
        rows = base.execute("SELECT name, value, mac FROM rows").fetchall()
        for (name, _, _), (_, value, mac) in zip(rows, rows[1:] + rows[:1], strict=True):
            base.execute("UPDATE rows SET value = ?, mac = ? WHERE name = ?", (value, mac, name))
    said: list[str] = []
    with open_results(warn=said.append, folder=tmp_path / "kept") as results:
        warm = check.verify([str(page)], Options(results=results))
    assert results is not None
    assert results.found == 0
    assert len(said) == 1
    assert [c.verdict for c in warm.claims] == [c.verdict for c in cold.claims]


LIMITS = deciding.Limits(20.0, 2048)


def ask(folder: Path, outcome: Verdict, monkeypatch: pytest.MonkeyPatch, limits: deciding.Limits = LIMITS) -> int:
    """Whether the workers had to answer, with ``outcome``."""
    asked = []

    def workers(tasks: list[str], *given: object, landed: object = None, **more: object) -> list[tuple[Verdict, float]]:
        for number, task in enumerate(tasks):
            asked.append(task)
            landed(number, outcome, 0.5)  # type: ignore[operator]
        return [(outcome, 0.5)] * len(tasks)

    monkeypatch.setattr(deciding, "decide_all", workers)
    with opened(folder) as results:
        found = deciding.answers("verdict", ["task"], decide, Verdict, limits, results)  # type: ignore[type-var,list-item]
    assert found == [(outcome, 0.5)]
    return len(asked)


def test_undecided_because_of_time_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = Undecided("timed out after 20 s", passing=True)
    assert [ask(tmp_path, late, monkeypatch) for _ in range(2)] == [1, 1]


def test_undecided_counts_under_the_same_limits_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = Undecided("no prover applies")
    assert [ask(tmp_path, verdict, monkeypatch) for _ in range(2)] == [1, 0]
    assert ask(tmp_path, verdict, monkeypatch, deciding.Limits(30.0, 2048)) == 1
    assert ask(tmp_path, verdict, monkeypatch, deciding.Limits(30.0, 4096)) == 1


def test_a_refutation_counts_under_any_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from symnn.verdict import Counterexample

    verdict = Refuted(Counterexample((), "1", "2"))
    assert ask(tmp_path, verdict, monkeypatch) == 1
    assert ask(tmp_path, verdict, monkeypatch, deciding.Limits(1.0, 64, 7)) == 0


def cli(*arguments: str, cache: Path | None, **more: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    surroundings = {k: v for k, v in os.environ.items() if k not in ("SYMNN_RESULTS", "SYMNN_CACHE")}
    surroundings |= {"SYMNN_CACHE": "off" if cache is None else str(cache), **more}
    command = [sys.executable, "-m", "symnn", "verify", "--no-config", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=300, check=False)


def test_the_command_says_how_much_came_from_the_cache(page: Path, tmp_path: Path) -> None:
    cold = cli("-v", str(page), cache=tmp_path / "kept")
    warm = cli("-v", str(page), cache=tmp_path / "kept")
    assert "\n0 of " in f"\n{cold.stderr}"
    assert " answers from the cache " in warm.stderr
    asked = warm.stderr.split()
    assert asked[0] == asked[2]
    assert warm.stdout == cold.stdout
    assert warm.returncode == cold.returncode == 1


def test_without_a_cache_nothing_is_written(page: Path, tmp_path: Path) -> None:
    assert cli("--no-cache", str(page), cache=tmp_path / "kept").stderr == ""
    assert not (tmp_path / "kept").exists()
    assert cli(str(page), cache=None).stderr == ""
    assert cli(str(page), cache=tmp_path / "kept", SYMNN_RESULTS="off").stderr == ""
    assert not (tmp_path / "kept" / "results").exists()


def test_a_cache_that_is_no_database_is_one_line_on_stderr(page: Path, tmp_path: Path) -> None:
    cold = cli(str(page), cache=tmp_path / "kept")
    (tmp_path / "kept" / "results" / FILE).write_bytes(b"garbage" * 1000)
    warm = cli(str(page), cache=tmp_path / "kept")
    assert warm.stdout == cold.stdout
    assert warm.stderr.count("\n") == 1
    assert "damaged" in warm.stderr


def test_a_run_that_is_killed_leaves_what_it_decided(tmp_path: Path) -> None:
    claims = (f"$$\\max(x, {n}) = \\max({n}, x)$$\n" for n in range(1, 400))
    document = tmp_path / "long.md"
    document.write_text("Let $x \\in \\mathbb{R}$.\n\n" + "\n".join(claims), encoding="utf-8")
    surroundings = {k: v for k, v in os.environ.items() if k != "SYMNN_RESULTS"} | {
        "SYMNN_CACHE": str(tmp_path / "kept")
    }
    command = [sys.executable, "-m", "symnn", "verify", "--no-config", str(document)]
    file = tmp_path / "kept" / "results" / FILE
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and _rows(file) < 2:  # the document as it was understood, and an answer
            pass
        process.send_signal(signal.SIGKILL)
    found = _rows(file)
    assert found > 1
    report, results = run(document, tmp_path / "kept" / "results")
    assert results.found >= found - 1
    assert all(isinstance(c.verdict, Proved) for c in report.claims)


def _rows(file: Path) -> int:
    if not file.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as base:
            return int(base.execute("SELECT count(*) FROM rows").fetchone()[0])
    except sqlite3.Error:
        return 0

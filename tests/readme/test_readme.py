"""What README.md tells the reader to type works."""

import ast
import contextlib
import io
import re
import subprocess
from pathlib import Path

import pytest

from symnn.cli import commands, run
from symnn.explain import codes

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = re.findall(r"(?m)^\$ (.+?)(?:\s+#.*)?$", README) + re.findall(r"`((?:symnn|make) [^`]+)`", README)


def test_the_two_commands_stand_on_the_first_screen():
    first = README.splitlines()[:20]
    assert any(line.startswith("$ make verify") for line in first)
    assert any(line.startswith("$ make test") for line in first)


@pytest.mark.parametrize("target", sorted({c.split()[1] for c in TYPED if c.startswith("make ")}))
def test_a_make_target_exists(target):
    dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert dry.returncode == 0, dry.stderr


@pytest.mark.parametrize("command", sorted({c for c in TYPED if "symnn " in c and not c.startswith("make")}))
def test_a_command_and_its_options_exist(command):
    words = command.split("symnn ", 1)[1].split()
    known = commands.get_command(None, words[0])
    assert known is not None
    options = {o for p in known.params for o in p.opts}
    assert {w for w in words[1:] if w.startswith("-")} <= options


def test_the_codes_that_it_names_have_pages():
    assert set(re.findall(r"\b[EWN]\d{3}\b", README)) <= set(codes())


def test_the_transcript_of_the_example_is_what_the_tool_prints(monkeypatch, capfd):
    shown = re.search(r"(?s)\$ \.venv/bin/symnn (verify examples/\S+)\n(.*?)\n```", README)
    assert shown is not None
    monkeypatch.chdir(ROOT)
    run(shown[1].split())
    assert [line.rstrip() for line in capfd.readouterr().out.splitlines()] == shown[2].splitlines()


def test_the_transcript_of_make_verify_ends_with_the_count():
    shown = re.search(r"(?s)\$ make verify\n(.*?)\n\n\$", README)
    assert shown is not None
    count = r"\d+ proved, \d+ refuted, \d+ conditional, \d+ undecided, \d+ unreadable; "
    assert re.match(count, shown[1].splitlines()[-1])


@pytest.mark.parametrize("page", re.findall(r"(?s)````markdown\n(.*?)````", README))
def test_the_derivation_files_that_it_shows_are_proved_as_they_stand(page, tmp_path):
    path = tmp_path / "page.md"
    path.write_text(page, encoding="utf-8")
    assert run(["verify", str(path), "--strict"]) == 0


@pytest.mark.parametrize("block", re.findall(r"(?s)```python\n(.*?)```", README))
def test_its_python_runs_and_prints_what_stands_behind_it(block, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.md").write_text("$\\tanh(x) = 2\\sigma(2x) - 1$\n", encoding="utf-8")
    lines, space = block.splitlines(), {}
    for statement in ast.parse(block).body:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(ast.Module([statement], []), "README.md", "exec"), space)
        _, _, promised = lines[statement.end_lineno - 1].partition("  # ")
        if promised and ast.unparse(statement).startswith("print("):
            assert rounded(printed.getvalue()) == rounded(promised)


def rounded(text: str) -> str:
    """Long numbers to three digits: their last ones differ from machine to machine."""
    return re.sub(r"\d+\.\d{4,}", lambda number: f"{float(number[0]):.3g}", text.strip())

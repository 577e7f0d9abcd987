"""What README.md tells the reader to type works."""

import ast
import contextlib
import html
import io
import re
import shlex
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

import symnn
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
    known = commands if words[0].startswith("-") else commands.get_command(None, words[0])
    assert known is not None
    options = {o for p in known.params for o in p.opts}
    assert {w for w in words if w.startswith("-")} <= options


def test_the_codes_that_it_names_have_pages():
    assert set(re.findall(r"\b[EWN]\d{3}\b", README)) <= set(codes())


def test_the_picture_of_the_terminal_says_what_the_tool_prints(monkeypatch, capfd):
    picture = (ROOT / "docs" / "terminal.svg").read_text(encoding="utf-8")
    shown = [
        html.unescape(re.sub("<[^>]*>", "", line)) for line in re.findall(r"(?m)^<text[^>]*>(.*)</text>$", picture)
    ]
    monkeypatch.chdir(ROOT)
    command = shown[0].removeprefix("$ symnn ").split()
    run(command)
    assert [line.rstrip() for line in capfd.readouterr().out.splitlines()] == [line.rstrip() for line in shown[1:]]


def test_the_picture_of_the_terminal_needs_nothing_else():
    picture = (ROOT / "docs" / "terminal.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert not re.search(r"script|url\(|href|@import", picture)


@pytest.mark.parametrize("name", re.findall(r"!\[[^]]+\]\((docs/[^)]+)\)", README))
def test_a_picture_is_there_and_small(name):
    assert 0 < (ROOT / name).stat().st_size < 100_000


def test_the_transcript_of_make_verify_ends_with_the_count():
    shown = re.search(r"(?s)\$ make verify\n…\n(.*?)\n```", README)
    assert shown is not None
    count = r"\d+ proved, \d+ refuted, \d+ conditional, \d+ undecided, \d+ unreadable; "
    assert re.match(count, shown[1].splitlines()[-1])


PROVES = re.findall(
    r"(?m)^\| [^|]+ \| `(.+?)` \|(.*?)\| (\w[^|]*) \|$", README.partition("## What it proves")[2].partition("\n## ")[0]
)


def test_the_table_of_what_it_proves_has_rows():
    assert len(PROVES) >= 9


@pytest.mark.parametrize(("formula", "given", "verdict"), PROVES)
def test_a_row_of_what_it_proves_is_what_it_says(formula, given, verdict):
    answer = symnn.prove(formula.replace("\\|", "|"), given=re.findall("`(.+?)`", given))
    said, _, where = verdict.partition(": ")
    assert answer.verdict == said
    if said == "conditional":
        assert where.replace("≤", "<=") in str(answer)
    elif where:
        assert f"at {where}" in str(answer)


DOCUMENT = """# Notes

<!-- @claim my-claim -->
$$\\tanh(x) = 2\\sigma(2x) - 1$$

Let $m(x) = x\\,\\sigma(3x)$.
"""
WITH_ERRORS = "verify examples/"  # the test of the picture runs it
COMMANDS = [c.split("symnn ", 1)[1] for c in dict.fromkeys(TYPED) if "symnn " in c and not c.startswith("make")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder as the reader of the page has it."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "chapters").mkdir()
    for name in ("notes.md", "chapters/one.md"):
        (folder / name).write_text(DOCUMENT, encoding="utf-8")
    net = symnn.network([symnn.Dense(2, 3, "tanh"), symnn.Dense(3, 1)], loss="mse", seed=0)
    net.fit([[0.0, 1.0], [1.0, 0.0]], [[1.0], [0.0]], epochs=2).save(folder / "history.json")
    return folder


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(WITH_ERRORS)])
def test_a_command_does_what_the_page_shows(command, desk, monkeypatch, capfd):
    """In the order of the page, in one folder: a picture does not stand in the way of the next."""
    if command.startswith("plot"):
        pytest.importorskip("matplotlib")
    monkeypatch.chdir(desk)
    words = shlex.split(command)
    if words[0] == "init":
        (desk / "new").mkdir()
        monkeypatch.chdir(desk / "new")
    if "DIR" in words:
        words[words.index("DIR")] = "folder"
    if words[0] == "recheck":
        assert run(["verify", "notes.md", "--certificates", "folder"]) == 0
    if words[0] == "verify" and not {"notes.md", "--catalog"} & set(words):
        words.append("notes.md")
    assert run(words) == 0, capfd.readouterr().err


def test_the_settings_that_it_shows_are_read(desk, monkeypatch, capfd):
    (block,) = re.findall(r"(?s)```toml\n(.*?)```", README)
    folder = desk / "project"
    (folder / "derivations").mkdir(parents=True)
    (folder / "derivations" / "a.md").write_text(DOCUMENT, encoding="utf-8")
    (folder / "pyproject.toml").write_text(block, encoding="utf-8")
    monkeypatch.chdir(folder)
    assert run(["verify", "--write-baseline"]) == 0  # a baseline that is named must be there
    capfd.readouterr()
    assert run(["verify"]) == 0
    assert "已证明" in capfd.readouterr().out


def test_the_version_to_cite_is_this_one():
    assert f"version = {{{symnn.__version__}}}" in README


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

"""Commands, exit statuses, and what a user sees when something is wrong with the command line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from symnn import __version__
from symnn.cli import COMMANDS, commands, run
from symnn.explain import codes

GOOD = "Let $x$ be real.\n\n```math\n\\tanh(x) = 2\\sigma(2x) - 1\n```\n"
WRONG = "```math\n\\tanh(x) = 2\\sigma(x) - 1\n```\n"
OPEN = "```math\n\\frac{x^{2}}{x} = x\n```\n"


@pytest.fixture
def write(tmp_path):
    def make(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return make


def symnn(*arguments: str, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "symnn", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, **more)


def test_the_version_is_one_line(capfd):
    assert run(["--version"]) == 0
    assert capfd.readouterr().out == f"symnn {__version__}\n"


def test_the_version_needs_neither_sympy_nor_any_of_our_layers():
    code = "import sys; from symnn.cli import run; run(['--version']); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"sympy", "numpy", "flint", "z3", "rich", "pebble", "markdown_it", "docutils"}
    assert not heavy & {name.partition(".")[0] for name in loaded}
    assert not {name for name in loaded if name.startswith("symnn.")} - {"symnn.cli"}


def test_a_command_loads_no_other_command():
    code = "import sys; from symnn.cli import run; run(['explain', 'E202']); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    ours = {name for name in loaded if name.startswith("symnn.cli.")}
    assert ours == {"symnn.cli.explain", "symnn.cli.common"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_row_of_a_command_has_its_name(name):
    command = commands.get_command(None, name)
    assert command is not None
    assert command.name == name
    assert command.help


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Usage: symnn"),
        (["no-such-command"], "No such command"),
        (["verify"], "name a document or a directory"),
        (["verify", "missing.md"], "missing.md: no such file or directory"),
        (["verify", "--format", "pdf", "a.md"], "unknown format pdf; available: text, json, github, sarif, html"),
        (["verify", "--select", "E999", "a.md"], "unknown code E999"),
        (["verify", "--ignore", "W402,X1", "a.md"], "unknown code X1"),
        (["verify", "--timeout", "0", "a.md"], "--timeout"),
        (["verify", "--timeout", "soon", "a.md"], "--timeout"),
        (["verify", "-j", "0", "a.md"], "--jobs"),
        (["verify", "--memory", "1", "a.md"], "--memory"),
        (["verify", "--lang", "xx", "a.md"], "--lang"),
        (["verify", "--certificates", os.path.join(os.devnull, "c"), "a.md"], "cannot be made"),
        (["read"], "name a document or a directory"),
        (["read", "missing.md"], "missing.md: no such file or directory"),
        (["recheck", "missing"], "missing: no such directory of certificates"),
        (["recheck", "."], "there are no certificates in it"),
        (["explain", "E999"], "unknown code E999"),
    ],
)
def test_a_wrong_command_line_is_told_in_words_with_status_two(arguments, message, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    seen = capfd.readouterr()
    assert message in seen.err
    assert "Traceback" not in seen.err
    assert seen.out == ""


def test_a_directory_without_documents_is_told(capfd, tmp_path):
    (tmp_path / "code.py").write_text("x = 1\n")
    assert run(["verify", str(tmp_path)]) == 2
    assert "a directory without documents" in capfd.readouterr().err


def test_something_that_is_no_file_is_told(capfd):
    assert run(["verify", os.devnull]) == 2
    assert "not a regular file" in capfd.readouterr().err


def test_explain_lists_every_code_and_shows_each_page(capfd):
    assert run(["explain"]) == 0
    assert [line.split()[0] for line in capfd.readouterr().out.splitlines()] == list(codes())
    assert run(["explain", "e201"]) == 0
    assert capfd.readouterr().out.startswith("# E201: ")


def test_a_proved_identity_exits_zero_and_is_counted(write, capfd):
    assert run(["verify", write("good.md", GOOD)]) == 0
    assert capfd.readouterr().out.splitlines()[-1].startswith("1 proved, 0 refuted")


def test_a_refuted_identity_exits_one_with_its_place_and_code(write, capfd):
    path = write("wrong.md", WRONG)
    assert run(["verify", path]) == 1
    assert f"{path}:1:1 E201 " in capfd.readouterr().out


def test_an_ignored_code_is_not_reported_and_does_not_count(write, capfd):
    path = write("wrong.md", WRONG)
    assert run(["verify", "--ignore", "E201", path]) == 0
    assert " E201 " not in capfd.readouterr().out
    assert run(["verify", "--select", "E301", path]) == 0
    assert run(["verify", "--select", "e201", path]) == 1


def test_a_conditional_claim_counts_only_when_strict(write):
    path = write("open.md", OPEN)
    assert run(["verify", path]) == 0
    assert run(["verify", "--strict", path]) == 1


def test_json_is_one_object_and_can_go_to_a_file(write, capfd, tmp_path):
    path = write("good.md", GOOD)
    target = tmp_path / "report.json"
    assert run(["verify", "--format", "json", "--output", str(target), path]) == 0
    assert capfd.readouterr().out == ""
    data = json.loads(target.read_text(encoding="utf-8"))
    assert data["summary"]["proved"] == 1
    assert data["claims"][0]["file"] == path


def test_a_report_that_cannot_be_written_is_told(write, capfd, tmp_path):
    assert run(["verify", "-o", str(tmp_path / "no" / "report.txt"), write("good.md", GOOD)]) == 2
    assert "cannot write the report" in capfd.readouterr().err


def test_certificates_are_kept_and_accepted_when_checked_again(write, capfd, tmp_path):
    folder = tmp_path / "certificates"
    assert run(["verify", "--certificates", str(folder), write("wrong.md", WRONG)]) == 1
    assert len(list(folder.glob("*.json"))) == 1
    capfd.readouterr()
    assert run(["recheck", str(folder)]) == 0
    assert capfd.readouterr().out == "1 accepted, 0 refused, 0 not covered\n"


def test_certificates_are_compared_with_what_the_documents_say_now(write, capfd, tmp_path):
    folder = tmp_path / "certificates"
    let = "<!-- @let -->\nLet ${}$.\n\n<!-- @claim rises -->\n$${}$$\n"
    path = write("notes.md", let.format(r"a > 0", r"\sqrt{a^2} = a"))
    assert run(["verify", "--certificates", str(folder), path]) == 0
    capfd.readouterr()
    assert run(["recheck", "--source", str(folder)]) == 0
    assert capfd.readouterr().out == "1 accepted, 0 refused, 0 not covered, 0 changed\n"
    write("notes.md", let.format(r"a < 0", r"\sqrt{a^2} = a"))
    assert run(["recheck", "--source", str(folder)]) == 1
    assert "the formula is the same, but its definitions, domains or conditions are not" in capfd.readouterr().out
    write("notes.md", let.format(r"a > 0", r"\sqrt{a^2} = 2a"))
    assert run(["recheck", "--source", str(folder)]) == 1
    assert "says" in capfd.readouterr().out
    write("notes.md", "")
    assert run(["recheck", "--source", str(folder)]) == 1
    assert "has no claim rises any more" in capfd.readouterr().out
    Path(path).unlink()
    assert run(["recheck", "--source", str(folder)]) == 1
    assert "changed:" in capfd.readouterr().out


def test_reading_shows_place_kind_and_meaning_of_each_formula(write, capfd):
    path = write("good.md", GOOD)
    assert run(["read", path]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == path
    assert any("3:1-5:3" in line and "tanh(x) = 2*σ(2*x) - 1" in line for line in lines)
    assert lines[-1].startswith("2 formulas, ")


def test_a_directory_is_searched_in_a_fixed_order(write, capfd, tmp_path):
    for name in ("b.md", "a/c.md", "a.md", ".hidden/d.md", "node_modules/e.md", "f.py"):
        write(f"docs/{name}", GOOD)
    assert run(["verify", "--format", "json", str(tmp_path / "docs")]) == 0
    files = [claim["file"] for claim in json.loads(capfd.readouterr().out)["claims"]]
    docs = str(tmp_path / "docs")
    assert files == [os.path.join(docs, *name.split("/")) for name in ("a.md", "a/c.md", "b.md")]


def test_a_file_named_twice_is_read_once(write, capfd):
    path = write("good.md", GOOD)
    assert run(["verify", path, path]) == 0
    assert capfd.readouterr().out.splitlines()[-1].startswith("1 proved")


def test_two_runs_print_the_same(write):
    path = write("many.md", GOOD + "\n" + WRONG + "\n" + OPEN)
    first, second = symnn("verify", path), symnn("verify", path)
    assert first.stdout == second.stdout
    assert first.returncode == second.returncode == 1


def test_a_pipe_sees_neither_a_progress_bar_nor_colours(write):
    outcome = symnn("verify", write("good.md", GOOD))
    assert outcome.stderr == ""
    assert "\x1b" not in outcome.stdout


def test_a_reader_that_goes_away_does_not_change_the_status(write):
    command = [sys.executable, "-m", "symnn", "verify", write("wrong.md", WRONG)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        error = process.stderr.read()
        status = process.wait(timeout=120)
    assert error == b""
    assert status == 1


def test_a_report_in_another_locale_is_utf_8(write):
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    outcome = symnn("verify", "--format", "json", write("σ.md", GOOD), env=environment)
    assert outcome.returncode == 0
    assert Path(json.loads(outcome.stdout)["claims"][0]["file"]).name == "σ.md"


def test_quiet_prints_the_findings_and_the_count_and_verbose_how_claims_were_decided(write, capfd):
    path = write("wrong.md", GOOD + "\n" + WRONG)
    assert run(["verify", "--quiet", path]) == 1
    quiet = capfd.readouterr().out
    assert quiet.startswith(f"{path}:7:1 E201")
    assert run(["verify", path]) == 1
    assert capfd.readouterr().out.endswith(quiet)
    assert run(["verify", "--verbose", path]) == 1
    assert "prover: identity; trust: checked" in capfd.readouterr().out
    assert run(["verify", "--quiet", "--verbose", path]) == 2
    assert "exclude each other" in capfd.readouterr().err


def test_colour_is_put_on_when_told_and_never_else_in_a_pipe(write, capfd, monkeypatch):
    path = write("wrong.md", WRONG)
    for environment, option, coloured in [
        ({}, "auto", False), ({}, "always", True), ({"NO_COLOR": "1"}, "always", True), ({}, "never", False),
    ]:  # fmt: skip
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert run(["verify", "--color", option, path]) == 1
        assert ("\x1b[" in capfd.readouterr().out) is coloured


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_has_colours_and_its_width_unless_it_says_otherwise(write, environment, coloured):
    import pty

    path = write("wrong.md", WRONG)
    ours, theirs = pty.openpty()
    settings = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
    command = [sys.executable, "-m", "symnn", "verify", path]
    process = subprocess.Popen(
        command,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**settings, "TERM": "xterm", "COLUMNS": "40", **environment},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert process.wait(timeout=120) == 1
    text = seen.decode("utf-8")
    assert ("\x1b[" in text) is coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert max(len(line) for line in plain.splitlines()) <= 40
    assert "refuted" in plain


def test_a_page_goes_to_a_file_in_one_step(write, capfd, tmp_path):
    target = tmp_path / "report.html"
    target.write_text("old")
    assert run(["verify", "--format", "html", "-o", str(target), write("wrong.md", WRONG)]) == 1
    assert capfd.readouterr().out == ""
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "report.html" in os.listdir(tmp_path)
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".report")]


def test_a_message_cannot_write_to_the_terminal(capfd):
    assert run(["table", "a\x1b[31m"]) == 2
    assert "\x1b" not in capfd.readouterr().err

"""Help that fits a screen, completion for three shells, a project that verifies from its first minute."""

import re
import shutil
import subprocess

import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner

from symnn.cli import COMMANDS, commands, run


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_of_a_command_fits_a_screen(name):
    done = CliRunner(env={"COLUMNS": "80"}).invoke(commands, [*filter(None, [name]), "--help"])
    lines = done.output.splitlines()
    assert done.exit_code == 0
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_the_list_of_commands_is_not_cut_off():
    done = CliRunner(env={"COLUMNS": "80"}).invoke(commands, ["--help"])
    assert "..." not in done.output.partition("Commands:")[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_printed_and_is_well_formed(shell, capfd):
    assert run(["completion", shell]) == 0
    script = capfd.readouterr().out
    assert f"_SYMNN_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_another_shell_is_a_wrong_command_line(capfd):
    assert run(["completion", "tcsh"]) == 2


def offered(*words):
    *before, last = words
    return BashComplete(commands, {}, "symnn", "_SYMNN_COMPLETE").get_completions(list(before), last)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ver",), "verify"),
        (("verify", "--str"), "--strict"),
        (("verify", "--select", "E20"), "E201"),
        (("explain", "n6"), "N601"),
        (("plot", "gel"), "gelu"),
        (("compile", "hard_s"), "hard_swish"),
        (("completion", "z"), "zsh"),
    ],
)
def test_commands_options_codes_and_names_are_completed(words, found):
    assert found in [item.value for item in offered(*words)]


@pytest.mark.parametrize("words", [("verify", "no"), ("read", "no"), ("plot", "notes/")])
def test_files_are_left_to_the_shell(words):
    assert [item.type for item in offered(*words)] == ["file"]


# -------------------------------------------------------------------------------------------------------- symnn init
def test_a_fresh_project_verifies(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run(["init"]) == 0
    assert "symnn verify\n" in capfd.readouterr().out
    assert run(["verify"]) == 0
    summary = capfd.readouterr().out
    assert re.search(r"\n4 proved, 1 refuted, 0 conditional, 0 undecided, 0 unreadable", summary)
    assert not re.search(r" [EWN]\d{3} ", summary)


def test_a_project_may_be_made_elsewhere(tmp_path, capfd):
    assert run(["init", str(tmp_path / "new" / "one")]) == 0
    assert run(["verify", str(tmp_path / "new" / "one")]) == 0


def test_what_is_there_is_never_replaced(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert run(["init"]) == 0
    told = capfd.readouterr().out
    assert "kept as it is" in told
    assert "[tool.symnn]" in told
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == "[project]\nname = 'x'\n"
    (tmp_path / "derivations" / "first.md").write_text("mine", encoding="utf-8")
    assert run(["init"]) == 2
    assert "is there already" in capfd.readouterr().err
    assert (tmp_path / "derivations" / "first.md").read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["derivations", "first.md", "pyproject.toml"]


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path, capfd):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["init", str(tmp_path / "file")]) == 2
    assert run(["init", str(tmp_path / "file" / "below")]) == 2
    assert "cannot be written" in capfd.readouterr().err

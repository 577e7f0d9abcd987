"""``[tool.symnn]``: what it says holds, what it does not know is an error, and it changes no verdict."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn import check
from symnn.cli import run
from symnn.configuration import KEYS, ConfigurationError, _table, configuration
from symnn.explain import codes

WRONG = "$$|x| = x + 1$$\n\n$$(x+1)^2 = x^2 + 2x + 1$$\n\n$$\\log(x^2) = 2\\log(x)$$\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with one document and settings; to be called with the lines of the table."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "wrong.md").write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def make(*lines: str) -> Path:
        _table.cache_clear()
        (tmp_path / "pyproject.toml").write_text("\n".join(["[tool.symnn]", *lines]), encoding="utf-8")
        return tmp_path

    return make


def verdicts(text: str) -> dict[str, str]:
    return {claim["id"].rpartition("/")[2]: claim["verdict"] for claim in json.loads(text)["claims"]}


def test_paths_are_verified_when_none_is_named(project, capfd):
    project('paths = ["notes"]')
    assert run(["verify"]) == 1
    assert "notes/wrong.md" in capfd.readouterr().out


def test_paths_are_relative_to_the_file_that_names_them(project, capfd, monkeypatch):
    folder = project('paths = ["notes"]')
    monkeypatch.chdir(folder / "notes")
    assert run(["verify"]) == 1
    assert "wrong.md" in capfd.readouterr().out


def test_without_paths_in_either_place_the_command_line_is_wrong(project, capfd):
    project("strict = true")
    assert run(["verify"]) == 2
    assert "name a document or a directory" in capfd.readouterr().err


def test_codes_that_are_ignored_are_not_reported_and_the_command_line_goes_first(project, capfd):
    project('ignore = ["E201", "N502"]')
    assert run(["verify", "notes"]) == 0
    assert "E201" not in capfd.readouterr().out
    assert run(["verify", "notes", "--ignore", "N502"]) == 1
    assert "E201" in capfd.readouterr().out
    assert run(["verify", "notes", "--no-config"]) == 1


def test_strict_can_be_taken_back(project):
    project("strict = true", 'ignore = ["E201"]')
    assert run(["verify", "notes"]) == 1
    assert run(["verify", "notes", "--no-strict"]) == 0


def test_language_is_the_one_of_the_project(project, capfd):
    project('lang = "zh"')
    run(["verify", "notes"])
    assert "已证明" in capfd.readouterr().out
    run(["verify", "notes", "--lang", "en"])
    assert "已证明" not in capfd.readouterr().out


@pytest.mark.parametrize("glob", ["drafts", "notes/drafts", "old*.md", "notes/*/old.md", "./notes/drafts/"])
def test_what_is_excluded_is_passed_over_inside_directories_and_counted(project, capfd, glob):
    folder = project(f'exclude = ["{glob}"]')
    (folder / "notes" / "drafts").mkdir()
    shutil.copy(folder / "notes" / "wrong.md", folder / "notes" / "drafts" / "old.md")
    run(["verify", "notes"])
    seen = capfd.readouterr()
    assert "old.md" not in seen.out
    assert "1 document excluded by" in seen.err
    run(["verify", "notes/drafts/old.md"])
    assert "old.md" in capfd.readouterr().out


def test_nothing_left_is_an_error(project, capfd):
    project('exclude = ["notes"]')
    assert run(["verify", "notes"]) == 2
    assert "every document is excluded" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tmeout = 3", "there is no setting tmeout; did you mean timeout?"),
        ("nonsense = 1", "there is no setting nonsense (there are: paths"),
        ("timeout = 0", "timeout is a number of seconds above 0"),
        ("timeout = true", "timeout is a number of seconds above 0"),
        ('timeout = "20"', "timeout is a number of seconds above 0"),
        ("timeout = inf", "timeout is a number of seconds above 0"),
        ("jobs = 0", "jobs is a number of processes"),
        ('strict = "yes"', "strict is true or false"),
        ('lang = "fr"', "lang is one of en, zh"),
        ('select = "E201"', "select is a list of strings"),
        ('ignore = ["E999"]', "of which E999 is none"),
        ("paths = [1]", "paths is a list of strings"),
        ("paths = ", "this is no TOML"),
    ],
)
def test_a_setting_that_is_not_understood_is_an_error(project, capfd, line, message):
    project(line)
    assert run(["verify", "notes"]) == 2
    error = capfd.readouterr().err
    assert message in error
    assert "pyproject.toml" in error


def test_a_project_without_the_table_has_no_settings(project):
    folder = project()
    (folder / "pyproject.toml").write_text("[tool.other]\nstrict = true\n", encoding="utf-8")
    _table.cache_clear()
    assert configuration(["notes"]).file is None


def test_a_broken_file_of_another_tool_is_not_ours_to_judge(project):
    folder = project()
    (folder / "pyproject.toml").write_text("[tool.other\n", encoding="utf-8")
    _table.cache_clear()
    assert configuration(["notes"]).file is None


def test_the_nearest_table_counts(project):
    folder = project("timeout = 5")
    (folder / "notes" / "pyproject.toml").write_text("[project]\nname = 'notes'\n", encoding="utf-8")
    assert configuration(["notes"]).timeout == 5
    _table.cache_clear()
    (folder / "notes" / "pyproject.toml").write_text("[tool.symnn]\ntimeout = 7\n", encoding="utf-8")
    assert configuration(["notes/wrong.md"]).timeout == 7


def test_documents_of_projects_with_different_settings_are_not_mixed(project):
    folder = project("timeout = 5")
    (folder / "notes" / "pyproject.toml").write_text("[tool.symnn]\ntimeout = 7\n", encoding="utf-8")
    shutil.copy(folder / "notes" / "wrong.md", folder / "other.md")
    with pytest.raises(ConfigurationError, match="different settings"):
        configuration(["notes", "other.md"])


SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "select": st.lists(st.sampled_from(codes()), max_size=3),
        "ignore": st.lists(st.sampled_from(codes()), max_size=3),
        "strict": st.booleans(),
        "jobs": st.integers(1, 2),
        "lang": st.sampled_from(["en", "zh"]),
        "exclude": st.just(["drafts"]),
        "paths": st.just(["notes"]),
    },
)


@settings(max_examples=12, deadline=None)
@given(SETTINGS)
def test_settings_change_no_verdict(tmp_path_factory, chosen):
    from click.testing import CliRunner

    from symnn.cli import commands

    folder = tmp_path_factory.mktemp("project")
    document = folder / "wrong.md"
    document.write_text(WRONG, encoding="utf-8")
    lines = [f"{key} = {json.dumps(value)}" for key, value in chosen.items()]
    (folder / "pyproject.toml").write_text("\n".join(["[tool.symnn]", *lines]), encoding="utf-8")
    _table.cache_clear()
    done = CliRunner().invoke(commands, ["verify", "--format", "json", str(document)], standalone_mode=False)
    plain = check.verify([str(document)])
    expected = {c.id.rpartition("/")[2]: type(c.verdict).__name__.lower() for c in plain.claims}
    assert verdicts(done.stdout) == expected
    assert set(expected.values()) == {"proved", "refuted", "conditional"}


def test_every_setting_is_in_the_readme():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert all(f"{key} = " in readme for key in KEYS)

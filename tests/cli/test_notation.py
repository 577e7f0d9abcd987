"""The notation that a project or a page sets: what is read with it, what is shown of it, what is refused."""

import json

import pytest

from symnn.cli import run
from symnn.configuration import _table

FORMULAS = {
    "log: 2": (r"\log(8) = 3", "proved", "refuted"),
    "log: 10": (r"\log(1000) = 3", "proved", "refuted"),
    "sigma: number": (r"\sigma(x + y) = \sigma x + \sigma y", "proved", "refuted"),
    "e: name": (r"e > 2", "refuted", "proved"),
    "prime: name": (r"\sigma'(x) = \sigma(x)(1 - \sigma(x))", "undecided", "proved"),
    "layout: denominator": (r"\frac{\partial A x}{\partial x} = A^{\top}", "proved", "refuted"),
}
LET = "<!-- @let -->\nLet $x \\in \\mathbb{R}$, $y \\in \\mathbb{R}$.\n\n"
ARRAYS = "<!-- @let -->\nLet $A \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^{n}$.\n\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _table.cache_clear()
    return tmp_path


def decided(capfd, *arguments):
    status = run(["verify", "a.md", "--format", "json", *arguments])
    assert status in (0, 1), capfd.readouterr().err
    return [c["verdict"] for c in json.loads(capfd.readouterr().out)["claims"]]


def page(desk, formula, front=""):
    before = ARRAYS if "A x" in formula else LET
    (desk / "a.md").write_text(f"{front}# A\n\n{before}<!-- @claim c -->\n$${formula}$$\n", encoding="utf-8")


@pytest.mark.parametrize("setting", FORMULAS)
def test_the_front_matter_sets_how_a_page_is_read(desk, capfd, setting):
    formula, with_it, without = FORMULAS[setting]
    page(desk, formula)
    assert decided(capfd) == [without]
    page(desk, formula, f"---\ntitle: x\nsymnn:\n  {setting}  # as set\n---\n")
    assert decided(capfd) == [with_it]
    page(desk, formula, f"---\nsymnn: {{{setting}}}\n---\n")
    assert decided(capfd) == [with_it]


@pytest.mark.parametrize("setting", FORMULAS)
def test_the_settings_of_the_project_do_the_same_and_the_page_goes_first(desk, capfd, setting):
    formula, with_it, without = FORMULAS[setting]
    key, _, value = setting.partition(": ")
    (desk / "pyproject.toml").write_text(f'[tool.symnn.notation]\n{key} = "{value}"\n', encoding="utf-8")
    page(desk, formula)
    assert decided(capfd) == [with_it]
    assert decided(capfd, "--no-config") == [without]
    back = {"log": "natural", "sigma": "logistic", "e": "constant", "prime": "derivative", "layout": "numerator"}[key]
    page(desk, formula, f"---\nsymnn: {{{key}: {back}}}\n---\n")
    assert decided(capfd) == [without]


def test_the_natural_logarithm_by_its_own_name_stays_natural(desk, capfd):
    page(desk, r"\ln(e) = 1 = \log_2(2)", "---\nsymnn: {log: 10}\n---\n")
    assert decided(capfd) == ["proved", "proved"]


def test_a_function_by_name_is_applied_and_a_declaration_in_the_text_goes_first(desk, capfd):
    def reading(front, text):
        (desk / "a.md").write_text(f"{front}# A\n\n{text}\n", encoding="utf-8")
        assert run(["read", "a.md"]) == 0
        return capfd.readouterr().out

    front = "---\nsymnn: {functions: [k]}\n---\n"
    assert "k(x + 1)" in reading(front, "$k(x + 1)$")
    assert "k*(x + 1)" in reading(front, "Let $k \\in \\mathbb{R}$.\n\n$k(x + 1)$")


def test_a_primed_name_is_a_name_of_its_own_where_that_is_set(desk, capfd):
    def verdicts(front):
        text = "$$f(x) := x^2$$\n\n$$f'(x) := x^3$$\n\n<!-- @claim c -->\n$$x f(x) = f'(x)$$\n\n"
        last = "<!-- @claim d -->\n$$\\tanh'(x) = 1 - \\tanh(x)^2$$\n\n<!-- @claim e -->\n$$x'(x + 1) = x' x + x'$$\n"
        (desk / "a.md").write_text(f"{front}# A\n\n{LET}{text}{last}", encoding="utf-8")
        status = run(["verify", "a.md", "--format", "json"])
        assert status in (0, 1)
        return {c["id"]: c["verdict"] for c in json.loads(capfd.readouterr().out)["claims"]}

    named = verdicts("---\nsymnn: {prime: name}\n---\n")
    assert (named["c"], named["d"], named["e"]) == ("proved", "proved", "proved")
    assert verdicts("")["c"] == "refuted"


def test_what_is_set_is_shown_with_the_readings(desk, capfd):
    front = "---\nsymnn:\n  log: 2\n  vectors:\n    - h\n    - '\\mathbf{z}'\n---\n"
    page(desk, "x = x", front)
    assert run(["read", "a.md"]) == 0
    assert "notation set here: log: 2; vectors: h, bf(z)" in capfd.readouterr().out
    assert run(["read", "a.md", "--format", "json"]) == 0
    rows = json.loads(capfd.readouterr().out)["formulas"]
    assert all(row["notation"] == ["log: 2", "vectors: h, bf(z)"] for row in rows)


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("symnn: {logg: 2}", "a.md:2: there is no setting logg of the notation; did you mean log?"),
        ("symnn: {log: 3}", "a.md:2: log is one of natural, 2, 10, not '3'"),
        ("symnn:\n  sigma: std", "a.md:3: sigma is one of logistic, number"),
        ("symnn: {prime: names}", "a.md:2: prime is one of derivative, name, not 'names'"),
        ("symnn: {vectors: h}", "a.md:2: vectors is a list of names"),
        ("symnn: {vectors: [x+y]}", "a.md:2: vectors lists names, and 'x+y' is none"),
        ("symnn: yes", "a.md:2: symnn is a table of settings"),
        ("symnn:\n  log: {a: b}", "a.md:3:"),
        ("symnn:\n  log", "a.md:3: under symnn stand keys"),
    ],
)
def test_what_is_not_understood_ends_the_command_with_its_place(desk, capfd, front, told):
    page(desk, "x = x", f"---\n{front}\n---\n")
    for command in ("verify", "read"):
        assert run([command, "a.md"]) == 2
        assert told in capfd.readouterr().err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("log = 3", "pyproject.toml: notation: log is one of natural, 2, 10, not 3"),
        ("log = true", "log is one of natural, 2, 10, not True"),
        ("prime = true", "pyproject.toml: notation: prime is one of derivative, name, not True"),
        ("vektors = []", "there is no setting vektors of the notation; did you mean vectors?"),
        ('functions = ["2"]', "functions lists names, and '2' is none"),
    ],
)
def test_the_same_of_the_settings_of_a_project(desk, capfd, line, told):
    page(desk, "x = x")
    (desk / "pyproject.toml").write_text(f"[tool.symnn.notation]\n{line}\n", encoding="utf-8")
    assert run(["verify", "a.md"]) == 2
    assert told in capfd.readouterr().err


def test_other_front_matter_is_left_alone(desk, capfd):
    page(desk, r"\log(e) = 1", "---\ntitle: symnn: a page\nauthors: {a: [b]}\nother:\n  symnn: 3\n  log: 2\n---\n")
    assert decided(capfd) == ["proved"]


def test_certificates_are_compared_with_sources_in_their_notation(desk, capfd):
    (desk / "pyproject.toml").write_text("[tool.symnn.notation]\nlog = 2\n", encoding="utf-8")
    page(desk, r"\log(8) = 3")
    assert run(["verify", "a.md", "--certificates", "kept"]) == 0
    capfd.readouterr()
    assert run(["recheck", "--source", "kept"]) == 0
    assert "0 changed" in capfd.readouterr().out


def test_a_kept_run_is_one_with_the_same_notation(desk, capfd):
    page(desk, r"\log(8) = 3")
    assert decided(capfd) == ["refuted"]
    (desk / "pyproject.toml").write_text("[tool.symnn.notation]\nlog = 2\n", encoding="utf-8")
    _table.cache_clear()
    assert decided(capfd) == ["proved"]
    assert decided(capfd, "--no-config") == ["refuted"]

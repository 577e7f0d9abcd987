"""``symnn read --crosscheck``: where a second reader understands something else."""

import json
import sys
from importlib.util import find_spec

import pytest

from symnn import crosscheck
from symnn.cli import run

installed = pytest.mark.skipif(find_spec("latex2sympy2") is None, reason="the extra `crosscheck` is not installed")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("$f(x) = \\frac{1}{1+e^{-x}}$\n\n$L = -\\log(y)$\n", encoding="utf-8")
    return str(path)


def test_without_the_extra_the_message_says_how_to_get_it(page, monkeypatch, capfd):
    monkeypatch.setattr(crosscheck, "find_spec", lambda name: None)
    assert run(["read", "--crosscheck", page]) == 2
    assert "pip install 'symnn[crosscheck]'" in capfd.readouterr().err


def test_reading_does_not_need_the_extra(page, monkeypatch, capfd):
    monkeypatch.setattr(crosscheck, "find_spec", lambda name: None)
    assert run(["read", page]) == 0
    assert "2 formulas" in capfd.readouterr().out


@installed
def test_a_logarithm_that_it_takes_for_base_ten_is_listed_with_both_readings(page, capfd):
    assert run(["read", "--crosscheck", "--format", "json", page]) == 0
    data = json.loads(capfd.readouterr().out)["crosscheck"]
    (difference,) = [d for d in data["differences"] if "log" in d["source"]]
    assert difference["line"] == 3
    assert difference["ours"] == "-log(y)"
    assert difference["theirs"] == "-log(y, 10)"
    assert data["counts"]["same"] >= 1


@installed
def test_the_second_reader_is_never_imported_into_our_process(page):
    assert run(["read", "--crosscheck", page]) == 0
    assert not {"latex2sympy2", "gen", "antlr4"} & set(sys.modules)

"""Formulas as MathML: shown faithfully, or as their source."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import hostile_pages as hostile
import pytest

from symnn.check import read_files
from symnn.report.mathml import LONGEST, mathml, width

DERIVATIONS = Path(__file__).resolve().parents[2] / "derivations"


def text(source: str, **more: bool) -> str:
    made = mathml(source, **more)
    assert made is not None
    return "".join(ET.fromstring(made).itertext())


def test_a_formula_has_its_source_as_the_alternative_text():
    made = mathml(r"\frac{1}{1+e^{-x}}")
    assert made is not None
    assert ET.fromstring(made).get("alttext") == r"\frac{1}{1+e^{-x}}"


@pytest.mark.parametrize("source", [r"\foo x", r"x + \undefined{a}{b}", r"\begin{foo} a \end{foo}", r"\hline x"])
def test_a_formula_with_a_macro_that_was_not_understood_is_shown_as_its_source(source):
    assert mathml(source) is None


@pytest.mark.parametrize("source", [r"\frac{a}", "x^", r"\left( a", "a }", "", "  ", r"\newcommand{\a}{b} x", r"\sqrt"])
def test_a_formula_that_is_not_whole_is_shown_as_its_source(source):
    assert mathml(source) is None


def test_a_formula_that_would_lose_a_letter_is_shown_as_its_source(monkeypatch):
    lossy = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    monkeypatch.setattr("latex2mathml.converter.convert", lambda source, display: lossy)
    assert mathml("x + lost") is None


def test_an_element_that_is_not_mathematics_is_refused(monkeypatch):
    odd = '<math xmlns="http://www.w3.org/1998/Math/MathML"><script>x</script></math>'
    monkeypatch.setattr("latex2mathml.converter.convert", lambda source, display: odd)
    assert mathml("y + script + x") is None


def test_names_of_several_letters_stay_whole():
    assert '<mi mathvariant="normal">hard-tanh</mi>' in str(mathml(r"\operatorname{hard-tanh}(x)"))
    assert "<mi>softmax</mi>" in str(mathml(r"\mathrm{softmax}(x)"))
    assert '<mi mathvariant="normal">tanh</mi>' in str(mathml("tanh(x)", plain=True))


def test_bold_script_and_blackboard_letters_are_characters_because_browsers_ignore_the_attribute():
    assert text(r"\pmb w") == "𝐰"
    assert text(r"\boldsymbol{\sigma}") == "𝝈"
    assert text(r"\mathscr{L}") == "ℒ"
    assert text(r"\mathbb{R}") == "ℝ"


def test_rows_without_their_environment_are_rows():
    made = str(mathml(r"a &= b \\ &= c"))
    assert made.count("<mtr>") == 2
    made = str(mathml(r"\begin{aligned} a &= b && \text{if } a<b \\ &= c \end{aligned}"))
    assert made.count("<mtr>") == 2
    assert "&lt;" in made


def test_a_minus_behind_a_bracket_is_a_sign_and_one_between_operands_is_not():
    root = ET.fromstring(str(mathml("f(-x) - 1")))
    assert [m.get("form") for m in root.iter("mo") if m.text == "\N{MINUS SIGN}"] == ["prefix", None]


@pytest.mark.parametrize("source", [*hostile.FORMULAS, *hostile.TEXTS])
def test_a_hostile_formula_gives_inert_mathematics_or_nothing(source):
    made = mathml(source)
    if made is None:
        return
    assert len(source) <= LONGEST
    for node in ET.fromstring(made).iter():
        assert re.fullmatch(r"math|m(row|i|n|o|text|space|sub|sup|subsup|frac|style|over|table|tr|td)", node.tag)
        assert set(node.attrib) <= {
            "display",
            "displaystyle",
            "alttext",
            "stretchy",
            "mathvariant",
            "class",
            "width",
            "form",
            "fence",
        }


def test_every_formula_of_the_derivations_is_shown_as_mathematics():
    formulas = read_files([str(p) for p in sorted(DERIVATIONS.glob("*.md"))])
    assert [f.source for f in formulas if mathml(f.source, block=True) is None] == []
    assert len(formulas) > 1000


def test_marks_that_turn_the_direction_of_text_are_not_passed_on():
    made = mathml("x = 2\u202e y\x9b")
    assert made is None or not re.search("[\u202e\x9b]", made)


def test_the_width_of_a_table_is_that_of_its_longest_row():
    narrow, wide = (
        str(mathml(s)) for s in (r"\begin{matrix}a\\b\end{matrix}", r"\begin{matrix}a\\bbbbbbbb\end{matrix}")
    )
    assert width(wide) == width(narrow) + 7

"""Quarto's Markdown: names and references of equations, theorems in divs, titles in them, settings in front matter."""

from __future__ import annotations

import pytest

from symnn.check import Options, judge
from symnn.context.words.prose import Prose
from symnn.document import parse


def references(text: str) -> list[tuple[str, str, int | None]]:
    document = parse(text, "a.qmd")
    for one in document.references:
        assert one.name in document.text[one.start : one.end]
    return [(r.kind, r.name, r.span) for r in document.references]


@pytest.mark.parametrize("label", ["{#eq-a}", " {#eq-a}", "  {#eq-a .wide}", " {#eq-a data-x=1}  "])
def test_a_label_behind_a_display_names_it(label):
    assert references(f"$x$\n\n$$\nx = y\n$${label}\n") == [("label", "eq-a", 1)]


@pytest.mark.parametrize("text", ["$$x = y$$ {#eq-a} and", "$x = y$ {#eq-a}", "{#eq-a}", "```\n$$x$$ {#eq-a}\n```"])
def test_elsewhere_it_names_none(text):
    assert references(text + "\n") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By @eq-a.", ["eq-a"]),
        ("By [@eq-a], -@eq-b and [-@eq-c-2];", ["eq-a", "eq-b", "eq-c-2"]),
        ("By [@eq-a; @eq-b],", ["eq-a", "eq-b"]),
        ("By (@eq:loss),", ["eq:loss"]),
        ("By @eq-a: then", ["eq-a"]),
        ("someone@eq-a.org, \\@eq-a, `@eq-a`, @eqa, @fig-a, https://x/@eq-a", []),
    ],
)
def test_references_are_found_in_running_text(text, names):
    assert references(text + "\n") == [("eqref", n, None) for n in names]


def test_a_div_of_a_theorem_is_a_scope_and_its_title_begins_no_section():
    text = "# A\n\n::: {#thm-a}\n\n## Its title\n\nText $x$.\n:::\n\n## Next {#sec-next}\n\n"
    text += "::: {.callout-tip}\n## Tip\n:::\n"
    document = parse(text, "a.qmd")
    assert [(b.info, b.level) for b in document.blocks if b.kind == "heading"] == [("A", 1), ("Next", 2)]
    assert [s.name for s in document.scopes] == ["theorem"]


def test_a_heading_in_another_div_or_further_down_is_one():
    text = "::: {.content-visible}\n## One\n:::\n\n::: {#def-a}\nText.\n\n## Two\n:::\n\n"
    text += "::: {.callout-note}\n:::\n## Three\n"
    headings = [b.info for b in parse(text, "a.qmd").blocks if b.kind == "heading"]
    assert headings == ["One", "Two", "Three"]


def test_a_reference_brings_the_definition_that_it_names():
    definition = "# A\n\n$$\nC(z) = z^2 + 3 z\n$$ {#eq-cost}\n\n# B\n\n"
    for cited, verdict in (("By @eq-cost, ", "Proved"), ("By [@eq-cost], ", "Proved"), ("", "Undecided")):
        report, _ = judge([parse(f"{definition}{cited}$C'(z) = 2 z + 3$.\n", "a.qmd")], Options(jobs=1))
        (claim,) = report.claims
        assert type(claim.verdict).__name__ == verdict, cited


def test_a_label_does_not_end_the_sentence_of_its_formula():
    document = parse("Let $a > 0$.\n\n$$\n\\sqrt{a^2} = a\n$$ {#eq-root}\n\nfor $a < 1$.\n", "a.qmd")
    prose = Prose(document)
    _, (start, end) = prose.sentence(document.spans[1])
    assert document.text[start:end] == "for $a < 1$."
    assert "eq-root" not in prose.masked


def test_a_reference_with_a_slip_is_told():
    text = "$$\nx = y\n$$ {#eq-crossentropy}\n\nBy @eq-crosentropy and @eq-elsewhere, $y = x$.\n"
    report, _ = judge([parse(text, "a.qmd")], Options(jobs=1))
    found = [(f.code, f.location.line, f.suggestion) for f in report.findings]
    assert sorted(found, key=str) == [("W430", 5, "eq-crossentropy"), ("W430", 5, None)]

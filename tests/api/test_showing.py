"""What notebooks and terminals show: mathematics for terms, text that stays text for everything from documents."""

import re
from html.parser import HTMLParser

import pytest

import symnn

HOSTILE = (
    "See <script>alert(1)</script> $x < <img src=x onerror=alert(1)> = 1$ and $\\href{javascript:alert(1)}{x} = 1$"
)

PLAIN = {"p", "span", "table", "thead", "tbody", "tr", "td", "th", "b", "ul", "li", "code", "br"}
ATTRIBUTES = {"class", "style", "display", "alttext", "mathvariant", "form", "stretchy"}
MATHML = {"math", "mrow", "mi", "mn", "mo", "msup", "msub", "mfrac", "msqrt", "mtext"}


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_a_term_is_shown_as_mathematics():
    shown = symnn.catalog["logistic"].term._repr_mimebundle_()
    assert shown["text/latex"].startswith(r"$\displaystyle \frac{1}{1 + e^{-x}}")
    assert shown["text/plain"] == "1/(1 + e^(-x))"
    assert symnn.catalog["logistic"].term._repr_latex_() == shown["text/latex"]


def test_a_report_is_a_table_and_prints_as_the_text_report(capsys):
    report = symnn.verify("$\\tanh(x) = 2\\sigma(x) - 1$")
    html = report._repr_html_()
    assert "refuted" in html
    assert "<table>" in html
    assert "<math " in html
    print(report)
    assert "E201" in capsys.readouterr().out
    assert repr(report) == "<Report on <text>: 1 refuted>"


@pytest.mark.parametrize("show", [lambda r: r, lambda r: r.claims[0], lambda r: r.claims[0].verdict])
def test_hostile_text_stays_text(show):
    html = show(symnn.verify(HOSTILE))._repr_html_()
    tags = Tags()
    tags.feed(html)
    assert {t for t, _ in tags.found} <= MATHML | PLAIN
    assert {a for _, own in tags.found for a in own} <= ATTRIBUTES
    assert "$" not in html  # nothing that a notebook would typeset
    assert not re.search(r"<script|<img|javascript:alert\(1\)\"", html)


def test_an_answer_prints_its_verdict_first():
    answer = symnn.prove("tanh(x) = 2σ(x) − 1")
    assert str(answer) == repr(answer)
    assert str(answer).splitlines()[0] == "refuted: tanh(x) = 2*σ(x) - 1 for real x"
    assert "✗ refuted" in answer._repr_html_()


def test_a_derivative_is_shown_as_an_equation():
    found = symnn.derivative("softplus")
    assert str(found) == "softplus′(x) = 1/(1 + e^(-x)) (proved)"
    assert r"\frac{1}{1 + e^{-x}}" in found._repr_latex_()


def test_only_what_is_asked_for_is_shown():
    term = symnn.catalog["logistic"].term
    assert set(term._repr_mimebundle_(include={"text/plain"})) == {"text/plain"}
    assert set(term._repr_mimebundle_(exclude={"text/plain"})) == {"text/latex"}

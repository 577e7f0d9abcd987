"""The report as a page: every formula once, nothing of a document taken for markup, the counts those of the summary."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import hostile_pages as hostile
import pytest

from symnn.check import verify
from symnn.finding import Change, Finding, Holders, Location
from symnn.report import Look, render
from symnn.result import VERDICTS, DocumentResult, FormulaResult, Heading, Report, StatementResult
from symnn.verdict import name_of

ROOT = Path(__file__).resolve().parents[2]
VOID = frozenset(["meta", "input", "br", "img", "link", "hr"])


class Page(HTMLParser):
    """The elements of a page in order, with their text; it must be well formed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        element = (tag, dict(attrs), [])
        assert len(element[1]) == len(attrs), "an attribute is given twice"
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for _, _, texts in self.open:
            texts.append(data)

    def all(self, tag: str, css: str = "") -> list[tuple[dict[str, str | None], str]]:
        return [(a, "".join(t)) for name, a, t in self.elements if name == tag and has(a, css)]


def has(attributes, css: str) -> bool:
    return not css or css in (attributes.get("class") or "").split()


def page_of(report: Report, **look) -> Page:
    return Page(render(report, "html", Look(**look)))


@pytest.fixture(scope="module")
def verified() -> Report:
    return verify([str(ROOT / "examples" / "misprints.md"), str(ROOT / "derivations" / "smooth-activations.md")])


@pytest.fixture
def shown(report) -> Report:
    """The report of the other tests with the document that it is about."""
    kinds = [(c.location, c.formula, "claim") for c in report.claims]
    kinds += [(s.location, s.formula, s.kind) for s in report.statements]
    formulas = tuple(FormulaResult(place, source, kind, "", display=True) for place, source, kind in sorted(kinds))
    lines = tuple(f"line {n}" for n in range(1, 31))
    return replace(report, documents=(DocumentResult("notes/a.md", lines, (Heading(8, 1, "Later"),), formulas),))


def test_every_formula_of_the_documents_is_in_the_report_exactly_once(verified):
    page = page_of(verified)
    ids = [a["id"] for a, _ in page.all("article", "formula")]
    assert len(ids) == len(set(ids)) == sum(len(d.formulas) for d in verified.documents)
    places = [f.location for d in verified.documents for f in d.formulas]
    assert len(places) == len(set(places))
    said = {c.location for c in verified.claims} | {s.location for s in verified.statements}
    formula = Holders(places)
    assert {formula.of(place) for place in said} == set(places)


def test_every_claim_statement_and_finding_is_in_the_report_once_with_its_verdict(verified):
    page = page_of(verified)
    cards = [a for a, _ in page.all("div", "card")]
    assert len(cards) == len(verified.claims)
    for verdict in VERDICTS:
        count = sum(has(a, verdict) for a in cards)
        assert count == sum(name_of(c.verdict) == verdict for c in verified.claims) == verified.summary()[verdict]
    assert sorted(t for _, t in page.all("span", "id")) == sorted(c.id for c in verified.claims)
    assert len(page.all("p", "statement")) == len(verified.statements)
    assert len(page.all("div", "said")) == len(verified.findings)
    assert sum(len(page.all("li", s)) for s in ("error", "warning", "note")) == len(verified.findings)


def test_the_counts_are_those_of_the_summary(verified, shown):
    for report in (verified, shown):
        page = page_of(report)
        last = render(report).splitlines()[-1]
        assert [t for _, t in page.all("p", "last")] == [last, last]
        badges = dict(re.findall(f"({'|'.join(VERDICTS)})\\s*(\\d+)", page.all("ul", "counts")[0][1]))
        assert {k: int(v) for k, v in badges.items()} == {v: report.summary()[v] for v in VERDICTS}


def test_a_filter_shows_as_many_formulas_as_it_says(verified):
    text = render(verified, "html")
    page = Page(text)
    rules = re.findall(r"#show-(\w+):checked\) \.sieve:not\(\.is-(\w+)\)", text)
    assert rules
    assert all(a == b for a, b in rules)
    said = dict(re.findall(r'id="show-(\w+)"[^>]*> .*?<span class="count">(\d+)</span>', text))
    assert set(said) == {"all", *(name for name, _ in rules)}
    articles = [a for a, _ in page.all("article")]
    for name, count in said.items():
        assert int(count) == sum(name == "all" or has(a, f"is-{name}") for a in articles)


def test_a_verdict_is_said_in_words_and_with_a_sign_and_not_by_colour_alone(shown):
    badges = {(next(c for c in (a["class"] or "").split() if c != "badge"), t.split()[0], t.split()[1])
              for a, t in page_of(shown).all("span", "badge")}  # fmt: skip
    assert {word for _, _, word in badges} == set(VERDICTS)
    assert len({sign for _, sign, _ in badges}) == len(VERDICTS)


def test_a_claim_shows_what_a_reader_needs_to_believe_it(shown):
    cards = [t for _, t in page_of(shown).all("div", "card")]
    assert "reading of tanh-sigma" in cards[0]
    assert "normal form" in cards[0]
    assert "checked again by an independent program" in cards[0]
    assert "sha256:ab" in cards[0]
    assert "symnn verify notes/a.md --claim tanh-sigma" in cards[0]
    assert "at γ = 2, x = -1/2: the left side is 0, the right side is -1/2" in cards[1]
    assert "holds exactly when γ <= 1" in cards[1]
    assert "hard-logistic is defined again" in cards[1]
    assert "no derivative at 0" in cards[2]
    assert "timed out after 20 s" in cards[3]
    assert "offset 3: an operand was expected" in cards[4]


def test_a_suggested_formula_stands_beside_what_it_replaces(shown):
    change = Change("a = b", "a = c")
    finding = Finding(
        "E201", shown.claims[1].location, "the sides differ", "did you mean $a = c$? (proved)", "leaky", change
    )
    page = page_of(replace(shown, findings=(finding,)))
    assert [t for _, t in page.all("del")] == ["a=b− a = b"]
    assert [t for _, t in page.all("ins")] == ["a=c+ a = c"]
    assert "did you mean" not in "".join(t for _, t in page.all("main"))


def test_a_finding_outside_the_formulas_is_shown_with_its_document(shown):
    finding = Finding("W102", Location("notes/a.md", 30, 3), "a byte that is no text")
    page = page_of(replace(shown, findings=(finding,)))
    assert len(page.all("div", "said")) == 1
    assert "a byte that is no text" in page.all("section", "sheet")[0][1]


def test_the_page_is_self_contained_and_has_no_script(verified):
    text = render(verified, "html")
    page = Page(text)
    tags = {name for name, _, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "base", "form", "audio", "video"}
    for _, attributes, _ in page.elements:
        assert not {"src", "srcset", "action", "data", "style", "background"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    policy = next(a["content"] for a, _ in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"url\(|@import", page.all("style")[0][1])


def test_the_style_of_the_policy_is_that_of_the_page(verified):
    import base64
    import hashlib

    text = render(verified, "html")
    style = re.search(r"(?s)<style>(.*?)</style>", text)
    assert style is not None
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in text


def test_links_lead_to_something_on_the_page_and_ids_are_unique(verified):
    page = page_of(verified)
    ids = [a["id"] for _, a, _ in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = {a["href"] for a, _ in page.all("a")}
    assert {link.removeprefix("#") for link in links if link} <= set(ids)


def test_headings_descend_one_by_one(verified):
    levels = [int(name[1]) for name, _, _ in page_of(verified).elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def everywhere(report: Report, text: str) -> Report:
    """A report with the text in every place where a document's text can be."""
    place = Location(text, 1, 1, 1, 9)
    claim = replace(
        report.claims[1], id=text, parent=text, location=place, formula=text, reading=text, assumptions=(text,),
        expected=text, certificate=text,
    )  # fmt: skip
    other = replace(place, line=2, end_line=2)
    statement = StatementResult("mention", other, text, text, text)
    finding = Finding("E201", place, text, text, text, Change(text, text))
    loose = Finding("W102", replace(place, line=9), text, text)
    formulas = tuple(FormulaResult(p, text, "claim", text) for p in (place, other))
    document = DocumentResult(text, (f"{text[:200]} x", text[:200]), (Heading(1, 1, text),), formulas)
    return Report((claim,), (statement,), (finding, loose), (text,), (document,))


MATHEMATICS = frozenset(
    "mrow mi mn mo mtext mspace msub msup msubsup mfrac mstyle mtable mtr mtd math span code".split()
)


@pytest.mark.parametrize("text", [*hostile.TEXTS, *hostile.FORMULAS], ids=lambda text: ascii(text[:20]))
def test_hostile_text_in_any_place_is_shown_as_text(shown, text):
    page, calm = (page_of(everywhere(shown, t)) for t in (text, "calm words and more"))
    assert {n for n, _, _ in page.elements} - MATHEMATICS <= {n for n, _, _ in calm.elements}
    for _, attributes, _ in page.elements:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert not re.search("[\x00\x1b\u202e]", render(everywhere(shown, text), "html"))


def test_an_empty_report_is_a_page_that_says_so(empty):
    assert "There are no formulas in the documents." in page_of(empty).all("main")[0][1]


def test_the_page_in_chinese_says_so(shown):
    text = render(shown, "html", Look(language="zh"))
    assert '<html lang="zh">' in text
    assert "已否定" in text


def test_a_report_whose_documents_are_missing_still_shows_its_claims(report):
    page = page_of(report)
    assert len(page.all("div", "card")) == len(report.claims)
    assert len(page.all("p", "statement")) == len(report.statements)


def test_the_steps_of_a_chain_have_their_formula_in_one_row_and_the_reason_given(tmp_path):
    path = tmp_path / "chain.md"
    path.write_text(
        "Let $x$ be real.\n\n```math\n\\begin{aligned} \\tanh(x) &= 2\\sigma(2x) - 1 && \\text{a known identity} \\\\\n"
        "&= \\frac{2}{1+e^{-2x}} - 1 && \\text{definition} \\end{aligned}\n```\n",
        encoding="utf-8",
    )
    page = page_of(verify([str(path)]))
    steps = [t.strip() for _, t in page.all("div", "step")]
    assert len(steps) == 2
    assert "identity" not in "".join(steps)
    cards = [t for _, t in page.all("div", "card")]
    assert ["a\N{NO-BREAK SPACE}known\N{NO-BREAK SPACE}identity" in c for c in cards] == [True, False]
    assert ["definition" in c.split("read as")[0] for c in cards] == [False, True]


def test_a_counterexample_in_one_variable_has_its_picture(tmp_path):
    path = tmp_path / "wrong.md"
    path.write_text("Let $x$ be real.\n\n```math\n\\sigma'(x) = \\sigma(x)(1 + \\sigma(x))\n```\n", encoding="utf-8")
    page = page_of(verify([str(path)]))
    assert len(page.all("svg", "plot")) == 1
    assert "marked: x = 1" in page.all("figcaption")[0][1]

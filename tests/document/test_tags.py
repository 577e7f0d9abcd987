"""Tags in comments: what is understood, and that nothing malformed passes in silence."""

import pytest

from symnn.document import parse


def test_a_claim_has_an_id_and_options():
    document = parse("<!-- @claim tanh-sigma uses=a,b by=normal-form expect=E201 role=derivative -->\n$x$", "a.md")
    (tag,) = document.tags
    assert (tag.name, tag.argument) == ("claim", "tanh-sigma")
    assert tag.option("uses") == "a,b"
    assert tag.option("role") == "derivative"
    assert tag.option("source") is None
    assert document.text[tag.start : tag.end].startswith("<!-- @claim")
    assert document.text[tag.start : tag.end].endswith("-->")


@pytest.mark.parametrize(
    ("text", "name", "argument", "options"),
    [
        ("<!-- @let -->", "let", "", ()),
        ("<!--@let-->", "let", "", ()),
        ("a sentence <!-- @claim x --> goes on", "claim", "x", ()),
        ('<!-- @erratum e expect=E302 source="a book, page 3" -->', "erratum", "e",
         (("expect", "E302"), ("source", "a book, page 3"))),
        ('<!-- @ignore E301 reason="known" -->', "ignore", "E301", (("reason", "known"),)),
        ("<!-- @layout denominator -->", "layout", "denominator", ()),
        (r'<!-- @entry logistic kind=activation symbol="\sigma" names="a; b" zh="逻辑" -->', "entry", "logistic",
         (("kind", "activation"), ("symbol", r"\sigma"), ("names", "a; b"), ("zh", "逻辑"))),
        ("<!-- @variant -->", "variant", "", ()),
        ("<!-- @kink x=-1 value=0 -->", "kink", "", (("x", "-1"), ("value", "0"))),
        ("<!-- @claim x\n     expect=E201 -->", "claim", "x", (("expect", "E201"),)),
    ],
)  # fmt: skip
def test_each_tag_is_understood(text, name, argument, options):
    document = parse(text, "a.md")
    assert document.problems == ()
    (tag,) = document.tags
    assert (tag.name, tag.argument, tag.options) == (name, argument, options)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!-- @clam x -->", "@claim is meant"),
        ("<!-- @Claim x -->", "@claim is meant"),
        ("<!-- @ claim x -->", "a tag name must follow"),
        ("<!-- @claim x expect= -->", "expect= of @claim has no value"),
        ("<!-- @claim x expect -->", "does not take 'expect'"),
        ('<!-- @claim x source="abc -->', "unclosed quote"),
        ("<!-- @claim x use=a -->", "no option use"),
        ("<!-- @claim x by=a by=b -->", "given twice"),
        ("<!-- @erratum expect=E201 -->", "needs an id"),
        ("<!-- @erratum x -->", "needs expect"),
        ("<!-- @ignore -->", "needs a code"),
        ("<!-- @layout sideways -->", "no layout 'sideways'"),
        ("<!-- @let x -->", "does not take 'x'"),
    ],
)
def test_a_malformed_tag_is_a_problem_at_its_place(text, words):
    document = parse("\n\n" + text, "a.md")
    (problem,) = document.problems
    assert problem.code == "E903"
    assert words in problem.message
    assert document.position(problem.start) == (3, 1)
    assert document.tags == ()


@pytest.mark.parametrize(
    "text", ["<!-- a note -->", "<!-- mail a@b.org -->", "```\n<!-- @let -->\n```", "`<!-- @let -->`"]
)
def test_other_comments_and_tags_in_code_are_ignored(text):
    document = parse(text, "a.md")
    assert document.tags == document.problems == ()


def test_a_tag_precedes_the_block_it_speaks_of():
    document = parse("<!-- @let -->\nLet $x \\in \\mathbb{R}$.\n\nMore $y$.", "a.md")
    (tag,) = document.tags
    following = next(b for b in document.blocks if b.start >= tag.end)
    assert document.text[following.start : following.end] == "Let $x \\in \\mathbb{R}$."


def test_a_tag_of_latex_is_a_comment():
    document = parse("% @claim a expect=E201\n$x$ % @let\n% @article{key,\n% @bogus x\n50\\% @let", "a.tex")
    assert [(t.name, document.position(t.start)) for t in document.tags] == [("claim", (1, 1)), ("let", (2, 5))]
    assert [document.position(p.start) for p in document.problems] == [(4, 1)]

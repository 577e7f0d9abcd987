"""Scraped text: of three appearances in a row the LaTeX source is taken."""

import pytest

from symnn.document import parse


def recovered(text: str) -> list[str]:
    return [s.source for s in parse(text, "a.txt", "text").spans if s.kind == "scraped"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("接受 d d d个输入", ["d"]),
        ("σ ( x ) = 1 1 + e ? x \\sigma(x)=\\frac{1}{1+e^{-x}} σ(x)=1+e?x1?", ["\\sigma(x)=\\frac{1}{1+e^{-x}}"]),
        ("输入 z ∈ R z ∈ R zR 表示", ["z ∈ R"]),
        ("域 R \\mathbb{R} R 映射到 ( ? 1 , 1 ) (-1,1) (?1,1) 这个", ["\\mathbb{R}", "(-1,1)"]),
        ("中的 0 0 0 1 1 1,Tanh 中的 ? 1 -1 ?1 1 1 1)", ["0", "1", "-1", "1"]),
        ("函数 f ( ? ) f(~) f(?)后", ["f(~)"]),
        (
            "z = ∑ i = 1 d w i x i + b = W T x + b z=\\sum_{i=1}^d w_ix_i+b = W^Tx+b z=i=1d?wi?xi?+b=WTx+b",
            ["z=\\sum_{i=1}^d w_ix_i+b = W^Tx+b"],
        ),
        ("x 1 , x 2 x_1,x_2 x1?,x2?,令", ["x_1,x_2"]),
    ],
)
def test_the_source_in_the_middle_is_taken(text, expected):
    assert recovered(text) == expected


@pytest.mark.parametrize(
    "text",
    ["the cat the cat the dog", "1 2 3 4 5 6", "a b c a b c a b d", "x + x + x + x + x + x", "very very good"],
)
def test_other_repetitions_are_left_alone(text):
    assert recovered(text) == []


def test_the_note_says_what_was_recovered_and_offsets_cover_only_the_source():
    document = parse("值 a = f ( z ) a=f(z) a=f(z)", "a.txt", "text")
    (span,) = document.spans
    assert document.text[span.start : span.end] == span.source == "a=f(z)"
    assert document.position(span.start) == (1, 15)
    assert span.note == "recovered from scraped text: a=f(z)"


def test_a_formula_copied_into_markdown_is_recovered_too():
    document = parse("# A\n\nσ ( x ) = 1 \\sigma(x)=1 σ(x)=1\n\n| a | 1 1 1 |\n|---|---|\n| x x x | y y y |", "a.md")
    assert [(s.kind, s.source) for s in document.spans] == [("scraped", "\\sigma(x)=1")]

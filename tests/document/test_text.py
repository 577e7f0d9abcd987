"""Plain text: structure without marks, formulas without delimiters."""

import pytest

from symnn.document import Document, parse
from symnn.document.sniff import sniff


def read(text: str) -> Document:
    return parse(text, "a.txt", "text")


def found(text: str) -> list[tuple[str, str]]:
    return [(s.kind, s.source) for s in read(text).spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("导数为 𝜎′(𝑥) = 𝜎(𝑥)(1 − 𝜎(𝑥)).Logistic 函数", ["𝜎′(𝑥) = 𝜎(𝑥)(1 − 𝜎(𝑥))"]),
        ("𝑧 ∈ ℝ 表示一个神经元所获得的输入信号𝒙的加权和", ["𝑧 ∈ ℝ", "𝒙"]),
        ("若 𝑥 → −∞ 时,其导数", ["𝑥 → −∞"]),
        ("其值域是(−1, 1)。", ["(−1, 1)"]),
        ("神经元数量 , 1 ≤ 𝑙 ≤ 𝐿.", ["1 ≤ 𝑙 ≤ 𝐿"]),
        ("令复合函数𝑓(𝑥; 𝑤, 𝑏)为", ["𝑓(𝑥; 𝑤, 𝑏)"]),
        ("𝑓为0或1的阶跃函数", ["𝑓"]),
        ("令𝒂(0) = 𝒙,前馈", ["𝒂(0) = 𝒙"]),
        ("复杂度为𝑂(𝑁^2)", ["𝑂(𝑁^2)"]),
        ("the rate α is a small number", ["α"]),
        ("for x ≤ 0 it is zero", ["x ≤ 0"]),
        ("(𝑥 是输入", ["𝑥"]),
        ("包含+, −, ×, / 和一些初等函数", []),
        ("1%∼4% 的神经元", []),
        ("Ελληνικά κείμενα", []),
    ],
)
def test_unicode_mathematics_is_found_and_words_are_not(text, expected):
    assert found(text) == [("unicode", e) for e in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("求和结果为 z_i ,那么则有", ["z_i"]),
        ("引入 \\log 函数", ["\\log"]),
        ("利用 \\hat{y} 与 y 计算出损失 \\mathcal{L} 之后", ["\\hat{y}", "\\mathcal{L}"]),
        ("系数 W_1, W_2 。", ["W_1, W_2"]),
        ("multiply W_1 and add b", ["W_1"]),
        ("here z_i = a weighted sum", ["z_i"]),
        ("the matrix \\mathbf W is", ["\\mathbf W"]),
        ("the variable x_train of my_module", []),
        ("C:\\Users\\name and \\n", []),
        ("see https://a.org/wiki/A_b", []),
    ],
)
def test_bare_latex_is_found_and_identifiers_are_not(text, expected):
    assert found(text) == [("bare", e) for e in expected]


def test_numbered_lines_between_blank_ones_are_headings():
    text = "1 神经元 (Neurons)\n\n1.1 结构\n\n其中\n\nwhere\n\n3.1 二值交叉熵损失 (Binary)\n\n2.5 is a number.\n"
    assert [(b.level, b.info) for b in read(text).blocks if b.kind == "heading"] == [
        (1, "1 神经元 (Neurons)"),
        (2, "1.1 结构"),
        (2, "3.1 二值交叉熵损失 (Binary)"),
    ]


def test_a_table_of_contents_tells_the_headings():
    text = "Title\n- 1. Neurons\n- 1.1 Structure\n1. Neurons\na sentence\n1.1 Structure\nmore"
    assert [(b.level, b.info) for b in read(text).blocks if b.kind == "heading"] == [
        (1, "1. Neurons"),
        (2, "1.1 Structure"),
    ]


def test_list_items_are_no_headings():
    text = "1. first thing\n\n2. second thing\n\n3. third\n"
    assert {b.kind for b in read(text).blocks} == {"list_item"}


def test_tab_separated_lines_are_rows_with_cells():
    document = read("Name\tPlot\tEquation\nTanH\t\t$f(x) = 1$\n")
    assert [b.kind for b in document.blocks] == ["table_row", "table_row"]
    row = document.blocks[1]
    assert [document.text[a:b] for a, b in row.cells] == ["TanH", "", "$f(x) = 1$"]
    assert document.spans[0].block == 1


def test_listings_without_a_fence_are_code():
    text = "Text 𝑥.\n\ndef f(x):\n    y = x_1\n\n    return y\n\nimport numpy as np\n\nMore 𝑦.\n"
    document = read(text)
    assert [b.kind for b in document.blocks] == ["paragraph", "code", "paragraph"]
    assert [s.source for s in document.spans] == ["𝑥", "𝑦"]


def test_each_item_is_a_block():
    text = "- one 𝑥\n- two\ngoes on\n1)three\n(2) four\n• five"
    assert [b.kind for b in read(text).blocks] == ["list_item"] * 5


def test_dollars_are_read_first():
    assert found("当 $x_1 = 2$ 时 x_2") == [("inline", "x_1 = 2"), ("bare", "x_2")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# A\n\ntext", "markdown"),
        ("a **b** c", "markdown"),
        ("---\ntags:\n---\ntext", "markdown"),
        ("just words, 𝑥 = 1", "text"),
        ("1 Title\n\n- item $x$", "text"),
        ("\\documentclass{article}", "latex"),
        ("Title\n=====\n\n.. math::\n\n  x", "rest"),
        ('{"cells": []}', "notebook"),
        ('{"cells": [', "text"),
    ],
)
def test_the_format_is_sniffed_when_the_suffix_does_not_tell(text, name):
    assert sniff(text) == name
    assert parse(text, "a.txt").format == name


@pytest.mark.parametrize(
    "formula", ["tanh(x) = 2σ(2x) − 1", "σ(3f(2x)) = 2g(x)", "y ≤ 0.5x + 2", "φ(2x + 3y) = φ(2x) φ(3y)"]
)
def test_a_multiple_of_a_letter_does_not_cut_a_formula_short(formula):
    document = parse(f"We have {formula} here.\n", "notes.txt")
    assert [s.source for s in document.spans] == [formula]


@pytest.mark.parametrize("text", ["a 3D model of σ here", "use 2x more σ", "the 4k page ≥ all", "sha256(x) is σ"])
def test_a_number_with_a_letter_is_no_formula_of_its_own(text):
    assert not [s.source for s in parse(text + "\n", "notes.txt").spans if any(c.isdigit() for c in s.source)]


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        ("The function σ(x) = 1/(1+e^(-x)) is smooth.", ["σ(x) = 1/(1+e^{-x})"]),
        ("σ(x) = 1 / (1 + exp(-x))", ["σ(x) = 1 / (1 + exp(-x))"]),
        ("σ(-x) = 1 - σ(x)", ["σ(-x) = 1 - σ(x)"]),
        ("Here y = σ(z) - see below.", ["y = σ(z)"]),
        ("The σ-algebra and the x-axis.", ["σ"]),
    ],
)
def test_an_ascii_minus_ends_no_formula(line: str, sources: list[str]) -> None:
    document = parse(line + "\n", "a.txt", "text")
    assert [s.source for s in document.spans] == sources
    assert not any(s.broken for s in document.spans)


@pytest.mark.parametrize("line", ["The rate η = 0.1/(number of samples).", "We have σ(x) = 1/some other thing."])
def test_a_formula_that_goes_on_in_words_is_not_judged(line: str) -> None:
    assert any(s.broken for s in parse(line + "\n", "a.txt", "text").spans)

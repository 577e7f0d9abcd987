"""Markdown: which formulas, blocks and problems a document has, at which place."""

import pytest

from symnn.document import Document, parse


def read(text: str) -> Document:
    return parse(text, "a.md")


def sources(text: str) -> list[str]:
    return [s.source.strip() for s in read(text).spans]


def kinds(text: str) -> list[str]:
    return [b.kind for b in read(text).blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $x$ b", ["x"]),
        ("$ x $ 是 $y$。", ["x", "y"]),
        ("值为$(-1,1)$的", ["(-1,1)"]),
        ("a\n$$\nx\n$$\nb", ["x"]),
        ("a $$x$$ b", ["x"]),
        ("$$x$$$$y$$", ["x", "y"]),
        ("$x$$y$", ["x", "y"]),
        (r"\(a\) and \[b\]", ["a", "b"]),
        (r"\\(a\\) and \\[b\\]", ["a", "b"]),
        ("$`a_1`$ on GitHub", ["a_1"]),
        ("```math\na\n```", ["a"]),
        ("~~~ {math}\na\n~~~", ["a"]),
        ("\\begin{align}\na &= b\n\\end{align}", ["\\begin{align}\na &= b\n\\end{align}"]),
        ("\\begin{equation*}\na\n\\end{equation*}", ["a"]),
        (r"$\text{if $a$ then}$ $b$", [r"\text{if $a$ then}", "b"]),
        ("$L_{损失}$", ["L_{损失}"]),
        ("$a\n+ b$", []),
        ("$x$5 b", ["x"]),
    ],
)
def test_each_way_to_write_mathematics_is_found(text, expected):
    assert sources(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $10",
        "It is $5.",
        "$5, and $6.50 more",
        "$3M or $4 million",
        "花了$5元和$6元",
        "100$ and 200$ more",
        "US$ 5",
        r"\$5 and \$6",
        "$HOME/bin and $PATH",
        "`$x$` and ``$y$``",
        "```\n$x$\n```",
        "    $x$",
        "<!-- $x$ -->",
        "a <!-- $x$ --> b",
        r"\[1\] and \[citation needed\]",
        "[a](https://x.org/$y$)",
        "<script>\nlet a = `$b$`\n</script>",
    ],
)
def test_money_code_comments_and_escapes_are_no_mathematics(text):
    document = read(text)
    assert document.spans == ()
    assert document.problems == ()


@pytest.mark.parametrize(
    ("text", "places", "rest"),
    [
        ("Let $x be real. Then $y$.", [(1, 5)], ["y"]),
        ("值 $x 与 $y$ 之和", [(1, 3)], ["y"]),
        ("$x$ and y$ are", [(1, 10)], ["x"]),
        ("$$\na\n\ntext $x$", [(1, 1)], ["x"]),
        ("$$a=b$\n\n$c$", [(1, 1)], ["c"]),
        ("$a\n\nb$ and $c$", [(1, 1), (3, 2)], ["c"]),
        (r"\( a + and $b$", [(1, 1)], ["b"]),
        (r"\\[ a $b$", [(1, 1)], ["b"]),
        ("\\begin{align}\na\n\n$b$", [(1, 1)], ["b"]),
        ("```math\na\n\n$b$", [(1, 1)], ["b"]),
        ("<!-- @let\n\n$b$", [(1, 1)], ["b"]),
        ("in $$W$$.\na\n$$\n* **Vanishing gradient:** We see that $$t$$ is", [(3, 1)], ["W", "t"]),
    ],
)
def test_an_unbalanced_delimiter_is_reported_and_the_rest_is_read(text, places, rest):
    document = read(text)
    assert [(p.code, document.position(p.start)) for p in document.problems] == [("E101", at) for at in places]
    assert [s.source.strip() for s in document.spans] == rest


def test_lines_of_a_display_do_not_become_lists_quotes_or_headings():
    text = "Here\n$$\na\n+ b\n- c\n> d\n# e\n=\n$$\nthere"
    assert kinds(text) == ["paragraph"]
    assert sources(text) == ["a\n+ b\n- c\n> d\n# e\n="]


def test_quote_markers_are_blanked_out_of_a_formula_and_offsets_stay():
    document = read("> $$\n> a > 0\n> $$")
    (span,) = document.spans
    assert span.source == "\n  a > 0\n  "
    assert len(span.source) == span.inner_end - span.inner_start
    assert document.text[span.inner_start + span.source.index("a")] == "a"


def test_blocks_know_their_role():
    text = "---\nt: 1\n---\n# A\n\npara\n\n- one\n\n  more\n1. two\n\n> quote\n\n"
    text += "| a | b |\n|---|---|\n| $x$ | $|y|$ |\n\n```py\nc\n```\n"
    assert kinds(text) == [
        "front_matter", "heading", "paragraph", "list_item", "list_item", "list_item", "quote",
        "table_row", "table_row", "fence",
    ]  # fmt: skip
    document = read(text)
    rows = [b for b in document.blocks if b.kind == "table_row"]
    assert [[document.text[a:b].strip() for a, b in row.cells] for row in rows] == [["a", "b"], ["$x$", "$|y|$"]]


def test_headings_come_in_order_with_level_and_title():
    document = read("# A $x$ #\n\nB\n---\n\n### C\n")
    headings = [(b.level, b.info) for b in document.blocks if b.kind == "heading"]
    assert headings == [(1, "A $x$"), (2, "B"), (3, "C")]
    assert [s.source for s in document.spans] == ["x"]


def test_a_display_over_a_rule_is_no_heading():
    assert kinds("$$\nx\n$$\n---\n") == ["paragraph"]


def test_a_span_lies_in_its_block():
    document = read("# h $a$\n\n- $b$\n  - $c$\n\n> $d$\n\n$$e$$")
    for span in document.spans:
        block = document.blocks[span.block]
        assert block.start <= span.start < span.end <= block.end


def test_nesting_beyond_the_limit_is_still_read():
    deep = "\n".join("  " * i + "- $x$" for i in range(200))
    assert len(read(deep).spans) == 200
    assert len(read(">" * 500 + " $x$").spans) == 1


def test_the_definition_of_a_macro_is_no_formula():
    document = read("$$\n\\newcommand{\\a}{b}\n$$\n\n$\\a$")
    assert document.problems == ()
    assert [s.source for s in document.spans] == ["b"]


def test_windows_line_ends_and_a_byte_order_mark_do_not_move_places():
    document = read("\ufeffa\r\n\r\nb $x$\r\n")
    (span,) = document.spans
    assert document.position(span.start) == (3, 3)


def test_an_empty_comment_does_not_hide_what_follows():
    assert sources("a <!--> b $x$\n\n$y$ --> $z$") == ["x", "y", "z"]


def test_an_escaped_subscript_is_one_between_operands_only():
    assert sources(r"$L\_i + x\_{ij} + \alpha\_0$") == [r"L _i + x _{ij} + \alpha _0"]
    assert sources(r"$w\_j^Tx\_i$") == [r"w _j^Tx _i"]
    for words in (r"learning\_rate = 2", r"d\_model = 3", r"\text{a\_b}", r"\mathit{a\_b}"):
        assert sources(f"${words}$") == [words]


@pytest.mark.parametrize("head", ["| Name | $f(x)$ | $f'(x)$ |", "| Name |$f(x)$|$g(x)$|", "| N | $ f $ | $ |x| $ |"])
def test_a_head_with_formulas_side_by_side_heads_a_table(head: str) -> None:
    document = parse(f"{head}\n|---|---|---|\n| a | $x$ | costs 5$ |\n", "a.md", "markdown")
    assert [(b.kind, len(b.cells)) for b in document.blocks] == [("table_row", 3)] * 2


@pytest.mark.parametrize(
    ("source", "read"), [(r"y \in \\{ -1, 1 \\}", r"y \in  \{ -1, 1  \}"), (r"a \\ {b}", r"a \\ {b}")]
)
def test_braces_that_kramdown_escapes_twice_are_those_of_a_set(source: str, read: str) -> None:
    (span,) = parse(f"Let ${source}$ be.\n", "a.md", "markdown").spans
    assert span.source == read


@pytest.mark.parametrize("source", [r"AB \neq BA", r"WX \approx XW", r"AB = BA", r"XY \to YX"])
def test_capital_letters_at_both_ends_are_no_shell_variables(source: str) -> None:
    (span,) = parse(f"In general ${source}$ holds.\n", "a.md", "markdown").spans
    assert span.source == source


def test_shell_variables_are_no_formula() -> None:
    assert parse("Set $HOME and $PATH to it.\n", "a.md", "markdown").spans == ()


@pytest.mark.parametrize("line", ["The book: $20, or $25 with shipping.", "It costs $5, $6 or $7.", "From $5 to $10."])
def test_prices_are_no_formulas(line: str) -> None:
    document = parse(line + "\n", "a.md", "markdown")
    assert document.spans == ()
    assert document.problems == ()

r"""Macros: ``\newcommand``, ``\def``, ``\let``, operators, pairs, environments; scopes; limits; exact places."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.document import Document, parse


def sources(text: str, format: str = "latex") -> list[str]:
    return [s.source.strip() for s in parse(text, "a", format).spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\newcommand{\R}{\mathbb{R}}$x\in\R^n$", [r"x\in\mathbb{R}^n"]),
        (r"\newcommand\ab[2][z]{#1/#2}$\ab{x} \ab[q]y$", ["z/x q/y"]),
        (r"\renewcommand*{\vec}[1]{\mathbf{#1}}$\vec x$", [r"\mathbf{x}"]),
        (r"\providecommand{\a}{1}\providecommand{\a}{2}$\a$", ["1"]),
        (r"\def\p(#1,#2){\frac{#1}{#2}}$\p(a,b)$", [r"\frac{a}{b}"]),
        (r"\def\sq#1{#1^2}$\sq{x+y}+\sq z$", ["x+y^2+z^2"]),
        (r"\DeclareMathOperator{\foo}{foo}$\foo x$", [r"\operatorname{foo} x"]),
        (r"\DeclareMathOperator*{\argmax}{arg\,max}$\argmax_x f$", [r"\operatorname*{arg\,max}_x f"]),
        (r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}$\abs{x}$", [r"\lvert x\rvert"]),
        (r"\DeclarePairedDelimiter\n{\|}{\|}$\n*{x}\n[\big]y$", [r"\left\| x\right\|\bigl\| y\bigr\|"]),
        (r"\NewDocumentCommand{\d}{O{x} m}{\partial #2/\partial #1}$\d{f}\d[y]{g}$",
         [r"\partial f/\partial x\partial g/\partial y"]),
        (r"\let\old\vec\renewcommand{\vec}[1]{\old{\mathbf{#1}}}$\vec{x}$", [r"\vec{\mathbf{x}}"]),
        (r"\newcommand{\a}{1}\let\b=\a\renewcommand{\a}{2}$\a\b$", ["21"]),
        (r"\newcommand{\x}{\mathbf{x}}\newcommand{\dx}[1]{\frac{\partial #1}{\partial\x}}$\dx L$",
         [r"\frac{\partial L}{\partial\mathbf{x}}"]),
    ],
)  # fmt: skip
def test_each_way_to_define_a_macro_is_understood(text, expected):
    assert sources(text) == expected


def test_a_command_takes_the_whole_expansion_as_its_argument():
    text = r"\newcommand{\x}{x_1}$\hat\x + \frac\x\x + y_\x + \x_2$"
    assert sources(text) == [r"\hat{x_1} + \frac{x_1}{x_1} + y_{x_1} + x_1_2"]


def test_a_command_does_not_grow_together_with_letters_behind_it():
    text = r"\newcommand{\d}[1]{\partial#1}\newcommand{\e}[1]{#1\cdot}\newcommand{\y}{y}$\d x\e{z}w\alpha\y$"
    assert sources(text) == [r"\partial xz\cdot w\alpha y"]


@pytest.mark.parametrize(
    "text",
    [
        r"{\def\x{1}$\x$}$\x$",
        r"\begin{figure}\def\x{1}$\x$\end{figure}$\x$",
        r"$\def\x{1}\x$ and $\x$",
        r"\(\newcommand{\x}{1}\x\) and \(\x\)",
    ],
)
def test_a_definition_holds_to_the_end_of_its_group(text):
    assert sources(text) == ["1", r"\x"]


def test_a_global_definition_holds_everywhere():
    assert sources(r"\def\x{0}{\gdef\x{1}$\x$}$\x$") == ["1", "1"]
    assert sources(r"\def\x{0}{\def\x{1}$\x$}$\x$") == ["1", "0"]


def test_a_macro_means_what_it_was_last_defined_to_mean():
    assert sources(r"\def\x{1}$\x$ \def\x{2}$\x$") == ["1", "2"]


def test_macros_may_begin_and_end_formulas_and_environments():
    text = "\\newcommand{\\be}{\\begin{equation}}\\newcommand{\\ee}{\\end{equation}}\n\\be x = 1 \\ee"
    assert sources(text) == ["x = 1"]
    text = "\\newenvironment{eqs}[1]{\\begin{align}\\label{#1}}{\\end{align}}\n\\begin{eqs}{e}a &= b\\end{eqs}"
    (source,) = sources(text)
    assert re.sub(" +", " ", source) == r"\begin{align} a &= b\end{align}"
    text = "\\newenvironment{eqs}{\\align}{\\endalign}\n\\begin{eqs}a &= b\\end{eqs}"
    assert sources(text) == [r"\begin{align}a &= b\end{align}"]


def test_a_macro_may_be_a_formula_in_text_and_a_part_of_one_in_formulas():
    assert sources(r"\newcommand{\x}{\ensuremath{\mathbf{x}}}Let \x{} and $\x+1$.") == [
        r"\mathbf{x}", r"{\mathbf{x}}+1",
    ]  # fmt: skip
    assert sources(r"\newcommand{\x}{\ifmmode x\else $x$\fi}\x{} $\x$") == ["x", "x"]


def test_headings_that_a_macro_makes_are_headings():
    document = parse("\\newcommand{\\Sec}[1]{\\section*{#1}}\n\\Sec{Loss $L$}\n\ntext", "a.tex")
    assert [(b.kind, b.info) for b in document.blocks if b.kind == "heading"] == [("heading", "Loss $L$")]
    assert [document.position(s.start) for s in document.spans] == [(2, 11)]


def test_an_argument_that_is_put_twice_is_one_formula():
    text = "\\newcommand{\\Sec}[1]{\\section*{#1}\\addcontentsline{toc}{section}{#1}}\n\\Sec{Loss $L$}"
    assert sources(text) == ["L"]


def test_a_body_that_programs_is_not_expanded_and_said_to_be():
    document = parse(r"\newcommand{\norm}[1]{\ifx#1\x a\else b\fi}$\norm{1}$ and \norm{2}", "a.tex")
    assert [s.source for s in document.spans] == [r"\normAsDefinedHere{1}"]
    (problem,) = document.problems
    assert problem.code == "N113"
    assert r"\norm is not expanded: its definition uses \ifx" in problem.message
    assert document.position(problem.start) == (1, 45)


def test_definitions_are_not_read_in_comments_and_verbatim():
    text = "%\\def\\x{1}\n\\begin{verbatim}\n\\def\\x{2}\n\\end{verbatim}\n"
    text += "\\verb|\\def\\x{3}| \\iffalse\\def\\x{4}\\fi $\\x$"
    assert sources(text) == [r"\x"]


def test_a_definition_in_a_paragraph_or_formula_makes_no_blank_line():
    text = "\\begin{align}\na &= b \\\\\n\\def\\x{c}\n  &= \\x\n\\end{align}"
    (source,) = sources(text)
    assert source.replace(" ", "").replace("\n", "") == r"\begin{align}a&=b\\&=c\end{align}"


def test_an_argument_that_begins_with_a_line_end_makes_no_blank_line():
    (source,) = sources("\\newcommand{\\t}[1]{#1^\\top}\n\\begin{align}\n\\t{\nx\n}\n\\end{align}")
    assert "\n\n" not in source


BOMBS = (
    r"\def\a{\b\b}\def\b{\c\c}\def\c{\d\d}\def\d{\e\e}\def\e{\a\a}",
    r"\def\a{\a}",
    r"\def\a{x\a}",
    r"\def\a{\b{x}}\def\b#1{\b{#1#1}}",
    r"\def\a{{\a}}",
    "".join(rf"\def\{x}{{\{y}\{y}\{y}\{y}}}" for x, y in zip("abcdefgh", "bcdefghi", strict=True)) + r"\def\i{x}",
    r"\newcommand{\a}[1][\a]{#1}",
)


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("format", ["latex", "markdown"])
def test_macro_bombs_stop_at_a_limit_with_a_message(bomb, format):
    started = time.process_time()
    text = (bomb if format == "latex" else f"$${bomb}$$") + "\n\n" + r"$\a + 1$ and $x$" * 200
    document = parse(text, "a", format)
    assert [s.source for s in document.spans] == [r"\aAsDefinedHere + 1", "x"] * 200
    (problem,) = document.problems
    assert problem.code == "N113"
    assert "more than 5,000 macros or 50,000 characters" in problem.message
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "text",
    [
        r"\newcommand{\a}[1]{#1}" + r"$\a{$ " * 20_000,
        r"\newcommand{\a}[1]{#1}" + r"\a{" * 20_000,
        r"\newcommand{\a}{" * 20_000,
        r"\def\a" * 20_000,
        r"\newcommand{\a}[9]{#1}" + r"\a" * 20_000,
        r"\def\a#1;{#1}" + r"\a" * 20_000,
        r"\newcommand{\a}{x}" + "{" * 50_000 + r"$\a$" + r"\a" * 10_000,
        r"\newcommand{\a}{x}" + "$" * 50_001 + r"\)" * 20_000,
        r"\newcommand{\a}{x}" + r"\begin{b}" * 20_000 + r"\end{c}" * 20_000,
        r"\ensuremath{" * 20_000,
        r"\newcommand{\a}{x}" + r"\ifmmode" * 20_000,
    ],
)
def test_hostile_calls_and_definitions_are_read_in_linear_time(text):
    started = time.process_time()
    parse(text, "a.tex")
    assert time.process_time() - started < 8


def place(document: Document, text: str, start: int, end: int) -> str:
    """What stands in the text at the lines and columns of an extent."""
    at = document.extent(start, end)
    lines = text.split("\n")
    if at.line == at.end_line:
        return lines[at.line - 1][at.column - 1 : at.end_column]
    inner = lines[at.line : at.end_line - 1]
    return "\n".join([lines[at.line - 1][at.column - 1 :], *inner, lines[at.end_line - 1][: at.end_column]])


def test_an_argument_keeps_its_place_and_the_rest_stands_for_the_call():
    text = "损失\t\\newcommand{\\T}[1]{#1^\\top}\\newcommand{\\m}[1]{\\mathbf{#1}}\n是 $y = \\T{\\m{W}} x$ 。"
    document = parse(text, "a.tex")
    (span,) = document.spans
    assert span.source == r"y = \mathbf{W}^\top x"
    at = span.inner_start
    assert place(document, text, span.start, span.end) == r"$y = \T{\m{W}} x$"
    assert place(document, text, at + 12, at + 13) == "W"
    assert place(document, text, at + 4, at + 6) == r"\T{\m{W}}"
    assert place(document, text, at + 14, at + 19) == r"\T{\m{W}}"
    assert place(document, text, at + 20, at + 21) == "x"
    assert place(document, text, at, at + 13) == r"y = \T{\m{W}}"
    assert document.written(span.start, span.end) == r"$y = \T{\m{W}} x$"


def test_arguments_in_another_order_give_the_stretch_that_holds_them():
    text = r"\newcommand{\flip}[2]{#2-#1}$\flip{a}{b}$"
    document = parse(text, "a.tex")
    (span,) = document.spans
    assert span.source == "b-a"
    assert place(document, text, span.inner_start, span.inner_start + 1) == "b"
    assert place(document, text, span.inner_start, span.inner_end) == r"\flip{a}{b}"


CHUNKS = st.lists(
    st.sampled_from([
        "损失 ", "a\tb ", "\n", "\n\n", "x {y} ", r"\x", r"\x{}", r"\T{z_1}", r"\T z", r"$\x + \T{\x}$", "$q$",
        r"\(\x\)",
        "% \\x $c$\n", r"\verb|$\x$| ", "{", "}", r"\def\x{y}", r"{\def\x{w}$\x$}", r"\begin{align}", r"\end{align}",
        "$", r"\T", r"\unknown{a}", r"\text{if $\x$}", r"\newcommand{\y}[1]{$#1$}", r"\y{\x}", r"\[ \x \]",
    ]),
    max_size=25,
)  # fmt: skip
HEAD = "\\newcommand{\\x}{\\mathbf{x}}\\newcommand{\\T}[1]{{#1}^\\top}\n"


@settings(max_examples=150, deadline=None)
@given(CHUNKS)
def test_every_character_outside_of_calls_stands_where_it_is_read(chunks):
    text = HEAD + "".join(chunks)
    document = parse(text, "a", "latex")
    lines = text.split("\n")
    for offset, character in enumerate(document.text):
        line, column = document.position(offset)
        written = (lines[line - 1] + "\n")[column - 1]
        assert written == character or written == "\\" or character in " %", (offset, character, written)
    last = 0
    for span in document.spans:
        assert last <= span.start <= span.inner_start <= span.inner_end <= span.end
        assert len(span.source) == span.inner_end - span.inner_start
        last = span.end


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["x", r"\x", r"\T{a}", r"\T{\x}", "\\T\\x", "\\frac{\\x}{2}"]), min_size=1, max_size=8))
def test_planted_formulas_are_all_found_once_at_their_places(formulas):
    """The formulas between the words are counted and placed independently of how they are expanded."""
    text = HEAD + "".join(f"文 {i}: ${f}$ und\t" for i, f in enumerate(formulas))
    document = parse(text, "a.tex")
    planted = [m.span() for m in re.finditer(r"\$[^$]*\$", text)]
    found = [document.extent(s.start, s.end) for s in document.spans]
    first = text.index("\n") + 1
    assert [(e.line, e.column, e.end_column) for e in found] == [(2, a - first + 1, b - first) for a, b in planted]
    assert not any("\\x" in s.source or "\\T" in s.source for s in document.spans)


def test_macros_of_markdown_hold_from_their_definition_on():
    text = "$\\x$\n\n$$\n\\newcommand{\\x}{\\mathbf{x}}\n\\def\\y{y}\n$$\n\n"
    text += "> $$\n> \\x +\n> \\y\n> $$\n\n`$\\x$` and $\\x$"
    document = parse(text, "a.md")
    assert [" ".join(s.source.split()) for s in document.spans] == [r"\x", r"\mathbf{x} + y", r"\mathbf{x}"]
    assert [document.position(s.start) for s in document.spans] == [(1, 1), (8, 3), (13, 12)]


def test_definitions_on_lines_of_their_own_hold_in_markdown():
    text = "\\newcommand{\\x}{\\mathbf{x}}\n\\newcommand{\\y}[1]{#1_1}\n\nThen $\\y\\x$, not `\\def\\x{z}`."
    text += "\n\n```tex\n\\def\\x{q}\n```\n\n$\\x$"
    assert sources(text, "markdown") == [r"\mathbf{x}_1", r"\mathbf{x}"]


FRONT = r"""---
title: Losses
math:
  '\RR': '\mathbb{R}'
  "\\vec": "\\mathbf{#1}"
  E: ["\\mathbb{E}_{#1}", 1]
author: me
---
$\vec{x}\in\RR$ and $\E{q}$
"""


def test_macros_of_the_front_matter_hold():
    document = parse(FRONT, "a.md")
    assert [s.source for s in document.spans] == [r"\mathbf{x}\in\mathbb{R}", r"\mathbb{E}_{q}"]
    assert [document.position(s.start) for s in document.spans] == [(9, 1), (9, 21)]


def test_macros_of_a_page_in_rest_hold():
    text = ".. math::\n\n   \\newcommand{\\x}{\\mathbf{x}}\n\nHere :math:`\\x = 1`."
    assert sources(text, "rest") == [r"\mathbf{x} = 1"]


def test_theorem_like_environments_are_scopes():
    text = (
        "\\newtheorem{thm}{Theorem}[section]\\begin{thm}[A]$a$\\begin{proof}$b$\\end{proof}\\end{thm} \\begin{lemma}$c$"
    )
    document = parse(text, "a.tex")
    shown = [(s.name, document.text[s.start : s.end]) for s in document.scopes]
    inner = "\\begin{proof}$b$\\end{proof}"
    assert shown == [("theorem", f"\\begin{{thm}}[A]$a${inner}\\end{{thm}}"), ("proof", inner)]

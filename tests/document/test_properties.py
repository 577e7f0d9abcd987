"""On arbitrary text: no exception, exact offsets, ordered and disjoint spans, linear time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.document import Document, parse

FORMATS = ("markdown", "text", "latex", "rest")
SIGNS = r"""
$ $$ \( \) \[ \] \\( \\) ` ``` ```math <!-- --> > - # \begin{align} \end{align} \text{ } { x 𝑥 = _1 ^ \sigma ( ) ,
5 值 ， and % \% :math:` === --- d \section{ \item ? ∞ − \newcommand{\a} \verb| +--+ \iffalse ' |
""".split()
BLANKS = [
    "\n",
    "\n\n",
    " ",
    "\t",
    "    ",
    "\0",
    "\ufffd",
    "\u2028",
    "\x0c",
    "1. ",
    "| a | b |\n|---|---|\n",
    ".. math::\n",
]
SNIPPETS = st.sampled_from([*SIGNS, *BLANKS, "> ", "- ", "# ", " and the ", "d d d", "<!-- @claim a -->"])
TEXTS = st.one_of(st.lists(SNIPPETS, max_size=40).map("".join), st.text(max_size=200))


def check(document: Document) -> None:
    """Offsets are exact, spans ordered and disjoint, each in its block; blocks, tags, problems lie in the text."""
    size, last = len(document.text), 0
    for span in document.spans:
        assert last <= span.start <= span.inner_start <= span.inner_end <= span.end <= size
        assert len(span.source) == span.inner_end - span.inner_start
        written = document.text[span.inner_start : span.inner_end]
        blanked = [w for s, w in zip(span.source, written, strict=True) if s != w]
        if document.format != "latex":
            assert set(blanked) <= {">", "\t"}
        block = document.blocks[span.block]
        assert block.start <= span.start
        assert span.end <= block.end
        last = span.end
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= size
        assert all(block.start <= a <= b <= block.end for a, b in block.cells)
    assert [b.start for b in document.blocks] == sorted(b.start for b in document.blocks)
    for mark in (*document.tags, *document.problems):
        assert 0 <= mark.start <= mark.end <= size
        document.position(mark.start)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(FORMATS))
def test_any_text_is_read_with_exact_offsets(text, name):
    check(parse(text, "a", name))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_is_sniffed_and_read(text):
    check(parse(text, "a.txt"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abxy+=^_ ", min_size=1, max_size=8).filter(str.strip), max_size=6))
def test_displays_are_found_whatever_stands_between(formulas):
    text = "\n\ntext\n".join(f"$$\n{f}\n$$" for f in formulas)
    document = parse(text, "a.md")
    assert [s.source for s in document.spans] == [f"\n{f}\n" for f in formulas if f.strip()]


LARGE = {
    "one long line": "a $x$ " * 60_000,
    "dollars": "$ " * 150_000,
    "unbalanced dollars": "$a " * 100_001,
    "unbalanced brackets": "\\( " * 60_000 + "\\)",
    "unbalanced environments": "\\begin{align}" * 30_000,
    "unbalanced groups": "$" + "\\text{" * 60_000,
    "backticks": "".join("`" * (i % 500 + 1) + " " for i in range(1000)),
    "comments": "<!--" * 80_000,
    "quotes": ">" * 30_000 + " $x$",
    "lists": "\n".join("  " * i + "- $x$" for i in range(600)),
    "lines": "text $x$ line\n" * 30_000,
    "displays": "$$ a\n" * 30_000,
    "math fences": "```math\n" * 30_000,
    "single letters": "a b c d e f g " * 20_000,
    "unicode": "𝑥 + " * 30_000,
    "groups of bare commands": "\\hat{{{{" * 30_000,
    "sections": "\\section{" * 30_000,
    "conditionals": "\\iffalse" * 30_000,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", LARGE)
def test_hostile_documents_are_read_in_linear_time(shape, name):
    """About 300 kB each; quadratic reading would take minutes, so the bound has room for a slow machine."""
    started = time.process_time()
    check(parse(LARGE[shape], "a", name))
    assert time.process_time() - started < 8

"""Braces around a name, or around what else stands alone, change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symnn.notation import ReadError, read, words

NAMES = ["f", "x", "W", "\\sigma", "\\mathbf{x}", "\\hat{y}", "L", "\\mathcal{L}", "e", "n", "\\tanh", "\\log", "a"]
BEHIND = [
    "(2)",
    "'(2)",
    "^{\\prime}(x)",
    "(x)",
    "(x+1)",
    "^2(x)",
    "_1(x)",
    "_{i}",
    "^{(l)}",
    "^2",
    "(x, y)",
    "[k]",
    " + 1",
]
BEFORE = ["", "2", "a", "-", "\\nabla ", "\\sum_i "]


def reading(source: str) -> str:
    try:
        return " ;; ".join(words(p.term) for p in read(source).parts)
    except ReadError as error:
        return "doubtful" if error.readings else error.code


@given(st.sampled_from(BEFORE), st.sampled_from(NAMES), st.sampled_from(BEHIND), st.integers(1, 2))
def test_a_name_in_braces_reads_as_the_name(before: str, name: str, behind: str, depth: int) -> None:
    bare = f"{before}{name}{'' if name[-1] == '}' else ' '}{behind}"
    assert reading(f"{before}{'{' * depth}{name}{'}' * depth}{behind}") == reading(bare)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{f}(2)", "f(2)"),
        ("{f}'(2)", "f'(2)"),
        ("{f'}(2)", "f'(2)"),
        (r"{\sigma}(x)", "σ(x)"),
        (r"{f_1}(x)", "f_1(x)"),
        (r"{\tanh}(x)", "tanh(x)"),
        (r"\frac{{f}(x)}{2}", "f(x)/2"),
        ("{x}(1 - {x})", "x*(1 - x)"),
        ("{x+1}(2)", "(x + 1)*2"),
        (r"\sqrt{f}(x)", "sqrt(f)*x"),
        ("(x)(y)", "x*y"),
    ],
)
def test_what_stands_behind_braces_is_an_argument_only_of_a_name(source: str, expected: str) -> None:
    assert reading(source) == expected


@pytest.mark.parametrize("source", ["(f)(2)", "(f)'(2)", r"(\sigma)(x)"])
def test_a_function_in_brackets_before_brackets_is_doubtful(source: str) -> None:
    assert reading(source) == "doubtful"

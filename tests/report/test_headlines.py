"""Findings in Chinese: every code has a title there, and the frequent messages are translated with their numbers."""

import re
from pathlib import Path

import pytest

import symnn
from symnn.finding import Finding, Location
from symnn.report import Look, render
from symnn.report.headlines import TITLES, advice, headline, reading

ZH = Look(language="zh")
PAGES = sorted(p.stem for p in (Path(symnn.__file__).parent / "explain").glob("[EWN][0-9]*.md"))


def said(code: str, message: str, look: Look = ZH) -> str:
    return headline(Finding(code, Location("a.md", 1, 1, 1, 1), message), look)


def test_every_code_has_a_title():
    assert sorted(TITLES) == PAGES


@pytest.mark.parametrize(
    ("code", "message", "chinese"),
    [
        ("E201", "the two sides differ: at x = 1 the left side is 2, the right side is -1/2",
         "两边不等：在 x = 1 处左边为 2，右边为 -1/2"),
        ("E205", "this step is wrong: at x = 1 the left side has no value, the right side is 1; it holds"
         " exactly when a",
         "这一步是错的：在 x = 1 处左边为 无值，右边为 1；成立条件 a"),
        ("E202", "this is not the derivative: at x = 1 the left side is 2, the right side is 3",
         "这不是导数：在 x = 1 处左边为 2，右边为 3"),
        ("W212", "this holds only where c = 0: the document does not say so", "只在 c = 0 时成立，而文中没有这样说"),
        ("N305", "H has another meaning since line 22: at x = 1 the left side is 3, the right side is 4",
         "H 的含义与第 22 行不同：在 x = 1 处左边为 3，右边为 4"),
        ("E101", "( is never closed: one closing for two opening", "( 没有闭合（闭 1，开 2）"),
        ("E409", "no pattern knows this", "与前文的描述不同：no pattern knows this"),
    ],
)  # fmt: skip
def test_a_message_is_said_in_chinese(code, message, chinese):
    assert said(code, message) == chinese
    assert said(code, message, Look()) == message


def test_suggestions_and_readings():
    assert advice("add the condition a > 0", ZH) == "加上条件 a > 0"
    assert advice(r"\max(0, x)", ZH) == r"\max(0, x)"
    assert reading("|x| = x for real x", ZH) == "|x| = x（x 为实数）"
    assert reading("|x| = x for x > 0", ZH) == "|x| = x（x > 0）"
    assert reading("|x| = x", ZH) == "|x| = x"


def test_the_whole_report_has_no_english_words():
    text = "We have $\\sigma(-x) = \\sigma(x)$, $\\tanh'(x) = \\tanh(x)$ and $f(x) = (x$.\n\n"
    text += "Also $|x| = 2x$ for $x > 0$.\n"
    report = symnn.verify(text=text)
    shown = render(report, "text", ZH)
    prose = "\n".join(line for line in shown.splitlines() if not re.match(r"\s+(\d* \||[-+] )", line))
    assert not re.findall(r"\b(?!tanh|real|text|md|for\b)[a-z]{3,}\b", prose)
    assert "两边不等" in render(report, "html", ZH)


def test_a_long_message_is_left_in_time():
    assert said("E201", "at " * 100_000).startswith("两边不等：at at")

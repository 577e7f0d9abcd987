"""What messages say: names of the document alone, no sizes as numbers, one suggestion; reasons in Chinese."""

import json

import pytest

from symnn.check import verify
from symnn.report import Look, render
from symnn.report.reasons import in_chinese

LETS = (
    r"With $h \in \mathbb{R}^n$, $W \in \mathbb{R}^{d \times n}$, $v \in \mathbb{R}^{d}$ and $t \in \mathbb{R}$."
    "\n\n"
)


@pytest.fixture
def check(tmp_path):
    def run(formula, lets=LETS):
        path = tmp_path / "a.md"
        path.write_text(f"{lets}{formula}\n", encoding="utf-8")
        return verify([str(path)])

    return run


@pytest.mark.parametrize(
    ("formula", "reading"),
    [
        (r"$\|h\|^2 = \sum_i h_i$", "||h||^2 = sum[h_i; i] for h of n entries"),
        (r"$\sum_{j=1}^{n} t h_j = t + n$", "sum[t*h_j; j from 1 to n] = t + n for real t, h of n entries"),
        (r"$\vec{v} \cdot \vec{v} = \|\vec{v}\|$", "vec(v)·vec(v) = ||vec(v)||"),
        (r"$\tanh(t) = t$", "tanh(t) = t for real t"),
    ],
)
def test_a_reading_lists_numbers_as_real_and_arrays_with_their_entries(check, formula, reading):
    assert check(formula).claims[0].reading == reading


def test_names_of_our_own_stay_out_of_messages(check):
    report = check(r"$\frac{\partial}{\partial w_{l,i}} \sum_l \sum_i w_{l,i}^2 = 2 w_{l,i} + 1$", "")
    text = render(report, "text", Look())
    assert "~" not in text
    assert "w_[l,i]" in text


def test_a_size_without_a_letter_is_said_in_words_and_no_size_twice(check):
    text = render(check(r"$\sum_{i} w_{l,i} x_i = \sum_i w_{l,i}$", ""), "text", Look())
    assert "d(w_l)" not in text
    assert "at the size of w_l = 2" in text
    assert "differs for" not in text


def test_shapes_that_do_not_fit_have_one_suggestion(check):
    report = check("$$E = W v$$")
    (finding,) = report.findings
    assert finding.suggestion == "with Wᵀ*v the shapes fit"
    assert finding.change is not None
    assert finding.change.new == "E = W^{\\top} v"


def test_a_repair_that_is_proved_is_said_to_be(check):
    report = check("<!-- @claim a -->\n$$W h + W h = 2 h W$$")
    (finding,) = report.findings
    assert finding.code == "E404"
    assert finding.suggestion is not None
    assert finding.suggestion.endswith("(proved)")
    text = render(report, "text", Look())
    assert text.count("suggestion") == 1
    assert "suggestion (proved):" in text


def test_a_repair_that_fits_and_is_false_is_not_offered(check):
    report = check("<!-- @claim a -->\n$$h (1 - h) = 0$$")
    assert [(f.code, f.suggestion, f.change) for f in report.findings] == [("E404", None, None)]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("L is not given as a function of w_i here", "此处没有把 L 作为 w_i 的函数给出"),
        ("the index calculus: the shape of vec(v) is not declared", "指标演算：没有声明 vec(v) 的形状"),
        ("an expectation stands in it, and these are read but not decided", "其中有期望：这类公式能读，但不判定"),
        ("timed out after 20 s", "超过 20 秒的时间限制"),
        ("the sentence seems to speak against it: “not {0}”", "句子似乎否定它：“not {0}”"),
        ("something else", "something else"),
    ],
)
def test_frequent_reasons_are_said_in_chinese_and_others_stay(reason, said):
    assert in_chinese(reason) == said


def test_the_chinese_report_gives_reasons_in_chinese(check):
    report = check(r"$\frac{\partial L}{\partial t} = 2 t$")
    assert "此处没有把 L 作为 t 的函数给出" in render(report, "text", Look(language="zh"))
    assert "L is not given as a function of t here" in render(report, "text", Look())
    (claim,) = json.loads(render(report, "json", Look(language="zh")))["claims"]
    assert claim["reason"] == "L is not given as a function of t here"

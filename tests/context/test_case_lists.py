"""Case lists with gaps and with contradictory overlaps, and the many that are right."""

from __future__ import annotations

from pathlib import Path

import pytest

import symnn
from symnn.check import Options, verify
from symnn.verdict import name_of

CODES = ("W420", "E421")


def codes(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text(text + "\n", encoding="utf-8")
    return [f.code for f in verify([str(path)], Options(jobs=1)).findings if f.code in CODES]


def cases(*rows: str, head: str = "u(x)") -> str:
    return "$$\n" + head + r" = \begin{cases} " + r" \\ ".join(rows) + r" \end{cases}" + "\n$$"


@pytest.mark.parametrize(
    "rows",
    [
        (r"1, & x > 0", r"0, & x \le -1"),
        (r"x, & x > 0", r"-x, & x < 0"),
        (r"0, & x < -1", r"x, & -1 < x \le 1", r"1, & x > 1"),
        (r"\frac{1}{2} x^2, & |x| < \delta", r"\delta |x|, & |x| > \delta"),
    ],
)
def test_a_gap_between_two_cases_is_told(tmp_path, rows):
    assert codes(tmp_path, cases(*rows)) == ["W420"]


@pytest.mark.parametrize(
    "rows",
    [
        (r"1, & x \ge 0", r"0, & x \le 0"),
        (r"-1, & x < -1", r"x, & -1 \le x \le 1", r"1, & x > 0"),
        (r"\frac{1}{2} x^2, & |x| \le \delta", r"x + 1, & |x| \ge \delta"),
    ],
)
def test_two_values_in_one_place_are_told(tmp_path, rows):
    assert codes(tmp_path, cases(*rows)) == ["E421"]


@pytest.mark.parametrize(
    "rows",
    [
        (r"x, & x \ge 0", r"0, & x \le 0"),  # both give 0 at 0
        (r"x, & x > 0", r"0, & \text{otherwise}"),
        (r"2x, & 0 \le x < \frac{1}{2}", r"2 - 2x, & \frac{1}{2} \le x \le 1"),  # nothing is said beyond [0, 1]
        (r"-1, & x \le -1", r"x, & x \le 1", r"1, & x > 1"),  # read in their order
        (r"1, & x = 1", r"0, & x = 0"),  # labels
        (r"1, & i = j", r"0, & i \ne j"),
        (r"x, & n \text{ even}", r"0, & n \text{ odd}"),
        (r"\frac{1}{2} x^2, & |x| \le \delta", r"\delta (|x| - \frac{1}{2} \delta), & |x| > \delta"),
        (r"-c, & x < -c", r"x, & -c \le x \le c", r"c, & x > c"),
        (r"0, & x < a", r"\frac{x - a}{b - a}, & a \le x \le b", r"1, & x > b"),
        (r"0, & x < a", r"1, & x > 2"),  # how a lies to 2 is not known
        (r"x, & x > 0", r"y, & y > 0"),
        (r"\log x, & 0 < x", r"0, & 0 = x", r"-1, & 0 > x"),
    ],
)
def test_lists_without_a_gap_and_without_contradiction_are_left_alone(tmp_path, rows):
    assert codes(tmp_path, cases(*rows)) == []


def test_a_slope_may_lack_its_value_at_the_kink(tmp_path):
    rows = (r"1, & x > 0", r"0, & x < 0")
    assert codes(tmp_path, cases(*rows, head="f'(x)")) == []
    assert codes(tmp_path, "Its derivative is\n\n" + cases(*rows)) == []
    assert codes(tmp_path, cases(*rows) + "\n\nAt zero it is not defined.") == []


def test_between_integers_there_is_no_gap(tmp_path):
    assert codes(tmp_path, r"Let $x \in \mathbb{Z}$." + "\n\n" + cases(r"1, & x \ge 1", r"0, & x \le 0")) == []
    assert codes(tmp_path, r"Let $x \in \mathbb{Z}$." + "\n\n" + cases(r"1, & x \ge 2", r"0, & x \le 0")) == ["W420"]


@pytest.mark.parametrize(
    ("second", "expected"), [(r"\alpha", "undecided"), (r"3", "refuted"), (r"\alpha + 1", "refuted")]
)
def test_cases_that_hold_under_one_condition_on_a_parameter_are_not_refuted(second: str, expected: str) -> None:
    text = rf"Let $f(x)=\max(\alpha x,x)$. Then $f'(x)=\begin{{cases}}1&x>0\\{second}&x<0\end{{cases}}$."
    (found,) = symnn.verify(text=text + "\n").claims
    assert name_of(found.verdict) == expected

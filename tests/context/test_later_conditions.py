"""A condition behind a formula in the paragraph below a display is one of that formula, and limits no display."""

import pytest

import symnn
from symnn.verdict import name_of


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"We have $$\max(0, x) = x$$ with $h'(x) = 0$ for $x > 1$.",
        r"We have $$|x| = x$$ where $h(x) = 3$ for $x > 0$.",
        r"We have $$|x| = x$$ where $h(x) = 3$ whenever $x > 0$.",
        r"We have $$|x| = x$$ where $h(x) = 3$ for $x > 0$, $x < 5$.",
        r"We have $$|x| = x,$$ where $z = 3$ for $x > 0$.",
        r"我们有 $$|x| = x$$ 其中 $h(x) = 3$ 当 $x > 0$。",
        "We have\n\n$$|x| = x,$$\n\nwhere $h(x) = 3$ for $x > 0$.",
        "Here $h(x) = 3$ for $x > 0$, and\n\n$$|x| = x.$$",
    ],
)
def test_a_condition_of_a_later_formula_proves_no_display(text: str) -> None:
    assert "proved" not in verdicts(text)


def test_what_is_false_with_and_without_the_condition_is_refuted() -> None:
    text = r"We have $$\frac{x^2-1}{x-1}=x+2$$ with $g(x)=2$ for $x=5$."
    assert verdicts(text)[0] == "refuted"


def test_cases_that_are_true_where_the_derivative_is_given_only_are_open() -> None:
    text = (
        r"$$h(x) = \min(\max(x+3,0),6)/6 = \begin{cases} 1 & x \le -3 \\ 0 & x \ge 3 \\ \frac{x+3}{6} &"
        r" \text{otherwise} \end{cases}$$" + "\n\n" + r"with derivative $h'(x) = \frac16$ for $-3 < x < 3$."
    )
    assert verdicts(text) == ["undecided", "proved"]


@pytest.mark.parametrize(
    "text",
    [
        r"We have $$|x| = x$$ where $x > 0$.",
        r"We have $$|a x| = a x$$ where $a > 0$ and $x > 0$.",
        r"We have $$|z| = w x$$ where $z = w x$, $x > 0$ and $w > 0$.",
    ],
)
def test_a_condition_of_the_display_counts(text: str) -> None:
    assert verdicts(text)[0] == "proved"


def test_what_is_false_within_its_own_condition_is_refuted() -> None:
    assert verdicts(r"We have $$|x| = 2x$$ where $x > 0$.")[0] == "refuted"

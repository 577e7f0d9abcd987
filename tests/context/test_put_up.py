"""Bounds put up by "Let …" count for the paragraph and the formula below it, and refute nothing behind it."""

import pytest

import symnn
from symnn.verdict import name_of

LEAKY = r"\max(x, \gamma x) = \max(0,x) + \gamma \min(0,x)"


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize(
    "text",
    [
        r"Let $\gamma \in \mathbb{R}$, $\gamma > 0$." + "\n\n$$|\\gamma| = \\gamma$$",
        r"Let $\gamma \in \mathbb{R}$ with $\gamma > 0$. Then $|\gamma| = \gamma$.",
        r"Let $\alpha > 0$. Then $|\alpha| = \alpha$.",
        r"Let $0 < p < 1$. Then $|p| = p$.",
        r"Suppose $\beta > 0$; we have $|\beta| = \beta$.",
        r"设 $x \in \mathbb{R}$ 且 $x > 0$。则 $|x| = x$。",
        r"Let $x\in\mathbb{R}$ and $\gamma \in \mathbb{R}$, $\gamma \le 1$. Then $" + LEAKY + "$.",
        r"Let $x > 0$. Some words." + "\n\n" + r"In another paragraph $|x| + x = 2x$.",
        r"Let $p \in \mathbb{R}^n$, $p_i > 0$. Then $\sum_{i=1}^n |p_i| = \sum_{i=1}^n p_i$.",
    ],
)
def test_a_bound_that_is_put_up_counts(text: str) -> None:
    assert verdicts(text)[-1] == "proved"


@pytest.mark.parametrize(
    "text",
    [
        r"Let $\alpha > 0$. Then $\max(0, \alpha) = 2 \alpha$.",
        r"Let $x\in\mathbb{R}$ and $\gamma \in \mathbb{R}$, $\gamma \ge 1$. Then $" + LEAKY + "$.",
        r"Let $x \in \mathbb{R}$. Then $|x| + x = 2x$.",
    ],
)
def test_what_is_false_within_the_bound_is_refuted(text: str) -> None:
    assert verdicts(text)[-1] in ("refuted", "conditional")


def test_another_bound_of_the_name_takes_its_place() -> None:
    text = r"Let $x > 0$. Then $|x| + x = 2x$. Now let $x < 0$. Then $|x| - x = -2x$ and $|x| + x = 2x$."
    assert [v for v in verdicts(text) if v != "undecided"] == ["proved", "proved", "refuted"]


@pytest.mark.parametrize(
    "text",
    [
        r"Let $x > 0$. If $x < 1$, all is well." + "\n\n" + r"In another paragraph $|x| + x = 2x$.",
        r"We do not suppose $x > 0$. Then $|x| + x = 2x$.",
        r"Suppose $x > 0$ or $y > 0$. Then $|x| + x = 2x$.",
    ],
)
def test_where_a_bound_may_not_hold_nothing_rests_on_it(text: str) -> None:
    assert verdicts(text)[-1] != "proved"
    assert "refuted" not in verdicts(text)


@pytest.mark.parametrize("again", ["The unit with $x > 0$ is used often.", "Here $x > 0$ again."])
def test_the_same_bound_said_again_takes_nothing_back(again: str) -> None:
    text = r"Let $x > 0$. Some words." + f"\n\n{again}\n\nIn another paragraph $|x| + x = 2x$."
    assert verdicts(text)[-1] == "proved"


def test_what_holds_at_a_value_that_is_excluded_is_refuted() -> None:
    text = r"Let $\alpha > 0$ and $x \in \mathbb{R}$." + "\n\nThe unit with $\\alpha > 0$ is leaky.\n\n"
    assert verdicts(text + r"$$\frac{d}{dx}(x^2 + \alpha x) = 2x$$") == ["refuted"]

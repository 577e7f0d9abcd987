"""What holds as x → ∞ is said of the limit: before the formula, behind it, in Chinese, and in words alone."""

import pytest

import symnn
from symnn.verdict import name_of


def verdict(text: str, formula: str) -> str:
    report = symnn.verify(text=text + "\n")
    return next(name_of(c.verdict) for c in report.claims if c.formula.strip() == formula)


@pytest.mark.parametrize(
    ("text", "formula", "expected"),
    [
        (r"We have $\sigma(x) = 1$ as $x \to \infty$.", r"\sigma(x) = 1", "proved"),
        (r"When $x \to \infty$, $\sigma(x) = 1$.", r"\sigma(x) = 1", "proved"),
        (r"When $x \to \infty$, $\sigma(x) = 0$.", r"\sigma(x) = 0", "refuted"),
        (r"当 $x \to \infty$ 时，$\tanh(x) = 1$。", r"\tanh(x) = 1", "proved"),
        (r"当 $x \to -\infty$ 时，$\tanh(x) = 1$。", r"\tanh(x) = 1", "refuted"),
        (r"In the limit $x \to -\infty$ we have $\sigma(x) = 0$.", r"\sigma(x) = 0", "proved"),
        (r"As $\beta \to \infty$, $x \sigma(\beta x) = \max(0, x)$.", r"x \sigma(\beta x) = \max(0, x)", "proved"),
        (r"We have $e^x = 1 + x + O(x^2)$ as $x \to 0$.", r"e^x = 1 + x + O(x^2)", "proved"),
        (r"As $x \to 0$, $e^x = 1 + x + O(x^3)$.", r"e^x = 1 + x + O(x^3)", "refuted"),
        (r"Here $e^x = 1 + x + O(x^2)$.", r"e^x = 1 + x + O(x^2)", "proved"),
        (
            r"Here $\sigma(x) = \frac12 + \frac{x}{4} + O(x^4)$.",
            r"\sigma(x) = \frac12 + \frac{x}{4} + O(x^4)",
            "refuted",
        ),
        (r"Here $e^x = O(x^2)$.", r"e^x = O(x^2)", "undecided"),
        (r"Here $3x^2 + x = 3 x^2 + O(x)$.", r"3x^2 + x = 3 x^2 + O(x)", "undecided"),
        (r"As $x \to \infty$, $\log(1+e^x) = x$.", r"\log(1+e^x) = x", "undecided"),
        (r"For large $x$, $\sigma(x) = 1$.", r"\sigma(x) = 1", "undecided"),
        (r"Let $x \to \infty$. Then $\sigma(x) = 1$.", r"\sigma(x) = 1", "undecided"),
        (r"As $x$ tends to infinity, $\sigma(x) = 1$.", r"\sigma(x) = 1", "undecided"),
        (r"当 $x$ 趋于无穷时，$\sigma(x) = 1$。", r"\sigma(x) = 1", "undecided"),
        (r"We have $\sigma(x) = 1$.", r"\sigma(x) = 1", "undecided"),  # a value that some x may have
        (r"We have $\log(1+e^x) = 2x$.", r"\log(1+e^x) = 2x", "refuted"),
    ],
)
def test_an_equation_under_a_limit_is_one_of_limits(text: str, formula: str, expected: str) -> None:
    assert verdict(text, formula) == expected


def test_under_a_limit_nothing_is_defined() -> None:
    text = r"Let $f(x) = x^2$. As $x \to 1$, $f(x) = 1$. Then $f'(x) = 2x$."
    assert [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims] == ["proved", "proved"]


def test_an_expansion_is_no_definition() -> None:
    report = symnn.verify(text="$$\\sigma(x) = \\frac12 + \\frac{x}{4} + O(x^3)$$\n\n$$\\sigma'(x) = \\frac14$$\n")
    assert [name_of(c.verdict) for c in report.claims] == ["proved", "refuted"]


def test_a_wrong_order_is_told_without_a_point() -> None:
    report = symnn.verify(text="$$e^x = 1 + x + O(x^3)$$\n")
    (finding,) = (f for f in report.findings if f.severity == "error")
    assert "x = 1" not in finding.message
    assert "of the order of 1/2·x^2" in finding.message

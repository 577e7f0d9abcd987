"""Definitions in one sentence, "let z = Wx + b, a = σ(z)": each is given to all that follows."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

ARRAYS = r"$x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m\times n}$, $b\in\mathbb{R}^m$, $y \in \mathbb{R}^m$"
LOSS = r"$L = \frac{1}{2}\|a - y\|^2$"
SENTENCES = [
    f"Let {ARRAYS}. Let $z = Wx + b$, $a = \\sigma(z)$. The loss is {LOSS}.",
    f"Let {ARRAYS}. Let $z = Wx + b$ and $a = \\sigma(z)$, and {LOSS}.",
    f"Let {ARRAYS}. With $z = Wx + b$ we have $a = \\sigma(z)$. The loss is {LOSS}.",
    f"设 {ARRAYS}。令 $z = Wx + b$，则 $a = \\sigma(z)$。损失为 {LOSS}。",
]


@pytest.mark.parametrize("given", SENTENCES)
@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L}{\partial z} = (a - y)\odot a \odot (1-a)", "proved"),
        (r"\frac{\partial L}{\partial z} = (a - y)\odot a \odot (1+a)", "refuted"),
        (r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^\top", "proved"),
    ],
)
def test_each_definition_holds_for_all_that_follows(given: str, claim: str, expected: str) -> None:
    report = symnn.verify(text=f"{given}\n\n$${claim}$$\n")
    assert [name_of(c.verdict) for c in report.claims] == [expected]
    assert not [f for f in report.findings if f.code == "E423"]


def test_a_definition_for_one_formula_is_not_given_to_the_next() -> None:
    text = "Let $p = x^2$.\n\nWith $p = \\sigma(x)$, we have $p' = p(1 - p)$.\n"
    assert "proved" not in [name_of(c.verdict) for c in symnn.verify(text=text).claims][1:]


def test_a_sentence_that_begins_with_with_says_nothing_of_the_sentence_above() -> None:
    text = (
        "Let $f(x) = x^2$. Then\n\n$$f'(x) = 2x.$$\n\n"
        "With the label $t = 2y - 1 \\in \\{-1, 1\\}$ we can write $f(t)$ as well.\n"
    )
    (found,) = [c for c in symnn.verify(text=text).claims if c.formula.startswith("f'")]
    assert (name_of(found.verdict), found.reading) == ("proved", "f'(x) = 2*x for real x")


@pytest.mark.parametrize(
    "given",
    [
        "Let $z = wx + b$ and\n\n$$a = \\sigma(z).$$",
        "With $z = wx + b$ we put\n\n$$a = \\sigma(z).$$",
        "令 $z = wx + b$，则\n\n$$a = \\sigma(z)$$",
    ],
)
def test_what_leads_to_a_display_is_defined_for_all_that_follows(given: str) -> None:
    text = f"{given}\n\nThen\n\n$$\\frac{{\\partial a}}{{\\partial w}} = a(1-a)x$$\n\nand $z - b = wx$.\n"
    assert [name_of(c.verdict) for c in symnn.verify(text=text).claims] == ["proved", "proved"]
    wrong = text.replace("z - b", "2z - b")
    assert name_of(symnn.verify(text=wrong).claims[1].verdict) != "proved"


def test_a_function_that_leads_to_a_display_is_defined_too() -> None:
    text = "With $h(x) = wx + b$ we get\n\n$$\\frac{\\partial h(x)}{\\partial w} = x$$\n\nand $h(0) = b$, $h(0) = w$.\n"
    found = [name_of(c.verdict) for c in symnn.verify(text=text).claims]
    assert found[:2] == ["proved", "proved"]
    assert found[2] != "proved"


@pytest.mark.parametrize("after", ["", r" \in \mathbb{R}^d"])
@pytest.mark.parametrize(
    ("right", "expected"),
    [(r"\boldsymbol{w}^{\top}\boldsymbol{x} + b", "proved"), (r"\boldsymbol{w}^{\top}\boldsymbol{x} + 2b", "refuted")],
)
def test_semicolons_in_a_formula_end_no_sentence(after: str, right: str, expected: str) -> None:
    text = (
        "设 $\\boldsymbol{x} = [x_1; x_2; \\cdots; x_d]$ 为输入。\n\n"
        f"$$\nz = \\sum_{{i=1}}^{{d}} w_i x_i + b = {right},\n$$\n\n"
        f"其中 $\\boldsymbol{{w}} = [w_1; w_2; \\cdots; w_d]{after}$ 是权重向量。\n"
    )
    assert [name_of(c.verdict) for c in symnn.verify(text=text).claims] == [expected]


def test_a_long_formula_behind_with_is_looked_at_once() -> None:
    """The formula is masked by as many signs as it has."""
    text = (
        "Define $g(x) = x \\Phi(x)$ with $\\Phi(x) = \\frac{1}{2}\\left(1 + \\operatorname{erf}(x / \\sqrt{2})\\right)"
        "$, hence\n\n$$ g'(x) = \\Phi(x) + x \\Phi'(x) $$\n"
    )
    assert [name_of(c.verdict) for c in symnn.verify(text=text).claims] == ["proved"]

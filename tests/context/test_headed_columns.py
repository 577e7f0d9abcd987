"""Tables of functions and derivatives: the head of a column says what its cells claim."""

from __future__ import annotations

import pytest

import symnn
from symnn.verdict import name_of

FORMULAS = "| Name | $f(x)$ | $f'(x)$ |\n|---|---|---|\n"
WORDS = "| Activation | Function | Derivative |\n|---|---|---|\n"
CHINESE = "| 激活函数 | 表达式 | 导数 |\n|---|---|---|\n"


def verdicts(text: str) -> list[str]:
    return [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]


@pytest.mark.parametrize("head", [FORMULAS, WORDS, CHINESE])
@pytest.mark.parametrize(
    ("function", "derivative", "expected"),
    [
        (r"\frac{1}{1+e^{-x}}", "f(x)(1-f(x))", ["proved"]),
        (r"\frac{1}{1+e^{-x}}", "f(x)(1+f(x))", ["refuted"]),
        (r"\sigma(x) = \frac{1}{1+e^{-x}}", r"\sigma(x)(1-\sigma(x))", ["proved"]),
        (r"\frac{x}{1+|x|}", r"\frac{1}{(1+|x|)^2}", ["proved"]),
        (r"x e^{-x}", r"x e^{-x}", ["refuted"]),
        ("x", "1", ["proved"]),
        (r"\max(\gamma x, x)", "y(1-y)", []),  # nobody says what y is
        (r"\max(0, x)", r"g(x)", []),
        ("3", "0", []),  # a value
    ],
)
def test_the_derivative_of_a_row_is_that_of_its_function(
    head: str, function: str, derivative: str, expected: list[str]
) -> None:
    assert verdicts(f"{head}| A | ${function}$ | ${derivative}$ |") == expected


@pytest.mark.parametrize(
    ("function", "derivative"),
    [(r"\frac12(y-t)^2", "y-t"), (r"\frac12(h-t)^2", "h-t"), (r"\max(0, 1-tz)", "-t"), (r"\frac12(wx-y)^2", "(wx-y)x")],
)
def test_of_two_letters_nothing_says_which_varies(function: str, derivative: str) -> None:
    assert verdicts(f"{WORDS}| A | ${function}$ | ${derivative}$ |") == []


@pytest.mark.parametrize("head", [FORMULAS, WORDS])
def test_parameters_are_no_arguments(head: str) -> None:
    assert verdicts(f"{head}| A | $e^{{-\\beta x}}$ | $-\\beta e^{{-\\beta x}}$ |") == ["proved"]


def test_a_function_is_one_of_its_row_only() -> None:
    rows = "| A | $x^2$ | $2x$ |\n| B | see above | $2x$ |\n| C | $x^3$ | $2x$ |\n"
    assert verdicts(FORMULAS + rows) == ["proved", "refuted"]
    assert verdicts(FORMULAS + rows + "\nAnd $f'(x) = 2x$.") == ["proved", "refuted", "undecided"]


@pytest.mark.parametrize(
    "table",
    [
        "| $x$ | $f(x)$ | $f'(x)$ |\n|---|---|---|\n| $0$ | $x$ | $2$ |",  # values
        FORMULAS + "| $x > 0$ | $x|x|$ | $x$ |",  # on a part only
        FORMULAS + "| A | $x^2$ for all $x$ | $x$ |",
        FORMULAS + "| A | $x^2$ | about $x$ |",
        "| Loss | Formula | Gradient norm |\n|---|---|---|\n| A | $x^2$ | $x$ |",
        "| Name | $f(x)$ | $g'(x)$ or so |\n|---|---|---|\n| A | $x^2$ | $x$ |",
    ],
)
def test_other_tables_claim_nothing(table: str) -> None:
    assert verdicts(table) == []


def test_a_table_ends_with_a_blank_line() -> None:
    other = "| a | b | c |\n|---|---|---|\n| A | $x^2$ | $x$ |"
    assert verdicts(f"{FORMULAS}| A | $x^2$ | $2x$ |\n\n{other}") == ["proved"]


def test_what_is_offered_is_what_the_cell_holds() -> None:
    (found,) = [f for f in symnn.verify(text=FORMULAS + "| A | $x^2$ | $3x$ |\n").findings if f.code == "E202"]
    assert found.suggestion is not None
    assert "=" not in found.suggestion

"""Inequalities between expressions that say where one is: conditions where a cue says so, else a doubt."""

import pytest

import symnn
from symnn.verdict import name_of

HINGE = r"Let $L = \max(0, 1 - y f)$. "
SLOPE = r"$\frac{\partial L}{\partial f} = -y$"


def of_slope(text: str, formula: str = SLOPE) -> str:
    claims = symnn.verify(text=HINGE + text + "\n").claims
    wanted = formula.strip("$\n")
    return next(name_of(c.verdict) for c in claims if c.formula.strip() == wanted)


@pytest.mark.parametrize(
    "text",
    [
        f"We have {SLOPE} if $y f < 1$.",
        f"If $y f < 1$, then {SLOPE}.",
        f"当 $y f < 1$ 时，{SLOPE}。",
        f"则 {SLOPE}（若 $y f < 1$）。",
    ],
)
def test_a_condition_between_expressions_is_one(text: str) -> None:
    assert of_slope(text) == "proved"


@pytest.mark.parametrize(
    "text",
    [
        f"In the region $yf < 1$, {SLOPE}; elsewhere it is zero.",
        f"We have {SLOPE} for margins with $y f < 1$.",
        f"Suppose $yf < 1$. Then\n\n${SLOPE}$",
        f"Then, as $yf < 1$,\n\n${SLOPE}$",
        f"The case $yf < 1$ gives\n\n${SLOPE}$",
    ],
)
def test_a_region_that_is_not_understood_refutes_nothing(text: str) -> None:
    assert of_slope(text) in ("undecided", "proved")


def test_without_a_region_the_slope_is_wrong() -> None:
    assert of_slope(f"Therefore {SLOPE}.") == "refuted"


def test_a_region_of_other_names_is_no_excuse() -> None:
    assert of_slope(f"In the region $a b < 1$, {SLOPE}.") == "refuted"


def test_an_inequality_that_is_claimed_limits_nothing() -> None:
    text = r"Since $e^x \ge 1 + x$, $\frac{d}{dx} e^{2x} = e^{2x}$."
    assert "refuted" in [name_of(c.verdict) for c in symnn.verify(text=text + "\n").claims]

"""Contradictions by multipliers, and signs of polynomials by Sturm's theorem."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from latex_claims import latex_term

from symnn.domain import Interval
from symnn.kernel.build import difference
from symnn.kernel.farkas import adds_up, multipliers
from symnn.kernel.feasibility import combined
from symnn.kernel.normal import Form
from symnn.kernel.sturm import signs_on


@pytest.mark.parametrize(
    "facts",
    [
        ("x > 0", "y > 0", "x + y < 0"),
        ("x > y", "y > z", "z > x"),
        ("x > 1", "y > 1", "xy < 1"),
        (r"x \ge 1", "(1+x)(1-x) > 0"),
        ("e^x < 1 + x", "x < 3"),
        (r"\sin x > 2", "x > 0"),
        (r"\log x > x", "x > 0"),
    ],
)
def test_the_multipliers_add_up_to_a_contradiction(facts: tuple[str, ...]) -> None:
    rows = [latex_term(f) for f in facts]
    form = Form([difference(*r.args) for r in rows], rows)
    found = combined(form, rows)
    assert found is not None
    assert all(adds_up(part) for part in found)


@pytest.mark.parametrize("facts", [("x > 0", "y > 0"), ("x > 0", "x < 1", "y < 1", "x > y"), ("x^2 > 1", "x < 0")])
def test_facts_that_hold_somewhere_have_no_multipliers(facts: tuple[str, ...]) -> None:
    rows = [latex_term(f) for f in facts]
    form = Form([difference(*r.args) for r in rows], rows)
    assert multipliers(form, [r.head for r in rows]) is None
    assert combined(form, rows) is None


def test_altered_multipliers_do_not_add_up() -> None:
    rows = [latex_term(f) for f in ("x > 0", "y > 0", "x + y < 0")]
    found = multipliers(Form([difference(*r.args) for r in rows], rows), [r.head for r in rows])
    assert found is not None
    for i, (row, x) in enumerate(found):
        assert not adds_up([*found[:i], (row, x + 1), *found[i + 1 :]])
        assert not adds_up([*found[:i], (row, -x), *found[i + 1 :]])


CUBIC = {3: Fraction(1), 1: Fraction(-1)}  # x³ - x = (x + 1)·x·(x - 1)
ENDS = [None, *(Fraction(k, 2) for k in (-3, -2, -1, 0, 1, 2, 3))]


@pytest.mark.parametrize(("low", "high"), [(a, b) for a, b in product(ENDS, ENDS) if a is None or b is None or a < b])
@pytest.mark.parametrize("open_", [True, False])
def test_sturm_agrees_with_values_at_points(low: Fraction | None, high: Fraction | None, open_: bool) -> None:
    where = Interval(low, high, low is None or open_, high is None or open_)
    values = [x**3 - x for k in range(-40, 41) if (x := Fraction(k, 8)) in where]
    seen = frozenset((v > 0) - (v < 0) for v in values)
    found = signs_on(CUBIC, where)
    assert seen <= found
    assert found in (seen, frozenset({-1, 0, 1}))


def test_a_polynomial_without_real_roots_has_one_sign() -> None:
    assert signs_on({2: Fraction(1), 1: Fraction(1), 0: Fraction(1)}, Interval()) == {1}

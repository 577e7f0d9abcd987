"""What says nothing is not proved: contradictory assumptions, sides without a value; and what looks like it."""

from __future__ import annotations

import pytest
from formulas import claim

from symnn.decide import decide
from symnn.verdict import Proved, Undecided


@pytest.mark.parametrize(
    ("relation", "assumptions"),
    [
        ("x**2 == 7", ("x > 2", "x < 1")),
        ("a*x == 7", ("a > 2", "a**2 < 1")),
        ("x**2 == 5", ("x != x",)),
        ("log(a) > 3", ("a < 0",)),
        ("log(a*x) > log(0 - x*a)", ()),
        ("log(x) + log(0 - x) == 3*sqrt(0 - x**4 - 1)", ()),
        ("log(0 - x**2) == 3", ()),
        ("1/(x - x) == 3", ()),
    ],
)
def test_a_claim_about_no_point_is_not_decided(relation: str, assumptions: tuple[str, ...]) -> None:
    verdict = decide(claim(relation, *assumptions))
    assert isinstance(verdict, Undecided)
    assert "no point" in verdict.reason or "no value" in verdict.reason


@pytest.mark.parametrize(
    ("relation", "assumptions"),
    [
        ("cases(log(x), x > 0, log(0 - x), otherwise) == log(abs(x))", ()),
        ("x/y == 1", ("x == y", "y > 1000")),
        ("sqrt(x - 1000)**2 == x - 1000", ("x > 1000.5", "x < 1000.6")),
        ("log(x*y) == log(0 - x) + log(0 - y)", ("x < -1000", "y < -1000")),
    ],
)
def test_points_far_out_are_points(relation: str, assumptions: tuple[str, ...]) -> None:
    assert isinstance(decide(claim(relation, *assumptions)), Proved)

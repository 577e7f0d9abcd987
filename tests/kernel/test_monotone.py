"""Monotone, continuous and differentiable."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formulas import claim, term
from judge import evaluate

from symnn.domain import POSITIVE, Domain
from symnn.kernel.monotone import monotone, smoothness
from symnn.term import Sym, num, op
from symnn.verdict import Proved, Refuted, Verdict

X = Sym("x")


def rises(body: str, sign: int = 1, **domains: Domain) -> Verdict | None:
    relation = op("monotone", term(body), X, num(sign))
    return monotone(claim(relation, variable="x", **domains))


def smooth(head: str, body: str, **domains: Domain) -> Verdict | None:
    return smoothness(claim(op(head, term(body), X), variable="x", **domains))


ELU = "cases(x, x > 0, exp(x) - 1, otherwise)"


@pytest.mark.parametrize("body", ["tanh(x)", "sigma(x)", "softplus(x)", "x**3", ELU, "x/(1 + abs(x))", "x + sin(0)"])
def test_increasing_functions(body: str) -> None:
    assert isinstance(rises(body), Proved)
    assert isinstance(rises(f"-({body})", -1), Proved)


@pytest.mark.parametrize("body", ["x*sigma(x)", "gelu(x)", "relu(x)", "x**2", "cases(x, x > 0, x + 1, otherwise)"])
def test_two_points_show_that_a_function_does_not_increase(body: str) -> None:
    verdict = rises(body)
    assert isinstance(verdict, Refuted)
    a = dict(verdict.counterexample.point)[X]
    note = verdict.counterexample.note
    b = Fraction(note.split("= ")[1].split(" ")[0])
    assert a < b
    assert evaluate(term(body), {X: a}) >= evaluate(term(body), {X: b}) - 1e-40


def test_a_square_increases_for_positive_arguments() -> None:
    assert isinstance(rises("x**2", x=POSITIVE), Proved)


def test_the_sign_of_a_weight_decides() -> None:
    assert isinstance(rises("sigma(w*x)", w=POSITIVE), Proved)
    assert isinstance(rises("sigma(w*x)"), Refuted)


@pytest.mark.parametrize(
    "body", ["sigma(x)", "tanh(x)", "gelu(x)", ELU, "x/(1 + abs(x))", "x*abs(x)", "sigma(w*x + b)"]
)
def test_differentiable_functions(body: str) -> None:
    assert isinstance(smooth("differentiable", body), Proved)
    if "w" not in body:
        assert isinstance(smooth("continuous", body), Proved)


@pytest.mark.parametrize(
    ("body", "left", "right"),
    [("relu(x)", "0", "1"), ("abs(x)", "-1", "1"), ("cases(x, x > 0, 2*(exp(x) - 1), otherwise)", "2", "1")],
)
def test_a_kink_is_named_with_its_two_slopes(body: str, left: str, right: str) -> None:
    verdict = smooth("differentiable", body)
    assert isinstance(verdict, Refuted)
    assert (verdict.counterexample.left, verdict.counterexample.right) == (left, right)
    assert isinstance(smooth("continuous", body), Proved)


def test_a_step_is_not_continuous() -> None:
    assert isinstance(smooth("continuous", "cases(1, x >= 0, 0, otherwise)"), Refuted)


@pytest.mark.parametrize("body", ["1/x", "floor(x)"])
def test_functions_with_gaps_or_unknown_steps_stay_open(body: str) -> None:
    assert smooth("continuous", body) is None

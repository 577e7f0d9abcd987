"""Membership in an interval, and exact ranges."""

from __future__ import annotations

import pytest
from formulas import claim, term

from symnn.kernel.ranges import membership, range_is
from symnn.term import Op, Sym, op
from symnn.verdict import Proved, Refuted, Verdict


def interval(text: str) -> Op:
    """``(0, 1]`` as a term."""
    low, high = (term(t.replace("∞", "infinity").strip()) for t in text[1:-1].split(","))
    left, right = ("c" if text[0] == "[" else "o"), ("c" if text[-1] == "]" else "o")
    return op(f"interval_{left}{right}", low, high)


def stays(body: str, where: str) -> Verdict | None:
    return membership(claim(op("in", term(body), interval(where)), kind="range"))


def fills(body: str, where: str, *assumptions: str) -> Verdict | None:
    relation = op("range_is", term(body), Sym("x"), interval(where))
    return range_is(claim(relation, *assumptions, kind="range", variable="x"))


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("sigma(x)", "(0, 1)"),
        ("sigma(w*x + b)", "(0, 1)"),
        ("tanh(x)", "(-1, 1)"),
        ("relu(x)", "[0, ∞)"),
        ("softplus(x)", "(0, ∞)"),
        ("exp(-x**2)", "(0, 1]"),
    ],
)
def test_values_stay_in_the_interval(body: str, where: str) -> None:
    assert isinstance(stays(body, where), Proved)


def test_a_closed_interval_is_true_with_the_note_that_its_ends_are_not_attained() -> None:
    verdict = stays("sigma(x)", "[0, 1]")
    assert isinstance(verdict, Proved)
    assert verdict.certificate.data["notes"] == [f"{e} belongs to the interval and is not attained" for e in (0, 1)]


@pytest.mark.parametrize(
    ("body", "where"),
    [("tanh(x)", "(1, 1)"), ("tanh(x)", "(0, 1)"), ("relu(x)", "(0, ∞)"), ("x*sigma(x)", "(-1/4, ∞)")],
)
def test_a_value_outside_the_interval_refutes(body: str, where: str) -> None:
    verdict = stays(body, where)
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.point


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("sigma(x)", "(0, 1)"),
        ("tanh(x)", "(-1, 1)"),
        ("relu(x)", "[0, ∞)"),
        ("softplus(x)", "(0, ∞)"),
        ("max(-1, min(1, x))", "[-1, 1]"),
        ("max(0, min(1, 0.25*x + 0.5))", "[0, 1]"),
        ("x/(1 + abs(x))", "(-1, 1)"),
        ("sigma(x)*(1 - sigma(x))", "(0, 1/4]"),
        ("cases(x, x > 0, exp(x) - 1, otherwise)", "(-1, ∞)"),
        ("x**3", "(-∞, ∞)"),
        ("-log(1 + exp(-x))", "(-∞, 0)"),
    ],
)
def test_exact_ranges(body: str, where: str) -> None:
    assert isinstance(fills(body, where), Proved)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("sigma(x)", "[0, 1]"),  # the ends are not attained
        ("sigma(x)", "(-1, 1)"),  # not sharp
        ("max(-1, min(1, x))", "(-1, 1)"),  # the ends are attained
        ("relu(x)", "(-∞, ∞)"),
        ("relu(x)", "(0, ∞)"),
        ("x*(1 + erf(x/sqrt(2)))/2", "[-17/100, ∞)"),
    ],
)
def test_wrong_ranges_are_refuted(body: str, where: str) -> None:
    assert isinstance(fills(body, where), Refuted)


def test_the_range_on_a_part_of_the_line() -> None:
    assert isinstance(fills("sigma(x)", "[1/2, 1)", "x >= 0"), Proved)
    assert isinstance(fills("sigma(x)", "(1/2, 1)", "x > 0"), Proved)


def test_an_end_without_closed_form_stays_open() -> None:
    assert fills("x*sigma(x)", "[-0.2784645428, ∞)") is None or isinstance(
        fills("x*sigma(x)", "[-0.2784645428, ∞)"), Refuted
    )


def test_a_function_with_a_jump_has_no_range_by_the_intermediate_value_theorem() -> None:
    assert fills("cases(x + 1, x > 0, x, otherwise)", "(-∞, ∞)") is None


def one_of(body: str, *items: str) -> Verdict | None:
    return membership(claim(op("in", term(body), Op("set", tuple(term(i) for i in items))), kind="range"))


def test_finite_ranges() -> None:
    assert isinstance(one_of("sign(x)", "-1", "0", "1"), Proved)
    assert isinstance(one_of("cases(1, x >= 0, 0, otherwise)", "0", "1"), Proved)
    half = one_of("cases(1, x > 0, 1/2, x == 0, 0, otherwise)", "0", "1")
    assert isinstance(half, Refuted)
    assert half.counterexample.left == "1/2"
    assert isinstance(one_of("relu(x)", "0", "1"), Refuted)


def test_every_real_term_is_real() -> None:
    assert isinstance(stays("x - tanh(g*x)", "(-∞, ∞)"), Proved)

"""Balls enclose the value that an independent evaluator gives; undefined is told from unsure."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx, fmpq
from formulas import term
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import UndefinedError
from judge import evaluate as judged

from symnn.kernel.balls import evaluate, rational, truth
from symnn.kernel.elementary import Undefined, Unsupported, Unsure
from symnn.term import Op, Sym, Term, num, op

X, Y = Sym("x"), Sym("y")
UNARY = "exp log sqrt sinh cosh tanh asinh atanh sin cos tan atan erf erfc abs sign neg normal_cdf normal_pdf".split()


def terms() -> st.SearchStrategy[Term]:
    leaves: st.SearchStrategy[Term] = st.sampled_from([X, Y, num(1), num(2), num(Fraction(1, 3)), num(-3)])

    def grow(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        pairs = st.tuples(inner, inner)
        heads = st.sampled_from(["add", "mul", "div", "max", "min"])
        return st.one_of(
            st.tuples(st.sampled_from(UNARY), inner).map(lambda t: op(t[0], t[1])),
            st.tuples(heads, pairs).map(lambda t: op(t[0], *t[1])),
            st.tuples(inner, st.sampled_from([2, 3, -1, -2])).map(lambda t: op("pow", t[0], num(t[1]))),
            pairs.map(lambda t: op("cases", op("case", t[0], op("gt", X, Y)), op("case", t[1], op("true")))),
        )

    return st.recursive(leaves, grow, max_leaves=6)


values = st.fractions(min_value=-4, max_value=4, max_denominator=12)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(terms(), values, values)
def test_a_ball_contains_the_value_with_sixty_digits(t: Term, x: Fraction, y: Fraction) -> None:
    try:
        ball = evaluate(t, {X: rational(x), Y: rational(y)}, 128)
    except Undefined:
        return
    try:
        reference = judged(t, {X: x, Y: y})
    except (UndefinedError, OverflowError):
        return
    if abs(reference) < 1e30:
        with ctx.workprec(256):
            other = arb(mpmath.nstr(reference, 50))
            assert abs(ball - other) < arb("1e-20") * (1 + abs(other))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(terms(), values, st.fractions(min_value=-1, max_value=1, max_denominator=8))
def test_a_wide_ball_encloses_the_values_at_the_points_in_it(t: Term, x: Fraction, offset: Fraction) -> None:
    wide = arb(float(x), 1)
    inner = Fraction(float(x)) + offset
    try:
        ball = evaluate(t, {X: wide, Y: fmpq(1, 2)})
        point = evaluate(t, {X: rational(inner), Y: fmpq(1, 2)})
    except Undefined:
        return
    assert ball.overlaps(point)


@pytest.mark.parametrize(
    ("text", "x"),
    [("log(x)", 0), ("1/x", 0), ("sqrt(x)", -1), ("log(x - 1/3)", Fraction(1, 3)), ("x**0", 0), ("1/(exp(x) - 1)", 0)],
)
def test_outside_the_domain_is_certain_at_exact_points(text: str, x: Fraction) -> None:
    with pytest.raises(Undefined) as caught:
        evaluate(term(text), {X: rational(x)})
    assert not isinstance(caught.value, Unsure)


def test_a_ball_around_the_end_of_a_domain_is_unsure() -> None:
    with pytest.raises(Unsure):
        evaluate(term("log(x)"), {X: arb(0, 1)})


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("x**2", 0, 9), ("abs(x)", 0, 3), ("max(0, x)", 0, 3), ("sign(x)", -1, 1), ("tanh(x)", -1, 1), ("erf(x)", -1, 1)],
)
def test_wide_balls_stay_tight(text: str, low: int, high: int) -> None:
    ball = evaluate(term(text), {X: arb(0, 3)})
    spread = high - low
    assert ball.upper() < high + 0.01 * spread + (high == 9) * 9
    assert ball.lower() > low - 0.01 * spread - (low == 0) * spread


def test_overlapping_cases_give_a_ball_around_both_values() -> None:
    overlap = Op("cases", (op("case", num(1), op("gt", X, num(0))), op("case", num(2), op("gt", X, num(-1)))))
    assert evaluate(overlap, {X: fmpq(1)}).contains(2)
    assert evaluate(overlap, {X: fmpq(1)}).contains(1)


def test_truth_has_three_values() -> None:
    condition = op("lt", X, num(3))
    assert truth(condition, {X: fmpq(2)}) is True
    assert truth(condition, {X: fmpq(3)}) is False
    assert truth(condition, {X: arb(3, 1)}) is None


def test_an_unknown_head_is_named() -> None:
    with pytest.raises(Unsupported, match="transpose"):
        evaluate(op("transpose", X), {X: fmpq(1)})

"""Inequalities on intervals, far out, at ends, and in several variables."""

from __future__ import annotations

from fractions import Fraction

import pytest
from judge import evaluate
from rechecked import (
    accepted,
    add,
    atan,
    claim,
    cos,
    div,
    erf,
    exp,
    ge,
    gt,
    le,
    log,
    lt,
    minus,
    mul,
    ne,
    power,
    sin,
    sqrt,
    tanh,
    x,
    y,
)  # fmt: skip

from symnn.claim import Claim
from symnn.domain import POSITIVE, UNIT_OPEN, Domain, Interval
from symnn.recheck.basic import ZERO, basic
from symnn.recheck.bounds import intervals, positive_on
from symnn.recheck.facts import Facts
from symnn.recheck.kernels import Kernels
from symnn.recheck.outcome import UnclearError
from symnn.term import Sym, Term, num

u, v = Sym("u"), Sym("v")


def turn(z: Term) -> Term:
    """±π/2 with a jump at 0."""
    return add(atan(power(z, 3)), atan(div(1, power(z, 3))))


LOGISTIC = div(1, add(1, exp(mul(-1, x))))
TRUE = {
    "1 + x ≤ e^x": claim(le(add(1, x), exp(x))),
    "strictly off 0": claim(lt(add(1, x), exp(x)), ne(x, 0)),
    "log x ≤ x - 1": claim(le(log(x), minus(x, 1))),
    "tanh below its argument": claim(lt(tanh(x), x), x=POSITIVE),
    "a slope of at most 1/4": claim(le(mul(LOGISTIC, minus(1, LOGISTIC)), num("1/4"))),
    "sin x ≤ x": claim(le(sin(x), x), x=Domain((Interval(Fraction(0), Fraction(5), False, False),))),
    "erf below 1": claim(lt(erf(x), 1)),
    "a mean": claim(le(mul(2, x, y), add(power(x, 2), power(y, 2)))),
    "Young": claim(le(mul(x, y), add(mul(2, power(x, 2)), div(power(y, 2), 8)))),
    "relative entropy": claim(ge(add(mul(x, log(div(x, y))), minus(y, x)), 0), x=POSITIVE, y=POSITIVE),
    "cross-entropy": claim(
        ge(minus(mul(x, log(div(x, y))), mul(minus(x, 1), log(div(minus(1, x), minus(1, y))))), 0),
        x=UNIT_OPEN, y=UNIT_OPEN),
}  # fmt: skip
FALSE = {
    "1 + x < e^x": claim(lt(add(1, x), exp(x))),
    "1 + x + x²/2 ≤ e^x": claim(le(add(1, x, div(power(x, 2), 2)), exp(x))),
    "log x ≤ x - 1 - 1e-12": claim(le(log(x), minus(x, num("1.000000000001")))),
    "a slope of less than 1/4": claim(lt(mul(LOGISTIC, minus(1, LOGISTIC)), num("1/4"))),
    "a slope of at most 1/4 - 1e-9": claim(le(mul(LOGISTIC, minus(1, LOGISTIC)), num("0.249999999"))),
    "an end that is not attained": claim(lt(tanh(x), num("0.9999999999"))),
    "a late crossing": claim(le(mul(1000, x), add(exp(div(x, 1000)), 100000))),
    "a dip between": claim(ge(add(power(minus(x, num("1.2345")), 2), num("-1/1000000")), 0)),
    "a line with a gap": claim(gt(add(turn(v), exp(y)), 0), le(v, 1)),
    "a way across a gap": claim(ge(add(power(minus(v, u), 2), mul(10, turn(v)), mul(-10, turn(u))), 0)),
    "a mean that is too good": claim(le(mul(2, x, y), add(power(x, 2), mul(num("0.999"), power(y, 2))))),
    "an entropy of any sign": claim(ge(mul(x, log(div(x, y))), 0), x=POSITIVE, y=POSITIVE),
    "a negative end": claim(ge(cos(x), 0), x=Domain((Interval(Fraction(0), Fraction(2), False, False),))),
    "a closed end": claim(gt(x, 0), x=Domain((Interval(Fraction(0), None, False),))),
    "one piece of two": claim(gt(power(x, 3), -1), x=Domain((Interval(Fraction(0)), Interval(None, Fraction(-2))))),
    "the root of a square is its argument": claim(le(sqrt(power(x, 2)), x)),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_true_inequality_is_accepted(name: str) -> None:
    assert accepted(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_a_false_one_is_not(name: str) -> None:
    assert not accepted(FALSE[name])


@pytest.mark.parametrize("one", TRUE.values(), ids=TRUE)
def test_a_true_inequality_is_not_refuted(one: Claim) -> None:
    assert not accepted(one, "refuted")


TAILS = {
    "exponential": minus(exp(x), mul(50, x)), "atan": atan(x),
    "logistic": minus(LOGISTIC, num("0.3")), "logarithm": minus(log(add(power(x, 2), 1)), 1), "erf": erf(x),
    "Gaussian": minus(add(erf(x), num("1/1000")), exp(mul(-1, power(x, 2)))), "tanh": minus(x, tanh(x)),
}  # fmt: skip


@pytest.mark.parametrize("low", ["-3", "0", "1/7", "2", "30"])
@pytest.mark.parametrize("name", TAILS)
def test_what_is_positive_on_a_half_line_is_so_at_samples(name: str, low: str) -> None:
    start = Fraction(low)
    try:
        shown = positive_on(basic(TAILS[name]), x, Interval(start), True, Facts(Kernels()), [ZERO])
    except UnclearError:
        shown = False
    values = [evaluate(TAILS[name], {x: start + Fraction(k**4, 10**4)}) for k in range(0, 60, 3)]
    assert not shown or min(values[1:]) > 0
    assert shown or min(values) < 0.01


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(x, {1})], ["(0, ∞)"]),
        ([(x, {-1, 1})], ["(-∞, 0)", "(0, ∞)"]),
        ([(minus(2, x), {0, 1}), (x, {1, -1})], ["(-∞, 0)", "(0, 2]"]),
        ([(minus(x, 1), {0})], ["{1}"]),
        ([(minus(mul(-2, x), 1), {1})], ["(-∞, -1/2)"]),
        ([(div(minus(x, 1), minus(x, 2)), {1})], ["(-∞, ∞)"]),
        ([(add(x, exp(x)), {1})], ["(-∞, ∞)"]),
        ([(minus(power(x, 2), 1), {1})], ["(-∞, ∞)"]),
        ([(x, {1}), (minus(x, 1), {1}), (x, {-1, 1})], ["(1, ∞)"]),
        ([(x, {0, 1}), (x, {-1, 1})], ["(0, ∞)"]),
    ],
)
def test_the_intervals_cover_the_facts(rows: list[tuple[Term, set[int]]], expected: list[str]) -> None:
    facts = Facts(Kernels(), [(t, frozenset(s)) for t, s in rows])
    assert [str(i) for i in intervals(x, facts)] == expected

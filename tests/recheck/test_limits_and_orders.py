"""Limits from both sides, infinite ones, orders, and what the expansions leave out."""

from __future__ import annotations

import pytest
from rechecked import (
    INFINITY,
    a,
    accepted,
    add,
    atan,
    claim,
    cos,
    div,
    eq,
    erf,
    exp,
    lim,
    log,
    minus,
    mul,
    ne,
    neg,
    order,
    outcome,
    power,
    sin,
    size,
    sqrt,
    t,
    tanh,
    x,
    y,
)  # fmt: skip

from symnn.claim import Claim
from symnn.domain import POSITIVE
from symnn.recheck import NotCovered
from symnn.term import Sym, num

FAR = neg(INFINITY)
TRUE = {
    "sin x/x": claim(eq(lim(div(sin(x), x), x, 0), 1), names=()),
    "1/x from the right": claim(eq(lim(div(1, x), x, 0, 1), INFINITY), names=()),
    "1/x²": claim(eq(lim(div(1, power(x, 2)), x, 0), INFINITY), names=()),
    "|x|/x from the left": claim(eq(lim(div(size(x), x), x, 0, -1), -1), names=()),
    "tanh far out": claim(eq(lim(tanh(x), x, FAR), -1), names=()),
    "x e^-x": claim(eq(lim(mul(x, exp(neg(x))), x, INFINITY), 0), names=()),
    "x log x": claim(eq(lim(mul(x, log(x)), x, 0, 1), 0), names=()),
    "the tail of erf": claim(eq(lim(mul(x, minus(1, erf(x))), x, INFINITY), 0), names=()),
    "a cold softplus": claim(
        eq(lim(mul(t, log(add(1, exp(div(x, t))))), t, 0, 1), div(add(x, size(x)), 2)), names=(x,)
    ),
    "a parameter": claim(eq(lim(div(minus(exp(mul(a, x)), 1), x), x, 0), a), names=(a,)),
    "e^x to second order": claim(order(exp(x), add(1, x), power(x, 2), x, 0, 0), names=()),
    "cos to fourth order": claim(order(cos(x), minus(1, div(power(x, 2), 2)), power(x, 4), x, 0, 0), names=()),
    "a central difference": claim(
        order(div(minus(exp(add(y, x)), exp(minus(y, x))), mul(2, x)), exp(y), power(x, 2), x, 0, 1), names=(y,)
    ),
}
FALSE = {
    "1/x from both sides": claim(eq(lim(div(1, x), x, 0), INFINITY), names=()),
    "|x|/x from both sides": claim(eq(lim(div(size(x), x), x, 0), 1), names=()),
    "x log x from both sides": claim(eq(lim(mul(x, log(x)), x, 0), 0), names=()),
    "tanh on the wrong side": claim(eq(lim(tanh(x), x, FAR), 1), names=()),
    "twice infinity": claim(eq(lim(exp(x), x, mul(2, INFINITY)), 0), names=()),
    "without a value beside the point": claim(eq(lim(div(mul(t, x), mul(t, x)), t, 0), 1), names=(x,)),
    "a cold softplus is no identity": claim(eq(lim(mul(t, log(add(1, exp(div(x, t))))), t, 0, 1), x), names=(x,)),
    "a wrong parameter": claim(eq(lim(div(minus(exp(mul(a, x)), 1), x), x, 0), size(a)), names=(a,)),
    "a name of the checker": claim(eq(lim(div(Sym("T~~"), x), x, INFINITY), 1), names=(Sym("T~~"),)),
    "an order too high": claim(order(exp(x), add(1, x), power(x, 3), x, 0, 0), names=()),
    "an order just too high": claim(
        order(cos(x), minus(1, div(power(x, 2), 2)), power(x, num("4001/1000")), x, 0, 1), names=()),
    "a one-sided difference": claim(
        order(div(minus(exp(add(y, x)), exp(y)), x), exp(y), power(x, 2), x, 0, 1), names=(y,)),
    "a kink": claim(order(size(x), 0, power(x, 2), x, 0, 0), names=()),
    "atan beyond its bound": claim(eq(lim(atan(x), x, INFINITY), num("1.5707963267948966")), names=()),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_true_limit_or_order_is_accepted(name: str) -> None:
    assert accepted(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_a_false_or_missing_one_is_not(name: str) -> None:
    assert not accepted(FALSE[name])


@pytest.mark.parametrize("one", TRUE.values(), ids=TRUE)
def test_a_true_one_is_not_refuted(one: Claim) -> None:
    assert not accepted(one, "refuted", {"point": []})
    assert not accepted(one, "refuted")


def test_a_wrong_limit_is_refuted() -> None:
    assert accepted(claim(eq(lim(div(sin(x), x), x, 0), 2), names=()), "refuted", {"point": []})
    assert accepted(claim(order(exp(x), add(1, x), power(x, 3), x, 0, 0), names=()), "refuted", {"point": []})


def test_a_limit_that_is_no_number_refutes_nothing_about_other_infinite_terms() -> None:
    assert not accepted(claim(eq(lim(x, x, INFINITY), mul(2, INFINITY)), names=()), "refuted", {"point": []})


def test_what_has_no_value_near_the_point_is_left_open() -> None:
    one = claim(eq(lim(log(mul(x, y)), x, 0, 1), INFINITY), ne(y, 0), names=(y,), y=POSITIVE)
    assert isinstance(outcome(claim(eq(lim(sqrt(x), x, 0), 0), names=())), NotCovered)
    assert not accepted(one)

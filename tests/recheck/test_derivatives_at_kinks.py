"""Derivatives where two branches meet, within others, and at the ends of what has a value."""

from __future__ import annotations

import pytest
from rechecked import (
    NONNEGATIVE,
    accepted,
    add,
    at,
    cases,
    claim,
    deriv,
    div,
    eq,
    exp,
    ge,
    gt,
    indicator,
    largest,
    le,
    lim,
    log,
    lt,
    mul,
    ne,
    neg,
    point,
    power,
    root,
    sign,
    size,
    sqrt,
    t,
    tanh,
    x,
    y,
)  # fmt: skip

from symnn.domain import POSITIVE
from symnn.term import TRUE as OTHERWISE
from symnn.term import num

square = mul(x, size(x))
elu = cases((x, ge(x, 0)), (add(exp(x), -1), OTHERWISE))
jump = cases((add(x, 1), ge(x, 0)), (x, OTHERWISE))
half = cases((0, eq(x, 0)), (x, gt(x, 0)), (mul(x, div(log(x), log(x))), lt(x, 0)))
TRUE = {
    "ReLU off the kink": claim(eq(deriv(largest(0, x), x), indicator(gt(x, 0))), ne(x, 0)),
    "|x| off the kink": claim(eq(deriv(size(x), x), sign(x)), ne(x, 0)),
    "x|x| everywhere": claim(eq(deriv(square, x), mul(2, size(x)))),
    "x|x| twice off 0": claim(eq(deriv(square, x, x), mul(2, sign(x))), ne(x, 0)),
    "ELU everywhere": claim(eq(deriv(elu, x), cases((1, ge(x, 0)), (exp(x), OTHERWISE)))),
    "ELU at its kink": claim(eq(at(deriv(elu, x), x, 0), 1), names=()),
    "a mixed derivative": claim(eq(deriv(deriv(mul(size(y), x), y), x), sign(y)), ne(y, 0)),
    "a root of a positive argument": claim(eq(deriv(sqrt(x), x), div(1, mul(2, sqrt(x)))), x=POSITIVE),
    "a value within a value": claim(eq(at(at(size(x), x, y), y, -3), 3), names=()),
    "one-sided branches": claim(eq(deriv(cases((0, le(x, 0)), (power(x, 2), OTHERWISE)), x), mul(2, largest(0, x)))),
}
FALSE = {
    "ReLU at the kink": claim(eq(deriv(largest(0, x), x), indicator(gt(x, 0)))),
    "|x| at the kink": claim(eq(deriv(size(x), x), sign(x))),
    "x|x| twice": claim(eq(deriv(square, x, x), mul(2, sign(x)))),
    "ELU twice": claim(eq(deriv(elu, x, x), cases((0, ge(x, 0)), (exp(x), OTHERWISE)))),
    "a jump has no slope": claim(eq(deriv(jump, x), 1)),
    "|xy| in one direction": claim(eq(deriv(size(mul(x, y)), x), mul(y, sign(mul(x, y))))),
    "a derivative that exists at single points": claim(
        eq(deriv(deriv(mul(size(y), x), y), x), 1), eq(x, 0), eq(y, 0)),
    "the same by values": claim(
        eq(at(at(deriv(deriv(mul(size(y), x), y), x), x, 0), y, 0), 1), names=()),
    "a value within a value": claim(eq(at(at(size(x), x, y), y, -3), -3), gt(y, 0), names=(y,)),
    "what decides has no value under another name": claim(
        eq(mul(sign(exp(div(1, x))), at(sign(exp(div(1, x))), x, y)), 1), gt(x, 0)),
    "what decides ends at the point": claim(
        eq(deriv(cases((power(x, 2), gt(add(sqrt(x), 1), 0))), x), add(mul(2, x), mul(0, sqrt(x))))),
    "a branch without values": claim(eq(at(deriv(half, x), x, 0), 1), gt(x, 0), names=(x,)),
    "a branch without values, in a limit": claim(eq(lim(add(t, at(deriv(half, x), x, 0)), t, 0), 1), names=()),
    "a product with a cube root": claim(
        eq(deriv(mul(x, root(x, 3)), x), mul(num("4/3"), root(x, 3), div(x, x))), x=NONNEGATIVE),
    "SymPy's Heaviside": claim(eq(at(deriv(largest(0, x), x), x, 0), num("1/2")), names=()),
    "|tanh x| at 0": claim(eq(deriv(size(tanh(x)), x), mul(sign(x), add(1, neg(power(tanh(x), 2)))))),
    "a root that touches zero":
        claim(eq(deriv(sqrt(power(x, 4)), x), add(mul(2, x), indicator(eq(x, 0))))),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_derivative_that_exists_is_accepted(name: str) -> None:
    assert accepted(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_one_that_is_wrong_or_missing_at_a_point_is_not(name: str) -> None:
    assert not accepted(FALSE[name])


@pytest.mark.parametrize("name", TRUE)
def test_a_right_one_is_not_refuted(name: str) -> None:
    assert not accepted(TRUE[name], "refuted")


def test_a_rule_that_gives_no_slope_is_no_proof_that_there_is_none() -> None:
    one = claim(eq(deriv(mul(x, root(x, 3)), x), mul(num("4/3"), root(x, 3))))
    assert not accepted(one, "conditional", point(x=0), ne(x, 0))


def test_a_slope_that_is_wrong_beside_the_kink_is_refuted() -> None:
    one = claim(eq(deriv(largest(0, x), x), 0))
    assert accepted(one, "refuted", point(x=2))
    assert not accepted(one, "refuted", point(x=0))
    assert not accepted(one, "refuted", point(x=-1))

"""Values and where there are any: powers, logarithms, roots, names."""

from __future__ import annotations

import pytest
from rechecked import (
    NONNEGATIVE,
    NONZERO,
    accepted,
    add,
    asin,
    atan,
    claim,
    cos,
    div,
    eq,
    exp,
    ge,
    gt,
    indicator,
    le,
    lim,
    log,
    lt,
    member,
    minus,
    mul,
    n,
    ne,
    power,
    root,
    sin,
    size,
    sqrt,
    t,
    x,
    y,
)  # fmt: skip

from symnn.claim import Claim
from symnn.domain import INTEGERS, NATURALS, POSITIVE, UNIT_OPEN
from symnn.term import Sym, num, op

TRUE = {
    "x/x = 1 off 0": claim(eq(div(x, x), 1), ne(x, 0)),
    "x^0 = 1 off 0": claim(eq(power(x, 0), 1), ne(x, 0)),
    "log of a square off 0": claim(eq(log(power(x, 2)), mul(2, log(size(x)))), ne(x, 0)),
    "log of a product": claim(eq(log(mul(x, y)), add(log(x), log(y))), x=POSITIVE, y=POSITIVE),
    "the root of a square": claim(eq(sqrt(power(x, 2)), size(x))),
    "the root of a product": claim(eq(sqrt(mul(x, y)), mul(sqrt(x), sqrt(y))), x=NONNEGATIVE, y=NONNEGATIVE),
    "a fractional power": claim(eq(power(x, num("1/2")), sqrt(x)), x=POSITIVE),
    "powers of powers": claim(eq(power(power(x, 2), y), power(x, mul(2, y))), x=POSITIVE),
    "a high power of an exponential": claim(eq(log(power(exp(x), 70)), mul(70, x))),
    "a high even power": claim(gt(power(log(x), 70), 0), x=UNIT_OPEN),
    "a whole exponent": claim(eq(power(x, n), exp(mul(n, log(x)))), n=NATURALS, x=POSITIVE),
    "Pythagoras": claim(eq(add(power(sin(x), 2), power(cos(x), 2)), 1)),
    "log t below t - 1": claim(le(log(x), minus(x, 1)), x=POSITIVE),
}
FALSE = {
    "x/x = 1": claim(eq(div(x, x), 1)),
    "x^0 = 1": claim(eq(power(x, 0), 1)),
    "0^y = 0": claim(eq(power(0, y), 0)),
    "a zero power times zero": claim(eq(mul(power(x, 0), 0), 0)),
    "log of a square": claim(eq(log(power(x, 2)), mul(2, log(x)))),
    "log of a product of any sign": claim(eq(log(mul(x, y)), add(log(x), log(y)))),
    "the square of a root": claim(eq(power(sqrt(x), 2), x)),
    "the root of a product of any sign": claim(eq(sqrt(mul(x, y)), mul(sqrt(x), sqrt(y)))),
    "the root of a quotient": claim(eq(sqrt(div(x, y)), div(sqrt(x), sqrt(y)))),
    "a root whose radicand vanishes by another factor":
        claim(eq(sqrt(mul(power(x, 4), y)), mul(power(x, 2), sqrt(y)))),
    "the limit of such a root":
        claim(eq(lim(add(t, sqrt(mul(power(x, 4), y))), t, 0), mul(power(x, 2), sqrt(y))), names=(x, y)),
    "a fractional power at 0": claim(eq(power(x, num("1/2")), sqrt(x))),
    "a cube root as a power": claim(eq(power(x, num("1/3")), root(x, 3))),
    "powers of powers of any sign": claim(eq(power(power(x, 2), y), power(x, mul(2, y)))),
    "the inverse of exp": claim(eq(exp(log(x)), x)),
    "the inverse of sine": claim(eq(asin(sin(x)), x)),
    "the inverse of cosh": claim(eq(op("acosh", op("cosh", x)), x)),
    "cosine by a root": claim(eq(sqrt(minus(1, power(sin(x), 2))), cos(x))),
    "a high power of an exponential taken once": claim(eq(log(power(exp(x), 70)), x)),
    "a high even power of a logarithm is negative": claim(lt(power(log(x), 70), 0), x=UNIT_OPEN),
    "a high even power of an angle is negative": claim(lt(power(atan(x), 70), 0), lt(x, 0)),
    "a whole power at 0": claim(eq(power(x, n), add(power(x, n), indicator(eq(x, 0)))), n=NATURALS, x=NONNEGATIVE),
    "a whole power through the logarithm":
        claim(eq(power(x, n), exp(mul(n, log(x)))), n=NATURALS, x=NONNEGATIVE),
    "whole powers within a sum":
        claim(eq(op("sum", power(x, n), Sym("i"), op("range", num(1), num(2))), mul(2, exp(mul(n, log(x))))),
              names=(x, n), n=NATURALS),
    "whole powers that cancel": claim(eq(mul(power(x, n), power(x, op("neg", n))), 1), n=INTEGERS),
    "the root of a whole power": claim(eq(power(power(x, n), div(1, n)), x), n=NATURALS),
    "a logarithm on the other side of 0": claim(
        eq(lim(add(t, log(power(x, 2))), t, 0), add(log(power(x, 2)), mul(5, indicator(lt(x, 0))))),
        names=(x,), x=NONZERO),
    "a quotient read as its numerator": claim(lt(x, num("-1/2")), gt(div(add(1, x), minus(1, x)), 0)),
    "a sum read as a line": claim(gt(x, 99), gt(add(x, mul(num("1/5"), exp(x)), -100), 0)),
    "a sum read as a line, turned": claim(gt(x, 400), gt(add(mul(num("1/5"), exp(x)), x, -100), 0)),
    "a set of what has no value": claim(member(mul(0, x), op("set", log(-1)))),
    "an interval that begins at infinity":
        claim(member(x, op("interval_oo", op("infinity"), num(3))), lt(x, 2)),
    "two names that are spelled alike": claim(eq(Sym("x_{1}"), Sym("x", (num(1),)))),
    "a name of the checker": claim(ge(Sym("T~~"), 3)),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_wherever_a_side_has_a_value_is_accepted(name: str) -> None:
    assert accepted(TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_what_fails_somewhere_is_not_accepted(name: str) -> None:
    assert not accepted(FALSE[name])


@pytest.mark.parametrize("one", TRUE.values(), ids=TRUE)
def test_what_holds_is_not_accepted_as_refuted(one: Claim) -> None:
    assert not accepted(one, "refuted")

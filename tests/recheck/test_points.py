"""Counterexamples: in the domain, within what is assumed, with values on both sides that are certainly different."""

from __future__ import annotations

from typing import Any

import pytest
from rechecked import (
    NONNEGATIVE,
    accepted,
    asin,
    claim,
    deriv,
    div,
    eq,
    exp,
    ge,
    gt,
    le,
    log,
    lt,
    member,
    mul,
    n,
    ne,
    outcome,
    point,
    power,
    size,
    sqrt,
    x,
    y,
)  # fmt: skip

from symnn.claim import Claim
from symnn.domain import INTEGERS, NATURALS, POSITIVE
from symnn.recheck import Refused, recheck
from symnn.term import Sym, num, op, to_json

f = Sym("f")
fx = op("call", f, x)
REFUTED: list[tuple[Claim, dict[str, Any]]] = [
    (claim(eq(exp(x), 1)), point(x=1)),
    (claim(ne(x, 3)), point(x=3)),
    (claim(lt(x, 3), x=INTEGERS), point(x=3)),
    (claim(ge(x, 1), ge(log(x), -1)), point(x="1/2")),
    (claim(eq(power(x, n), 4), n=NATURALS), point(x=-2, n=3)),
    (claim(eq(fx, x), opaque=(f,)), point(x=1)),
    (claim(member(x, op("integers"))), point(x="1/2")),
    (claim(eq(deriv(size(x), x), 1)), point(x=-1)),
]
NOT_REFUTED: list[tuple[Claim, dict[str, Any]]] = [
    (claim(ge(x, 1), ge(log(x), 0)), point(x=-1)),  # an assumption without a value
    (claim(le(x, 1), gt(asin(x), 0)), point(x=2)),
    (claim(gt(x, 0), gt(power(x, y), 0)), point(x=-2, y="3/2")),
    (claim(gt(x, 0), gt(div(1, x), 0)), point(x=0)),
    (claim(gt(x, 0), ge(sqrt(x), 0), gt(power(x, 2), 0)), point(x=-1)),
    (claim(eq(x, 1), x=POSITIVE), point(x=-1)),  # outside of the domain
    (claim(eq(x, 0), x=NONNEGATIVE), point(x="-1/1000000")),
    (claim(lt(power(x, 2), x), x=INTEGERS), point(x="3/2")),
    (claim(eq(x, y)), point(x=1)),  # y is missing
    (claim(eq(log(x), 0)), point(x=-1)),  # without a value
    (claim(le(log(x), -1)), point(x=-1)),
    (claim(eq(deriv(size(x), x), 1)), point(x=0)),
    (claim(eq(fx, fx), opaque=(f,)), point(x=1)),
    (claim(ge(fx, 0), gt(fx, 0), opaque=(f,)), point(x=-1)),  # an assumption about the function
    (claim(eq(exp(log(x)), x)), point(x=-1)),
    (claim(eq(mul(x, x), power(x, 2))), point(x="7/3")),
]


@pytest.mark.parametrize(("one", "data"), REFUTED, ids=range(len(REFUTED)))
def test_a_counterexample_is_accepted(one: Claim, data: dict[str, Any]) -> None:
    assert accepted(one, "refuted", data)
    assert not accepted(one)


@pytest.mark.parametrize(("one", "data"), NOT_REFUTED, ids=range(len(NOT_REFUTED)))
def test_what_is_none_is_not(one: Claim, data: dict[str, Any]) -> None:
    assert not accepted(one, "refuted", data)


@pytest.mark.parametrize(
    "rows",
    [
        [["x", "1e3"]], [["x", 1]], [["x", None]], [["x", "1/0"]], [["x", "1"], ["x", "2"]], [["x"]], ["x"], "x", 7,
        [[to_json(x), to_json(y)]], [[to_json(num(1)), "1"]], [[to_json(x), to_json(op("log", num(-1)))]],
    ],
)  # fmt: skip
def test_a_malformed_point_is_refused(rows: Any) -> None:
    found = outcome(claim(eq(exp(x), -1)), "refuted", {"point": rows})
    assert isinstance(found, Refused) or rows == "x" or rows == 7


def test_a_claim_with_another_digest_is_refused() -> None:
    one, other = claim(eq(exp(x), 1)), claim(eq(exp(x), 2))
    certificate = {"version": 1, "claim": one.digest, "method": "x", "data": point(x=1), "verdict": "refuted"}
    for changed in (other, claim(eq(exp(x), 1), x=POSITIVE), claim(eq(exp(x), 1), gt(x, 0))):
        assert isinstance(recheck(changed.to_json(), certificate), Refused)
    for key, value in (("version", 2), ("verdict", "undecided"), ("verdict", None), ("claim", None)):
        assert isinstance(recheck(one.to_json(), {**certificate, key: value}), Refused)

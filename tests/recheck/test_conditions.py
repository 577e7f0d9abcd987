"""Equivalences and conditions: exact ones are accepted, wider, narrower and tampered ones are not."""

from __future__ import annotations

from typing import Any

import pytest
from rechecked import (
    a,
    accepted,
    add,
    both,
    claim,
    deriv,
    div,
    either,
    eq,
    exp,
    ge,
    gt,
    iff,
    indicator,
    largest,
    le,
    log,
    lt,
    mul,
    ne,
    neg,
    outcome,
    point,
    power,
    size,
    sqrt,
    x,
    y,
)  # fmt: skip

from symnn.domain import INTEGERS, NATURALS, POSITIVE
from symnn.recheck import Refused
from symnn.term import Term, num, op, to_json

leaky = eq(largest(x, mul(a, x)), add(largest(0, x), mul(a, op("min", num(0), x))))
TRUE = {
    "leaky ReLU as a maximum": claim(iff(leaky, le(a, 1))),
    "a bound with a factor": claim(iff(le(mul(a, size(x)), size(x)), le(a, 1))),
    "a product of any sign": claim(iff(ge(mul(a, power(x, 2)), 0), ge(a, 0))),
    "two values": claim(iff(eq(mul(power(a, 2), x), mul(a, x)), either(eq(a, 0), eq(a, 1)))),
    "pointwise": claim(iff(gt(exp(x), 1), gt(x, 0))),
}
FALSE = {
    "wider": claim(iff(leaky, le(a, 2))),
    "narrower": claim(iff(leaky, le(a, 0))),
    "without its border": claim(iff(leaky, lt(a, 1))),
    "one value of two": claim(iff(eq(mul(power(a, 2), x), mul(a, x)), eq(a, 0))),
    "a product with one sign": claim(iff(ge(mul(a, x), 0), ge(a, 0))),
    "a condition that has no value where the statement holds":
        claim(iff(ge(power(x, 2), 0), either(gt(log(a), 0), le(log(a), 0)))),
    "the same in one row": claim(iff(ge(power(x, 2), 0), ge(log(a), log(a)))),
    "a witness that is no integer": claim(iff(ge(power(x, 2), x), gt(a, 0)), x=INTEGERS),
    "a domain in which the statement holds": claim(iff(gt(x, a), lt(a, 0)), x=NATURALS),
}  # fmt: skip
TOLD: list[Any] = [
    {}, point(a=2, x=1), point(x="-1"), {"family": [[to_json(x), to_json(div(1, a))]]}, point(a="1/2", x="1/2"),
    {"cells": [{"point": [[to_json(a), "5"], [to_json(x), "-3"]]}]},
]  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_an_exact_equivalence_is_accepted(name: str) -> None:
    assert accepted(TRUE[name])
    assert not accepted(TRUE[name], "refuted")


@pytest.mark.parametrize("name", FALSE)
def test_an_equivalence_that_is_not_exact_is_not_whatever_the_witness_is(name: str) -> None:
    assert not any(accepted(FALSE[name], data=data) for data in TOLD)


CONDITIONAL: dict[str, tuple[Any, Term, dict[str, Any]]] = {
    "x/x": (claim(eq(div(x, x), 1)), ne(x, 0), point(x=0)),
    "the logarithm of a square": (claim(eq(log(power(x, 2)), mul(2, log(x)))), gt(x, 0), point(x=-1)),
    "ReLU's slope": (claim(eq(deriv(largest(0, x), x), indicator(gt(x, 0)))), ne(x, 0), point(x=0)),
    "leaky ReLU": (claim(leaky), le(a, 1), point(a=2, x=1)),
    "the square of a root": (claim(eq(power(sqrt(x), 2), x)), ge(x, 0), point(x=-1)),
}  # fmt: skip
WRONG = {
    "narrower": (claim(eq(div(x, x), 1)), gt(x, 0), point(x=0)),
    "much narrower": (claim(leaky), le(a, 0), point(a=2, x=1)),
    "wider": (claim(eq(log(power(x, 2)), mul(2, log(x)))), ne(x, 0), point(x=-1)),
    "without its border": (claim(eq(power(sqrt(x), 2), x)), gt(x, 0), point(x=-1)),
    "no condition at all": (claim(eq(div(x, x), 1)), ge(power(x, 2), 0), point(x=0)),
    "of a true claim": (claim(eq(add(x, x), mul(2, x))), gt(x, 0), point(x=0)),
    "true in the domain": (claim(eq(log(power(x, 2)), mul(2, log(x))), x=POSITIVE), gt(x, 0), point(x=-1)),
    "true where it is assumed": (claim(eq(div(x, x), 1), gt(x, 0)), ne(x, 0), point(x=0)),
    "exchanged names": (claim(eq(div(mul(x, y), x), y)), ne(y, 0), point(x=0, y=0)),
}


@pytest.mark.parametrize("name", CONDITIONAL)
def test_the_exact_condition_is_accepted(name: str) -> None:
    one, condition, data = CONDITIONAL[name]
    assert accepted(one, "conditional", data, condition)
    assert not accepted(one)


@pytest.mark.parametrize("name", WRONG)
def test_another_condition_is_not(name: str) -> None:
    one, condition, data = WRONG[name]
    assert not accepted(one, "conditional", data, condition)
    assert not accepted(one, "conditional", {}, condition)


def test_a_condition_has_to_be_there() -> None:
    one, _, data = CONDITIONAL["x/x"]
    assert isinstance(outcome(one, "conditional", data), Refused)
    assert not accepted(one, "conditional", data, both(ne(x, 0), gt(neg(power(x, 2)), 0)))
